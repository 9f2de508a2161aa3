"""Intervals of quantiles, p95 of a latency above all."""

from math import exp, sqrt

import numpy as np
from scipy.special import betainc, nctdtrit, ndtri

from studio.assess.measure import Floats

ROWS_OF_P95 = 72
"""So many values give both ends of p95's interval without any assumption about their distribution."""
_STEPS = 50
_LARGEST = 300.0
"""Two values may say so little that the limit of their logarithm has no antilogarithm."""


def quantile_limits(values: Floats, quantile: float) -> tuple[float, float]:
    """95 % interval by order statistics in between which it interpolates (Hutson 1999, J. Appl. Stat. 26:343-353).

    They cannot reach beyond the smallest and the largest value: the upper limit of p95 needs ROWS_OF_P95. With fewer,
    that limit is the one of a log-normal distribution (a normal one, where values are not positive).
    """
    ordered = np.sort(values)
    low, high = (_by_order(ordered, quantile, tail) for tail in (0.975, 0.025))
    return (
        _by_shape(values, quantile, 0.025) if low is None else low,
        _by_shape(values, quantile, 0.975) if high is None else high,
    )


def _by_order(ordered: Floats, quantile: float, tail: float) -> float | None:
    size = len(ordered) + 1

    def beyond(share: float) -> float:
        return float(betainc(size * share, size * (1 - share), quantile)) - tail

    low, high = 1 / size, len(ordered) / size
    if beyond(low) < 0 or beyond(high) > 0:
        return None
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle) > 0 else (low, middle)
    return float(np.interp(low * size - 1, np.arange(len(ordered)), ordered))


def _by_shape(values: Floats, quantile: float, tail: float) -> float:
    """The limit of a normal distribution's quantile (Hahn, Meeker 1991, Statistical Intervals, section 4.4)."""
    positive = bool((values > 0).all())
    scaled = np.log(values) if positive else values
    root = sqrt(len(values))
    spread = float(scaled.std(ddof=1)) if len(values) > 1 else 0.0
    limit = float(scaled.mean()) + float(nctdtrit(len(values) - 1, float(ndtri(quantile)) * root, tail)) * spread / root
    return exp(min(limit, _LARGEST)) if positive else limit
