"""Gender and number of adjectives and participles, told from Lefff (see `morphology`), and their other forms."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from studio.text.french.gender import ADJECTIVE_IS, NOUN_IS, Gender, other_gender
from studio.text.french.morphology import readings
from studio.text.french.number import plural, singulars

Agreement = Literal["ms", "mp", "fs", "fp"]
AGREEMENTS: tuple[Agreement, ...] = ("ms", "fs", "mp", "fp")


# For what Lefff does not know, most of it medical: the endings of the masculine and feminine, singular and plural.
_FAMILIES = (
    ("al", "ale", "aux", "ales"),
    ("eux", "euse", "eux", "euses"),
    ("if", "ive", "ifs", "ives"),
    ("ien", "ienne", "iens", "iennes"),
    ("é", "ée", "és", "ées"),
    ("ant", "ante", "ants", "antes"),
    *(
        (ending, ending, f"{ending}s", f"{ending}s")
        for ending in ("ique", "aire", "ile", "able", "ible", "gène", "oïde")
    ),
)
_STEM = 3


def gender_of(agreement: Agreement) -> Gender:
    """Its first letter."""
    return "m" if agreement[0] == "m" else "f"


@lru_cache(8_192)
def adjective_agreements(word: str) -> frozenset[Agreement]:
    """What a word in lower case can agree with when read as an adjective or participle; empty when it is neither."""
    found = frozenset(_read_as(word, ADJECTIVE_IS))
    return found if found or noun_agreements(word) or word in readings() else frozenset(_read_by_ending(word))


@lru_cache(8_192)
def noun_agreements(word: str) -> frozenset[Agreement]:
    """Gender and number a word in lower case can have when read as a noun."""
    return frozenset(_read_as(word, NOUN_IS))


@lru_cache(8_192)
def inflected(word: str, old: Agreement, new: Agreement) -> str | None:
    """The form of an adjective that agrees with `new`, the one given agreeing with `old`; None when it is not sure."""
    singular = _singular(word, gender_of(old)) if old[1] == "p" else word
    if singular is None:
        return _inflected_by_ending(word, old, new)
    form = singular if old[0] == new[0] else other_gender(singular, gender_of(new))
    return form if form is None or new[1] == "s" else plural(form)


def _singular(word: str, gender: Gender) -> str | None:
    return next((each for each in singulars(word) if readings().get(each, 0) & ADJECTIVE_IS[gender]), None)


def _read_as(word: str, flags: dict[Gender, int]) -> Iterator[Agreement]:
    known = readings()
    for gender, flag in flags.items():
        if known.get(word, 0) & flag:
            yield "ms" if gender == "m" else "fs"
        if any(known.get(each, 0) & flag for each in singulars(word)):
            yield "mp" if gender == "m" else "fp"


def _read_by_ending(word: str) -> Iterator[Agreement]:
    for family in _FAMILIES:
        for agreement, ending in zip(AGREEMENTS, family, strict=True):
            if word.endswith(ending) and len(word) >= len(ending) + _STEM:
                yield agreement


def _inflected_by_ending(word: str, old: Agreement, new: Agreement) -> str | None:
    before, after = AGREEMENTS.index(old), AGREEMENTS.index(new)
    family = next((each for each in _FAMILIES if word.endswith(each[before])), None)
    return word.removesuffix(family[before]) + family[after] if family else None
