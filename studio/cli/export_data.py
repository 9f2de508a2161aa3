"""`studio export-data`: the rows of a data set into a file that other programs read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from studio.cli.output import print_json
from studio.errors import ExportFailed
from studio.words import _, ngettext

if TYPE_CHECKING:
    # The store is loaded when it is used: every start of `studio` loads this module.
    from studio.data.exporters import ExportOptions, ExportReport
    from studio.data.project import Dataset, ProjectReader
    from studio.data.records import RowQuery


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("export-data", help=_("Write the examples of a project to JSONL, CSV, XLSX, Parquet or a folder."))(
        export_data
    )


def export_data(
    project: Annotated[Path, typer.Option(help=_("Folder of the project."), metavar="DIR")],
    to: Annotated[Path, typer.Option(help=_("File to write; a file of this name is replaced."), metavar="FILE")],
    dataset: Annotated[str, typer.Option(help=_("Data set; needed where there are several."))] = "",
    format: Annotated[
        str, typer.Option(help=_("jsonl, csv, xlsx, parquet or datasets; told by the file’s name."))
    ] = "",
    layout: Annotated[str, typer.Option(help=_("Names of the fields; Atelier’s own keeps everything."))] = "",
    json: Annotated[bool, typer.Option("--json", help=_("One JSON line instead of words."))] = False,
) -> None:
    """Export, report, and exit with 1 when nothing could be written."""
    from studio.data.exporters import ExportOptions, export_rows
    from studio.data.project import ProjectReader
    from studio.data.records import RowQuery

    options = ExportOptions()
    if format:
        options["format"] = format
    if layout:
        options["layout"] = layout
    with ProjectReader(project) as reader:
        query = RowQuery(dataset_id=_dataset(reader, dataset).id)
        report = export_rows(reader, query, to, **options) if json else _with_progress(reader, query, to, options)
    if json:
        print_json({"rows": report.rows, "file": str(report.file), "warnings": list(report.warnings)})
    else:
        _show(report)


def _dataset(reader: "ProjectReader", name: str) -> "Dataset":
    known = reader.datasets()
    found = [each for each in known if each.name == name or not name]
    if len(found) == 1:
        return found[0]
    if not known:
        raise ExportFailed(_("This project has no examples yet."), hint=_("Bring some in: studio import FILE"))
    names = ", ".join(_("“{name}”").format(name=each.name) for each in known)
    raise ExportFailed(
        _("There is no data set “{name}”.").format(name=name) if name else _("Which data set is meant?"),
        hint=_("The project has: {names}.").format(names=names),
    )


def _with_progress(reader: "ProjectReader", query: "RowQuery", to: Path, options: "ExportOptions") -> "ExportReport":
    from studio.data.exporters import export_rows

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escape(to.name), total=None)
        options["progress"] = lambda done, total: progress.update(task, completed=done, total=total)
        return export_rows(reader, query, to, **options)


def _show(report: "ExportReport") -> None:
    console = Console()
    words = ngettext("{count} row is in {file}.", "{count} rows are in {file}.", report.rows)
    console.print(words.format(count=report.rows, file=report.file), markup=False, highlight=False)
    for warning in report.warnings:
        console.print(f"• {warning}", markup=False, highlight=False)
