"""What a text says of its patient: sex and age."""

from functools import lru_cache

from studio.text.french.gender import IS, OTHER, Gender
from studio.text.french.people import People, people_in
from studio.text.french.reading import Reading, read
from studio.text.french.sexes import Vocabulary, sexes_lexicon, vocabulary_of

Sex = str


@lru_cache(4_096)
def patient_sex(text: str) -> str | None:
    """ "female" or "male"; None where the text does not say, or speaks of several patients."""
    reading, vocabulary = read(text), vocabulary_of(sexes_lexicon())
    gender = gender_of_patient(reading, people_in(reading, vocabulary), vocabulary)
    return {"f": "female", "m": "male", None: None}[gender]


def gender_of_patient(reading: Reading, people: People, vocabulary: Vocabulary) -> Gender | None:
    """By the nouns and titles that state it, else by adjectives that are said of people only."""
    stated = set(people.cues.values()) or _implied(reading, people, vocabulary)
    return next(iter(stated)) if len(stated) == 1 else None


def _implied(reading: Reading, people: People, vocabulary: Vocabulary) -> set[Gender]:
    found: set[Gender] = set()
    for at, word in enumerate(reading.words):
        if word not in vocabulary.persons or people.roles[at] or reading.kind(at - 1) in ("determiner", "preposition"):
            continue
        if at and people.roles[at - 1] == "other":
            continue
        known = reading.known[at]
        for gender in ("f", "m"):
            other = vocabulary.other.get((word, OTHER[gender]))
            if other not in (None, word) and not (known & IS[OTHER[gender]] and known & IS[gender]):
                found.add(gender)
    return found
