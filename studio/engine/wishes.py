"""What the user wants of the running worker, by control.jsonl or by a signal."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from studio.core.control import ControlAction
from studio.engine.stopping import StoppedNow
from studio.runs.control import ControlReader
from studio.runs.folder import RunFolder


class Wishes:
    """Asked at every step, batch and generated token; a termination signal means pause: a log-off gives no time."""

    def __init__(self, run: RunFolder) -> None:
        self._reader = ControlReader(run)
        self._wished: ControlAction | None = None
        self._evaluated = 0
        self._between_steps = False
        self.unsaved = False
        """Whether something was learned that is not on disk yet; else any wish to stop can be obeyed at once."""

    def listen_to_signals(self) -> None:
        """Take SIGTERM, and Ctrl-C when started by hand, as a request; only the main thread may."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._on_signal)
            signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.pause()

    def pause(self) -> None:
        """Wish for a pause on the machine's behalf."""
        self._wished = "pause"

    def latest(self) -> ControlAction | None:
        """The last request to end; a signal gives way to a request that was written."""
        return self._reader.latest() or self._wished

    def take_evaluation(self) -> bool:
        """Whether an evaluation was asked for since this was asked last."""
        known, self._evaluated = self._evaluated, self._reader.evaluations()
        return self._evaluated > known

    @contextmanager
    def between_steps(self) -> Iterator[None]:
        """Within, a wish to pause can be obeyed at once: all that was learned can still be saved."""
        self._between_steps = True
        try:
            yield
        finally:
            self._between_steps = False

    def obey_stop_now(self) -> None:
        """Raise StoppedNow when the user wants the run to end and nothing is left to save, or not to be saved."""
        wish = self.latest()
        if wish == "stop_now" or (wish and not self.unsaved) or (wish == "pause" and self._between_steps):
            raise StoppedNow
