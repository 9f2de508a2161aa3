"""French grammar the headache texts need: agreement, elision, enumerations."""

import re
from collections.abc import Sequence
from typing import Literal

Sex = Literal["female", "male"]

_AGREEMENT = re.compile(r"\[([^/\]]*)/([^\]]*)\]")
_VOWEL = re.compile(r"[aeiouyhâàéèêëîïôöûùüœ]", re.IGNORECASE)


def agree(text: str, sex: Sex) -> str:
    """Resolve every ``[masculine/feminine]`` mark, as in ``fatigué[/e]`` or ``[Il/Elle]``."""
    return _AGREEMENT.sub(lambda mark: mark.group(2 if sex == "female" else 1), text)


def elide(word: str, following: str) -> str:
    """Join ``de`` or ``que`` to what follows; h is always mute in this vocabulary (hémiparésie, hyperthermie)."""
    return f"{word[:-1]}'{following}" if _VOWEL.match(following) else f"{word} {following}"


def capitalise(text: str) -> str:
    """Raise the first letter only, where ``str.capitalize`` would lower the rest (IRM, VIH)."""
    return text[:1].upper() + text[1:]


def enumerate_with(words: Sequence[str], last: str = "et") -> str:
    """``a, b et c``."""
    *first, final = words
    return f"{', '.join(first)} {last} {final}" if first else final


def neither(words: Sequence[str]) -> str:
    """``ni a ni b``."""
    return " ".join(f"ni {word}" for word in words)


def without(words: Sequence[str]) -> str:
    """What follows *absence* or *pas*: ``de fièvre, de chute ou d'aphasie``."""
    return enumerate_with([elide("de", word) for word in words], "ou")
