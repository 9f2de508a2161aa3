"""How long texts are, as numbers and as a histogram."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_BINS = 30
"""At most, beside the last one."""
_ROUND = (1, 2, 5, 10, 20, 25, 50)
_USUAL = 99
_LONG = 95


@dataclass(frozen=True)
class Lengths:
    """Lengths of `count` texts; the histogram's last bin reaches from the 99th percentile to the longest."""

    count: int
    mean: float
    median: float
    long: float
    """Longer are 5 %."""
    longest: int
    edges: tuple[int, ...]
    """One more than there are bins."""
    bins: tuple[int, ...]


def summed_up(lengths: Sequence[int]) -> Lengths | None:
    """None for no lengths at all."""
    if not len(lengths):
        return None
    values = np.asarray(lengths, np.int64)
    longest = int(values.max())
    median, long, usual = (float(each) for each in np.percentile(values, [50, _LONG, _USUAL]))
    width = _round_width(-(-int(usual) // _BINS))
    edges = [*range(0, (int(usual) // width + 1) * width + 1, width)]
    if longest >= edges[-1]:
        edges.append(longest + 1)
    bins, _edges = np.histogram(values, edges)
    return Lengths(len(values), float(values.mean()), median, long, longest, tuple(edges), tuple(bins.tolist()))


def _round_width(least: int) -> int:
    """People read “200 to 249” better than “189 to 230”."""
    power = 1
    while least > _ROUND[-1] * power:
        power *= 10
    return next(each * power for each in _ROUND if each * power >= least)
