"""One sequence of records in one format: a file, a member of an archive, a sheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, Literal

from studio.data.importers.formats.columnar import binary_of_arrow, binary_of_parquet, read_arrow, read_parquet
from studio.data.importers.formats.encoding import detect_encoding, utf8_bytes, utf8_text
from studio.data.importers.formats.json_document import read_json, rows_share_a_line
from studio.data.importers.formats.json_form import LINES, TABLES, json_form
from studio.data.importers.formats.json_outline import Outline, outline
from studio.data.importers.formats.jsonl import read_jsonl
from studio.data.importers.formats.plain_text import has_paragraphs, read_prose
from studio.data.importers.formats.record import Fields, Position, Record, StreamDamaged
from studio.data.importers.formats.streams import ByteSource, seekable
from studio.data.importers.formats.table import Dialect, find_dialect, read_table
from studio.data.importers.formats.workbook import Sheet, find_sheet, is_workbook, read_sheet
from studio.errors import ImportFailed
from studio.words import N_, _, ngettext

Format = Literal["jsonl", "json", "csv", "text", "xlsx", "parquet", "arrow"]

_MEANT: Mapping[str, tuple[Format, ...]] = {
    **dict.fromkeys(TABLES, ("csv",)),
    **dict.fromkeys(LINES, ("jsonl",)),
    ".json": ("json", "jsonl"),
    ".xlsx": ("xlsx",),
    ".parquet": ("parquet",),
    ".arrow": ("arrow",),
}
"""What is expected under an ending; JSON lines are called .json as often."""
_SPOKEN: Mapping[Format, str] = {
    "jsonl": N_("JSON lines"),
    "json": N_("JSON in one piece"),
    "csv": N_("a table as text (CSV)"),
    "text": N_("plain text"),
    "xlsx": N_("an Excel workbook"),
    "parquet": N_("Parquet"),
    "arrow": N_("Arrow"),
}
# An Arrow stream without a file's frame begins so.
_ARROW = (b"ARROW1", b"\xff\xff\xff\xff")
_NAMED = 5


@dataclass(frozen=True)
class Section:
    """How to read it: `read(header)` gives its records, `header` telling whether a table's first row has the names."""

    format: Format
    encoding: str
    read: Callable[[bool], Iterator[Record]]
    part: str = ""
    start: int = 0
    """Bytes of the files before it."""
    added: Fields = field(default_factory=dict)
    """What the names of folders and files say about every row, such as its split."""
    left_out: tuple[str, ...] = ()
    """Sheets or lists that can be had instead, by their names."""
    warnings: tuple[str, ...] = ()
    counts_rows: bool = False
    """Whether what should be lines are numbers of rows, since several of them stand on one line."""


def recognise(source: ByteSource, size: int, wanted: str = "") -> Section:
    """Find out how to read bytes; raises ImportFailed when they are no examples at all, OSError."""
    try:
        found = _recognised(source, size, wanted)
    except StreamDamaged as damage:
        raise ImportFailed(f"{source.name}: {damage}") from damage
    suffix = Path(source.name).suffix.lower()
    if found.format in _MEANT.get(suffix, (found.format,)):
        return found
    otherwise = _("The file’s name ends in {ending}, yet it holds {format}; it was read as that.").format(
        ending=suffix, format=_(_SPOKEN[found.format])
    )
    return replace(found, warnings=(otherwise, *found.warnings))


def _recognised(source: ByteSource, size: int, wanted: str) -> Section:
    with source.open() as opened:
        head = opened.stream.read(len(b"ARROW1"))
        if not head:
            opened.expect_whole()
    if head.startswith(b"PAR1"):
        return _columnar("parquet", source, binary_of_parquet, partial(read_parquet, size=size))
    if head.startswith(_ARROW):
        return _columnar("arrow", source, binary_of_arrow, partial(read_arrow, size=size))
    if head.startswith(b"PK"):
        with seekable(source) as file:
            if is_workbook(file):
                return _workbook(source, find_sheet(file, wanted), size)
    return _text(source, detect_encoding(source), wanted)


def left_out(names: Sequence[str], taken: Sequence[str]) -> str:
    """Says which other parts there are."""
    return _("Only {names} was read; also there: {others}.").format(names=_quoted(taken), others=_quoted(names))


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(_("“{name}”").format(name=name) for name in names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


def _columnar(
    format: Literal["parquet", "arrow"],
    source: ByteSource,
    binary: Callable[[Path | IO[bytes]], tuple[str, ...]],
    rows: Callable[..., Iterator[Record]],
) -> Section:
    with seekable(source) as file:
        without = binary(file)

    def read(_header: bool) -> Iterator[Record]:
        with seekable(source) as file:
            yield from rows(file, without=frozenset(without))

    words = ngettext(
        "The column {names} holds bytes that are no text, such as pictures; it was left out.",
        "The columns {names} hold bytes that are no text, such as pictures; they were left out.",
        len(without),
    ).format(names=_quoted(without))
    return Section(format, "utf-8", read, warnings=(words,) if without else ())


def _workbook(source: ByteSource, sheet: Sheet, size: int) -> Section:
    def read(header: bool) -> Iterator[Record]:
        with seekable(source) as file:
            yield from read_sheet(file, sheet, size, header=header)

    warnings = [_above(sheet.preamble)] if sheet.preamble else []
    if sheet.others:
        warnings.append(left_out(sheet.others, [sheet.name]))
    if sheet.merged:
        places = ", ".join(sheet.merged[:_NAMED]) + ("…" if len(sheet.merged) > _NAMED else "")
        warnings.append(_("Merged cells were filled with the text they show: {places}.").format(places=places))
    return Section("xlsx", "utf-8", read, left_out=sheet.others, warnings=tuple(warnings))


def _text(source: ByteSource, encoding: str, wanted: str) -> Section:
    suffix = Path(source.name).suffix.lower()
    match json_form(source, encoding, suffix):
        case "jsonl":
            return Section("jsonl", encoding, lambda _header: _jsonl(source, encoding))
        case "json":
            return _json(source, encoding, wanted)
    dialect = _dialect(source, encoding, "\t" if suffix in (".tsv", ".tab") else "")
    if suffix in TABLES or dialect.is_table:
        return _table(source, encoding, dialect)
    if suffix in LINES:
        # Its mistakes are told; as prose it would come in.
        return Section("jsonl", encoding, lambda _header: _jsonl(source, encoding))
    return _json(source, encoding, wanted) if suffix == ".json" else _prose(source, encoding)


def _jsonl(source: ByteSource, encoding: str) -> Iterator[Record]:
    with utf8_bytes(source, encoding) as opened:
        yield from read_jsonl(opened.stream, Position(opened.done))
        opened.expect_whole()


def _json(source: ByteSource, encoding: str, wanted: str) -> Section:
    with utf8_text(source, encoding, "\n") as (text, _opened):
        found: Outline = outline(text, wanted)
    with utf8_text(source, encoding, "\n") as (text, _opened):
        by_items = rows_share_a_line(text, found.plan)

    def read(_header: bool) -> Iterator[Record]:
        with utf8_text(source, encoding, "\n") as (text, opened):
            yield from read_json(text, found.plan, Position(opened.done), by_items=by_items)
            opened.expect_whole()

    warnings = (left_out(found.left_out, found.taken),) if found.left_out else ()
    return Section("json", encoding, read, left_out=found.left_out, warnings=warnings, counts_rows=by_items)


def _dialect(source: ByteSource, encoding: str, usual: str) -> Dialect:
    with utf8_text(source, encoding, "") as (text, _opened):
        return find_dialect(text, usual)


def _table(source: ByteSource, encoding: str, dialect: Dialect) -> Section:
    def read(header: bool) -> Iterator[Record]:
        with utf8_text(source, encoding, "") as (text, opened):
            yield from read_table(text, dialect, Position(opened.done), header=header)
            opened.expect_whole()

    return Section("csv", encoding, read, warnings=(_above(dialect.preamble),) if dialect.preamble else ())


def _prose(source: ByteSource, encoding: str) -> Section:
    with utf8_text(source, encoding, "\n") as (text, _opened):
        paragraphs = has_paragraphs(text)

    def read(_header: bool) -> Iterator[Record]:
        with utf8_text(source, encoding, "\n") as (text, opened):
            yield from read_prose(text, Position(opened.done), paragraphs=paragraphs)
            opened.expect_whole()

    how = _("Each paragraph became a row.") if paragraphs else _("Each line became a row.")
    return Section("text", encoding, read, warnings=(how,))


def _above(preamble: str) -> str:
    return _("The lines above the table were not read: {text}").format(text=preamble[:200])
