"""What the user wants of the running worker, by control.jsonl or by a signal."""

import signal
import threading
from types import FrameType

from studio.core.control import ControlAction
from studio.engine.stopping import StoppedNow
from studio.runs.control import ControlReader
from studio.runs.folder import RunFolder


class Wishes:
    """Asked at every step, batch and generated token; a termination signal means stop and save."""

    def __init__(self, run: RunFolder) -> None:
        self._reader = ControlReader(run)
        self._signalled = False
        self.unsaved = False
        """Whether something was learned that is not on disk yet; else any wish to stop can be obeyed at once."""

    def listen_to_signals(self) -> None:
        """Take SIGTERM, and Ctrl-C when started by hand, as a request; only the main thread may."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._on_signal)
            signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signalled = True

    def latest(self) -> ControlAction | None:
        """The last request; a signal gives way to a request that was written."""
        return self._reader.latest() or ("stop_and_save" if self._signalled else None)

    def obey_stop_now(self) -> None:
        """Raise StoppedNow when the user wants the run to end and nothing is left to save, or not to be saved."""
        wish = self.latest()
        if wish == "stop_now" or (wish and not self.unsaved):
            raise StoppedNow
