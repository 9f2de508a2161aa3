"""Who the nouns of a note are: the patient, the patient's spouse, other people or things; and the patient's sex."""

from dataclasses import dataclass
from typing import Literal

from studio.text.french.gender import NOUN_IS, Gender
from studio.text.french.morphology import PARTICIPLE, VERB, readings
from studio.text.french.reading import Reading
from studio.text.french.sexes import Vocabulary

Role = Literal["patient", "name", "spouse", "other", "thing", "one gender", ""]

_POSSESSIVES = frozenset(("son", "sa", "mon", "ma", "ton", "ta", "leur", "votre", "notre"))
_FAMILY_WHEN_OWNED = frozenset(("fille", "garçon", "enfant", "dame", "monsieur", "fillette", "garçonnet"))
_OWN = frozenset(("patient", "patiente", "malade", "consultant", "consultante", "adolescent", "adolescente"))
_NEEDS_DETERMINER = frozenset(("malade", "intéressé", "intéressée", "consultant", "consultante", "enfant"))
_SEVERAL = {"patientes", "femmes", "dames", "filles", "hommes", "garçons", "fillettes", "malades", "adolescentes"}
_LETTERS: dict[str, Gender] = {"F": "f", "H": "m", "♀": "f", "♂": "m"}
_SEXES: dict[str, Gender] = {"féminin": "f", "feminin": "f", "masculin": "m", "f": "f", "h": "m", "m": "m"}
_GREETINGS = frozenset(("bonjour", "bonsoir", "cher", "merci"))
_SIGNS = frozenset("♀♂")
_CHILDREN = frozenset(("fille", "garçon"))
_SOMEBODY_ELSE = frozenset(("source", "index", "zéro"))
"""Behind "patient", the one from whom it was caught."""
_INTRODUCES = ("adress", "confi", "envo", "transf", "examin", "voi", "vu", "revu", "reç", "suis", "suivi", "présent")
"""Beginnings of what a doctor does with the patient whom the note is about."""
_ONLY_WITH_ARTICLE = frozenset(("personne", "victime", "sujet"))
_BEFORE_A_NAME = frozenset(("name", "patient"))
_TELLING = frozenset((*_SEXES, "né", "♀", "♂", *_ONLY_WITH_ARTICLE))
"""Words outside the lexicon that can tell a sex or a role."""
_YEARS = 2
"""Digits of an age that stands for itself at the start: "F32"."""
_AGE_UNITS = ("ans", "an", "a", "mois")


@dataclass(frozen=True)
class People:
    """Roles and genders by token; `cues` are the words that state the patient's sex, by position."""

    roles: tuple[Role, ...]
    genders: tuple[str, ...]
    """Of nouns: "m", "f", or "mf" for both and for unknown words."""
    cues: dict[int, Gender]
    several: str
    """A plural noun for patients, or "" when there is none."""

    def is_patient(self, at: int) -> bool:
        """Whether the word names the patient."""
        return self.roles[at] in ("patient", "name")

    def compatible(self, at: int, gender: Gender) -> bool:
        """Whether the word is a noun that may have this gender."""
        return gender in self.genders[at]


def people_in(reading: Reading, vocabulary: Vocabulary) -> People:
    """Give every noun its role."""
    roles: list[Role] = []
    genders: list[str] = []
    cues: dict[int, Gender] = {}
    for at, word in enumerate(reading.words):
        if reading.kinds[at] and word not in _SIGNS:
            roles.append("")
            genders.append("")
            continue
        # Most words are none that the lexicon knows: the quick way for them.
        special = word in vocabulary.special or word in _TELLING
        role: Role = _role(reading, vocabulary, at) if special else "thing" if reading.is_noun(at) else ""
        if role == "patient" and word in _CHILDREN and reading.kind(at - 1) == "stop" and "patient" in roles:
            # "Femme de 88 ans. […] Fille prévenue": hers.
            role = "one gender"
        gender = _noun_gender(reading, vocabulary, at, role) if role else ""
        cue = _cue(reading, vocabulary, at, role) if special else None
        if cue:
            cues[at] = cue
            if word in vocabulary.titles and role != "patient":
                role, gender = "name", cue
        if at and roles[-1] in _BEFORE_A_NAME and _is_name(reading, roles[-1], at):
            role, gender = "name", genders[-1]
        roles.append(role)
        genders.append(gender)
    several = next(iter(sorted(_SEVERAL & reading.marks)), "")
    return People(tuple(roles), tuple(genders), cues, several)


def _is_name(reading: Reading, before: Role, at: int) -> bool:
    """Initials and names that follow a title or the word for the patient."""
    if before == "name":
        return reading.raw(at)[0].isupper()
    return before == "patient" and reading.raw(at)[0].isupper() and not reading.known[at] and not reading.kinds[at]


def _role(reading: Reading, vocabulary: Vocabulary, at: int) -> Role:
    word = reading.words[at]
    if word in vocabulary.patients:
        return _patient_or_family(reading, vocabulary, at)
    if word in vocabulary.spouses and reading.kind(at - 1) == "determiner":
        return "spouse"
    if _has_one_gender(reading, vocabulary, at):
        return "one gender"
    if word in vocabulary.others and word not in vocabulary.nouns and not _is_spoken_to(reading, at):
        apposed = word in vocabulary.occupations and reading.kind(at - 1) in ("stop", "comma")
        return "" if apposed else "other"
    if word in vocabulary.classes and vocabulary.classes[word] == "person":
        return "other" if reading.kind(at - 1) == "determiner" and reading.is_noun(at) else ""
    return "thing" if word in vocabulary.nouns or reading.is_noun(at) else ""


def _is_spoken_to(reading: Reading, at: int) -> bool:
    """Whether "docteur" greets the reader."""
    greeted = not at or reading.kind(at - 1) == "comma" or reading.word(at - 1) in _GREETINGS
    return reading.words[at] == "docteur" and greeted


def _has_one_gender(reading: Reading, vocabulary: Vocabulary, at: int) -> bool:
    """Whether a noun keeps its gender whoever is meant, or is a title or initial that leads nowhere."""
    word, before = reading.words[at], reading.word(at - 1)
    if word in _ONLY_WITH_ARTICLE:
        return before in ("un", "une", "la", "cette", "le", "ce", "toute")
    initial = reading.raw(at) == "M" and reading.word(at + 1) == "."
    return word in vocabulary.one_gender or initial or (word == "né" and before == "-")


def _patient_or_family(reading: Reading, vocabulary: Vocabulary, at: int) -> Role:
    word = reading.words[at]
    start = at - 1
    while start >= 0 and not reading.kinds[start] and reading.known[start]:
        start -= 1
    if word in vocabulary.titles and reading.kind(start) != "determiner" and reading.word(at + 1) != "de":
        return ""
    if reading.word(start) in ("un", "une") and word in _OWN and _is_acted_upon(reading, start - 1, at + 1):
        return "one gender"
    owned = reading.word(start) in _POSSESSIVES
    if owned and word in vocabulary.spouses:
        return "spouse"
    if reading.word(at + 1) in _SOMEBODY_ELSE or (owned and word not in _OWN):
        return "other"
    if word in _NEEDS_DETERMINER and reading.kind(start) != "determiner" and reading.word(start) not in ("du", "au"):
        return ""
    return "patient"


def _is_acted_upon(reading: Reading, before: int, after: int) -> bool:
    """Whether what stands before "un patient" does something to somebody else: "après avoir soulevé un patient"."""
    if before < 0 or reading.word(after) in ("de", "âgé", "âgée"):
        return False
    word = reading.words[before]
    verb = not reading.kinds[before] and bool(reading.known[before] & (VERB | PARTICIPLE))
    return word == "par" or (verb and not word.startswith(_INTRODUCES))


def _noun_gender(reading: Reading, vocabulary: Vocabulary, at: int, role: Role) -> str:
    word = reading.words[at]
    if role == "patient":
        return vocabulary.patients[word]
    if role == "spouse":
        return vocabulary.spouses[word]
    if word in vocabulary.nouns:
        return vocabulary.nouns[word]
    known = reading.known[at]
    found = ("m" if known & NOUN_IS["m"] else "") + ("f" if known & NOUN_IS["f"] else "")
    return _settled(reading, at, found) if found else _unknown_gender(reading, at)


def _settled(reading: Reading, at: int, found: str) -> str:
    """A noun of both genders has that of its article."""
    if len(found) == 1:
        return found
    return _article_gender(reading, at) or found


def _article_gender(reading: Reading, at: int) -> str:
    before = reading.word(at - 1)
    if before in ("la", "une", "cette", "ma", "sa", "aucune"):
        return "f"
    return "m" if before in ("le", "un", "ce", "du", "au", "aucun", "cet") else ""


def _unknown_gender(reading: Reading, at: int) -> str:
    word = reading.words[at]
    if word.endswith(("s", "x")) and (readings().get(word[:-1]) or readings().get(word.removesuffix("aux") + "al")):
        return ""
    by_article = _article_gender(reading, at)
    if by_article or reading.raw(at).isupper():
        return by_article or "mf"
    if word.endswith(("ite", "algie", "émie", "urie", "pathie", "plégie", "ose", "tion", "graphie", "scopie", "tomie")):
        return "f"
    return "m" if word.endswith(("ome", "isme", "ogramme")) else "mf"


def _cue(reading: Reading, vocabulary: Vocabulary, at: int, role: Role) -> Gender | None:
    word = reading.words[at]
    if role == "patient":
        gender = vocabulary.patients[word]
        return _epicene_gender(reading, at) if gender == "mf" else ("f" if gender == "f" else "m")
    if word in vocabulary.titles:
        named = reading.raw(at + 1)[:1].isupper() if at + 1 < len(reading.words) else False
        return vocabulary.titles[word] if named or word not in ("m.", "mme") else None
    if reading.word(at - 1) in ("sexe", "genre") or (reading.word(at - 1) == ":" and reading.word(at - 2) == "sexe"):
        return _SEXES.get(word)
    return _letter(reading, at)


def _epicene_gender(reading: Reading, at: int) -> Gender | None:
    gender = _article_gender(reading, at)
    return "f" if gender == "f" else "m" if gender == "m" else None


def _letter(reading: Reading, at: int) -> Gender | None:
    gender = _LETTERS.get(reading.raw(at)) if len(reading.words[at]) == 1 else None
    if gender is None:
        return None
    following = at + 2 if reading.kind(at + 1) == "comma" else at + 1
    number = reading.kind(following) == "number"
    aged = number and (
        reading.word(following + 1) in _AGE_UNITS or (at == 0 and len(reading.word(following)) == _YEARS)
    )
    return gender if aged or reading.raw(at) in "♀♂" else None
