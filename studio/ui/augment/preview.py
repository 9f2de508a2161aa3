"""What the preview shows of a variant; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from studio.core.sentence import Sentence
from studio.text.word_difference import Piece, word_difference
from studio.words import _, ngettext

Verdict = Literal["passed", "refused", "checking"]
EDGE = 90
"""Characters that stay on show at each side of a change."""
LEAST_SAME = 0.4
"""Of the longer text; below it, marks between single words are harder to read than two texts."""


@dataclass(frozen=True)
class ShownVariant:
    """One example and what was made of it; texts in the order in which they are read."""

    parent_id: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    notes: tuple[Sentence, ...]
    refusals: tuple[Sentence, ...] = ()
    checking: bool = False
    """Whether a slower opinion is still to come."""
    context: str = ""
    """What has to be read with it: the case of an answer."""

    @property
    def verdict(self) -> Verdict:
        """Whether it may become an example."""
        if self.refusals:
            return "refused"
        return "checking" if self.checking else "passed"


def verdict_words(verdict: Verdict) -> str:
    """The verdict in a word or two."""
    return {"passed": _("Passed"), "refused": _("Refused"), "checking": _("Passed so far…")}[verdict]


def preview_summary(variants: Sequence[ShownVariant]) -> str:
    """How many of those on show may become examples."""
    refused = sum(1 for each in variants if each.refusals)
    made = ngettext("{count} variant tried", "{count} variants tried", len(variants)).format(count=len(variants))
    if refused:
        said = ngettext("{made}, {count} refused", "{made}, {count} refused", refused).format(made=made, count=refused)
    else:
        said = _("{made}, none refused").format(made=made)
    if any(each.checking for each in variants):
        said += " · " + _("full check under way…")
    return said


def readable_difference(before: str, after: str) -> tuple[Piece, ...]:
    """What changed, by words; where hardly a word is the same, the old text whole and the new one below it."""
    pieces = word_difference(before, after)
    same = sum(len(each.text) for each in pieces if each.kind == "same")
    if before and after and same < LEAST_SAME * max(len(before), len(after)):
        return Piece("removed", before), Piece("same", "\n"), Piece("added", after)
    return abridged(pieces)


def abridged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with what is the same in both cut to what stands near a change."""
    return tuple(
        Piece("same", _near(piece.text, first=not at, last=at == len(pieces) - 1)) if piece.kind == "same" else piece
        for at, piece in enumerate(pieces)
    )


def _near(text: str, *, first: bool, last: bool) -> str:
    """The end of the first piece, the beginning of the last one, both of those between."""
    head, tail = (0 if first else EDGE), (0 if last else EDGE)
    if (first and last) or len(text) <= head + tail + EDGE:
        return text
    start = text[:head].rpartition(" ")[0] + " …" if head else "…"
    end = "… " + text[-tail:].partition(" ")[2] if tail else "…"
    return end if first else start if last else f"{start} {end}"
