"""What a text says of its patient: sex and age."""

from functools import lru_cache
from typing import Literal

from studio.text.french.ages import ages_in
from studio.text.french.gender import IS, OTHER, Gender
from studio.text.french.people import People, people_in
from studio.text.french.reading import Reading, read
from studio.text.french.sexes import Vocabulary, sexes_lexicon, vocabulary_of

PatientSex = Literal["female", "male"]
_SEXES: dict[Gender, PatientSex] = {"f": "female", "m": "male"}

# 50 is a border because a first headache after 50 is a warning sign.
AGE_BANDS = ((0, 1), (2, 5), (6, 12), (13, 17), (18, 29), (30, 39), (40, 49), (50, 64), (65, 79), (80, 95))
"""First and last year of each band; an age above the last belongs to the last band."""


@lru_cache(4_096)
def patient_sex(text: str) -> PatientSex | None:
    """None where the text does not say, or speaks of a man and a woman who could be the patient."""
    reading, vocabulary = read(text), vocabulary_of(sexes_lexicon())
    gender = gender_of_patient(reading, people_in(reading, vocabulary), vocabulary)
    return _SEXES[gender] if gender else None


@lru_cache(4_096)
def patient_age(text: str) -> int | None:
    """In whole years; None where the text does not say it, or gives more than one."""
    found = {each.years for each in ages_in(text, vocabulary_of(sexes_lexicon())) if each.meaning == "patient"}
    return found.pop() if len(found) == 1 else None


def age_band(age: int) -> tuple[int, int]:
    """The band of `AGE_BANDS` that holds an age, as first and last year."""
    return next((band for band in AGE_BANDS if age <= band[1]), AGE_BANDS[-1])


def gender_of_patient(reading: Reading, people: People, vocabulary: Vocabulary) -> Gender | None:
    """By the nouns and titles that state it, else by adjectives that are said of people only."""
    stated = set(people.cues.values()) or _implied(reading, people, vocabulary)
    return next(iter(stated)) if len(stated) == 1 else None


def _implied(reading: Reading, people: People, vocabulary: Vocabulary) -> set[Gender]:
    found: set[Gender] = set()
    # Where somebody else is named, an adjective may be about them.
    shared = {reading.sentences[at] for at, role in enumerate(people.roles) if role in ("other", "spouse")}
    for at, word in enumerate(reading.words):
        if (
            word not in vocabulary.persons
            or people.roles[at]
            or reading.sentences[at] in shared
            or reading.kind(at - 1) in ("determiner", "preposition")
        ):
            continue
        known = reading.known[at]
        for gender in _SEXES:
            other = vocabulary.other.get((word, OTHER[gender]))
            if other not in (None, word) and not (known & IS[OTHER[gender]] and known & IS[gender]):
                found.add(gender)
    return found
