"""`studio import`: a file of examples into a project."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from studio.cli.output import print_json
from studio.core.example import KINDS, Kind
from studio.errors import ImportFailed
from studio.words import _, ngettext

if TYPE_CHECKING:
    # The store is loaded when it is used: every start of `studio` loads this module.
    from studio.data.importers import ImportOptions, ImportReport
    from studio.data.project import Project

_LISTED = 20


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("import", help=_("Bring a file of examples (JSONL, JSON or CSV) into a project."))(import_examples)


def import_examples(
    file: Annotated[Path, typer.Argument(help=_("JSONL, JSON or CSV."), metavar="FILE", readable=False)],
    project: Annotated[Path, typer.Option(help=_("Folder of the project; made when there is none."), metavar="DIR")],
    dataset: Annotated[str, typer.Option(help=_("Data set; named after the file by default."))] = "",
    kind: Annotated[str, typer.Option(help=_("instruction or chat; recognised by default."))] = "",
    map: Annotated[list[str] | None, typer.Option(help=_("Where a field is found."), metavar="FIELD=COLUMN")] = None,
    json: Annotated[bool, typer.Option("--json", help=_("One JSON line instead of words."))] = False,
) -> None:
    """Import, report, and exit with 1 when no example was found."""
    from studio.data.importers import ImportOptions, import_file, inspect_file

    mapping = _mapping(map or [])
    # A file that cannot be read leaves no new, empty project behind.
    inspect_file(file, mapping)
    options = ImportOptions(dataset=dataset or None, kind=_kind(kind), mapping=mapping)
    with _open_or_create(project) as opened:
        report = import_file(opened, file, **options) if json else _import_with_progress(opened, file, options)
    if json:
        print_json(_as_json(report))
    else:
        _show(file, report)
    if not report.imported:
        raise typer.Exit(1)


def _mapping(assignments: list[str]) -> dict[str, str]:
    mapping = {}
    for assignment in assignments:
        field, equals, column = assignment.partition("=")
        if not (field and equals and column):
            raise ImportFailed(
                _("This is no mapping: {text}").format(text=assignment),
                hint=_("Write it as field=column, for example --map response=answer"),
            )
        mapping[field.strip()] = column
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


def _open_or_create(path: Path) -> "Project":
    from studio.data.project import Project

    if not path.exists() or (path.is_dir() and not any(path.iterdir())):
        return Project.create(path, path.resolve().name)
    return Project.open(path)


def _import_with_progress(project: "Project", file: Path, options: "ImportOptions") -> "ImportReport":
    from studio.data.importers import import_file

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escape(file.name), total=None)
        options["progress"] = lambda done, total: progress.update(task, completed=done, total=total)
        return import_file(project, file, **options)


def _as_json(report: "ImportReport") -> dict[str, object]:
    return {
        "imported": report.imported,
        "skipped": [{"line": skipped.line, "reason": skipped.reason} for skipped in report.skipped],
        "kind": report.kind,
        "layout": report.layout,
        "encoding": report.encoding,
        "warnings": list(report.warnings),
    }


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
        table.add_row(str(skipped.line), escape(skipped.reason))
    if count > _LISTED:
        table.add_row("…", _("and {count} more; --json lists all").format(count=count - _LISTED))
    return table
