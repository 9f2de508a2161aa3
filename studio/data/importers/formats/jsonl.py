"""JSON lines: one object a line, and only a newline byte ends a line."""

from collections.abc import Iterator
from typing import IO

from studio.data.importers.formats.json_text import JsonText, Mistake
from studio.data.importers.formats.record import LONGEST_ROW, MEGABYTE, Position, Record, broken_character, too_long

_BLANK = b" \t\r\n"


def read_jsonl(stream: IO[bytes], position: Position) -> Iterator[Record]:
    """All records of UTF-8 bytes in order; blank lines are none."""
    json_text = JsonText()
    for number, line in enumerate(bounded_lines(stream), 1):
        done = position.done()
        if line is None:
            yield Record(number, None, too_long(), done)
        elif stripped := line.strip(_BLANK):
            yield _record(json_text, number, stripped, done)


def bounded_lines(stream: IO[bytes], longest: int = LONGEST_ROW) -> Iterator[bytes | None]:
    """Lines with their ends; None stands for one longer than `longest`, which never is in memory as a whole."""
    while line := stream.readline(longest):
        if len(line) < longest or line.endswith(b"\n"):
            yield line
            continue
        del line
        while (rest := stream.readline(MEGABYTE)) and not rest.endswith(b"\n"):
            pass
        yield None


def _record(json_text: JsonText, number: int, line: bytes, done: int) -> Record:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return Record(number, None, broken_character(), done)
    fields = json_text.fields(text)
    if isinstance(fields, Mistake):
        return Record(number, None, fields.words, done)
    return Record(number, fields, "", done)
