"""Answers compared by what they say: case, accents, punctuation and white space aside."""

import re
from collections.abc import Sequence

from studio.core.folding import folded

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
# From a block that texts do not use: what they stand for must survive the removal of punctuation.
_SIGNS = {"\ue000": ".", "\ue001": "-", "\ue002": "/"}
_KEPT = (
    # In a number a comma is a decimal sign in French, as a point is in English.
    (re.compile(r"(?<=\d)[.,](?=\d)"), "\ue000"),
    (re.compile(r"(?<!\w)[-−](?=\d)"), "\ue001"),
    (re.compile(r"(?<=\d)/(?=\d)"), "\ue002"),
)
_PUNCTUATION = re.compile(r"[^\w\s<>=≤≥±+%°\ue000-\ue002]|_")
_CLAUSE_END = re.compile(r"(?<!\d)[,;:.!?\n]+|[,;:.!?\n]+(?!\d)")
_BREAK = "|"
_DENIED = re.compile(r"\b(?:pas|non|aucun|aucune|sans|ni|jamais|not|no|never|nor|neither)(?: [a-z]+){0,2} $")


def normalised(text: str) -> str:
    """In lower case, without accents and punctuation; ligatures spelt out, decimal commas made points."""
    plain = folded(text.casefold().translate(_LIGATURES))
    for sign, kept in _KEPT:
        plain = sign.sub(kept, plain)
    plain = _PUNCTUATION.sub(" ", plain)
    for kept, written in _SIGNS.items():
        plain = plain.replace(kept, written)
    return " ".join(plain.split())


def mentioned(text: str, phrases: Sequence[str]) -> tuple[int, ...]:
    """Places of the phrases that stand in a text as whole words, undenied and in no longer phrase.

    "Non urgent" does not mention "urgent" where both are phrases; "ce n'est pas urgent" never does.
    """
    rest, wanted = _clauses(text), [_clauses(phrase) for phrase in phrases]
    found = []
    for at in sorted(range(len(phrases)), key=lambda each: -len(wanted[each])):
        if not wanted[at]:
            continue
        phrase = re.compile(rf"(?<!\w){re.escape(wanted[at])}(?!\w)")
        if any(not _DENIED.search(rest, 0, hit.start()) for hit in phrase.finditer(rest)):
            found.append(at)
        rest = phrase.sub(_BREAK, rest)
    return tuple(sorted(found))


def _clauses(text: str) -> str:
    """Normalised, with a sign between clauses: what is denied in one is not denied in the next."""
    clauses = (normalised(clause) for clause in _CLAUSE_END.split(text))
    return f" {_BREAK} ".join(clause for clause in clauses if clause)
