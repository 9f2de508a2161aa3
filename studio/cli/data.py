"""`studio import`: a file of examples into a project."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from studio.cli.output import print_json
from studio.core.example import KINDS, Kind
from studio.errors import ImportFailed
from studio.settings import system_user
from studio.words import _, ngettext

if TYPE_CHECKING:
    # The store is loaded when it is used: every start of `studio` loads this module.
    from studio.data.importers import ImportOptions, ImportReport, SkippedLine
    from studio.data.project import Project

_LISTED = 20


@dataclass(frozen=True)
class ImportRequest:
    """What the command line asks for; its fields are the options of `studio import`."""

    file: Annotated[
        Path,
        typer.Argument(
            help=_("JSONL, JSON, CSV, TSV, XLSX, Parquet, Arrow or text, also packed."), metavar="FILE", readable=False
        ),
    ]
    project: Annotated[Path, typer.Option(help=_("Folder of the project; made when there is none."), metavar="DIR")]
    dataset: Annotated[str, typer.Option(help=_("Data set; named after the file by default."))] = ""
    kind: Annotated[str, typer.Option(help=_("Kind of example; recognised by default."))] = ""
    map: Annotated[list[str] | None, typer.Option(help=_("Where a field is found."), metavar="FIELD=COLUMN")] = None
    layout: Annotated[str, typer.Option(help=_("How the rows are written; recognised by default."))] = ""
    json: Annotated[bool, typer.Option("--json", help=_("One JSON line instead of words."))] = False

    def run(self) -> None:
        """Import, report, and exit with 1 when no example was found."""
        from studio.data.importers import ImportCancelled

        try:
            report = self._imported()
        except KeyboardInterrupt as stop:
            raise ImportCancelled(_("The import was cancelled. The project is as it was.")) from stop
        if self.json:
            print_json(_as_json(report))
        else:
            _show(self.file, report)
        if not report.imported:
            raise typer.Exit(1)

    def _imported(self) -> "ImportReport":
        from studio.data.importers import ImportOptions, import_file
        from studio.data.importers.aside import inspect_aside

        mapping, kind = _mapping(self.map or []), _kind(self.kind)
        # A file that cannot be read leaves no new, empty project behind.
        summary = inspect_aside(self.file, mapping, kind, self.layout, lambda: False)
        if summary.refusal:
            raise ImportFailed(summary.refusal, hint=summary.hint)
        options = ImportOptions(dataset=self.dataset or None, kind=kind, mapping=mapping, layout=self.layout)
        with _project(self.project) as opened:
            opened.author = system_user()
            if self.json:
                return import_file(opened, self.file, **options)
            return _with_progress(opened, self.file, options)


def register(app: typer.Typer) -> None:
    """Add the command to the others."""

    def run(**words: Any) -> None:
        ImportRequest(**words).run()

    # Typer reads the options off the signature, which is the dataclass's.
    command = app.command("import", help=_("Bring a file of examples into a project, whatever its format and layout."))
    command(update_wrapper(run, ImportRequest))


def _mapping(assignments: list[str]) -> dict[str, str]:
    mapping = {}
    for assignment in assignments:
        name, equals, column = assignment.partition("=")
        field = name.strip()
        if not (field and equals and column):
            raise ImportFailed(
                _("This is no mapping: {text}").format(text=assignment),
                hint=_("Write it as field=column, for example --map response=answer"),
            )
        if field in mapping:
            raise ImportFailed(_("The field “{field}” is mapped twice.").format(field=field))
        mapping[field] = column
    return mapping


def _kind(text: str) -> Kind | None:
    if not text:
        return None
    found = next((kind for kind in KINDS if kind == text), None)
    if found is None:
        raise ImportFailed(
            _("There is no kind of example called “{kind}”.").format(kind=text),
            hint=_("The kinds are: {names}.").format(names=", ".join(KINDS)),
        )
    return found


@contextmanager
def _project(path: Path) -> Iterator["Project"]:
    """Opened, or made in a new folder; one that was made and into which nothing came is taken away again."""
    from studio.data.connection import explained
    from studio.data.project import Project

    with explained(path):
        folders = [each for each in (path, *path.parents) if not each.exists()]
        is_new = bool(folders) or (path.is_dir() and not any(path.iterdir()))
    if not is_new:
        with Project.open(path) as project:
            yield project
        return
    came_in = False
    try:
        with Project.create(path, path.resolve().name) as project:
            yield project
            came_in = bool(project.db.execute("SELECT EXISTS (SELECT 1 FROM dataset)").get)
    finally:
        if not came_in:
            _take_away(path, folders)


def _take_away(path: Path, folders: list[Path]) -> None:
    """Delete what an empty project consists of, and the folders made for it unless something else came into them."""
    for file in path.glob("project.*"):
        file.unlink(missing_ok=True)
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _with_progress(project: "Project", file: Path, options: "ImportOptions") -> "ImportReport":
    from studio.data.importers import import_file

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escape(file.name), total=None)
        options["progress"] = lambda done, total: progress.update(task, completed=done, total=total)
        return import_file(project, file, **options)


def _as_json(report: "ImportReport") -> dict[str, object]:
    return {
        "imported": report.imported,
        "skipped": [_skipped(each) for each in report.skipped],
        "kind": report.kind,
        "layout": report.layout,
        "encoding": report.encoding,
        "warnings": list(report.warnings),
    }


def _skipped(line: "SkippedLine") -> dict[str, object]:
    where = {"file": line.file} if line.file else {}
    return {"line": line.line, "reason": line.reason} | where


def _show(file: Path, report: "ImportReport") -> None:
    console = Console()
    if report.imported:
        console.print(_came_in(report), markup=False, highlight=False)
    else:
        console.print(_("No example was found in {file}.").format(file=file.name), markup=False, highlight=False)
    for warning in report.warnings:
        console.print(f"• {warning}", markup=False, highlight=False)
    if report.skipped:
        console.print(_skipped_table(report))


def _came_in(report: "ImportReport") -> str:
    name = report.dataset.name if report.dataset else "–"
    return ngettext(
        "{count} row came into the data set “{name}” ({layout}, {encoding}).",
        "{count} rows came into the data set “{name}” ({layout}, {encoding}).",
        report.imported,
    ).format(count=report.imported, name=name, layout=report.layout, encoding=report.encoding)


def _skipped_table(report: "ImportReport") -> Table:
    count = len(report.skipped)
    table = Table(title=ngettext("{count} line left out", "{count} lines left out", count).format(count=count))
    table.add_column(_("Line"), justify="right")
    table.add_column(_("Reason"))
    for skipped in report.skipped[:_LISTED]:
        table.add_row(escape(f"{skipped.file} {skipped.line}".strip()), escape(skipped.reason))
    if count > _LISTED:
        table.add_row("…", _("and {count} more; --json lists all").format(count=count - _LISTED))
    return table
