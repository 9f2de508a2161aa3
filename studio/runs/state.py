"""How a run stands, told from its folder alone."""

import time
from pathlib import Path

from studio.core.events import Failed, Finished, FinishReason
from studio.runs.claim import is_claimed
from studio.runs.control import ControlReader
from studio.runs.folder import RunFolder, RunState, readable
from studio.runs.process import boot_id, is_alive, read_identity
from studio.runs.spawn import reap_children
from studio.runs.tail import first_event, read_ending

# Between job.json and the worker's process lie milliseconds, on a very busy machine seconds.
_START_GRACE_S = 15.0
_ENDED: dict[FinishReason, RunState] = {"completed": "finished", "paused": "paused"}


def run_state(run: RunFolder) -> RunState:
    """The state now; right also after a restart of the machine or when the worker's process id has a new owner.

    Raises RunFailed when the folder is not readable.
    """
    reap_children()
    with readable(run):
        return _state(run)


def _state(run: RunFolder) -> RunState:
    if not run.job_file.exists():
        return _unfinished_folder_state(run)
    return _complete_folder_state(run)


def _complete_folder_state(run: RunFolder) -> RunState:
    if run.waiting_file.exists() and not has_worker(run):
        return "waiting"
    # First the process, then the journal: a worker seen dead has written its last word, if it had any.
    living = _living_state(run)
    ending = read_ending(run)
    if living and ending and _taken_up_since(run, ending):
        return "starting"
    if isinstance(ending, Failed):
        return "failed"
    if isinstance(ending, Finished):
        return _ENDED.get(ending.reason, "stopped")
    if living:
        return living
    return "stopped" if _was_stopped(run) else "died"


def _was_stopped(run: RunFolder) -> bool:
    """Whoever asked for an immediate stop may have ended the process to get it, or kept it from being started."""
    return ControlReader(run).latest() == "stop_now"


def _taken_up_since(run: RunFolder, ending: Finished | Failed) -> bool:
    """Whether the worker came after that ending, so that it is not the one that told it."""
    worker = read_identity(run.worker_file)
    return worker is not None and ending.seq <= worker.after


def _unfinished_folder_state(run: RunFolder) -> RunState:
    maker = read_identity(run.preparing_file)
    if maker is not None:
        return "preparing" if is_alive(maker) else "died"
    # Its maker tells who it is right after making the folder.
    return "preparing" if run.path.is_dir() and _is_new(run.path) else "died"


def _is_new(path: Path) -> bool:
    return time.time() - path.stat().st_mtime < _START_GRACE_S


def has_worker(run: RunFolder) -> bool:
    """Whether a process holds the run or was started for it and still lives."""
    worker = read_identity(run.worker_file)
    return is_claimed(run) is True or (worker is not None and is_alive(worker))


def _living_state(run: RunFolder) -> RunState | None:
    worker = read_identity(run.worker_file)
    claimed = is_claimed(run)
    if claimed is None:
        claimed = worker is not None and is_alive(worker)
    if claimed and (worker is None or worker.boot_id != boot_id() or is_alive(worker)):
        # A lock held since another start of a machine is held by a worker on another machine.
        return "running" if first_event(run) else "starting"
    if claimed:
        # A killed worker's own children may still hold the lock that they inherited.
        return None
    if worker:
        return "starting" if is_alive(worker) else None
    return "starting" if _is_new(run.job_file) and not _was_stopped(run) else None
