"""What a run takes from the machine, as numbers by the names of metrics."""

import time
from collections.abc import Callable
from itertools import islice

from studio.core.events import Metric
from studio.engine.card import Card
from studio.engine.processor import PackageEnergy, Processor
from studio.runs.folder import RunFolder
from studio.runs.tail import events_backwards

JOULES_PER_WH = 3600.0
# Energy is told at every reading: that of the worker before stands among its last lines.
_LOOKED_THROUGH = 2000


class Resources:
    """The card and the processor together; energy is what those of them that can be measured have taken."""

    def __init__(
        self,
        card: Card | None,
        processor: Processor | None = None,
        package: PackageEnergy | None = None,
        *,
        spent_wh: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._card, self._clock = card, clock
        self._processor, self._package = processor or Processor(), package or PackageEnergy()
        self._joules = spent_wh * JOULES_PER_WH
        self._counter = card.joules() if card else None
        self._read_at = clock()
        self._package.spent()

    def limits(self) -> dict[str, float]:
        """What the readings are shares of; the names end in `_limit`."""
        return {**self._processor.limits(), **(self._card.limits() if self._card else {})}

    def read(self) -> dict[str, float]:
        """How it stands now; `energy_wh` counts from the run's first worker on."""
        found = {**self._processor.read(), **(self._card.read() if self._card else {})}
        now = self._clock()
        parts = [self._package.spent(), self._spent_by_card(found.get("gpu_power"), now - self._read_at)]
        self._read_at = now
        measured = [each for each in parts if each is not None]
        if measured:
            self._joules += sum(measured)
            found["energy_wh"] = self._joules / JOULES_PER_WH
        return found

    def close(self) -> None:
        """Let go of the card."""
        if self._card:
            self._card.close()

    def _spent_by_card(self, watts: float | None, seconds: float) -> float | None:
        if self._card is None:
            return None
        before, self._counter = self._counter, self._card.joules()
        if before is not None and self._counter is not None:
            return max(0.0, self._counter - before)
        return None if watts is None else watts * seconds


def energy_so_far(run: RunFolder) -> float:
    """Watt-hours that earlier workers of this run have counted."""
    if not run.events.exists():
        return 0.0
    told = (
        event.value
        for event in islice(events_backwards(run), _LOOKED_THROUGH)
        if isinstance(event, Metric) and event.name == "energy_wh"
    )
    return next(told, 0.0)
