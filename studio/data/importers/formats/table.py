"""Tables as text: any delimiter, quoted newlines, lines before the header, and none at all."""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from studio.data.importers.formats.record import (
    LONGEST_TABLE_ROW,
    MEGABYTE,
    MOST_COLUMNS,
    Position,
    Record,
    broken_character,
    is_valid_text,
    too_long,
)
from studio.errors import ImportFailed
from studio.words import _, ngettext

_DELIMITERS = ",;\t|"
_HEAD_LINES = 1_000
_HEAD_CHARACTERS = MEGABYTE
# A quote that is never closed would otherwise swallow the rest of the file.
_LONGEST_CELL_LINES = 5_000
_ENOUGH_ALIKE = 0.8
_LONGEST_NAME = 60
_ENDS_OF_SENTENCES = ".!?:;…"
# No limit of csv's own on a cell; ours is on the row.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Dialect:
    """How a table is written; `before` counts the lines ahead of its header, `preamble` is what they say."""

    delimiter: str
    spaced: bool
    """Whether a space follows each delimiter, also before a quotation mark; it is no part of the cell."""
    before: int
    preamble: str
    columns: int
    is_table: bool
    """Whether this is a table, not prose: nearly all first rows are equally wide, below a header of short names."""


def find_dialect(text: TextIO, likely: str = "") -> Dialect:
    """What the first lines tell; `likely` is the delimiter if the first of them has it at all."""
    head = list(io.StringIO(text.read(_HEAD_CHARACTERS), newline=""))[:_HEAD_LINES]
    before = 1 if head and head[0].lower().startswith("sep=") else 0
    if before and len(head[0].strip("\r\n")) > len("sep="):
        likely = head[0][4]
    is_likely = likely and likely in "".join(head[: before + 1])
    delimiter = likely if is_likely else max(_DELIMITERS, key=lambda each: _fitness(_rows(head[before:], each)))
    rows, spaced = _rows(head[before:], delimiter), False
    if any(f'{delimiter} "' in line for line in head):
        without = _rows(head[before:], delimiter, spaced=True)
        spaced = _fitness(without) > _fitness(rows)
        rows = without if spaced else rows
    usual = usual_width(rows)
    preamble = preamble_rows(rows, usual)
    alike = sum(len(cells) == usual for _line, cells in rows[len(preamble) :])
    return Dialect(
        delimiter,
        spaced,
        before + (rows[len(preamble)][0] - 1 if preamble else 0),
        spoken(preamble),
        usual,
        usual > 1 and alike >= _ENOUGH_ALIKE * (len(rows) - len(preamble)) and _names_columns(rows[len(preamble)][1]),
    )


def _names_columns(cells: Sequence[str]) -> bool:
    return all(
        0 < len(cell) <= _LONGEST_NAME and not cell[0].isspace() and cell[-1] not in _ENDS_OF_SENTENCES
        for cell in cells
    )


def _rows(lines: Sequence[str], delimiter: str, *, spaced: bool = False) -> list[tuple[int, list[str]]]:
    found = _CsvRows(iter(lines), delimiter, 0, spaced=spaced)
    rows = []
    for line, cells, problem in found:
        if problem and found.ended:
            # The last row goes on behind what was looked at.
            break
        if any(cells) and not problem:
            rows.append((line, cells))
    return rows


def usual_width(rows: Sequence[tuple[int, list[str]]]) -> int:
    """How many cells most rows have."""
    widths = Counter(len(cells) for _line, cells in rows)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _fitness(rows: Sequence[tuple[int, list[str]]]) -> tuple[float, int]:
    """The share of rows of the usual width, then that width: the right delimiter has the most."""
    usual = usual_width(rows)
    if usual <= 1:
        return 0.0, usual
    return sum(len(cells) == usual for _line, cells in rows) / len(rows), usual


def preamble_rows(rows: Sequence[tuple[int, list[str]]], usual: int) -> list[list[str]]:
    """Titles, dates and comments above a table: rows that fill half of it at most, before one that fills more."""
    filled = [sum(1 for cell in cells if cell.strip()) for _line, cells in rows]
    header = next((at for at, count in enumerate(filled) if count * 2 > usual), 0)
    # The column that pandas gives its index has no name.
    is_index = rows and not rows[0][1][0].strip() and len(rows[0][1]) == usual
    return [] if is_index else [cells for _line, cells in rows[:header]]


def spoken(preamble: Sequence[Sequence[str]]) -> str:
    """What stands above a table, on one line."""
    return " / ".join(" ".join(cell.strip() for cell in cells if cell.strip()) for cells in preamble)


def read_table(text: TextIO, dialect: Dialect, position: Position, *, header: bool = True) -> Iterator[Record]:
    """All rows below the header; without one the columns are called 1, 2 and so on."""
    for _line in islice(_lines(text), dialect.before):
        pass
    names: list[str] | None = None if header else [str(number) for number in range(1, dialect.columns + 1)]
    for line, cells, problem in _CsvRows(_lines(text), dialect.delimiter, dialect.before, spaced=dialect.spaced):
        if problem:
            yield Record(line, None, problem, position.done())
        elif names is None and any(cells):
            names = column_names(cells)
        elif names is not None and any(cells):
            yield _record(line, names, cells, position.done())


def column_names(cells: Sequence[str]) -> list[str]:
    """A name for every column, each different; raises ImportFailed when there are more than any table has."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise ImportFailed(
            _("This table has {count} columns; Atelier reads {most}.").format(count=len(cells), most=MOST_COLUMNS),
            hint=_("Its rows and columns may be exchanged, or its delimiter may be another."),
        )
    names: dict[str, None] = {}
    for position, cell in enumerate(cells, 1):
        name = cell.strip() or _("column {number}").format(number=position)
        while name in names:
            name += "'"
        names[name] = None
    return list(names)


def wrong_width(cells: int, columns: int) -> str:
    """Why a row does not come in that is longer or shorter than the header."""
    return ngettext(
        "This row has {cells} cell, the table has columns: {columns}.",
        "This row has {cells} cells, the table has columns: {columns}.",
        cells,
    ).format(cells=cells, columns=columns)


def _record(line: int, names: list[str], cells: list[str], done: int) -> Record:
    if len(cells) != len(names):
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(names):
            return Record(line, None, wrong_width(len(cells), len(names)), done)
    if not all(map(is_valid_text, cells)):
        return Record(line, None, broken_character(), done)
    return Record(line, dict(zip(names, cells, strict=True)), "", done)


def _lines(text: TextIO) -> Iterator[str | None]:
    """Lines with their ends; None stands for one that is too long."""
    while line := text.readline(LONGEST_TABLE_ROW):
        if len(line) < LONGEST_TABLE_ROW:
            yield line
            continue
        while len(text.readline(LONGEST_TABLE_ROW)) == LONGEST_TABLE_ROW:
            pass
        yield None


class _CsvRows:
    """Rows with the line they begin on; after one with a wrong quote, reading goes on at the following line."""

    def __init__(self, lines: Iterator[str | None], delimiter: str, before: int, *, spaced: bool) -> None:
        self._lines, self._delimiter, self._spaced = lines, delimiter, spaced
        self._number = before
        self._taken: list[str] = []
        self._again: deque[str] = deque()
        self._too_long = False
        self.ended = False
        """Whether the last line was taken."""

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        while not self.ended or self._again:
            reader = csv.reader(self._feed(), delimiter=self._delimiter, strict=True, skipinitialspace=self._spaced)
            try:
                for cells in reader:
                    yield self._number + 1, cells, ""
                    self._number += len(self._taken)
                    self._taken.clear()
            except csv.Error:
                yield self._number + 1, [], _("A quotation mark is not closed, or text follows a closed one.")
                self._again.extendleft(reversed(self._taken[1:]))
                self._number += 1
                self._taken.clear()
            if self._too_long:
                self._too_long = False
                yield self._number + len(self._again) + 1, [], too_long(LONGEST_TABLE_ROW)

    def _feed(self) -> Iterator[str]:
        characters = 0
        while len(self._taken) < _LONGEST_CELL_LINES and characters < LONGEST_TABLE_ROW:
            line = self._next()
            if line is None:
                return
            characters = characters + len(line) if self._taken else len(line)
            self._taken.append(line)
            yield line

    def _next(self) -> str | None:
        if self._again:
            return self._again.popleft()
        if self._too_long or self.ended:
            return None
        line = next(self._lines, "")
        self.ended, self._too_long = line == "", line is None
        return line or None
