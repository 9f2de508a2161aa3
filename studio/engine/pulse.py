"""A sign of life every two seconds, with what the run takes, also while a library computes or loads for long."""

import sys
import threading
import time
from contextlib import closing, suppress

import psutil

from studio.core.events import Heartbeat, Memory, Metric
from studio.engine.card import open_card
from studio.engine.resources import Resources
from studio.runs.journal import JournalWriter

EVERY_S = 2.0
# The machine is read at each of the first beats, then at every fifth: a night then costs the journal a few megabytes.
FIRST_BEATS = 60
READ_EVERY = 5


class Pulse(threading.Thread):
    """Writes Heartbeat, Memory and readings of the machine until it is closed; told of each finished step."""

    def __init__(self, journal: JournalWriter, *, spent_wh: float = 0.0, every_s: float = EVERY_S) -> None:
        super().__init__(name="pulse", daemon=True)
        self._journal, self._spent_wh, self._every_s = journal, spent_wh, every_s
        self._process = psutil.Process()
        self._ended = threading.Event()
        self.step = 0
        """The last finished optimiser step."""
        self._last_step_at = 0.0

    def finished_step(self, step: int) -> None:
        """Note that an optimiser step is done."""
        self.step, self._last_step_at = step, time.time()

    def run(self) -> None:
        with closing(Resources(open_card(), spent_wh=self._spent_wh)) as resources:
            beat = 0
            while not self._ended.wait(self._every_s):
                # A full disk is the main thread's to report, which waits for room; beats go on afterwards.
                with suppress(OSError):
                    self._beat(resources, beat)
                beat += 1

    def _beat(self, resources: Resources, beat: int) -> None:
        self._journal.append(Heartbeat(step=self.step, last_step_at=self._last_step_at))
        self._journal.append(self._memory())
        if beat == 0:
            self._tell(resources.limits())
        if beat < FIRST_BEATS or beat % READ_EVERY == 0:
            self._tell(resources.read())

    def _tell(self, readings: dict[str, float]) -> None:
        step = self.step
        for name, value in readings.items():
            self._journal.append(Metric(step=step, name=name, value=value))

    def _memory(self) -> Memory:
        return Memory(step=self.step, process_bytes=self._process.memory_info().rss, device_bytes=_device_bytes())

    def close(self) -> None:
        """Stop and wait for the last beat."""
        self._ended.set()
        if self.is_alive():
            self.join()


def _device_bytes() -> int:
    # Asked before torch is imported, or on a machine without a card, it must not wake CUDA up.
    torch = sys.modules.get("torch")
    if torch is None or not getattr(torch, "cuda", None) or not torch.cuda.is_initialized():
        return 0
    return int(torch.cuda.memory_allocated())
