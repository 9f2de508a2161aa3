"""Processor time of a part of the run."""

import time


class CpuClock:
    """Counts the CPU seconds of this process, all threads together, while it is started."""

    def __init__(self) -> None:
        self._counted = 0.0
        self._since: float | None = None

    @property
    def cpu_s(self) -> float:
        """What was counted so far, the running stretch included."""
        return self._counted + (time.process_time() - self._since if self._since is not None else 0.0)

    def start(self) -> None:
        """Count from now on."""
        self._since = time.process_time()

    def stop(self) -> None:
        """Count no longer; harmless when not counting."""
        self._counted, self._since = self.cpu_s, None
