"""What is told about a file before and after its rows come in."""

from dataclasses import dataclass, field

from studio.core.example import Content, Kind
from studio.data.importers.formats import Fields
from studio.data.records import Changes, Dataset


@dataclass(frozen=True)
class SkippedLine:
    """A line that did not come in and why, in the user's language; `file` names the part of a file of several."""

    line: int
    reason: str
    file: str = ""


@dataclass(frozen=True)
class PreviewRow:
    """One of the first rows: as it would come in, or the problem that keeps it out; `extra` stays beside it."""

    line: int
    content: Content | None
    problem: str
    extra: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class FieldChoice:
    """A field that a column can be chosen for; `title` is translated."""

    field: str
    title: str
    required: bool


@dataclass(frozen=True)
class LayoutChoice:
    """A layout that can be chosen; `title` is translated."""

    name: str
    title: str
    kind: Kind


@dataclass(frozen=True)
class FileSummary:
    """What the beginning of a file looks like; `fields` are its columns.

    Where no layout fits, `layout` is "", `kind` None, and `refusal` with `hint` says what would be needed.
    """

    layout: str
    encoding: str
    kind: Kind | None
    rows_seen: int
    fields: tuple[str, ...]
    problems: tuple[SkippedLine, ...]
    sample: tuple[PreviewRow, ...] = ()
    mapping: dict[str, str] = field(default_factory=dict)
    """The column that each field is taken from now."""
    mappable: tuple[FieldChoice, ...] = ()
    layouts: tuple[LayoutChoice, ...] = ()
    """Those that some row fits, the likeliest first."""
    warnings: tuple[str, ...] = ()
    refusal: str = ""
    hint: str = ""
    format: str = ""
    """jsonl, json, csv, text, xlsx, parquet or arrow; of several parts the first one's."""
    size: int = 0
    """Bytes on the disk."""
    left_out: tuple[str, ...] = ()
    """Sheets, lists or members that can be read in place of this one."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did; `dataset` is None when no row came in and none of that name was there."""

    dataset: Dataset | None
    imported: int
    skipped: tuple[SkippedLine, ...]
    kind: Kind | None
    layout: str
    encoding: str
    warnings: tuple[str, ...]
    changes: Changes
