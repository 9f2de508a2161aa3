"""Numbers that a rewriting must not change: ages, temperatures, pressures, doses."""

import re
from collections.abc import Iterator

from studio.core.sentence import Sentence
from studio.words import N_

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_OFTEN_IN_LETTERS = 20
"""Up to here a number may stand in letters in one of the two texts."""


def changed_figures(before: str, after: str) -> Iterator[Sentence]:
    """Numbers above twenty, or with decimals, that only one of two texts has."""
    old, new = _figures(before), _figures(after)
    for number in new:
        if number not in old:
            yield Sentence(N_("The number {number} is not in the example."), {"number": new[number]})
    for number in old:
        if number not in new:
            yield Sentence(N_("The number {number} of the example is missing."), {"number": old[number]})


def _figures(text: str) -> dict[float, str]:
    """By value, in order: 38,50 is 38.5."""
    found = {float(each.replace(",", ".")): each for each in _NUMBER.findall(text)}
    return {value: said for value, said in found.items() if value > _OFTEN_IN_LETTERS or value % 1}
