"""Words of French text and the ways they are written: apostrophes, capitals."""

import re
from dataclasses import dataclass

APOSTROPHES = "'’\u02bc"
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
"""A word without what is elided before it: "l'aujourd-hui" holds two."""


@dataclass(frozen=True)
class Token:
    """A word and where it stands, in characters."""

    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """All words in order; apostrophes, spaces and punctuation are between them."""
    return tuple(Token(found[0], found.start(), found.end()) for found in WORD.finditer(text))


def apostrophe_of(text: str) -> str:
    """The apostrophe that the text uses; a straight one where it uses both or none."""
    return "’" if "’" in text and "'" not in text else "'"


def cased_like(model: str, text: str) -> str:
    """The text with a capital first letter, or all capitals, where the words it takes the place of have them."""
    letters = [each for each in model if each.isalpha()]
    if len(letters) > 1 and all(each.isupper() for each in letters):
        return text.upper()
    if letters and letters[0].isupper():
        return capitalised(text)
    return text


def capitalised(text: str) -> str:
    """The text with a capital first letter; the others stay as they are."""
    return text[:1].upper() + text[1:]
