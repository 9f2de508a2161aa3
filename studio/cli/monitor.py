"""`studio monitor`: logs of answers given in use, scored over time and held against the test set."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from studio.cli.output import print_json
from studio.cli.train import choose_dataset
from studio.settings import system_user
from studio.words import _, ngettext

if TYPE_CHECKING:
    # The store is loaded when it is used: every start of `studio` loads this module.
    from studio.core.monitoring import LogImport, MetricCourse, MonitoringReport
    from studio.data.records import Dataset

_SHOWN = 10


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("monitor", help=_("Score a log of answers given in use, and see what has changed since the tests."))(
        monitor
    )


def monitor(
    project: Annotated[Path, typer.Option(help=_("Folder of the project."), metavar="DIR")],
    log: Annotated[
        list[Path] | None, typer.Option(help=_("A JSONL file to import first; may be given again."), metavar="FILE")
    ] = None,
    dataset: Annotated[str, typer.Option(help=_("The data set, when the project has several."))] = "",
    model: Annotated[str, typer.Option(help=_("Only the lines of this model."))] = "",
    add: Annotated[
        bool,
        typer.Option("--add", help=_("Add the rows worth adding as drafts, save those that may identify somebody.")),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("One JSON line instead of words."))] = False,
) -> None:
    """Import, report, add."""
    from studio.data.project import ProjectReader

    with ProjectReader(project) as reader:
        chosen = choose_dataset(reader.datasets(), dataset)
    imported = [_imported(project, file, quiet=json) for file in log or ()]
    report = _reported(project, chosen, model, quiet=json)
    added = _added(project, chosen, report) if add else 0
    if json:
        told = [each.model_dump(mode="json") for each in imported]
        print_json({"imported": told, "added": added, **report.model_dump(mode="json")})
    else:
        _show(imported, report, added if add else None)


def _imported(project: Path, file: Path, *, quiet: bool) -> "LogImport":
    from studio.evaluating.monitoring.importing import import_log

    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(escape(file.name), total=None)
        return import_log(project, file, progress=lambda done, total: bar.update(task, completed=done, total=total))


def _reported(project: Path, dataset: "Dataset", model: str, *, quiet: bool) -> "MonitoringReport":
    from studio.evaluating.monitoring.report import make_report

    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(_("Looking through the logs"), total=None)
        return make_report(
            project, dataset.id, model, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )


def _added(project: Path, dataset: "Dataset", report: "MonitoringReport") -> int:
    from studio.data.project import Project
    from studio.evaluating.monitoring.adding import add_worth

    rows = [row for row in report.worth if not row.identifying]
    if not rows:
        return 0
    with Project.open(project) as opened:
        opened.author = system_user()
        add_worth(opened, dataset.id, rows)
    return len(rows)


def _show(imported: "list[LogImport]", report: "MonitoringReport", added: int | None) -> None:
    console = Console()
    for each in imported:
        _show_import(console, each)
    if not report.lines:
        _say(console, _("There are no lines to look at. Import a log with --log FILE."))
        return
    console.print(_courses_table(report.courses))
    _show_drift(console, report)
    _show_worth(console, report)
    if added is not None:
        words = ngettext("{count} row was added as a draft.", "{count} rows were added as drafts.", added)
        _say(console, words.format(count=added))


def _show_import(console: Console, made: "LogImport") -> None:
    words = ngettext("{name}: {count} line imported.", "{name}: {count} lines imported.", made.lines)
    _say(console, words.format(name=made.source, count=made.lines))
    if made.repeated:
        said = ngettext("{count} line was there twice.", "{count} lines were there twice.", made.repeated)
        _say(console, "  " + said.format(count=made.repeated))
    for number, problem in made.problems[:_SHOWN]:
        _say(console, "  " + _("Line {number}: {problem}").format(number=number, problem=problem))
    _say_more(console, made.bad - _SHOWN)


def _courses_table(courses: "tuple[MetricCourse, ...]") -> Table:
    from studio.assess.figures import told
    from studio.words import current_language

    def said(value: float, course: "MetricCourse") -> str:
        unit: Any = course.unit
        return told(value, unit)[current_language()]

    table = Table(title=_("All lines"), title_justify="left")
    table.add_column(_("Measure"))
    for title in (_("Value"), _("95% interval"), _("Lines"), _("Evaluation")):
        table.add_column(title, justify="right")
    for each in courses:
        between = f"{said(each.low, each)} – {said(each.high, each)}"
        expected = "" if each.expected is None else said(each.expected, each)
        table.add_row(escape(each.title), said(each.value, each), between, str(each.n), expected)
    return table


def _show_drift(console: Console, report: "MonitoringReport") -> None:
    shifted = [each for each in report.drift if each.verdict != "none"]
    for each in shifted:
        _say(console, f"• {each.sentence}")
        if each.advice:
            _say(console, f"  {each.advice}")
    if not shifted:
        _say(console, _("No drift shown."))
    _say(console, report.drift_note)


def _show_worth(console: Console, report: "MonitoringReport") -> None:
    words = ngettext(
        "{count} line is worth adding to the data.", "{count} lines are worth adding to the data.", report.found
    )
    _say(console, words.format(count=report.found))
    for row in report.worth[:_SHOWN]:
        reasons = " ".join(said for _reason, said in row.reasons)
        _say(
            console,
            "  " + _("{file}, line {number}: {problem}").format(file=row.source, number=row.line, problem=reasons),
        )
    _say_more(console, report.found - _SHOWN)
    for sentence in report.left_out:
        _say(console, f"• {sentence}")


def _say_more(console: Console, more: int) -> None:
    if more > 0:
        _say(console, "  " + ngettext("and {count} more", "and {count} more", more).format(count=more))


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False)
