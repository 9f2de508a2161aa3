"""Two models, right or wrong on the same rows: McNemar's test, the interval of the difference, and what would show."""

from functools import lru_cache
from math import inf, sqrt

import numpy as np
from scipy.special import bdtr, gammaln, xlog1py, xlogy

from studio.assess.intervals import Limits, wilson
from studio.assess.measure import Floats

_LEVEL, _POWER = 0.05, 0.8
_MOSTLY_DISCORDANT = 0.6
_STEPS = 20
_UNLIKELY = 1e-7


def mcnemar_p(only_before: int, only_after: int, rows: int) -> float:
    """Mid-p McNemar test (Fagerland, Lydersen, Laake 2013, BMC Med. Res. Methodol. 13:91), two-sided.

    Where the models disagree on more than 60 % of the rows it is the exact test, since mid-p would then call a
    difference up to 5.7 times in 100 where there is none; see `false_alarm_rate`.
    """
    discordant = only_before + only_after
    return float(_p_values(discordant, exact=_is_exact(discordant, rows))[only_before])


def false_alarm_rate(rows: int, discordance: float) -> float:
    """How often the test sees a difference between models that are equal and disagree on this share of rows."""
    return power(rows, discordance, 0.0)


def power(rows: int, discordance: float, difference: float) -> float:
    """How often, by counting all cases, the test sees a difference of models that disagree on `discordance`."""
    fewer = bdtr(np.arange(rows + 1), rows, discordance)
    low, high = (int(np.searchsorted(fewer, tail)) for tail in (_UNLIKELY, 1 - _UNLIKELY))
    discordant = np.arange(max(1, low), high + 1)
    largest = np.array([_largest_seen(int(each), _is_exact(int(each), rows)) for each in discordant])
    discordant, largest = discordant[largest >= 0], largest[largest >= 0]
    towards = (1 + difference / discordance) / 2
    seen = bdtr(largest, discordant, towards) + bdtr(largest, discordant, 1 - towards)
    return float((_probability(discordant, rows, discordance) * seen).sum())


def detectable_share(rows: int, discordance: float) -> float:
    """The smallest difference of shares seen 4 times in 5; inf where even the greatest would not be.

    A difference greater than the share of rows on which the models disagree makes them disagree on more.
    """
    if power(rows, 1.0, 1.0) < _POWER:
        return inf
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        enough = power(rows, min(1.0, max(discordance, middle)), middle) >= _POWER
        low, high = (low, middle) if enough else (middle, high)
    return high


def paired_limits(before: Floats, after: Floats) -> Limits:
    """95 % interval of after minus before (Newcombe 1998, Stat. Med. 17:2635-2650, method 10)."""
    both, neither = int((before * after).sum()), int(((1 - before) * (1 - after)).sum())
    lost, won = int((before * (1 - after)).sum()), int(((1 - before) * after).sum())
    rows = len(before)
    margins = (both + lost) * (won + neither) * (both + won) * (lost + neither)
    product = both * neither - lost * won
    # With his correction for continuity, which never turns the sign.
    corrected = max(product - rows / 2, 0.0) if product > 0 else float(product)
    correlation = corrected / sqrt(margins) if margins else 0.0
    old, new = (lost + both) / rows, (won + both) / rows
    return joined_limits((old, *wilson(both + lost, rows)), (new, *wilson(both + won, rows)), correlation)


def joined_limits(before: tuple[float, float, float], after: tuple[float, float, float], correlation: float) -> Limits:
    """Of a difference, from value, low and high of each side (Zou, Donner 2008, Stat. Med. 27:1693-1702)."""
    down, up = (
        _joined(after[0] - after[1], before[2] - before[0], correlation),
        _joined(after[2] - after[0], before[0] - before[1], correlation),
    )
    difference = after[0] - before[0]
    return difference - down, difference + up


def _joined(one: float, other: float, correlation: float) -> float:
    return sqrt(max(0.0, one**2 + other**2 - 2 * correlation * one * other))


def _is_exact(discordant: int, rows: int) -> bool:
    return discordant > _MOSTLY_DISCORDANT * rows


def _p_values(discordant: int, *, exact: bool) -> Floats:
    """By how many rows only one of the models has right."""
    counts = np.arange(discordant + 1)
    fewer = np.minimum(counts, discordant - counts)
    tail = 2 * bdtr(fewer, discordant, 0.5)
    p = tail if exact else tail - _probability(fewer, discordant, 0.5)
    return np.where(2 * counts == discordant, 1.0, np.minimum(p, 1.0))


def _probability(counts: np.ndarray[tuple[int], np.dtype[np.int64]], of: int, share: float) -> Floats:
    """Of the binomial distribution, which scipy.stats takes a second to import: the window loads this module."""
    ways = gammaln(of + 1) - gammaln(counts + 1) - gammaln(of - counts + 1)
    return np.exp(ways + xlogy(counts, share) + xlog1py(of - counts, -share))


@lru_cache(4096)
def _largest_seen(discordant: int, exact: bool) -> int:
    """The largest count on the smaller side that the test still calls a difference; -1 for none."""
    p = _p_values(discordant, exact=exact)[: (discordant + 1) // 2]
    return int(np.sum(p <= _LEVEL)) - 1
