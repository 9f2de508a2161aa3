"""Prose: a paragraph a row, or a line a row where there are no paragraphs."""

from collections.abc import Iterator
from typing import TextIO

from studio.data.importers.formats.record import (
    LONGEST_ROW,
    MEGABYTE,
    Position,
    Record,
    broken_character,
    is_valid_text,
    too_long,
)


def has_paragraphs(text: TextIO) -> bool:
    """Whether the beginning has an empty line between two that are not."""
    head = text.read(MEGABYTE).strip()
    return any(not line.strip() for line in head.split("\n"))


def read_prose(text: TextIO, position: Position, *, paragraphs: bool) -> Iterator[Record]:
    """Rows with the one field `text`."""
    taken: list[str] = []
    length = begun = 0
    for number, line in enumerate(iter(lambda: text.readline(LONGEST_ROW), ""), 1):
        if line.strip() and not taken:
            begun = number
        if line.strip():
            taken.append(line)
            length += len(line)
        if taken and (not paragraphs or not line.strip()):
            yield _record(begun, taken, length, position.done())
            taken, length = [], 0
    if taken:
        yield _record(begun, taken, length, position.done())


def _record(line: int, taken: list[str], length: int, done: int) -> Record:
    if length >= LONGEST_ROW:
        return Record(line, None, too_long(), done)
    text = "".join(taken).rstrip()
    if not is_valid_text(text):
        return Record(line, None, broken_character(), done)
    return Record(line, {"text": text}, "", done)
