"""`studio worker`: the process that trains; started by the window, by hand, over ssh or by a scheduler."""

import faulthandler
from pathlib import Path
from typing import Annotated

import typer

from studio.errors import RunFailed
from studio.words import _


def register(app: typer.Typer) -> None:
    app.command("worker", help=_("Do the work of one run in this process."))(worker)


def worker(
    run: Annotated[Path | None, typer.Argument(metavar="RUN", help=_("the folder of the run"))] = None,
    warm: Annotated[bool, typer.Option("--warm", help=_("load the libraries, then wait for a run"))] = False,
) -> None:
    if (run is None) != warm:
        raise RunFailed(_("Name one run, or use --warm without a run."))
    # A crash in a library leaves its name in the log, where the window reads it.
    faulthandler.enable()
    from studio.engine.worker import wait_for_run, work

    raise typer.Exit(work(run) if run else wait_for_run())
