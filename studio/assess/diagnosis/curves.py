"""Robust numbers about a curve: one strange point moves none of them."""

from dataclasses import dataclass

import numpy as np

from studio.assess.diagnosis.series import Floats, Series, blocks

MAD_TO_SIGMA = 1.4826
"""Of a normal distribution (Hampel 1974)."""
MOST_BLOCKS = 60
_SHORTEST_WINDOW, _LONGEST_WINDOW = 5, 50
_WINDOWS = 10
_LEAST_FOR_NOISE = 4
_NORMAL_95 = 1.96


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


@dataclass(frozen=True)
class Trend:
    """Change per step with its 95 % interval."""

    slope: float
    low: float
    high: float


def trend(series: Series) -> Trend:
    """The median of all slopes between two points, with the interval of Sen (1968); needs two points."""
    short = blocks(series, MOST_BLOCKS)
    count = len(short)
    first, second = np.triu_indices(count, 1)
    rise = short.values[second] - short.values[first]
    slopes = np.sort(rise / (short.steps[second] - short.steps[first]))
    # Normal approximation of Kendall's statistic.
    spread = _NORMAL_95 * np.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = max(0, round((len(slopes) - spread) / 2))
    high = min(len(slopes) - 1, round((len(slopes) + spread) / 2))
    return Trend(float(np.median(slopes)), float(slopes[low]), float(slopes[high]))


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
