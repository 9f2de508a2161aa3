"""`studio runs | attach | stop`: the runs of a project, seen and ended from a terminal."""

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from studio.cli.follow import follow
from studio.cli.output import print_json
from studio.core.control import ControlAction
from studio.errors import ProjectFailed, RunFailed
from studio.runs.control import request
from studio.runs.folder import LIVING, RunFolder
from studio.runs.queue import is_waiting, withdraw
from studio.runs.run import RunSummary, list_runs, open_run
from studio.runs.state import has_worker
from studio.runs.supervisor import kill_worker, run_state
from studio.ui.formats import duration
from studio.ui.training.wording import state_words
from studio.words import _

_PATIENCE_S = 15.0
_GLANCE_S = 0.1

RunPath = Annotated[Path, typer.Argument(metavar="RUN", help=_("the folder of the run"), readable=False)]
AsJson = Annotated[bool, typer.Option("--json", help=_("JSON lines, for machines"))]


def register(app: typer.Typer) -> None:
    app.command("runs", help=_("List the runs of a project, newest first."))(runs)
    app.command("attach", help=_("Show a run, going on or long over, until it ends."))(attach)
    app.command("stop", help=_("Ask a run to save what it learned and stop."))(stop)


def runs(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    as_json: AsJson = False,
) -> None:
    from studio.data.connection import FILE, explained

    with explained(project):
        is_project = (project / FILE).exists()
    if not is_project:
        raise ProjectFailed(_("{path} is not the folder of a project.").format(path=project))
    found = list_runs(project)
    if as_json:
        print_json({"runs": [_for_machines(summary) for summary in found]})
    elif found:
        Console().print(_table(found))
    else:
        typer.echo(_("The project has no runs yet."))


def _for_machines(summary: RunSummary) -> dict[str, object]:
    return {
        "run": str(summary.run.path),
        "state": summary.state,
        "preset": summary.job.preset if summary.job else None,
        "step": summary.last_step,
        "total_steps": summary.total_steps,
        "started_at": summary.started_at,
        "ended_at": summary.ended_at,
        "message": summary.message,
    }


def _table(found: list[RunSummary]) -> Table:
    table = Table()
    for title in (_("Run"), _("State"), _("Steps"), _("Begun"), _("Duration"), _("Message")):
        table.add_column(title)
    for summary in found:
        begun = summary.started_at
        table.add_row(
            summary.run.name,
            state_words(summary.state),
            f"{summary.last_step}/{summary.total_steps}" if summary.total_steps else str(summary.last_step),
            time.strftime("%Y-%m-%d %H:%M", time.localtime(begun)) if begun else "–",
            duration((summary.ended_at or time.time()) - begun) if begun else "–",
            Text(summary.message),
        )
    return table


def attach(run: RunPath, as_json: AsJson = False) -> None:
    follow(open_run(run), as_json=as_json)


def stop(
    run: RunPath,
    now: Annotated[bool, typer.Option("--now", help=_("at once, without saving what was learned last"))] = False,
    as_json: AsJson = False,
) -> None:
    folder = open_run(run)
    if is_waiting(folder) and withdraw(folder):
        if as_json:
            print_json({"run": str(folder.path), "requested": "stop_now", "state": run_state(folder)})
        else:
            typer.echo(_("{run} was waiting for its turn and was taken out of the queue.").format(run=folder.name))
        return
    if run_state(folder) not in LIVING:
        raise RunFailed(_("The run {run} has already ended.").format(run=folder.name))
    action: ControlAction = "stop_now" if now else "stop_and_save"
    request(folder, action)
    if now:
        _await_end(folder)
    if as_json:
        print_json({"run": str(folder.path), "requested": action, "state": run_state(folder)})
    elif now:
        typer.echo(_("The run {run} has stopped.").format(run=folder.name))
    else:
        typer.echo(_("The run {run} will finish its step, save what it learned and stop.").format(run=folder.name))


def _await_end(run: RunFolder) -> None:
    """A worker that hangs in a library does not look at requests: its process is ended."""
    deadline = time.monotonic() + _PATIENCE_S
    while run_state(run) in LIVING:
        if time.monotonic() > deadline:
            if has_worker(run):
                kill_worker(run)
            return
        time.sleep(_GLANCE_S)
