"""Starting and ending workers, each a process of its own that outlives the window."""

import time

import psutil

from studio.errors import RunFailed
from studio.runs.claim import arriving
from studio.runs.death import Death, describe_death
from studio.runs.folder import RunFolder, RunState
from studio.runs.process import ProcessIdentity, identify, is_alive, read_identity
from studio.runs.spawn import spawn
from studio.runs.state import has_worker, run_state
from studio.runs.tail import is_complete, read_ending
from studio.runs.warm import WarmWorker
from studio.words import _

__all__ = [
    "Death",
    "RunState",
    "WarmWorker",
    "describe_death",
    "kill_worker",
    "resume_run",
    "run_state",
    "start_run",
    "start_worker",
]

_LAST_BREATH_S = 10.0
_GLANCE_S = 0.02


def start_run(run: RunFolder, warm: WarmWorker | None) -> None:
    """Start with the warm worker when it takes the run, else with a cold one; raises RunFailed."""
    _clear_for_start(run)
    _start(run, warm)


def start_worker(run: RunFolder) -> None:
    """Start a cold worker; raises RunFailed when the run has ended or has a worker."""
    _clear_for_start(run)
    _start_cold(run)


def resume_run(run: RunFolder, warm: WarmWorker | None) -> None:
    """Let a new worker go on from the newest whole checkpoint, or from the beginning without one; raises RunFailed."""
    if is_complete(run):
        raise RunFailed(
            _("The run {run} has done all its steps.").format(run=run.name),
            hint=_(
                "“studio extend”, or “Train some epochs more…”, makes a new run that goes on from its last checkpoint."
            ),
        )
    if read_ending(run):
        _await_departure(run)
    _clear_for_worker(run)
    _start(run, warm)


def _await_departure(run: RunFolder) -> None:
    """A worker needs a moment to leave after its last word."""
    deadline = time.monotonic() + _LAST_BREATH_S
    while has_worker(run) and time.monotonic() < deadline:
        time.sleep(_GLANCE_S)


def _clear_for_start(run: RunFolder) -> None:
    if read_ending(run):
        raise RunFailed(_("The run {run} has already ended.").format(run=run.name), hint=_("Start a new run instead."))
    _clear_for_worker(run)


def _clear_for_worker(run: RunFolder) -> None:
    if not run.job_file.exists():
        raise RunFailed(_("The run {run} is not complete and cannot be started.").format(run=run.name))
    if has_worker(run):
        raise RunFailed(_("Another worker is already at work on {run}.").format(run=run.name))
    # What was said to and by an earlier, dead worker must not be taken for this one's.
    run.worker_file.unlink(missing_ok=True)
    run.control.unlink(missing_ok=True)


def _start(run: RunFolder, warm: WarmWorker | None) -> None:
    if warm is None or not warm.hand_over(run):
        _start_cold(run)


def _start_cold(run: RunFolder) -> None:
    child = spawn(["worker", str(run.path.resolve())], run.log)
    if identity := identify(child.pid):
        _announce(run, identity)


def _announce(run: RunFolder, identity: ProcessIdentity) -> None:
    """Tell who is starting, unless the worker was quicker and has told itself."""
    try:
        with run.worker_file.open("x", encoding="utf-8") as file:
            file.write(arriving(run, identity).model_dump_json() + "\n")
    except FileExistsError:
        return


def kill_worker(run: RunFolder) -> None:
    """End the worker's process and its children at once; raises RunFailed unless it is surely this run's worker."""
    identity = read_identity(run.worker_file)
    if identity is None or not is_alive(identity):
        raise RunFailed(_("The run {run} has no worker on this machine.").format(run=run.name))
    try:
        # psutil checks the start time once more before each signal.
        worker = psutil.Process(identity.pid)
        family = [worker, *worker.children(recursive=True)]
        if not is_alive(identity):
            return
        for process in family:
            process.kill()
    except psutil.NoSuchProcess:
        return
    except psutil.AccessDenied as error:
        raise RunFailed(_("The worker of {run} belongs to another user.").format(run=run.name)) from error
    psutil.wait_procs([worker], timeout=_LAST_BREATH_S)
