"""From a file to rows of the project: one step of its history, whole or not at all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypedDict, Unpack

from studio.core.example import Kind, Split
from studio.data.importers.interpret import Interpreter
from studio.data.importers.layouts import Layout, recognise
from studio.data.importers.records import Fields, Record, SourceFile, open_source
from studio.data.importers.turns import RowProblem
from studio.data.inserting import RowSource
from studio.data.project import Inserted, Project
from studio.data.records import Changes, Dataset, NewRow
from studio.errors import ImportFailed
from studio.words import _, ngettext

_RECOGNISED_BY = 200
_INSPECTED = 1_000
_REPORT_EVERY = 500
_IMPORTABLE: tuple[Kind, ...] = ("instruction", "chat")


@dataclass(frozen=True)
class SkippedLine:
    """A line that did not come in and why, in the user's language."""

    line: int
    reason: str


@dataclass(frozen=True)
class FileSummary:
    """What the beginning of a file looks like; `fields` are its columns, `kind` None when no row was readable."""

    layout: str
    encoding: str
    kind: Kind | None
    rows_seen: int
    fields: tuple[str, ...]
    problems: tuple[SkippedLine, ...]


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


class ImportCancelled(ImportFailed):
    """The user stopped an import; the project is as it was."""


class ImportOptions(TypedDict, total=False):
    """How to import: `progress` is told bytes read and in all, `mapping` leads from our fields to columns."""

    dataset: str | None
    kind: Kind | None
    mapping: Mapping[str, str]
    default_split: Split | None
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


@dataclass
class _Reading:
    """The rows of a file as they are read, and what had to be left out."""

    source: SourceFile
    interpreter: Interpreter | None
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]
    skipped: list[SkippedLine] = field(default_factory=list)

    def rows(self) -> Iterator[NewRow]:
        for count, record in enumerate(self.source.records()):
            if count % _REPORT_EVERY == 0:
                self._report(record)
            try:
                if record.fields is None or self.interpreter is None:
                    self.skipped.append(SkippedLine(record.line, record.problem))
                else:
                    yield self.interpreter.row(record.fields, record.line)
            except RowProblem as problem:
                self.skipped.append(SkippedLine(record.line, str(problem)))
        self.progress(self.source.size, self.source.size)

    def _report(self, record: Record) -> None:
        if self.cancelled():
            raise ImportCancelled(_("The import was cancelled. The project is as it was."))
        self.progress(record.done, self.source.size)


def inspect_file(path: Path, mapping: Mapping[str, str] | None = None) -> FileSummary:
    """Look at the first thousand records without storing any; raises ImportFailed as `import_file` does."""
    source = open_source(path)
    layout = _recognised(source, mapping or {})
    interpreter = Interpreter(layout, layout.kind) if layout else None
    fields: dict[str, None] = {}
    problems = []
    seen = 0
    for record in islice(_readable(source), _INSPECTED):
        seen += 1
        fields.update(dict.fromkeys(record.fields or ()))
        if reason := _problem(record, interpreter):
            problems.append(SkippedLine(record.line, reason))
    return FileSummary(
        layout.name if layout else "",
        source.encoding,
        layout.kind if layout else None,
        seen,
        tuple(fields),
        tuple(problems),
    )


def import_file(project: Project, path: Path, **options: Unpack[ImportOptions]) -> ImportReport:
    """Bring a file's rows in as one step; bad lines are listed, never a reason to refuse the others.

    The data set is named after the file unless `dataset` names it, and keeps its kind when it is there already.
    Where several columns could be the answer, the first of response, output, completion, answer is.
    Raises ImportFailed when the file cannot be read as examples, ImportCancelled, ProjectFailed.
    """
    source = open_source(path)
    layout = _recognised(source, options.get("mapping", {}))
    name = options.get("dataset") or path.stem
    there = project.dataset(name)
    kind = options.get("kind") or (there.kind if there else None) or (layout.kind if layout else "instruction")
    if kind not in _IMPORTABLE:
        raise ImportFailed(
            _("Examples of the kind “{kind}” cannot be imported yet.").format(kind=kind),
            hint=_("The kinds are: {names}.").format(names=", ".join(_IMPORTABLE)),
        )
    interpreter = Interpreter(layout, kind, options.get("default_split")) if layout else None
    reading = _Reading(
        source, interpreter, options.get("progress", _tell_nobody), options.get("cancelled", _never_cancelled)
    )
    inserted = project.insert_rows(name, kind, RowSource(_explained(reading.rows(), path), path.name, "imported"))
    return ImportReport(
        dataset=inserted.dataset,
        imported=inserted.count,
        skipped=tuple(reading.skipped),
        kind=kind if layout else None,
        layout=layout.name if layout else "",
        encoding=source.encoding,
        warnings=tuple(_warnings(source, layout, interpreter, inserted)),
        changes=inserted.changes,
    )


def _recognised(source: SourceFile, mapping: Mapping[str, str]) -> Layout | None:
    """The file's layout by its first good records; None when it has none."""
    good = (record.fields for record in _readable(source) if record.fields is not None)
    sample: list[Fields] = list(islice(good, _RECOGNISED_BY))
    return recognise(sample, mapping) if sample else None


def _readable(source: SourceFile) -> Iterator[Record]:
    try:
        yield from source.records()
    except OSError as error:
        raise _unreadable(source.path, error) from error


def _explained(rows: Iterator[NewRow], path: Path) -> Iterator[NewRow]:
    # A stick pulled out in the middle is the file's failure, not the project's.
    try:
        yield from rows
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ImportFailed:
    return ImportFailed(
        _("The file could not be read to its end: {path}").format(path=path), hint=error.strerror or str(error)
    )


def _problem(record: Record, interpreter: Interpreter | None) -> str:
    if record.fields is None or interpreter is None:
        return record.problem
    try:
        interpreter.row(record.fields, record.line)
    except RowProblem as problem:
        return str(problem)
    return ""


def _warnings(
    source: SourceFile, layout: Layout | None, interpreter: Interpreter | None, inserted: Inserted
) -> Iterator[str]:
    if not source.encoding.startswith("utf-"):
        yield _("The file is not in UTF-8; it was read as {encoding}. Check the accented letters.").format(
            encoding=source.encoding
        )
    if layout and layout.also_answers:
        yield _("The answers were taken from “{column}”; {others} are kept beside the examples.").format(
            column=layout.columns["response"], others=", ".join(f"“{name}”" for name in layout.also_answers)
        )
    if here := inserted.repeated_here:
        yield ngettext(
            "{count} row is identical to another of this file.",
            "{count} rows are identical to others of this file.",
            here,
        ).format(count=here)
    if there := inserted.repeated_there:
        yield ngettext(
            "{count} row was already in the data set and is there twice now.",
            "{count} rows were already in the data set and are there twice now.",
            there,
        ).format(count=there)
    for value, count in interpreter.unknown_values.items() if interpreter else ():
        yield ngettext(
            "{value} means nothing to Atelier and was kept aside, in {count} row.",
            "{value} means nothing to Atelier and was kept aside, in {count} rows.",
            count,
        ).format(value=value, count=count)


def _tell_nobody(_done: int, _total: int) -> None:
    pass


def _never_cancelled() -> bool:
    return False
