"""How an import and what it reads are told in words; no Qt."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studio.errors import StudioError
from studio.ui.formats import examples, integer, number, size
from studio.words import N_, _, ngettext

if TYPE_CHECKING:
    from studio.data.importers import FileSummary

TOO_EARLY_S = 1.0
MINUTE_S = 60
KILOBYTE, MEGABYTE = 1000, 1_000_000
MOST_NAMES = 12
FORMATS = {
    "jsonl": N_("JSON Lines"),
    "json": "JSON",
    "csv": N_("Table (CSV, TSV)"),
    "text": N_("Plain text"),
    "xlsx": "Excel",
    "parquet": "Parquet",
    "arrow": "Arrow",
}
OF_TEXT = ("jsonl", "json", "csv", "text")
ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "latin-1": "Latin-1", "iso8859-1": "Latin-1"}


def done_sentence(file: str, imported: int, skipped: int) -> str:
    """What came in, and how much did not."""
    came = ngettext("{count} example imported from {file}.", "{count} examples imported from {file}.", imported).format(
        count=integer(imported), file=file
    )
    if not skipped:
        return came
    left = ngettext("{count} line was skipped.", "{count} lines were skipped.", skipped).format(count=integer(skipped))
    return f"{came} {left}"


def nothing_sentence(file: str) -> str:
    """No line could be used."""
    return _("No example was found in {file}.").format(file=file)


def time_left(done: int, total: int, elapsed_s: float) -> str:
    """An estimate from the pace so far; "" while it would be a guess."""
    if not done or not total or elapsed_s < TOO_EARLY_S:
        return ""
    left = elapsed_s * (total - done) / done
    if left < MINUTE_S:
        return _("{seconds} s left").format(seconds=max(1, round(left)))
    return _("{minutes} min left").format(minutes=round(left / MINUTE_S))


def file_size(count: int) -> str:
    """Bytes, in the unit that fits."""
    if count < KILOBYTE:
        return ngettext("{count} byte", "{count} bytes", count).format(count=count)
    return _("{value} KB").format(value=number(count / KILOBYTE)) if count < MEGABYTE else size(count)


def facts(summary: "FileSummary") -> str:
    """Size, format and, where it matters, the encoding, in a line."""
    parts = [file_size(summary.size), _(FORMATS.get(summary.format, summary.format))]
    if summary.format in OF_TEXT:
        parts.append(ENCODINGS.get(summary.encoding, summary.encoding.upper()))
    return "  ·  ".join(parts)


def left_out_sentence(summary: "FileSummary") -> str:
    """How many of the rows that were looked at would not come in."""
    count = len(summary.problems)
    words = ngettext(
        "{count} of the first {seen} rows would be left out.",
        "{count} of the first {seen} rows would be left out.",
        count,
    )
    return words.format(count=integer(count), seen=integer(summary.rows_seen)) if count else ""


def kept_beside_sentence(summary: "FileSummary") -> str:
    """Which columns are no part of the example; they are kept all the same."""
    names = list(dict.fromkeys(name for row in summary.sample if row.content is not None for name in row.extra))
    return _("Kept beside each example: {names}.").format(names=name_list(names)) if names else ""


def name_list(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more <= 0:
        return shown
    return ngettext("{names} and {count} more", "{names} and {count} more", more).format(names=shown, count=more)


def target_sentence(name: str, rows: int | None) -> str:
    """What becomes of the rows: added to those of a data set, or a new one."""
    if rows is None:
        return _("A new data set “{name}” is made.").format(name=name)
    return _("The rows are added to “{name}”, which has {examples}.").format(name=name, examples=examples(rows))


def said(error: StudioError) -> str:
    """What went wrong and what to do, below each other."""
    return "\n".join(filter(None, (error.message, error.hint)))
