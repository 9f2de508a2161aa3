"""`studio pause | resume | evaluate-now | extend | restart`: a run interrupted, taken up again, prolonged."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.follow import follow
from studio.cli.output import command_line, print_json
from studio.cli.runs import AsJson, RunPath
from studio.cli.train import parse_changes
from studio.core.control import ControlAction
from studio.core.recipe import with_changes
from studio.errors import RunFailed
from studio.launch import continue_run, prolonged
from studio.runs.checkpoints import Checkpoint, list_checkpoints
from studio.runs.control import request
from studio.runs.folder import LIVING, RunFolder, readable
from studio.runs.run import open_run, read_job
from studio.runs.supervisor import resume_run, run_state, start_run
from studio.words import _, current_language

Follow = Annotated[bool, typer.Option("--follow", help=_("show the run until it ends"))]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="OPTION=VALUE", help=_("change an option of the recipe"))
]


def register(app: typer.Typer) -> None:
    app.command("pause", help=_("Ask a run to save a checkpoint and end; “studio resume” goes on from there."))(pause)
    app.command("resume", help=_("Go on with a run that was paused, stopped or cut off."))(resume)
    app.command("evaluate-now", help=_("Ask a run to check its progress after the current step."))(evaluate_now)
    app.command("extend", help=_("Train some epochs more: a new run from the last checkpoint of another."))(extend)
    app.command("restart", help=_("A new run from a checkpoint of another, perhaps with other options."))(restart)


def pause(run: RunPath, as_json: AsJson = False) -> None:
    folder = _ask(run, "pause")
    if as_json:
        print_json({"run": str(folder.path), "requested": "pause", "state": run_state(folder)})
        return
    typer.echo(_("The run {run} will finish its step, save a checkpoint and pause.").format(run=folder.name))
    typer.echo(_("To go on: {command}").format(command=command_line("studio", "resume", str(folder.path))))


def evaluate_now(run: RunPath, as_json: AsJson = False) -> None:
    folder = _ask(run, "evaluate_now")
    if as_json:
        print_json({"run": str(folder.path), "requested": "evaluate_now", "state": run_state(folder)})
    else:
        typer.echo(_("The run {run} will check its progress after the current step.").format(run=folder.name))


def _ask(run: Path, action: ControlAction) -> RunFolder:
    folder = open_run(run)
    if run_state(folder) not in LIVING:
        raise RunFailed(_("The run {run} has already ended.").format(run=folder.name))
    request(folder, action)
    return folder


def resume(run: RunPath, follow_run: Follow = False, as_json: AsJson = False) -> None:
    folder = open_run(run)
    resume_run(folder, None)
    _tell(folder, follow_run=follow_run, as_json=as_json)


def extend(
    run: RunPath,
    epochs: Annotated[float, typer.Option(help=_("how many epochs more"))] = 1.0,
    changes: Changes = None,
    follow_run: Follow = False,
    as_json: AsJson = False,
) -> None:
    folder = open_run(run)
    new = _continue(folder, _checkpoints(folder)[-1], epochs, changes or [])
    _tell(new, follow_run=follow_run, as_json=as_json)


def restart(
    run: RunPath,
    step: Annotated[int, typer.Option("--from", metavar="STEP", help=_("the step of the checkpoint"))],
    epochs: Annotated[float, typer.Option(help=_("how many epochs more"))] = 0.0,
    changes: Changes = None,
    follow_run: Follow = False,
    as_json: AsJson = False,
) -> None:
    folder = open_run(run)
    found = _checkpoints(folder)
    chosen = next((each for each in found if each.step == step), None)
    if chosen is None:
        steps = ", ".join(str(each.step) for each in found)
        raise RunFailed(
            _("There is no checkpoint of step {step}.").format(step=step),
            hint=_("There are checkpoints of the steps {steps}.").format(steps=steps),
        )
    _tell(_continue(folder, chosen, epochs, changes or []), follow_run=follow_run, as_json=as_json)


def _checkpoints(run: RunFolder) -> Sequence[Checkpoint]:
    with readable(run):
        found = list_checkpoints(run)
    if not found:
        raise RunFailed(
            _("The run {run} has no checkpoint.").format(run=run.name), hint=_("Start a new run from the base model.")
        )
    return found


def _continue(run: RunFolder, checkpoint: Checkpoint, epochs: float, changes: list[str]) -> RunFolder:
    recipe = with_changes(prolonged(read_job(run).recipe, checkpoint, epochs), parse_changes(changes))
    new = continue_run(run, checkpoint, recipe, current_language())
    start_run(new, None)
    return new


def _tell(run: RunFolder, *, follow_run: bool, as_json: bool) -> None:
    if follow_run:
        follow(run, as_json=as_json)
    elif as_json:
        print_json({"run": str(run.path), "state": run_state(run)})
    else:
        typer.echo(_("The run {run} goes on: {path}").format(run=run.name, path=run.path))
        typer.echo(_("To see it: {command}").format(command=command_line("studio", "attach", str(run.path))))
