"""Whether a text is JSON, and whether a row stands on each line; the ending of its name is a hint."""

from typing import Literal

from studio.data.importers.formats.encoding import utf8_bytes, utf8_text
from studio.data.importers.formats.json_cursor import Cursor
from studio.data.importers.formats.json_text import JsonText, Mistake
from studio.data.importers.formats.record import LONGEST_ROW
from studio.data.importers.formats.streams import ByteSource

TABLES = (".csv", ".tsv", ".tab")
LINES = (".jsonl", ".ndjson")
_LOOKED_AT_LINES = 50

JsonForm = Literal["jsonl", "json", ""]


def json_form(source: ByteSource, encoding: str, suffix: str) -> JsonForm:
    """How the JSON is written; "" when the beginning is none."""
    lines = _first_lines(source, encoding)
    first, second, *_more = [*lines, "", ""]
    if first.startswith("["):
        return _of_list(source, encoding, suffix, second)
    if first.startswith("{"):
        return _of_object(source, encoding, suffix, first, second)
    # A remark above the rows is one bad line.
    return "jsonl" if suffix in (".json", *LINES) and any(map(_is_row, lines)) else ""


def _of_list(source: ByteSource, encoding: str, suffix: str, second: str) -> JsonForm:
    if suffix in TABLES:
        # The name of a column may stand in brackets.
        return "json" if _begins_with_rows(source, encoding) else ""
    return "jsonl" if suffix in LINES and second.startswith("[") else "json"


def _of_object(source: ByteSource, encoding: str, suffix: str, first: str, second: str) -> JsonForm:
    if _is_row(first):
        return "jsonl" if second or suffix in LINES else "json"
    if _first_spans_lines(source, encoding):
        return "json"
    if _is_row(second):
        return "jsonl"
    if suffix in TABLES:
        return ""
    return "jsonl" if suffix in LINES else "json"


def _first_lines(source: ByteSource, encoding: str) -> list[str]:
    """Those that are not blank, as far as they are no longer than one may be."""
    found: list[str] = []
    left = LONGEST_ROW
    with utf8_bytes(source, encoding) as opened:
        for _number in range(_LOOKED_AT_LINES):
            line = opened.stream.readline(left)
            found += [line.decode(errors="replace").strip()] if line.strip() else []
            left -= len(line)
            if not line or left <= 0:
                break
    return found


def _is_row(line: str) -> bool:
    return line.startswith("{") and not isinstance(JsonText().fields(line), Mistake)


def _begins_with_rows(source: ByteSource, encoding: str) -> bool:
    """Whether this is a list that begins with an object, and with another or its end behind it."""
    with utf8_text(source, encoding, "\n") as (text, _opened):
        cursor = Cursor(text)
        cursor.peek()
        first = next(cursor.items(), "")
        if first != "{" or isinstance(cursor.value(), Mistake) or cursor.peek() not in (",", "]"):
            return False
        if cursor.peek() == ",":
            return True
        cursor.enter()
        end = cursor.line
        # What follows on the line is the next cell of a table.
        return not cursor.peek() or cursor.line > end


def _first_spans_lines(source: ByteSource, encoding: str) -> bool:
    with utf8_text(source, encoding, "\n") as (text, _opened):
        cursor = Cursor(text)
        cursor.peek()
        begun = cursor.line
        return not isinstance(cursor.value(), Mistake) and cursor.line > begun
