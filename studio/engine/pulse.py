"""A sign of life every two seconds, with the memory in use, also while a library computes or loads for long."""

import sys
import threading
import time
from contextlib import suppress

import psutil

from studio.core.events import Heartbeat, Memory
from studio.runs.journal import JournalWriter

_EVERY_S = 2.0


class Pulse(threading.Thread):
    """Writes Heartbeat and Memory until it is closed; the training tells it each finished step."""

    def __init__(self, journal: JournalWriter) -> None:
        super().__init__(name="pulse", daemon=True)
        self._journal = journal
        self._process = psutil.Process()
        self._ended = threading.Event()
        self.step = 0
        """The last finished optimiser step."""
        self._last_step_at = 0.0

    def finished_step(self, step: int) -> None:
        """Note that an optimiser step is done."""
        self.step, self._last_step_at = step, time.time()

    def run(self) -> None:
        # A full disk is the main thread's to report; it meets the same error at its next event.
        with suppress(OSError):
            while not self._ended.wait(_EVERY_S):
                self._journal.append(Heartbeat(step=self.step, last_step_at=self._last_step_at))
                self._journal.append(self._memory())

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
