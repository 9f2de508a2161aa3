"""Robust numbers about a curve: one strange point moves none of them."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import theilslopes

from studio.assess.diagnosis.facts import Floats, Series

MAD_TO_SIGMA = 1.4826
"""Of a normal distribution (Hampel 1974)."""
MOST_BLOCKS = 60
_SHORTEST_WINDOW, _LONGEST_WINDOW = 5, 50
_WINDOWS = 10
_LEAST_FOR_NOISE = 4


def window(points: int) -> int:
    """How many points make a level: a tenth of the curve, at least five."""
    return max(1, min(points, max(_SHORTEST_WINDOW, min(_LONGEST_WINDOW, points // _WINDOWS))))


def level(values: Floats) -> float:
    """The median."""
    return float(np.median(values))


def end_level(series: Series) -> float:
    """Where the curve stands now."""
    return level(series.values[-window(len(series)) :])


def noise(values: Floats) -> float:
    """Standard deviation around the trend, from the changes between neighbours; 0 for fewer than four points."""
    if len(values) < _LEAST_FOR_NOISE:
        return 0.0
    changes = np.diff(values)
    return float(MAD_TO_SIGMA * np.median(np.abs(changes - np.median(changes))) / np.sqrt(2))


def running_median(values: Floats, width: int) -> Floats:
    """Medians of `width` neighbours, one for each whole window."""
    if len(values) < width:
        return np.array([level(values)]) if len(values) else np.empty(0)
    return np.median(np.lib.stride_tricks.sliding_window_view(values, width), axis=1)


def blocks(series: Series, most: int = MOST_BLOCKS) -> Series:
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


@dataclass(frozen=True)
class Trend:
    """Change per step with its 95 % interval."""

    slope: float
    low: float
    high: float


def trend(series: Series) -> Trend:
    """The median of all slopes between two points (Theil 1950, Sen 1968); needs two points."""
    short = blocks(series)
    found = theilslopes(short.values, short.steps, 0.95)
    return Trend(float(found[0]), float(found[2]), float(found[3]))


def turns(values: Floats, least: float) -> int:
    """How often a curve turns round after a rise or fall of at least `least`."""
    if not len(values):
        return 0
    count, heading, extreme = 0, 0, float(values[0])
    for value in values[1:].tolist():
        if heading >= 0 and value <= extreme - least:
            count, heading, extreme = count + (heading > 0), -1, value
        elif heading <= 0 and value >= extreme + least:
            count, heading, extreme = count + (heading < 0), 1, value
        elif heading == 0:
            continue
        elif (value - extreme) * heading > 0:
            extreme = value
    return count
