"""Waiting for a turn in the queue that windows and commands share: one model at a time fits on a machine."""

import shutil
import time
from collections.abc import Callable

import typer

from studio.cli.follow import say_it_goes_on
from studio.errors import RunFailed
from studio.runs.evaluations import EVALUATIONS
from studio.runs.exports import EXPORTS
from studio.runs.folder import RUNS, RunFolder
from studio.runs.queue import busy_with, enqueue, is_waiting, start_next, withdraw
from studio.words import N_, _

_GLANCE_S = 1.0
_WAITING = {
    RUNS: N_("Waiting for the training {run} to end: one model at a time. Ctrl+C gives up."),
    EVALUATIONS: N_("Waiting for the evaluation {run} to end: one model at a time. Ctrl+C gives up."),
    EXPORTS: N_("Waiting for the export {run} to end: one model at a time. Ctrl+C gives up."),
}


def _say(line: str) -> None:
    typer.echo(line, err=True)


def start_in_turn(run: RunFolder, say: Callable[[str], None] = _say) -> None:
    """Start a new evaluation or export as soon as nothing of its project is at work and none waits before it.

    Ctrl+C before that deletes it, since nothing was done yet. Raises RunFailed.
    """
    enqueue(run)
    try:
        _await_turn(run, say)
    except KeyboardInterrupt:
        if withdraw(run):
            shutil.rmtree(run.path, ignore_errors=True)
            say(_("It was taken out of the queue: nothing had been done yet."))
        elif run.worker_file.exists():
            say_it_goes_on(run)
        raise


def _await_turn(run: RunFolder, say: Callable[[str], None]) -> None:
    project, told = run.path.parent.parent, ""
    while is_waiting(run):
        try:
            if start_next(project, None) == run:
                return
            words = _waits_for(busy_with(project))
        except RunFailed as error:
            # What cannot start before this one has left the queue; what happens again would happen for ever.
            if not is_waiting(run) or error.message == told:
                raise
            words = error.message
        if words and words != told:
            say(words)
            told = words
        time.sleep(_GLANCE_S)
    # Who takes it out of the queue to start it holds the queue's lock until its worker is named.
    withdraw(run)
    if not run.worker_file.exists():
        raise RunFailed(_("{run} was taken out of the queue elsewhere.").format(run=run.name))


def _waits_for(busy: RunFolder | None) -> str:
    return _(_WAITING[busy.path.parent.name]).format(run=busy.name) if busy else ""
