"""Room on the disk: a run that finds none waits for it instead of dying, and says how much is needed."""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from studio.core.events import Event, Notice, Phase
from studio.engine.wishes import Wishes
from studio.runs.folder import RunFolder
from studio.runs.lines import disk_is_full
from studio.words import _

_log = logging.getLogger(__name__)
_RESERVE_BYTES = 64 * 1024
# For the journal and for what a file system needs beside the bytes of a file.
_MARGIN = 256 * 1024
_MEGABYTE = 1_000_000
_GLANCE_S = 0.5
# A write that failed although there seemed to be room is tried again so often.
_AGAIN_S = 5.0


class Room:
    """The disk of one run, with a reserve that lets a full disk still be told of."""

    def __init__(self, run: RunFolder, wishes: Wishes) -> None:
        self._run, self._wishes = run, wishes
        self._reserve = run.path / "reserve.partial"
        self._telling = False
        self.tell: Callable[[Event], object] = lambda _event: None
        """Where what is missing is said; the journal, once there is one."""

    def reserve(self) -> None:
        """Keep a little aside, as long as there is any."""
        with suppress(OSError):
            self._reserve.write_bytes(bytes(_RESERVE_BYTES))

    def release(self) -> None:
        """Give the reserve back; whoever tidied the folder during a run has done so before."""
        self._reserve.unlink(missing_ok=True)

    def save(self, needed: int, write: Callable[[], None]) -> bool:
        """Write when there is room for `needed` bytes, waiting for it as long as it takes; answers whether it waited.

        Raises StoppedNow when the user no longer wants to wait, and what `write` raises.
        """
        waited = False
        while True:
            if self._free() < needed + _MARGIN:
                self._say_missing(needed, phase=True)
                self._linger(lambda: self._free() >= needed + _MARGIN)
                waited = True
            try:
                write()
            except OSError as error:
                if not disk_is_full(error):
                    raise
            else:
                return waited
            # There is less room than the system said: a quota, or somebody was quicker.
            self._say_missing(needed, phase=True)
            self._linger(_passed(_AGAIN_S))
            waited = True

    def await_line(self, error: OSError) -> None:
        """Return when the journal can be written again; raises `error` where waiting is not for this thread to do."""
        in_charge = threading.current_thread() is threading.main_thread()
        if self._telling or not in_charge or not disk_is_full(error):
            raise error
        self._say_missing(0, phase=False)
        self._linger(lambda: self._free() >= _MARGIN)

    def _linger(self, over: Callable[[], bool]) -> None:
        while not over():
            self._wishes.obey_stop_now()
            time.sleep(_GLANCE_S)
        self.reserve()

    def _free(self) -> int:
        return shutil.disk_usage(self._run.path).free

    def _say_missing(self, needed: int, *, phase: bool) -> None:
        self.release()
        missing = -(-max(1, needed + _MARGIN - self._free()) // _MEGABYTE)
        notice = Notice(
            message=_("The disk {drive} is full: {count} MB more are needed to save what was learned.").format(
                drive=_drive(self._run.path), count=missing
            ),
            hint=_(
                "Free some space, and the run goes on by itself. “Stop now” ends it; what was saved before is complete."
            ),
        )
        self._telling = True
        try:
            if phase:
                self.tell(Phase(name="wait_for_space"))
            self.tell(notice)
        except OSError:
            _log.warning("%s", notice.message)
        finally:
            self._telling = False


def _passed(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _drive(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if os.path.ismount(each) or each == each.parent)
