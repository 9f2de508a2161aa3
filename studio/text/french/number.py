"""Singular and plural of French nouns, adjectives and participles: rules, and the words that do not follow them."""

import re
from functools import lru_cache

_ALS = {
    "bal",
    "banal",
    "bancal",
    "cal",
    "carnaval",
    "chacal",
    "fatal",
    "festival",
    "final",
    "glacial",
    "natal",
    "naval",
}
_ALS |= {"récital", "régal", "tonal", "périnatal", "prénatal", "postnatal", "néonatal", "causal"}
_AUX_OF_AIL = frozenset({"bail", "corail", "émail", "soupirail", "travail", "vitrail"})
_US = frozenset({"bleu", "pneu", "émeu", "landau", "sarrau"})
_OUX = frozenset({"bijou", "caillou", "chou", "genou", "hibou", "joujou", "pou"})
_PLURALS = {"oeil": "yeux", "œil": "yeux", "tout": "tous", "monsieur": "messieurs", "ciel": "cieux"}
_PLURALS |= {"rendez-vous": "rendez-vous", "madame": "mesdames"}
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()}
# In "aux" without an "al" behind them; all others are taken to come from "al".
_AUX_OF_AU = ("eaux", "yaux")
_COMPLEMENT = re.compile(r"(?:de|du|des|à|au|aux|en|par|pour|sans|avec|sur|sous|dans|non)$|d['’]|l['’]")


@lru_cache(4_096)
def plural(word: str) -> str:
    """The plural of one word in the singular; abbreviations, and words in s, x or z, stay."""
    low = word.lower()
    if low in _PLURALS:
        return _PLURALS[low]
    if low[-1:] in "sxz" or (word.isupper() and len(word) > 1) or not low[-1:].isalpha():
        return word
    if low.endswith("al") and low not in _ALS:
        return f"{word[:-2]}aux"
    if low in _AUX_OF_AIL:
        return f"{word[:-3]}aux"
    return f"{word}{'x' if _takes_x(low) else 's'}"


@lru_cache(4_096)
def singulars(word: str) -> tuple[str, ...]:
    """What a plural can be the plural of, the likelier first, the word itself included where it is invariable."""
    low = word.lower()
    if low in _SINGULARS:
        return (_SINGULARS[low],)
    if low.endswith("aux") and not low.endswith(_AUX_OF_AU):
        candidates = [f"{word[:-3]}al", f"{word[:-3]}ail", word[:-1]]
    else:
        candidates = [word[:-1]]
    kept = [each for each in candidates if plural(each) == word]
    # A word in s may be singular too (un abcès), and in the plural then looks the same.
    return (*kept, word) if low[-1:] in "sxz" else tuple(kept)


def plural_phrase(phrase: str) -> str:
    """The plural of a noun with its adjectives; what follows a preposition stays: "maux de tête"."""
    words = phrase.split(" ")
    head = next((at for at, word in enumerate(words) if _COMPLEMENT.match(word)), len(words))
    return " ".join([*map(plural, words[:head]), *words[head:]])


def _takes_x(low: str) -> bool:
    return (low.endswith(("au", "eu")) and low not in _US) or low in _OUX
