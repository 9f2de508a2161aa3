"""Whole numbers up to 120 as French words."""

from functools import lru_cache

_SMALL = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf"
)
_UNITS = tuple(_SMALL.split())
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt", 100: "cent"}
_FOUR_SCORE, _HUNDRED = 80, 100
HIGHEST = 120


def in_words(number: int) -> str:
    """ "trente et un", "quatre-vingt-un": the spelling that most people use, with hyphens below a hundred only."""
    if number < len(_UNITS):
        return _UNITS[number]
    base = max(each for each in _TENS if each <= number)
    rest = number - base
    if rest == 0:
        return "quatre-vingts" if number == _FOUR_SCORE else _TENS[base]
    if base == _HUNDRED:
        return f"cent {in_words(rest)}"
    joint = " et " if rest in (1, 11) and base != _FOUR_SCORE else "-"
    return f"{_TENS[base]}{joint}{in_words(rest)}"


@lru_cache(1)
def values() -> dict[str, int]:
    """Every spelling that is read, "trente-et-un" and "quatre vingts" included, in lower case."""
    found: dict[str, int] = {}
    for number in range(HIGHEST + 1):
        words = in_words(number)
        found |= dict.fromkeys((words, words.replace(" ", "-"), words.replace("-", " ")), number)
    return found
