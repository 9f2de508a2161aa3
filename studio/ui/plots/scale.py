"""From values to places on an axis, linear or logarithmic."""

from collections.abc import Sequence

import numpy as np

from studio.ui.pyramid import Floats

ROOM = 0.06


class Scale:
    """On a logarithmic axis values that have no logarithm lie on its floor, a decade below the least that has one."""

    def __init__(self, from_zero: bool) -> None:
        self._from_zero = from_zero
        self.logarithmic = False
        self._floor: float | None = None

    @property
    def in_use(self) -> bool:
        """Whether places are exponents of ten: asked for, and something in view has a logarithm."""
        return self.logarithmic and self._floor is not None

    def learn(self, values: Sequence[Floats]) -> None:
        """Look at all that is going to be drawn."""
        if not self.logarithmic:
            return
        least = [float(each[each > 0].min()) for each in values if (each > 0).any()]
        self._floor = min(least) / 10 if least else None

    def on_axis(self, values: Floats) -> Floats:
        """The places of these values."""
        if not self.in_use:
            return values
        places: Floats = np.log10(np.maximum(values, self._floor or 1.0))
        return places

    def place(self, value: float) -> float:
        """The place of one value."""
        return float(self.on_axis(np.array([value]))[0])

    def bounds(self, places: Floats, limit: float | None) -> tuple[float, float]:
        """The ends of an axis that shows these places; the limit comes into view with values over half of it."""
        high = float(places.max())
        if limit is not None and high > self.place(limit / 2):
            high = max(high, self.place(limit))
        low = 0.0 if self._from_zero and not self.in_use else float(places.min())
        room = (high - low) * ROOM or (0.1 if self.in_use else abs(high) * 0.1) or 1.0
        return (low - room if low else low), high + room
