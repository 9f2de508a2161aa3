"""The same case with the patient a man instead of a woman, or a woman instead of a man."""

import re
from dataclasses import replace
from functools import cached_property, lru_cache
from random import Random

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.transformation import Changed, Info, Refusal
from studio.text.french.gender import OTHER, Gender, other_gender
from studio.text.french.morphology import ADJECTIVE, readings
from studio.text.french.passage import Passage, UnsureError
from studio.text.french.people import People, people_in
from studio.text.french.reading import Reading, read
from studio.text.french.sexes import SexesLexicon, Vocabulary, vocabulary_of
from studio.text.french.swapping import swapped
from studio.text.patient import gender_of_patient
from studio.words import N_

BOUND = N_("“{words}” goes with one sex only.")
UNKNOWN = N_("The text does not say whether the patient is a man or a woman.")
SEVERAL = N_("The text speaks of several people who could be the patient: “{words}”.")
MIXED = N_("The text speaks of a man and of a woman who could be the patient.")
NAMED = N_("The patient’s name is given: “{words}”.")
UNSURE = N_("It is not certain whom “{words}” agrees with.")
_NOTE: dict[Gender, Sentence] = {
    "m": Sentence(N_("The patient is now a man.")),
    "f": Sentence(N_("The patient is now a woman.")),
}
_EXAMPLES = (
    (
        "Patiente de 32 ans, connue pour migraine, inquiète : elle décrit une douleur brutale.",
        "Patient de 32 ans, connu pour migraine, inquiet : il décrit une douleur brutale.",
    ),
    ("Adresser cet homme aux urgences, accompagné.", "Adresser cette femme aux urgences, accompagnée."),
)
_NOT_BEFORE_A_NAME = ("de", "d'", "dr", "dr.", "docteur", "pr", "pr.", "professeur")
_YEARS = ("ans", "an", "mois")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_REMEMBERED = 256
"""Cases."""


class Sex:
    """Rewrites every text and answer for the other sex; refuses facts of one sex and whatever is not certain."""

    def __init__(self, lexicon: SexesLexicon) -> None:
        self._lexicon = lexicon
        # The same for all variants of a case that it is the first to touch.
        self._known = lru_cache(_REMEMBERED)(self._made)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return vocabulary_of(self._lexicon)

    @property
    def info(self) -> Info:
        return Info(
            "sex",
            N_("Patient’s sex"),
            N_(
                "Makes a woman of a man and a man of a woman, with everything that agrees with the patient. A case "
                "with facts of one sex only, such as pregnancy or prostate, is left alone, and so is one in which it "
                "is not certain what a word refers to."
            ),
            _EXAMPLES,
            "patient",
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """Neither strength nor chance matter: there is one other sex."""
        return self._known(case)

    def _made(self, case: Case) -> Changed | Refusal:
        vocabulary = self._vocabulary
        bound = next(filter(None, (_bound_words(text, vocabulary) for text in (*case.texts, *case.answers))), "")
        if bound:
            return Refusal(Sentence(BOUND, {"words": bound}))
        readings = [read(text) for text in (*case.texts, *case.answers)]
        people = [people_in(each, vocabulary) for each in readings]
        obstacle = _obstacle(readings, people, vocabulary)
        if obstacle:
            return Refusal(obstacle)
        gender = _gender(readings, people, vocabulary)
        if gender is None:
            return Refusal(Sentence(MIXED if _stated(people) else UNKNOWN))
        try:
            texts = _swapped_there_and_back(readings, people, vocabulary, gender)
        except UnsureError as unsure:
            return Refusal(Sentence(UNSURE, {"words": unsure.word}))
        if texts == [*case.texts, *case.answers]:
            return Refusal(Sentence(UNKNOWN))
        split = len(case.texts)
        changed = replace(case, texts=tuple(texts[:split]), answers=tuple(texts[split:]))
        return Changed(changed, (_NOTE[OTHER[gender]],))


def _contrary_occupation(readings: list[Reading], vocabulary: Vocabulary, gender: Gender) -> str:
    """What a text calls its subject in its first word, "Infirmière, 51 ans", where that is of the other sex."""
    firsts = [reading for reading in readings if reading.words and reading.words[0] in vocabulary.occupations]
    other = ((reading, vocabulary.other.get((reading.words[0], gender))) for reading in firsts)
    return next((reading.raw(0) for reading, form in other if form not in (None, reading.words[0])), "")


def _unknown_head(reading: Reading, people: People, vocabulary: Vocabulary, gender: Gender) -> str:
    """The noun that opens a text, "Randonneur de 30 ans", where it has a form for the other sex and stays as it is."""
    head = 1 if reading.kind(0) == "determiner" else 0
    head += reading.word(head) in ("jeune", "vieux", "vieille", "ancien", "ancienne")
    if reading.kind(head) or people.roles[head] not in ("thing", "") or reading.words[head] in vocabulary.classes:
        return ""
    at = head + 1
    while not reading.kind(at) and reading.known[at] & ADJECTIVE:
        at += 1
    aged = reading.word(at) in (",", "de") and reading.kind(at + 1) == "number" and reading.word(at + 2) in _YEARS
    other = other_gender(reading.words[head], OTHER[gender])
    return reading.raw(head) if aged and other not in (None, reading.words[head]) else ""


def _stated(people: list[People]) -> set[Gender]:
    return {gender for each in people for gender in each.cues.values()}


def _gender(readings: list[Reading], people: list[People], vocabulary: Vocabulary) -> Gender | None:
    stated = _stated(people)
    if stated:
        return next(iter(stated)) if len(stated) == 1 else None
    pairs = zip(readings, people, strict=True)
    found = {gender_of_patient(reading, who, vocabulary) for reading, who in pairs} - {None}
    return next(iter(found)) if len(found) == 1 else None


def _swapped_there_and_back(
    readings: list[Reading], people: list[People], vocabulary: Vocabulary, gender: Gender
) -> list[str]:
    if contrary := _contrary_occupation(readings, vocabulary, gender):
        raise UnsureError(contrary)
    for reading, who in zip(readings, people, strict=True):
        if unknown := _unknown_head(reading, who, vocabulary, gender):
            raise UnsureError(unknown)
    direct = _patient_speaks(readings, people)
    texts = [
        swapped(Passage(reading, who, vocabulary, gender, direct))
        for reading, who in zip(readings, people, strict=True)
    ]
    for text, reading in zip(texts, readings, strict=True):
        again = read(text)
        try:
            back = swapped(Passage(again, people_in(again, vocabulary), vocabulary, OTHER[gender], direct))
        except UnsureError:
            continue
        if back != reading.text:
            raise UnsureError(_first_difference(back, reading.text))
    return texts


def _first_difference(text: str, other: str) -> str:
    pairs = zip(text.split(), other.split(), strict=False)
    return next((two for one, two in pairs if one != two), other)


def _patient_speaks(readings: list[Reading], people: list[People]) -> bool:
    spoken = any(reading.marks & {"je", "j'", "vous"} for reading in readings)
    return spoken and not any(
        role == "patient" and reading.word(at - 2) != "suis"
        for reading, who in zip(readings, people, strict=True)
        for at, role in enumerate(who.roles)
    )


def _obstacle(readings: list[Reading], people: list[People], vocabulary: Vocabulary) -> Sentence | None:
    for reading, who in zip(readings, people, strict=True):
        if who.several:
            return Sentence(SEVERAL, {"words": who.several})
        name = _name(reading, vocabulary)
        if name:
            return Sentence(NAMED, {"words": name})
        hurried = _unaccented(reading, vocabulary)
        if hurried:
            return Sentence(UNSURE, {"words": hurried})
    return None


def _unaccented(reading: Reading, vocabulary: Vocabulary) -> str:
    """A word that may be an agreeing one without its accents: "adressee", or "stresse" where no word has accents."""
    words = sorted(vocabulary.unaccented & reading.marks)
    if reading.text.isascii():
        return next(iter(words), "")
    return next((word for word in words if word not in readings()), "")


def _name(reading: Reading, vocabulary: Vocabulary) -> str:
    for at, word in enumerate(reading.words):
        before = reading.word(at - 1)
        if (
            word in vocabulary.first_names
            and reading.raw(at)[0].isupper()
            and before not in (*_NOT_BEFORE_A_NAME, *vocabulary.titles)
        ):
            return reading.raw(at)
        if word in vocabulary.titles and _is_capitalised(reading, at + 1) and _is_capitalised(reading, at + 2):
            return reading.raw(at + 1)
    return ""


def _is_capitalised(reading: Reading, at: int) -> bool:
    return not reading.kind(at) and reading.raw(at)[0].isupper()


def _bound_words(text: str, vocabulary: Vocabulary) -> str:
    plain = folded(text)
    found = next((word for word in _WORD.findall(plain) if word in vocabulary.sex_bound), "")
    if found and not _is_bound(text, found, vocabulary):
        found = ""
    return found or (_phrases(vocabulary.sex_bound_phrases).search(plain) or [""])[0]


def _is_bound(text: str, found: str, vocabulary: Vocabulary) -> bool:
    """Whether a word that is found without its accents is one of these with them, too."""
    return any(folded(word) == found and word not in vocabulary.either_sex for word in _WORD.findall(text.lower()))


@lru_cache(4)
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)")
