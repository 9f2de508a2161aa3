"""What `studio findings` reads: the text of one file, or a row on each line of a JSONL file."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from studio.errors import ImportFailed
from studio.words import _

if TYPE_CHECKING:
    from studio.data.importers.formats.streams import FileBytes

_HEAD = 4096
HALVES = {code: "\ufffd" for code in range(0xD800, 0xE000)}
"""For `str.translate`: halves of characters, which nothing can write."""

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """A text, and the place in characters of a mention if one is given; else `problem` says why there is no text."""

    line: int
    text: str = ""
    place: tuple[int, int] | None = None
    problem: str = ""

    def request(self) -> dict[str, object]:
        """As `studio.text.findings.job` takes it."""
        start, end = self.place or (None, None)
        return {"text": self.text, "start": start, "end": end}


def text_of(file: Path) -> str:
    """The whole text with the file's own line ends, no character lost or added; raises ImportFailed."""
    with opened(file) as stream:
        return stream.read().translate(HALVES)


def rows_of(file: Path) -> Iterator[Row]:
    """A row for each line that is not blank, as they are read; raises ImportFailed."""
    with opened(file) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _row(number, line)


def batched(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """As itertools does from Python 3.12 on."""
    while batch := list(islice(rows, size)):
        yield batch


@contextmanager
def opened(file: Path) -> Iterator[TextIO]:
    """The text of a file in whichever encoding it has; raises ImportFailed."""
    from studio.data.importers.formats.encoding import utf8_text
    from studio.data.importers.formats.streams import FileBytes

    try:
        source = FileBytes(file)
        with utf8_text(source, _encoding(source), "") as (stream, _bytes):
            yield stream
    except OSError as error:
        raise ImportFailed(
            _("The file could not be read: {path}").format(path=file), hint=error.strerror or str(error)
        ) from error


def _encoding(source: "FileBytes") -> str:
    from studio.data.importers.formats.encoding import detect_encoding

    with source.open() as opened:
        is_blank = not opened.stream.read(_HEAD).strip()
    # Nothing to find is an answer here; a file to import must have rows.
    return "utf-8" if is_blank else detect_encoding(source)


def _row(number: int, line: str) -> Row:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return Row(number, problem=_("This is not JSON."))
    text = fields.get("text") if isinstance(fields, dict) else None
    if not isinstance(text, str):
        return Row(number, problem=_("There is no “text”."))
    if fields.get("start") is None and fields.get("end") is None:
        return Row(number, text)
    place = _place(fields, text)
    if place is None:
        message = _("“start” and “end” do not mark words of the text, which has {length} characters.")
        return Row(number, problem=message.format(length=len(text)))
    return Row(number, text, place)


def _place(fields: Mapping[str, object], text: str) -> tuple[int, int] | None:
    start, end = fields.get("start"), fields.get("end")
    # True is an int to Python, but no place.
    if not isinstance(start, int) or not isinstance(end, int) or bool in (type(start), type(end)):
        return None
    return (start, end) if 0 <= start < end <= len(text) and text[start:end].strip() else None
