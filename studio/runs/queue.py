"""Evaluations and exports that wait for their turn: one model at a time fits on a machine."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from studio.errors import RunFailed
from studio.runs.control import request
from studio.runs.evaluations import EVALUATIONS
from studio.runs.exports import EXPORTS
from studio.runs.folder import LIVING, RUNS, RunFolder
from studio.runs.run import numbered_folders
from studio.runs.state import has_worker, run_state
from studio.runs.supervisor import resume_run
from studio.runs.warm import WarmWorker
from studio.words import _

_PLACES = (EVALUATIONS, EXPORTS)


def enqueue(run: RunFolder) -> None:
    """Let one wait for its turn, also across a restart; nothing where it is at work. Raises RunFailed."""
    # One whose worker has said its last word and is only ending waits for that; to go on must not come to nothing.
    if has_worker(run) and run_state(run) in LIVING:
        return
    try:
        run.waiting_file.write_text(f"{time.time()}\n", "utf-8")
    except OSError as error:
        raise RunFailed(
            _("The queue could not be written to {path}.").format(path=run.path), hint=str(error)
        ) from error


def is_waiting(run: RunFolder) -> bool:
    """Whether it waits for its turn."""
    return run.waiting_file.exists()


def waiting(project: Path) -> list[RunFolder]:
    """Those that wait, the next one first."""
    found = [run for place in _PLACES for run in numbered_folders(project / place) if is_waiting(run)]
    return sorted(found, key=lambda run: (_since(run), run.name))


def start_next(project: Path, warm: WarmWorker | None) -> RunFolder | None:
    """Start the next one unless something of this project is being trained, evaluated or exported; raises RunFailed.

    Two windows never start the same one twice.
    """
    if not waiting(project):
        return None
    with _one_at_a_time(project):
        run = next(iter(waiting(project)), None)
        if run is None or busy_with(project) is not None:
            return None
        _dequeue(run)
        resume_run(run, warm)
        return run


def withdraw(run: RunFolder) -> bool:
    """Take one out of the queue, unless another process has just started it; whether it waited till now.

    It is then one that was stopped. Raises RunFailed.
    """
    with _one_at_a_time(run.path.parent.parent):
        waited = is_waiting(run)
        if waited:
            # Before it leaves the queue: at no moment does it seem to be starting, or to have died.
            request(run, "stop_now")
            _dequeue(run)
        return waited


@contextmanager
def _one_at_a_time(project: Path) -> Iterator[None]:
    try:
        lock = FileLock(project / ".queue.lock").acquire()
    except OSError as error:
        raise RunFailed(_("The queue could not be written to {path}.").format(path=project), hint=str(error)) from error
    with lock:
        yield


def busy_with(project: Path) -> RunFolder | None:
    """What is being trained, evaluated or exported in this project."""
    folders = [run for place in (RUNS, *_PLACES) for run in numbered_folders(project / place)]
    return next((run for run in folders if _is_living(run)), None)


def _is_living(run: RunFolder) -> bool:
    with suppress(RunFailed):
        return run_state(run) in LIVING
    # One folder that this user may not read must not keep all others waiting.
    return False


def _since(run: RunFolder) -> float:
    with suppress(OSError, ValueError):
        return float(run.waiting_file.read_text("utf-8"))
    return 0.0


def _dequeue(run: RunFolder) -> None:
    """Take one out of the queue; nothing where it does not wait. Raises RunFailed."""
    try:
        run.waiting_file.unlink(missing_ok=True)
    except OSError as error:
        raise RunFailed(
            _("The file {path} cannot be removed.").format(path=run.waiting_file), hint=str(error)
        ) from error
