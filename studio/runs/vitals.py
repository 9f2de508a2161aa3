"""Whether a worker that lives still does something, told by its journal alone: a process can hang without dying."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Literal

from studio.core.events import Event, Failed, Finished, Metric, Phase, PhaseName

SILENT_S = 60.0
"""Without any sign for so long, a worker that tells one every two seconds hangs, or its whole machine does."""
_SLOWER = 10
_RECENT_STEPS = 20


@dataclass(frozen=True)
class Silence:
    """Seconds without any sign of life, or with signs of life but without a step of training."""

    kind: Literal["no_sign", "no_step"]
    seconds: float


class Vitals:
    """Takes the events of a run in the order of its journal.

    Counts on clocks that nobody sets and that stand still while the machine sleeps: waking up is no silence.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._heard_at: float | None = None
        self._told_at, self._age = 0.0, 0.0
        self._phase: PhaseName | None = None
        self._moved_at: float | None = None
        self._steps: deque[float] = deque(maxlen=_RECENT_STEPS)
        self._over = False

    def take(self, event: Event) -> None:
        """The next event."""
        self._heard_at, self._told_at = self._steady(), event.mono
        self._age = max(0.0, self._wall() - event.at)
        self._over = isinstance(event, Finished | Failed)
        if isinstance(event, Phase):
            self._phase, self._moved_at = event.name, event.mono
        elif isinstance(event, Metric) and event.name == "loss" and self._moved_at is not None:
            self._steps.append(event.mono - self._moved_at)
            self._moved_at = event.mono

    def silence(self) -> Silence | None:
        """What is missing now, None while all is well or nothing is known."""
        if self._heard_at is None or self._over:
            return None
        unheard = self._age + self._steady() - self._heard_at
        if unheard > SILENT_S:
            return Silence("no_sign", unheard)
        if self._phase != "train" or self._moved_at is None or not self._steps:
            return None
        unmoved = self._told_at - self._moved_at + unheard
        return Silence("no_step", unmoved) if unmoved > max(SILENT_S, _SLOWER * median(self._steps)) else None
