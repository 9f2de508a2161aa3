"""Two models on the same rows: is one better, how sure is that, and which rows changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite, sqrt
from typing import Literal

import numpy as np
from scipy.special import stdtr, stdtrit

from studio.assess.holm import holm
from studio.assess.intervals import Limits, limits, resampled, studentised_limits, students_t
from studio.assess.mcnemar import detectable_share, joined_limits, mcnemar_p, paired_limits
from studio.assess.measure import Floats, Measure
from studio.assess.metric import MetricInfo
from studio.assess.resampling import Clusters, Units, sign_flip_p, studentised, units_of

Verdict = Literal["better", "worse", "different", "no_difference"]
_LEVEL, _POWER = 0.05, 0.8
_LEAST = 2
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Paired:
    """`after` less `before` on the rows of both; `difference` has the metric's own sign, the verdict its direction."""

    metric: str
    n: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    p: float
    """Two-sided; adjusted for how many comparisons were made once it comes from `adjusted`."""
    detectable: float
    """The smallest difference that this many rows would have shown 4 times in 5; inf where none would."""
    verdict: Verdict
    newly_right: tuple[int, ...] = ()
    newly_wrong: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Test:
    low: float
    high: float
    p: float
    detectable: float


def compare(before: Measure, after: Measure, info: MetricInfo, *, clusters: Clusters | None = None) -> Paired | None:
    """None where the rows of both cannot decide the metric, or are fewer than two.

    Right or wrong: McNemar's test with Newcombe's interval. Means: a sign-flip test and the bootstrap of differences.
    All else, and rows of families: the two intervals joined by how the models go together when rows are drawn anew.
    """
    common = frozenset(before.ids) & frozenset(after.ids)
    old, new = before.within(common), after.within(common)
    units = units_of(old.ids, clusters)
    if units.count < _LEAST or not (isfinite(old.value) and isfinite(new.value)):
        return None
    test = _tested(old, new, units)
    right, wrong = _changed(old, new, info)
    bare = Paired(
        old.metric,
        len(old.ids),
        old.value,
        new.value,
        new.value - old.value,
        test.low,
        test.high,
        test.p,
        test.detectable,
        "no_difference",
        right,
        wrong,
    )
    return _judged(bare, info, test.p)


def adjusted(comparisons: Sequence[tuple[Paired, MetricInfo]]) -> tuple[Paired, ...]:
    """The same with p values and verdicts that allow for their number (Holm 1979, Scand. J. Stat. 6:65-70)."""
    p_values = holm([paired.p for paired, _info in comparisons])
    return tuple(_judged(paired, info, p) for (paired, info), p in zip(comparisons, p_values, strict=True))


def _judged(paired: Paired, info: MetricInfo, p: float) -> Paired:
    # The interval and McNemar's p come from different formulas: a difference is one by both.
    shown = p <= _LEVEL and not paired.low <= 0 <= paired.high
    verdict: Verdict = "no_difference"
    if shown and info.better == "neither":
        verdict = "different"
    elif shown:
        verdict = "better" if (paired.difference > 0) == (info.better == "higher") else "worse"
    return replace(paired, p=p, verdict=verdict)


def _changed(old: Measure, new: Measure, info: MetricInfo) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if not (old.is_proportion and new.is_proportion) or info.better == "neither":
        return (), ()
    assert old.outcomes is not None
    assert new.outcomes is not None
    change = new.outcomes - old.outcomes if info.better == "higher" else old.outcomes - new.outcomes
    better, worse = (np.flatnonzero(change == way).tolist() for way in (1, -1))
    return tuple(old.ids[at] for at in better), tuple(old.ids[at] for at in worse)


def _tested(old: Measure, new: Measure, units: Units) -> _Test:
    if not (old.is_mean and new.is_mean):
        return _by_resampling(old, new, units)
    assert old.outcomes is not None
    assert new.outcomes is not None
    if not (old.is_proportion and new.is_proportion):
        return _by_bootstrap(new.outcomes - old.outcomes, units)
    if not units.are_rows:
        centred = (each - each.mean() for each in (old.outcomes, new.outcomes))
        joined = [limits(each, units) for each in (old, new)]
        return _by_joining(old, new, joined, _correlation(*map(units.sums, centred)), units)
    return _by_mcnemar(old.outcomes, new.outcomes)


def _by_mcnemar(old: Floats, new: Floats) -> _Test:
    lost, won, rows = int((old * (1 - new)).sum()), int(((1 - old) * new).sum()), len(old)
    return _Test(*paired_limits(old, new), mcnemar_p(lost, won, rows), detectable_share(rows, (lost + won) / rows))


def _by_bootstrap(differences: Floats, units: Units) -> _Test:
    """p is the larger of Student's and that of turning signs at random, which is right for any shape."""
    error, statistics = studentised(differences, units)
    mean = float(differences.mean())
    if error <= _ROUNDING * abs(mean):
        # All differ alike, and nothing varies when they are drawn anew: the sign test remains.
        p = 1.0 if mean == 0 else 2.0 ** (1 - units.count)
        return _Test(mean, mean, p, inf if p > _LEVEL and mean else abs(mean))
    p = max(2 * float(stdtr(units.count - 1, -abs(mean) / error)), sign_flip_p(differences, units))
    return _Test(*studentised_limits(mean, error, statistics, units), p, _detectable(error, units))


def _by_resampling(old: Measure, new: Measure, units: Units) -> _Test:
    drawn = [resampled(each, units) for each in (old, new)]
    joined = [limits(each, units, values) for each, values in zip((old, new), drawn, strict=True)]
    decided = np.isfinite(drawn[0]) & np.isfinite(drawn[1])
    return _by_joining(old, new, joined, _correlation(drawn[0][decided], drawn[1][decided]), units)


def _by_joining(old: Measure, new: Measure, sides: Sequence[Limits], correlation: float, units: Units) -> _Test:
    low, high = joined_limits((old.value, *sides[0]), (new.value, *sides[1]), correlation)
    difference = new.value - old.value
    # p is the level at which the nearer limit, were it to shrink like a normal one, would touch zero.
    student = students_t(units)
    reach = difference - low if difference > 0 else high - difference
    p = 2 * float(stdtr(units.count - 1, -student * abs(difference) / reach)) if reach > 0 else float(difference == 0)
    return _Test(low, high, p, _detectable((high - low) / 2 / student, units))


def _detectable(error: float, units: Units) -> float:
    return error * (students_t(units) + float(stdtrit(units.count - 1, _POWER)))


def _correlation(one: Floats, other: Floats) -> float:
    """Zero where one of them does not vary."""
    if len(one) < _LEAST:
        return 0.0
    one, other = one - one.mean(), other - other.mean()
    scale = sqrt(float((one**2).sum()) * float((other**2).sum()))
    return float((one * other).sum()) / scale if scale > 0 else 0.0
