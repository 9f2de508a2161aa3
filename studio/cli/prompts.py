"""`studio prompts list | run | import | export`: the prompts that a project keeps, asked of a model."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from studio.cli.output import print_json
from studio.core.prompt import RegressionPrompt
from studio.data.prompts import PROMPTS_FILE, export_prompts, import_prompts, read_prompts
from studio.errors import ProjectFailed
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.core.evaluation import Subject
    from studio.evaluating.prompting import PromptResult, PromptRun

ProjectPath = Annotated[Path, typer.Option("--project", help=_("the folder of the project"))]
AsJson = Annotated[bool, typer.Option("--json", help=_("one JSON line, for machines"))]
_MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("·", "")}


def register(app: typer.Typer) -> None:
    """Add the commands to the others."""
    prompts = typer.Typer(help=_("Ask a model the prompts that a project keeps."), rich_markup_mode=None)
    prompts.command("list", help=_("List the kept prompts."))(list_prompts)
    prompts.command("run", help=_("Ask a model all of them; exit code 1 when an answer is not as expected."))(run)
    prompts.command("import", help=_("Add the prompts of a file."))(import_)
    prompts.command("export", help=_("Write the prompts to a file."))(export)
    app.add_typer(prompts, name="prompts")


def list_prompts(project: ProjectPath, as_json: AsJson = False) -> None:
    """What is kept, in the order of asking."""
    kept = _prompts_of(project)
    if as_json:
        print_json({"prompts": [each.model_dump(mode="json") for each in kept]})
        return
    table = Table()
    for title in (_("Number"), _("Title"), _("Question")):
        table.add_column(title)
    for each in kept:
        table.add_row(str(each.id), Text(each.title), Text(each.prompt))
    Console().print(table)


def run(
    project: ProjectPath,
    run: Annotated[int | None, typer.Option("--run", help=_("the number of the run whose result is asked"))] = None,
    model: Annotated[str, typer.Option(help=_("a model as it is, instead of a run’s result"))] = "",
    as_json: AsJson = False,
) -> None:
    """Ask, judge, compare with the last time, and keep the answers for the next."""
    from studio.data.contract_file import read_contract
    from studio.data.kept_child import KeptChild
    from studio.evaluating.prompting import Questioner, ask_prompts, keep_answers

    kept = _prompts_of(project)
    if not kept:
        raise ProjectFailed(
            _("The project keeps no prompts yet."),
            hint=_("Keep some in the Playground, or import them: studio prompts import FILE."),
        )
    subject = _subject(project, run, model)
    child = KeptChild()
    try:
        done = ask_prompts([subject], 0, kept, (project, read_contract(project)), Questioner(child.rows))
    finally:
        child.close()
    keep_answers(project, done, time.time())
    if as_json:
        print_json(_for_machines(done))
    else:
        _show(done)
    if done.failed:
        raise typer.Exit(1)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("JSON lines, as “export” writes them"))],
    project: ProjectPath,
    as_json: AsJson = False,
) -> None:
    """Those that are there already are left out."""
    before = len(_prompts_of(project))
    after = len(import_prompts(project, file).prompts)
    if as_json:
        print_json({"added": after - before, "prompts": after})
    else:
        added = after - before
        typer.echo(ngettext("{count} prompt was added.", "{count} prompts were added.", added).format(count=added))


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE")], project: ProjectPath, as_json: AsJson = False
) -> None:
    """All of them, with what each expects."""
    kept = _prompts_of(project)
    export_prompts(kept, file)
    if as_json:
        print_json({"prompts": len(kept), "file": str(file)})
    else:
        typer.echo(_("The prompts are in {path}.").format(path=file))


def _prompts_of(project: Path) -> tuple[RegressionPrompt, ...]:
    from studio.data.connection import FILE

    if not (project / FILE).exists() and not (project / PROMPTS_FILE).exists():
        raise ProjectFailed(_("{path} is not the folder of a project.").format(path=project))
    return read_prompts(project)


def _subject(project: Path, number: int | None, model: str) -> "Subject":
    from studio.evaluating.subjects import find_run, subject_of_model, subject_of_run

    if (number is None) == (not model):
        raise ProjectFailed(_("Name the model to ask."), hint=_("Use either --run NUMBER or --model NAME."))
    return subject_of_model(model) if number is None else subject_of_run(find_run(project, number))


def _for_machines(done: "PromptRun") -> dict[str, object]:
    return {
        "model": done.subject.title,
        "fingerprint": done.fingerprint,
        "asked_before": done.since,
        "failed": done.failed,
        "results": [
            {
                "id": each.prompt.id,
                "title": each.prompt.title,
                "passed": each.passed,
                "answer": each.answer,
                "cut": each.cut,
                "shortfalls": [said.text() for said in each.shortfalls],
                "changed": each.changed,
                "before": each.before,
            }
            for each in done.results
        ],
    }


def _show(done: "PromptRun") -> None:
    table = Table(title=done.subject.title)
    for title in ("", _("Question"), _("Answer"), _("Remarks")):
        table.add_column(title)
    for each in done.results:
        mark, style = _MARKS[each.passed]
        table.add_row(
            Text(mark, style), Text(each.prompt.title or each.prompt.prompt), Text(each.answer), Text(_remarks(each))
        )
    Console().print(table)


def _remarks(result: "PromptResult") -> str:
    said = [each.text() for each in result.shortfalls]
    if result.changed:
        said.append(_("Changed since last time; it was: {answer}").format(answer=result.before))
    if result.cut:
        said.append(_("The answer was cut at its longest length."))
    return "\n".join(said)
