"""Axes whose numbers are written as the user's language writes them, linear and logarithmic."""

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QFont

from studio.ui.formats import number, tick
from studio.ui.theme import Colours

GRID_STRENGTH = 200
TICK_DENSITY = 0.7
ROOM_FOR_NUMBER = 30.0
"""Pixels along an axis."""
FEWEST, MOST_ANYHOW = 2, 3
_WITHIN_DECADE = (1, 2, 5)


class LocalAxis(pg.AxisItem):
    """On a logarithmic axis the values are exponents of ten, the numbers beside it what they stand for."""

    def __init__(self, orientation: str, unit: float = 1.0) -> None:
        super().__init__(orientation)
        self._unit, self._logarithmic = unit, False
        self.enableAutoSIPrefix(False)
        self.setTickDensity(TICK_DENSITY)
        # One level of ticks, and as many lines of the grid.
        self.setStyle(tickLength=-4, tickTextOffset=6, maxTickLevel=0, hideOverlappingLabels=True)

    def show_logarithmic(self, logarithmic: bool) -> None:
        """Whether the values of the axis are exponents of ten."""
        if logarithmic != self._logarithmic:
            self._logarithmic = logarithmic
            self.picture = None
            self.update()

    def show_numbers(self, numbers: bool) -> None:
        """Whether there is anything to read off the axis."""
        if numbers != self.style["showValues"]:
            self.setStyle(showValues=numbers)

    def dress(self, colours: Colours, font: QFont) -> None:
        """Take the colours and the font of the plot."""
        self.setPen(pg.mkPen(colours.border))
        self.setTextPen(pg.mkPen(colours.muted))
        self.setTickPen(pg.mkPen(colours.border))
        small = QFont(font)
        small.setPointSizeF(8.5)
        self.setStyle(tickFont=small)

    def ticks(self, low: float, high: float, size: float) -> list[tuple[float, str]]:
        """Where the numbers stand along the axis, and what they say; `size` in pixels."""
        return [
            (value, text)
            for spacing, values in self.tickValues(low, high, size)[:1]
            for value, text in zip(values, self.tickStrings(values, 1.0, spacing), strict=True)
        ]

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        if self._logarithmic:
            return [(0.0, logarithmic_ticks(low, high, _most(size)))]
        if self.orientation == "left":
            # pyqtgraph wants too many on a low plot, one over the other, or none at all.
            spacing, values = even_ticks(low / self._unit, high / self._unit, _most(size))
            return [(spacing * self._unit, [value * self._unit for value in values])]
        levels: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
        return levels

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:
        if self._logarithmic:
            return [number(10.0**value / self._unit) for value in values]
        return [tick(value / self._unit, spacing / self._unit) for value in values]


def logarithmic_ticks(low: float, high: float, most: int) -> list[float]:
    """Exponents between two others: of 1, 2 and 5 in each decade, of whole decades only where those are too many."""
    whole = [float(each) for each in range(math.ceil(low), math.floor(high) + 1)]
    fine = [
        exponent
        for decade in range(math.floor(low), math.ceil(high) + 1)
        for digit in _WITHIN_DECADE
        if low <= (exponent := decade + math.log10(digit)) <= high
    ]
    if len(fine) < FEWEST:
        _spacing, values = even_ticks(10.0**low, 10.0**high, most)
        return [math.log10(value) for value in values if value > 0]
    if len(fine) <= most or len(whole) < FEWEST:
        return fine[:: math.ceil(len(fine) / most)]
    return whole[:: math.ceil(len(whole) / most)]


def even_ticks(low: float, high: float, most: int) -> tuple[float, list[float]]:
    """The distance between round numbers, and those between two ends: as many as there is room for, two if they fit."""
    if high <= low:
        return 1.0, []
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    steps = [digit * power for digit in (0.5, *_WITHIN_DECADE, 10)]
    at = next(at for at, step in enumerate(steps) if step >= rough * (1 - 1e-9))
    values = _multiples(low, high, steps[at])
    if len(values) < FEWEST and at:
        at, values = at - 1, _multiples(low, high, steps[at - 1])
    return steps[at], values


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [at * step for at in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _most(size: float) -> int:
    return max(MOST_ANYHOW, int(size / ROOM_FOR_NUMBER))
