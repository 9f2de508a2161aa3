"""Numbers that a rewriting must not change: ages, durations, temperatures, pressures, doses."""

import re
from collections.abc import Iterator

from studio.core.sentence import Sentence
from studio.words import N_

_LETTERS = (
    *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze"),
    *("quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"),
)
_VALUES = {word: float(value) for value, word in enumerate(_LETTERS, start=2)}
_WORD = "|".join(sorted(_LETTERS, key=len, reverse=True))
_IN_LETTERS = re.compile(rf"\b(?:{_WORD})\b", re.IGNORECASE)
_TIMES = re.compile(rf"\b({_WORD})\s+(?:ans?|mois|semaines?|jours?|nuits?|heures?|minutes?|secondes?)\b", re.IGNORECASE)
_IN_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")


def changed_figures(before: str, after: str) -> Iterator[Sentence]:
    """Numbers in digits, and durations in letters, that the other of two texts has in neither form.

    A one may be an article, so it does not count; “quinze jours” is not known to be two weeks.
    """
    old, new = _stated(before), _stated(after)
    for value in sorted(new.keys() - (old.keys() | _in_letters(before))):
        yield Sentence(N_("The number {number} is not in the example."), {"number": new[value]})
    for value in sorted(old.keys() - (new.keys() | _in_letters(after))):
        yield Sentence(N_("The number {number} of the example is missing."), {"number": old[value]})


def _stated(text: str) -> dict[float, str]:
    """By value, as written: 38,50 is 38.5."""
    found = {float(each.replace(",", ".")): each for each in _IN_DIGITS.findall(text)}
    found |= {_VALUES[each.lower()]: each for each in _TIMES.findall(text)}
    return {value: written for value, written in found.items() if value not in (0, 1)}


def _in_letters(text: str) -> set[float]:
    return {_VALUES[each.lower()] for each in _IN_LETTERS.findall(text)}
