"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

PieceKind = Literal["same", "removed", "added"]
LONGEST = 4_000
"""Longer texts, in words and signs, are compared by sentences first, and by words within those that differ."""

_LONGEST_WORD = 100
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_SENTENCES = re.compile(r"[^\n.!?…]*(?:[\n.!?…]+\s*|$)")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both have, or only one."""

    kind: PieceKind
    text: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in order; without the added ones they make up `before`, without the removed ones `after`."""
    shared = _shared_ends(before, after)
    old, new = (text[shared[0] : len(text) - shared[1]] for text in (before, after))
    pieces = [Piece("same", before[: shared[0]])]
    pieces += _compared(_WORDS.findall(old), _WORDS.findall(new))
    pieces.append(Piece("same", before[len(before) - shared[1] :]))
    return tuple(_joined(pieces))


def _shared_ends(before: str, after: str) -> tuple[int, int]:
    """How many characters both share at their beginnings and at their ends, cut between words."""
    shortest = min(len(before), len(after))
    start = _shared_length(before, after, shortest)
    end = _shared_length(before[::-1], after[::-1], shortest - start)
    start -= next(at for at in range(start + 1) if not _cuts_word((before, after), start - at, at))
    end -= next(at for at in range(end + 1) if not _cuts_word((before[::-1], after[::-1]), end - at, at))
    return start, end


def _shared_length(before: str, after: str, most: int) -> int:
    # Halving compares in C; a loop over characters is slow for long texts.
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _cuts_word(texts: tuple[str, str], at: int, gone_back: int) -> bool:
    """Whether one of the texts would be cut inside a word; words without end may be."""
    if gone_back > _LONGEST_WORD:
        return False
    return any(0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at]) for text in texts)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    if max(len(old), len(new)) <= LONGEST:
        yield from _pieces(old, new)
        return
    sentences = [[each for each in _SENTENCES.findall("".join(words)) if each] for words in (old, new)]
    if max(map(len, sentences)) > LONGEST:
        yield from (Piece("removed", "".join(old)), Piece("added", "".join(new)))
        return
    for here, there in _blocks(*sentences):
        words = [_WORDS.findall("".join(block)) for block in (here, there)]
        if here == there or max(map(len, words)) <= LONGEST:
            yield from _pieces(*words)
        else:
            yield from (Piece("removed", "".join(here)), Piece("added", "".join(there)))


def _blocks(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Stretches that correspond to each other, equal or not."""
    # White space is no anchor: otherwise unrelated texts would be torn at each blank.
    matcher = SequenceMatcher(str.isspace, old, new)
    for _tag, start, end, there, until in matcher.get_opcodes():
        yield old[start:end], new[there:until]


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for here, there in _blocks(old, new):
        if here == there:
            yield Piece("same", "".join(here))
        else:
            yield from (Piece("removed", "".join(here)), Piece("added", "".join(there)))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbouring changes as one removed and one added piece, blanks between two of them included."""
    removed = added = ""
    for at, piece in enumerate(pieces):
        alone = piece.kind == "same" and (piece.text.strip() or not (removed or added) or _ends(pieces, at))
        if not alone:
            removed += piece.text if piece.kind != "added" else ""
            added += piece.text if piece.kind != "removed" else ""
            continue
        yield from _changed(removed, added)
        removed = added = ""
        if piece.text:
            yield piece
    yield from _changed(removed, added)


def _ends(pieces: list[Piece], at: int) -> bool:
    """Whether nothing differs after a piece."""
    return all(piece.kind == "same" or not piece.text for piece in pieces[at + 1 :])


def _changed(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
