"""A number along the steps of a run."""

from array import array
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """Both arrays have one length; steps ascend."""

    steps: Floats = field(default_factory=lambda: np.empty(0))
    values: Floats = field(default_factory=lambda: np.empty(0))

    def __len__(self) -> int:
        return len(self.steps)

    def after(self, step: float) -> "Series":
        """What came later than `step`."""
        later = self.steps > step
        return Series(self.steps[later], self.values[later])


class GrowingSeries:
    """A series as it is told; a run that was resumed tells some steps again, which replace what was told before."""

    def __init__(self) -> None:
        self._steps, self._values = array("d"), array("d")

    def add(self, step: int, value: float) -> None:
        """The next point."""
        while self._steps and self._steps[-1] >= step:
            self._steps.pop()
            self._values.pop()
        self._steps.append(step)
        self._values.append(value)

    def series(self) -> Series:
        """A copy of what was told so far."""
        return Series(np.array(self._steps), np.array(self._values))


def blocks(series: Series, most: int) -> Series:
    """Means of at most so many equal pieces, so that long runs cost no more than short ones."""
    count = len(series)
    if count <= most:
        return series
    edges = np.linspace(0, count, most + 1).astype(int)
    sizes = np.diff(edges)
    return Series(
        np.add.reduceat(series.steps, edges[:-1]) / sizes,
        np.add.reduceat(series.values, edges[:-1]) / sizes,
    )
