"""From rows of the project to a file: all that are wanted, or none."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict, Unpack

from studio.core.example import Kind
from studio.data.exporters.beside import AROUND, Beside, beside
from studio.data.exporters.conversations import CONVERSATION_LAYOUTS
from studio.data.exporters.labelled import LABELLED_LAYOUTS
from studio.data.exporters.layouts import OWN, DoesNotFit, Layout, Loss
from studio.data.exporters.marked import MARKED_LAYOUTS
from studio.data.exporters.own_layout import OWN_LAYOUTS
from studio.data.exporters.preferences import PREFERENCE_LAYOUTS
from studio.data.exporters.rows import ExportRow, RowStream, Survey
from studio.data.exporters.writers import Columns, open_writer
from studio.data.exporters.writing import Write
from studio.data.reader import ProjectReader
from studio.data.records import RowQuery
from studio.errors import ExportFailed
from studio.placing import placed
from studio.words import N_, _, ngettext

_REPORT_EVERY = 200
_LISTED = 5
_TABBED = (".tsv", ".tab")
_SAVED_BY_DATASETS = ("dataset_dict.json", "state.json")
_LAYOUTS = (*OWN_LAYOUTS, *CONVERSATION_LAYOUTS, *PREFERENCE_LAYOUTS, *LABELLED_LAYOUTS, *MARKED_LAYOUTS)


@dataclass(frozen=True)
class Format:
    """A kind of file; `suffix` is "" for a folder."""

    name: str
    title: str
    suffix: str


FORMATS = (
    Format("jsonl", "JSONL", ".jsonl"),
    Format("csv", "CSV", ".csv"),
    Format("xlsx", "Excel (XLSX)", ".xlsx"),
    Format("parquet", "Parquet", ".parquet"),
    Format("datasets", N_("Folder for the “datasets” library"), ""),
)


@dataclass(frozen=True)
class ExportReport:
    """What an export did; `rows` counts examples, and `warnings` names what the file could not hold."""

    rows: int
    file: Path
    warnings: tuple[str, ...]


class ExportCancelled(ExportFailed):
    """The user stopped an export; there is no file."""


class ExportOptions(TypedDict, total=False):
    """How to export: `progress` is told rows written and in all, `delimiter` stands between the cells of a CSV file,
    `only_layout` leaves out what other programs may not expect beside the fields of the layout.
    """

    format: str
    layout: str
    delimiter: str
    only_layout: bool
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


def layouts_for(kind: Kind, format: str) -> tuple[Layout, ...]:
    """The layouts in which a file of this format can hold examples of this kind; the first keeps everything."""
    return tuple(each for each in _LAYOUTS if kind in each.kinds and each.fits_format(format))


def format_of(target: Path) -> str | None:
    """The format that a file's name tells; None for a name without a known ending."""
    suffix = target.suffix.lower()
    return "csv" if suffix in _TABBED else next((each.name for each in FORMATS if each.suffix == suffix != ""), None)


def export_rows(reader: ProjectReader, query: RowQuery, target: Path, **options: Unpack[ExportOptions]) -> ExportReport:
    """Write the rows that `query` finds, in its order, from one moment of the project; a file of this name is replaced.

    The layout is our own unless named. Raises ExportFailed when a row does not fit, naming some, ExportCancelled,
    ProjectFailed; then nothing is at `target` that was not there before.
    """
    format = options.get("format") or format_of(target) or "jsonl"
    with reader.one_moment() as db:
        kind = db.execute("SELECT kind FROM dataset WHERE id = ?", (query.dataset_id,)).get
        layout = _layout(kind, format, options.get("layout", OWN))
        ids = reader.find_rows(query)
        stream = RowStream(db, query.dataset_id)
        survey = stream.survey(ids) if layout.name != OWN else None
        is_bare = layout.is_bare or options.get("only_layout", False)
        around = beside(layout, None if is_bare else survey, with_split=format == "datasets")
        export = _Export(layout, around, len(ids), options)
        if format == "datasets":
            _expect_folder_of_ours(target)
        delimiter = options.get("delimiter") or ("\t" if target.suffix.lower() in _TABBED else ",")
        columns = Columns({**layout.fields, **around.columns()}, delimiter, not layout.is_bare)
        with placed(target) as partial, open_writer(format, partial, columns) as write:
            export.run(stream.rows(ids), write)
    return ExportReport(export.rows, target, (*export.losses(), *_left_out(survey, around)))


def _layout(kind: Kind | None, format: str, name: str) -> Layout:
    if kind is None:
        raise ExportFailed(_("This data set no longer exists."))
    if format not in {each.name for each in FORMATS}:
        raise ExportFailed(
            _("There is no format called “{name}”.").format(name=format),
            hint=_("The formats are: {names}.").format(names=", ".join(each.name for each in FORMATS)),
        )
    known = layouts_for(kind, format)
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise ExportFailed(
            _("The layout “{name}” does not exist for examples of the kind “{kind}” in this format.").format(
                name=name, kind=kind
            ),
            hint=_("The layouts are: {names}.").format(names=", ".join(each.name for each in known)),
        )
    return found


@dataclass
class _Export:
    """One pass over the rows, and what was found on the way."""

    layout: Layout
    around: Beside
    total: int
    options: ExportOptions
    rows: int = 0
    lost: Counter[Loss] = field(default_factory=Counter)
    misfits: list[int] = field(default_factory=list)
    first_reason: str = ""

    def run(self, rows: Iterator[ExportRow], write: Write) -> None:
        for row in rows:
            if self.rows % _REPORT_EVERY == 0:
                self._report()
            try:
                self._write(row, write)
            except DoesNotFit as reason:
                self.first_reason = self.first_reason or str(reason)
                self.misfits.append(row.id)
            self.rows += 1
        self._report()
        if self.misfits:
            raise self._misfit()

    def _write(self, row: ExportRow, write: Write) -> None:
        lines = self.layout.write(row.content)
        if loss := self.layout.loss(row.content):
            self.lost[loss] += 1
        around = self.around.fields(row)
        if len(lines) > 1 and "family" in self.around.names:
            around["family"] = row.family or row.own_name
        for line in lines:
            write(line | around)

    def _report(self) -> None:
        if self.options.get("cancelled", _never)():
            raise ExportCancelled(_("The export was cancelled. No file was written."))
        self.options.get("progress", _tell_nobody)(self.rows, self.total)

    def _misfit(self) -> ExportFailed:
        count = len(self.misfits)
        named = ", ".join(map(str, self.misfits[:_LISTED])) + ("…" if count > _LISTED else "")
        return ExportFailed(
            ngettext(
                "{count} row does not fit into this file (number {rows}): {reason}",
                "{count} rows do not fit into this file (numbers {rows}): {reason}",
                count,
            ).format(count=count, rows=named, reason=self.first_reason),
            hint=_("Choose another layout or format; Atelier’s own layout as JSONL or Parquet holds everything."),
        )

    def losses(self) -> Iterator[str]:
        if count := self.lost["input"]:
            yield ngettext(
                "In {count} row the input was joined to the question.",
                "In {count} rows the input was joined to the question.",
                count,
            ).format(count=count)
        if count := self.lost["pair"]:
            yield ngettext(
                "{count} pair of answers became two lines, one for each answer.",
                "{count} pairs of answers became two lines each, one for each answer.",
                count,
            ).format(count=count)


def _left_out(survey: Survey | None, around: Beside) -> Iterator[str]:
    if survey is None:
        return
    lost = [name for name in AROUND if survey.around[name] and name not in around.names]
    lost += [name for name in survey.extra if name not in around.kept]
    if lost:
        yield _("Not in the file, because only the fields of the layout were written: {names}.").format(
            names=", ".join(lost)
        )
    renamed = [f"{old} → {new}" for old, new in around.kept.items() if old != new]
    if renamed:
        yield _("Kept fields whose names mean something else in this layout were renamed: {names}.").format(
            names=", ".join(renamed)
        )


def _tell_nobody(_done: int, _total: int) -> None:
    pass


def _never() -> bool:
    return False


def _expect_folder_of_ours(target: Path) -> None:
    """Raise ExportFailed when writing a folder at `target` would take away other things."""
    if not target.exists():
        return
    if target.is_file() or (
        any(target.iterdir()) and not any((target / name).is_file() for name in _SAVED_BY_DATASETS)
    ):
        raise ExportFailed(
            _("There already is something else at this place: {path}").format(path=target),
            hint=_("Choose the name of a new folder."),
        )
