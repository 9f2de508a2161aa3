"""A file of examples as records, one by one; what is no record says why."""

import csv
import json
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Literal, NoReturn

from studio.data.importers.encoding import detect_encoding
from studio.errors import ImportFailed
from studio.words import _

Format = Literal["jsonl", "json", "csv"]
Fields = dict[str, object]

_DELIMITERS = ",;\t|"
_HEAD_LINES = 50
# A quote that is never closed would otherwise swallow the rest of the file.
_LONGEST_CELL_LINES = 5_000
_NEXT_OBJECT = re.compile(r"\}\s*,\s*(?=\{)")
# No limit of our own on a cell; the file fits on the disk, and a line is read as a whole anyway.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True)
class Record:
    """One record and the line it begins on, from 1; `problem` says why there are no fields. `done` counts bytes."""

    line: int
    fields: Fields | None
    problem: str = ""
    done: int = 0


@dataclass(frozen=True)
class SourceFile:
    """A readable text file of a known format."""

    path: Path
    format: Format
    encoding: str
    size: int

    def records(self) -> Iterator[Record]:
        """All records in order; blank lines are none."""
        match self.format:
            case "jsonl":
                return _read_jsonl(self)
            case "json":
                return _read_json(self)
            case "csv":
                return _read_csv(self)

    @contextmanager
    def open(self, newline: str) -> Iterator[tuple[TextIOWrapper, BufferedReader]]:
        """The text, where bytes that are none become lone surrogates, which no valid text holds; and the bytes."""
        errors = "surrogateescape" if not self.encoding.startswith(("utf-16", "utf-32")) else "replace"
        with self.path.open("rb") as raw, TextIOWrapper(raw, self.encoding, errors, newline) as text:
            yield text, raw


def open_source(path: Path) -> SourceFile:
    """Find out how to read a file; raises ImportFailed when it cannot be read as examples at all."""
    if path.is_dir():
        raise ImportFailed(
            _("This is a folder, not a file: {path}").format(path=path), hint=_("Choose a file of examples in it.")
        )
    if not path.is_file():
        raise ImportFailed(_("There is no such file: {path}").format(path=path))
    try:
        encoding = detect_encoding(path)
        source = SourceFile(path, "jsonl", encoding, path.stat().st_size)
        return SourceFile(path, _format(source), encoding, source.size)
    except OSError as error:
        raise ImportFailed(
            _("The file could not be read: {path}").format(path=path), hint=error.strerror or str(error)
        ) from error


def _format(source: SourceFile) -> Format:
    suffix = source.path.suffix.lower()
    if suffix in (".csv", ".tsv", ".tab"):
        return "csv"
    with source.open("\n") as (text, _raw):
        first = next((line.strip() for line in text if line.strip()), "")
        if first.startswith("["):
            return "json"
        if suffix == ".json" and not _is_json(first):
            # One object over several lines, or lines among which the first is broken.
            text.seek(0)
            return "json" if _is_json(text.read()) else "jsonl"
    return "jsonl" if suffix in (".jsonl", ".ndjson", ".json") or first.startswith("{") else "csv"


def _is_json(text: str) -> bool:
    try:
        _DECODER.decode(text)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, strict=False)


def _read_jsonl(source: SourceFile) -> Iterator[Record]:
    # Only "\n" ends a line: U+2028, U+0085 and others may stand inside texts.
    with source.open("\n") as (text, raw):
        for number, line in enumerate(text, 1):
            stripped = line.strip(" \t\r\n")
            if stripped:
                yield _json_record(number, stripped, raw.tell())


def _json_record(number: int, text: str, done: int) -> Record:
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return Record(number, None, _not_json(error.pos + 1), done)
    except (ValueError, RecursionError):
        return Record(number, None, _unusual_json(), done)
    return _object_record(number, value, done)


def _object_record(number: int, value: object, done: int) -> Record:
    if isinstance(value, dict):
        return Record(number, value, "", done)
    return Record(number, None, _("This is JSON, but not an object with named fields."), done)


def _not_json(column: int) -> str:
    return _("This is not JSON; the mistake is near character {column}.").format(column=column)


def _unusual_json() -> str:
    return _("This is not JSON that can be read: NaN, Infinity, an endless number or too many nested brackets.")


def _read_json(source: SourceFile) -> Iterator[Record]:
    """An array is read as a whole: JSONL is the format for files larger than memory."""
    with source.open("\n") as (file, _raw):
        text = file.read()
    at = _skip_separators(text, 0)
    if text.startswith("{", at):
        yield _json_record(1, text.strip(), source.size)
        return
    line, counted = 1, 0
    at += 1
    while True:
        at = _skip_separators(text, at)
        if at >= len(text) or text[at] == "]":
            return
        line, counted = line + text.count("\n", counted, at), at
        record, at = _array_item(text, at, line)
        yield Record(record.line, record.fields, record.problem, source.size * at // len(text))


def _skip_separators(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _array_item(text: str, at: int, line: int) -> tuple[Record, int]:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        start_of_line = text.rfind("\n", 0, error.pos) + 1
        wrong_line = line + text.count("\n", at, error.pos)
        return Record(wrong_line, None, _not_json(error.pos - start_of_line + 1)), _resume(text, at)
    except (ValueError, RecursionError):
        return Record(line, None, _unusual_json()), _resume(text, at)
    return _object_record(line, value, 0), end


def _resume(text: str, at: int) -> int:
    """Where the next object seems to begin after one that is broken."""
    found = _NEXT_OBJECT.search(text, at + 1)
    return found.end() if found else len(text)


def _read_csv(source: SourceFile) -> Iterator[Record]:
    with source.open("") as (text, raw):
        head = [line for _number, line in zip(range(_HEAD_LINES), text, strict=False)]
        skipped = 1 if head and head[0].lower().startswith("sep=") else 0
        delimiter = head[0][4] if skipped and len(head[0].strip()) > len("sep=") else _delimiter(head[skipped:])
        rows = _CsvRows(chain(head[skipped:], text), delimiter, skipped)
        header: list[str] | None = None
        for line, cells, problem in rows:
            if problem or not any(cells):
                if problem:
                    yield Record(line, None, problem, raw.tell())
            elif header is None:
                header = _header(cells)
            else:
                yield _csv_record(line, header, cells, raw.tell())


def _delimiter(head: list[str]) -> str:
    """The one by which the first lines fall into the most, and equally many, cells."""

    def fitness(delimiter: str) -> tuple[float, int]:
        rows = [cells for _line, cells, problem in _CsvRows(iter(head), delimiter, 0) if cells and not problem]
        if not rows:
            return 0.0, 0
        width = len(rows[0])
        return sum(len(cells) == width for cells in rows) / len(rows) * (width > 1), width

    return max(_DELIMITERS, key=fitness)


def _header(cells: list[str]) -> list[str]:
    names: list[str] = []
    for position, cell in enumerate(cells, 1):
        name = cell.strip() or _("column {number}").format(number=position)
        while name in names:
            name += "'"
        names.append(name)
    return names


def _csv_record(line: int, header: list[str], cells: list[str], done: int) -> Record:
    if len(cells) > len(header):
        problem = _("There are {cells} cells under {columns} column names.").format(
            cells=len(cells), columns=len(header)
        )
        return Record(line, None, problem, done)
    return Record(line, dict(zip(header, cells, strict=False)), "", done)


class _CsvRows:
    """Rows with the line they begin on; after one with a wrong quote, reading goes on at the following line."""

    def __init__(self, lines: Iterator[str], delimiter: str, before: int) -> None:
        self._lines, self._delimiter = lines, delimiter
        self._number = before
        self._taken: list[str] = []
        self._again: deque[str] = deque()

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        while True:
            reader = csv.reader(self._feed(), delimiter=self._delimiter, strict=True)
            try:
                for cells in reader:
                    yield self._number + 1, cells, ""
                    self._number += len(self._taken)
                    self._taken.clear()
                return
            except csv.Error:
                yield self._number + 1, [], _("A quotation mark is not closed, or text follows a closed one.")
                self._again.extendleft(reversed(self._taken[1:]))
                self._number += 1
                self._taken.clear()

    def _feed(self) -> Iterator[str]:
        while len(self._taken) < _LONGEST_CELL_LINES:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._taken.append(line)
            yield line


def is_valid_text(text: str) -> bool:
    """Whether no byte was undecodable and no escape stands for half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
