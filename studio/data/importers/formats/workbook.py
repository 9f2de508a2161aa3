"""Excel workbooks: one sheet, its cells as a person reads them."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice, zip_longest
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from studio.data.cell_text import unescape
from studio.data.importers.formats.record import (
    MEGABYTE,
    Record,
    broken_character,
    is_valid_text,
)
from studio.data.importers.formats.streams import ARCHIVE_FAULTS
from studio.data.importers.formats.table import column_names, preamble_rows, spoken, usual_width, wrong_width
from studio.errors import ImportFailed
from studio.words import _

_LARGEST_UNPACKED = 4_000 * MEGABYTE
_LARGEST_TEXTS = 512 * MEGABYTE
_HARMLESS = 100 * MEGABYTE
_MOST_PACKED = 200
_HEAD_ROWS = 200
_MOST_MERGED = 100_000
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_LONGEST_MARK = 64
_MOST_ROWS = 1_048_576
_FAULTS = (
    *ARCHIVE_FAULTS,
    *(ParseError, OSError, InvalidFileException, LookupError, TypeError, AttributeError, ArithmeticError),
)
"""What openpyxl raises about a workbook that is damaged."""


Cells = Sequence[Any]


@dataclass(frozen=True)
class Sheet:
    """The sheet that is read and what is known of it beforehand; `before` counts the rows above its header."""

    name: str
    before: int
    preamble: str
    merged: tuple[str, ...]
    has_formulas: bool
    others: tuple[str, ...]
    """Other sheets that hold something."""


def find_sheet(file: Path | IO[bytes], wanted: str = "") -> Sheet:
    """The sheet `wanted`, else the first that is not empty; raises ImportFailed."""
    _refuse_bomb(file)
    with _opened(file) as workbook:
        heads = {sheet.title: _head(sheet) for sheet in workbook.worksheets}
        filled = [name for name, head in heads.items() if head]
        name = wanted if wanted in filled else next(iter(filled), "")
        if not name or (wanted and wanted != name):
            raise ImportFailed(
                _("This workbook has no sheet “{name}” with cells in it.").format(name=wanted)
                if wanted
                else _("All sheets of this workbook are empty.")
            )
        merged, has_formulas = _scan(file, workbook[name]._worksheet_path)
    preamble = preamble_rows(heads[name], usual_width(heads[name]))
    return Sheet(
        name,
        heads[name][len(preamble)][0] - 1,
        spoken(preamble),
        merged,
        has_formulas,
        tuple(each for each in filled if each != name),
    )


def is_workbook(file: Path | IO[bytes]) -> bool:
    """Whether this ZIP archive is an Excel workbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except _FAULTS:
        return False


def read_sheet(file: Path | IO[bytes], sheet: Sheet, size: int, *, header: bool = True) -> Iterator[Record]:
    """All rows below the header that are not empty; every cell as text, as in a table of text."""
    with _opened(file) as workbook, _formulas(file, sheet) as formulas:
        values = workbook[sheet.name]
        total = max(1, values.max_row or 1)
        rows: Iterator[tuple[Cells, Cells]] = zip_longest(_rows(values), formulas, fillvalue=())
        merged = _Merged(sheet.merged)
        names: list[str] | None = None
        number = 0
        try:
            for number, (cells, written) in enumerate(rows, 1):
                problem = _cell_problem(cells, written)
                texts = merged.filled(number, [text_of(cell.value) for cell in cells])
                if number <= sheet.before or not any(texts):
                    continue
                if names is None:
                    names = column_names(texts if header else [str(at) for at in range(1, len(texts) + 1)])
                    if header:
                        continue
                if names:
                    yield _record(number, names, texts, problem, min(size, size * number // total))
        except _FAULTS:
            words = _("The workbook is damaged or was cut off here: what follows could not be read.")
            yield Record(number + 1, None, words, size)


def text_of(value: object) -> str:
    """A cell as a person reads it; dates in ISO form, numbers as Excel shows them unless it is told otherwise."""
    match value:
        case None:
            return ""
        case str():
            return unescape(value)
        case bool():
            return "true" if value else "false"
        case float():
            return format(value, ".15g")
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case _:
            return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _record(number: int, names: list[str], texts: list[str], problem: str, done: int) -> Record:
    while len(texts) > len(names) and not texts[-1]:
        texts.pop()
    if not problem and len(texts) > len(names):
        problem = wrong_width(len(texts), len(names))
    if not problem and not all(map(is_valid_text, texts)):
        problem = broken_character()
    if problem:
        return Record(number, None, problem, done)
    return Record(number, dict(zip_longest(names, texts, fillvalue="")), "", done)


def _cell_problem(cells: Cells, written: Cells) -> str:
    """An error that Excel shows, or a formula whose result nobody has calculated yet."""
    for at, cell in enumerate(cells):
        if cell.data_type == "e":
            return _("The cell in column {column} shows the error {error}.").format(
                column=get_column_letter(at + 1), error=cell.value
            )
    for at, cell in enumerate(written):
        if cell.data_type == "f" and (at >= len(cells) or cells[at].value is None):
            return _("The formula in column {column} has no result yet: open the file in Excel and save it.").format(
                column=get_column_letter(at + 1)
            )
    return ""


class _Merged:
    """Gives every cell of a merged range the text of its first, which is what a person sees there."""

    def __init__(self, ranges: Sequence[str]) -> None:
        self._open: list[tuple[int, int, int, int]] = []
        self._waiting: list[tuple[int, int, int, int]] = []
        for each in ranges:
            left, top, right, bottom = range_boundaries(each)
            if left and top and right and bottom:
                self._waiting.append((top, left, bottom, right))
        self._waiting.sort(reverse=True)
        self._texts: dict[tuple[int, int, int, int], str] = {}

    def filled(self, row: int, texts: list[str]) -> list[str]:
        while self._waiting and self._waiting[-1][0] <= row:
            self._open.append(self._waiting.pop())
        if self._open:
            self._open = [each for each in self._open if each[2] >= row]
        for each in self._open:
            _top, left, _bottom, right = each
            texts += [""] * (right - len(texts))
            first = self._texts.setdefault(each, texts[left - 1])
            for column in range(left - 1, right):
                texts[column] = texts[column] or first
        return texts


def _rows(sheet: Any) -> Iterator[Cells]:
    # The size that a file gives itself may be anything.
    sheet.reset_dimensions()
    return islice(sheet.iter_rows(), _MOST_ROWS)


def _head(sheet: Any) -> list[tuple[int, list[str]]]:
    """The first rows that are not empty, with their numbers."""
    found = []
    for number, cells in enumerate(islice(_rows(sheet), _HEAD_ROWS), 1):
        texts = [text_of(cell.value) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            found.append((number, texts))
    return found


@contextmanager
def _opened(file: Path | IO[bytes], *, formulas: bool = False) -> Iterator[Any]:
    try:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=not formulas, keep_links=False)
    except _FAULTS as error:
        raise _damaged() from error
    try:
        yield workbook
    finally:
        workbook.close()


@contextmanager
def _formulas(file: Path | IO[bytes], sheet: Sheet) -> Iterator[Iterator[Cells]]:
    """The rows as they were written; none where there are no formulas among them."""
    if not sheet.has_formulas:
        yield iter(())
        return
    with _opened(file, formulas=True) as workbook:
        yield _rows(workbook[sheet.name])


def _scan(file: Path | IO[bytes], member: str) -> tuple[tuple[str, ...], bool]:
    """The merged ranges, which a sheet names at its end, and whether it has formulas."""
    merged: list[str] = []
    has_formulas = False
    rest = b""
    with zipfile.ZipFile(file) as archive, archive.open(member.lstrip("/")) as text:
        while chunk := text.read(MEGABYTE):
            piece = rest + chunk
            has_formulas = has_formulas or b"<f>" in piece or b"<f " in piece
            merged += [found[1].decode() for found in _MERGED.finditer(piece)]
            rest = piece[-_LONGEST_MARK:]
    return tuple(dict.fromkeys(merged))[:_MOST_MERGED], has_formulas


def _refuse_bomb(file: Path | IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except _FAULTS as error:
        raise _damaged() from error
    unpacked, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    texts = max((each.file_size for each in members if each.filename.endswith("sharedStrings.xml")), default=0)
    bomb = unpacked > _HARMLESS and unpacked > _MOST_PACKED * max(1, packed)
    if bomb or unpacked > _LARGEST_UNPACKED or texts > _LARGEST_TEXTS:
        raise ImportFailed(
            _("This workbook unpacks to {size} MB, more than can be read.").format(size=unpacked // MEGABYTE),
            hint=_("Save the sheet as CSV and import that."),
        )


def _damaged() -> ImportFailed:
    return ImportFailed(
        _("This workbook is damaged or was cut off."), hint=_("Open it in Excel or LibreOffice and save it again.")
    )
