"""A warm worker: a process that has done its imports and waits for a run."""

import contextlib
import os
import subprocess
import time
from pathlib import Path

import psutil

from studio.errors import RunFailed
from studio.paths import cache_folder
from studio.runs.claim import arriving, is_claimed
from studio.runs.folder import RunFolder
from studio.runs.handover import READY
from studio.runs.process import identify, write_identity
from studio.runs.spawn import spawn
from studio.words import _

# A worker that is still importing on a busy machine takes the run when it is done.
_PATIENCE_S = 30.0
_GLANCE_S = 0.02
_LOG_PREFIX = "warm-worker-"


class WarmWorker:
    """At most one waiting process of this window; it ends by itself when the window dies before handing it a run."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._log = cache_folder() / f"{_LOG_PREFIX}{os.getpid()}.log"

    def start(self) -> None:
        """Warm a worker unless one is waiting; raises RunFailed when no process can be started."""
        if self.alive:
            return
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            _sweep(self._log.parent)
            self._log.write_bytes(b"")
        except OSError as error:
            raise RunFailed(
                _("The folder {path} cannot be written.").format(path=self._log.parent), hint=str(error)
            ) from error
        self._process = spawn(["worker", "--warm"], self._log, stdin=subprocess.PIPE)

    @property
    def alive(self) -> bool:
        """Whether a process waits or is getting ready to."""
        return self._process is not None and self._process.poll() is None

    @property
    def ready(self) -> bool:
        """Whether the waiting process has done its imports."""
        return self.alive and READY.encode() in self._log.read_bytes()

    def hand_over(self, run: RunFolder) -> bool:
        """Give the run away; False, with nothing changed, unless the process is seen to have taken it."""
        process, self._process = self._process, None
        if process is None:
            return False
        if process.poll() is not None:
            _close_input(process)
            return False
        known = _size(run.events)
        identity = identify(process.pid)
        if identity:
            write_identity(run.worker_file, arriving(run, identity))
        if _tell(process, run) and _was_taken(process, run, known):
            return True
        run.worker_file.unlink(missing_ok=True)
        return False

    def close(self) -> None:
        """End the waiting process; one that was given a run goes on."""
        process, self._process = self._process, None
        if process is None:
            return
        # It has nothing to lose, and would notice the end of its input only after its imports.
        process.kill()
        process.wait()
        _close_input(process)
        self._log.unlink(missing_ok=True)


def _tell(process: subprocess.Popen[bytes], run: RunFolder) -> bool:
    assert process.stdin is not None
    try:
        process.stdin.write(f"{run.path.resolve()}\n".encode())
        process.stdin.flush()
    except OSError:
        return False
    finally:
        _close_input(process)
    return True


def _close_input(process: subprocess.Popen[bytes]) -> None:
    # Closing flushes, which fails when the process has gone.
    with contextlib.suppress(OSError):
        if process.stdin:
            process.stdin.close()


def _was_taken(process: subprocess.Popen[bytes], run: RunFolder, known: int) -> bool:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        try:
            process.wait(timeout=_GLANCE_S)
        except subprocess.TimeoutExpired:
            if is_claimed(run):
                return True
            continue
        # It may have taken the run and ended it at once, by a missing model say.
        return _size(run.events) > known
    return True


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _sweep(folder: Path) -> None:
    """Remove the logs of windows that are gone."""
    for log in folder.glob(f"{_LOG_PREFIX}*.log"):
        owner = log.stem.removeprefix(_LOG_PREFIX)
        if not (owner.isdecimal() and psutil.pid_exists(int(owner))):
            with contextlib.suppress(OSError):
                log.unlink()
