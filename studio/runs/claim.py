"""A worker's claim to its run: one worker per run, visible to everyone, gone with the process."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from studio.errors import RunFailed
from studio.runs.folder import RunFolder
from studio.runs.process import ProcessIdentity, own_identity, write_identity
from studio.runs.tail import is_complete, last_event
from studio.words import _

# A window that looks whether the lock is held holds it for a moment itself.
_PATIENCE_S = 2.0


@contextmanager
def claim_run(run: RunFolder) -> Iterator[None]:
    """Hold worker.lock and tell in worker.json who does; raises RunFailed when another holds it or all is done."""
    try:
        lock = FileLock(run.worker_lock).acquire(timeout=_PATIENCE_S, poll_interval=0.02)
    except Timeout as error:
        raise RunFailed(_("Another worker is already at work on {run}.").format(run=run.name)) from error
    except OSError as error:
        raise RunFailed(_("The run folder {path} cannot be written.").format(path=run.path), hint=str(error)) from error
    with lock:
        if is_complete(run):
            raise RunFailed(
                _("The run {run} has already ended.").format(run=run.name), hint=_("Start a new run instead.")
            )
        write_identity(run.worker_file, arriving(run, own_identity()))
        yield


def arriving(run: RunFolder, worker: ProcessIdentity) -> ProcessIdentity:
    """A worker that comes now, so that an ending told before is not taken for its own."""
    last = last_event(run)
    return worker.model_copy(update={"after": last.seq if last else -1})


def is_claimed(run: RunFolder) -> bool | None:
    """Whether a process holds worker.lock; None when this user may not know."""
    if not run.worker_lock.exists():
        return False
    try:
        with FileLock(run.worker_lock).acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return None
