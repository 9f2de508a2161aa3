"""`studio demo`: the sample project, in the window or trained in the terminal with its before/after table."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from studio import _setup_machine as machine
from studio.cli.follow import ending_of, say_it_goes_on, scores, sum_up, watch
from studio.cli.output import print_json
from studio.cli.story import Story
from studio.cli.train import start_training
from studio.data.reader import ProjectReader
from studio.data.sample import create_sample_project
from studio.errors import RunFailed
from studio.paths import default_project
from studio.runs.folder import RunFolder
from studio.runs.presets import load_preset
from studio.words import _

PRESET = "demo-cpu"
MEASURES = ("format_compliance", "red_flag_recall")


def register(app: typer.Typer) -> None:
    app.command("demo", help=_("Train the demonstration model on the sample project."))(demo)


def demo(
    headless: Annotated[bool, typer.Option("--headless", help=_("in the terminal, without a window"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("end with one JSON line, for machines"))] = False,
    project: Annotated[Path | None, typer.Option(help=_("where the sample project is made or lies"))] = None,
    report: Annotated[
        Path | None, typer.Option(help=_("tell before and after in this HTML file, in the terminal"))
    ] = None,
) -> None:
    folder = (project or default_project()).resolve()
    if not (folder / "project.db").exists():
        create_sample_project(folder)
    if headless or as_json or report or not machine.has_screen(sys.platform, dict(os.environ)):
        run = _train_here(folder, as_json)
        if report:
            _report(folder, run, report, as_json)
        return
    from studio.ui.app import open_window

    raise typer.Exit(open_window(folder, tab="train"))


def _train_here(project: Path, as_json: bool) -> RunFolder:
    # The sample project is the user's to extend: its first data set is the one it came with.
    with ProjectReader(project) as reader:
        names = [dataset.name for dataset in reader.datasets()]
    run = start_training(project, names[0] if names else "", PRESET, load_preset(PRESET).preset.recipe)
    console = Console(stderr=as_json)
    try:
        story = watch(run, console)
    except KeyboardInterrupt:
        say_it_goes_on(run)
        raise typer.Exit from None
    ending = ending_of(run, story)
    if as_json:
        print_json(answer(run, story))
    else:
        sum_up(run, story, ending, console)
    return run


def _report(project: Path, run: RunFolder, target: Path, as_json: bool) -> None:
    from studio.cli.evaluate import evaluated
    from studio.evaluating.report import write_report

    number = int(run.name.partition("-")[0])
    written = write_report(evaluated(project, number, "test", as_json=as_json), target)
    if not as_json:
        typer.echo(_("The report is in {path}").format(path=written))


def answer(run: RunFolder, story: Story) -> dict[str, object]:
    """The one JSON line; raises RunFailed when the run was stopped before both sides were scored."""
    found, ending = scores(story), story.ending
    complete = all(measure in found[state] for state in found for measure in MEASURES)
    if ending is None or ending.type == "failed" or not complete:
        raise RunFailed(
            _("The run was stopped before the comparison was complete."), hint=_("Start the demonstration again.")
        )
    chosen = {state: {measure: found[state][measure] for measure in MEASURES} for state in found}
    return chosen | {
        "train_cpu_s": ending.train_cpu_s,
        "wall_s": ending.wall_s,
        "steps": ending.steps,
        "run": str(run.path),
    }
