"""Places in a text that can be worded otherwise: which are, how, and what is said of it."""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from studio.core.sentence import Sentence
from studio.text.augment.transformation import NOTHING_TO_CHANGE, Refusal, Rewriting
from studio.words import N_

S = TypeVar("S")
Written = tuple[str, Sentence]
"""The whole text with one place changed, and what was done there."""

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"\n]*\"")


def rewritten(
    text: str,
    sites: Sequence[S],
    change: Callable[[str, S, Random], Written | None],
    strength: float,
    chance: Random,
) -> Rewriting | Refusal:
    """Change each site with the chance `strength`, and one at least if any can be; sites stand in order of place.

    `change` may give None for a site that cannot be changed for sure, and touches nothing well before the site.
    """
    wanted = [chance.random() < strength for _site in sites]
    done = _changed(text, [site for site, chosen in zip(sites, wanted, strict=True) if chosen], change, chance)
    if done is not None:
        return done
    others = [site for site, chosen in zip(sites, wanted, strict=True) if not chosen]
    chance.shuffle(others)
    for site in others:
        written = change(text, site, chance)
        if written is not None:
            return Rewriting(written[0], (written[1],))
    return Refusal(NOTHING_TO_CHANGE)


def _changed(
    text: str, sites: Sequence[S], change: Callable[[str, S, Random], Written | None], chance: Random
) -> Rewriting | None:
    notes: list[Sentence] = []
    # From the end, so that the places before stay where they are.
    for site in reversed(sites):
        written = change(text, site, chance)
        if written is not None:
            text = written[0]
            notes.insert(0, written[1])
    return Rewriting(text, _different(notes)) if notes else None


def _different(notes: Sequence[Sentence]) -> tuple[Sentence, ...]:
    return tuple(note for at, note in enumerate(notes) if note not in notes[:at])


def in_quotes(text: str) -> Callable[[int], bool]:
    """Tells whether a position is inside quotation marks: what was said word for word, or a name."""
    if not ("«" in text or "“" in text or '"' in text):
        return lambda _position: False
    spans = [found.span() for found in _QUOTED.finditer(text)]
    return lambda position: any(start < position < end for start, end in spans)


def replaced_note(before: str, after: str) -> Sentence:
    """What took the place of what."""
    return Sentence(N_("{before} → {after}"), {"before": before, "after": after})
