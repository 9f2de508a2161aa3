"""A row's tokens as one text in which nothing is invisible."""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from studio.core.tokens import CONVERSATION_KINDS, TEXT_KINDS, RowLabels, RowTokens, Side, TokenKind
from studio.ui.formats import integer
from studio.words import N_, _

Part = TokenKind | Literal["padding"]
Filling = Literal["unknown", "padded", "packed"]
"""Whether rows are filled up to the longest one, share their sequences, or it is not known yet how long that one is."""
CONVERSATION_PARTS: tuple[Part, ...] = (*CONVERSATION_KINDS, "padding")
TEXT_PARTS: tuple[Part, ...] = (*TEXT_KINDS, "padding")
NAMES: dict[Part, str] = {
    "template": N_("Template"),
    "prompt": N_("Question"),
    "learned": N_("Learned"),
    "cut": N_("Cut off"),
    "special": N_("Added"),
    "text": N_("Text"),
    "padding": N_("Padding"),
}
MEANINGS: dict[Part, str] = {
    "template": N_("Written by the chat template around the turns; read, not learned"),
    "prompt": N_("Read by the model, not learned"),
    "learned": N_("What the model learns to write"),
    "cut": N_("Beyond the longest example: the model sees nothing of it"),
    "special": N_("Put around the text by the model’s tokenizer, as the model was trained"),
    "text": N_("What the model reads to choose among the labels"),
    "padding": N_("Empty tokens up to the length of the longest row; neither read nor learned"),
}
PACKED = N_("Packed")
PACKED_MEANING = N_(
    "Several examples share one sequence, so nothing is filled up. A model that cannot keep them apart gets them "
    "one by one, padded."
)
SIDES: dict[Side, str] = {"chosen": N_("Better answer"), "rejected": N_("Worse answer"), "": ""}
_LABELS_NAMED = 12
LINE_END, TAB, NO_BREAK, FURTHER, SPACE = "¶", "→", "◦", "▪", "·"
# A space stays one, so that lines break there; the window draws it.
_SIGNS = {" ": " ", "\n": f"{LINE_END}\n", "\r": "␍", "\t": TAB, "\u00a0": NO_BREAK, "\u202f": NO_BREAK}
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
_CODES_NAMED = 6


@dataclass(frozen=True)
class Piece:
    """Where something stands in the shown text, in UTF-16 units as Qt counts; `sign` is no character of the row."""

    start: int
    end: int
    token: int
    sign: bool


@dataclass(frozen=True)
class TokenText:
    """The text as shown; `pieces` follow each other without gaps, `starts` tell where each token begins."""

    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]

    def token_at(self, position: int) -> int:
        """The token that a place belongs to."""
        return max(0, bisect_right(self.starts, position) - 1)

    def end_of(self, token: int) -> int:
        """Where a token ends."""
        return self.starts[token + 1] if token + 1 < len(self.starts) else _units(self.text)

    def pieces_between(self, start: int, end: int) -> Sequence[Piece]:
        """All pieces with a part in this stretch."""
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        last = bisect_right(self.pieces, end, key=lambda piece: piece.start)
        return self.pieces[first:last]


def token_text(row: RowTokens) -> TokenText:
    """Lay the tokens one after the other, with signs for ends of lines and for what has no shape of its own."""
    shown: list[str] = []
    pieces: list[Piece] = []
    starts: list[int] = []
    at = 0
    for number, token in enumerate(row.tokens):
        starts.append(at)
        for text, sign in _stretches(token.text):
            end = at + _units(text)
            pieces.append(Piece(at, end, number, sign))
            shown.append(text)
            at = end
    return TokenText("".join(shown), tuple(pieces), tuple(starts))


def counts_of(row: RowTokens) -> dict[Part, int]:
    """How many tokens of each kind, padding with them."""
    counts = row.counts()
    parts = TEXT_PARTS if row.labels else CONVERSATION_PARTS
    return {part: row.padding if part == "padding" else counts[part] for part in parts}


def total_words(row: RowTokens, max_length: int) -> str:
    """How long the row is beside what a run lets in."""
    return _("{count} of at most {most} tokens").format(count=integer(row.length), most=integer(max_length))


def label_words(labels: RowLabels) -> str:
    """The row's labels with their numbers, and all that there are to choose among."""
    own = [
        _("“{label}” (number {number})").format(label=name, number=at)
        if at is not None
        else _("“{label}” (unknown: no example to learn from has it)").format(label=name)
        for name, at in zip(labels.names, labels.numbers(), strict=True)
    ]
    known = [f"{at} {name}" for at, name in enumerate(labels.known[:_LABELS_NAMED])]
    if (more := len(labels.known) - len(known)) > 0:
        known.append(_("and {count} more").format(count=integer(more)))
    words = _("Each label is learned as a yes or no of its own") if labels.several else _("One label is chosen")
    return _("To learn: {own}. {words}: {known}.").format(
        own=", ".join(own) or _("no label"), words=words, known=", ".join(known)
    )


def token_words(row: RowTokens, at: int) -> str:
    """A token in words: its place, its number in the vocabulary, its kind and its exact characters."""
    token = row.tokens[at]
    return _("Token {place} of {total} · number {id} · {kind} · {characters}").format(
        place=integer(at + 1),
        total=integer(len(row.tokens)),
        id=token.id,
        kind=_(NAMES[token.kind]),
        characters=_characters(token.text),
    )


def _characters(text: str) -> str:
    if not text:
        return _("a further byte of the character before")
    codes = " ".join(f"U+{ord(char):04X}" for char in text[:_CODES_NAMED])
    more = " …" if len(text) > _CODES_NAMED else ""
    return _("“{text}” ({codes})").format(text="".join(map(_visible, text)), codes=codes + more)


def _visible(char: str) -> str:
    return SPACE if char == " " else _sign(char).rstrip("\n") or char


def _stretches(text: str) -> list[tuple[str, bool]]:
    """The characters of a token as shown, those that are signs apart from the others."""
    if not text:
        return [(FURTHER, True)]
    found: list[tuple[str, bool]] = []
    for char in text:
        sign = _sign(char)
        if found and not sign and not found[-1][1]:
            found[-1] = (found[-1][0] + char, False)
        else:
            found.append((sign or char, bool(sign)))
    return found


def _sign(char: str) -> str:
    """What stands for a character that cannot be seen."""
    if char in _SIGNS:
        return _SIGNS[char]
    return f"⟨{ord(char):04X}⟩" if unicodedata.category(char) in _UNSEEN else ""


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
