"""95 % confidence intervals: which kind fits which metric was settled by simulation (benchmarks/intervals.py).

Proportions have Wilson's. Means have the studentised bootstrap or Student's interval, whichever reaches further: at 20
skewed latencies the percentile bootstrap covers the truth 85 to 91 times in 100, these two 93 to 95. Metrics computed
from all rows at once (macro F1, AUROC), and means of which most rows are perfect, have Wilson's with the number of
rows at which a proportion would be as uncertain: every bootstrap interval collapses where a small test set is answered
almost without a mistake, and then covers 55 to 65 times in 100.
"""

from math import isfinite, nan, sqrt
from statistics import NormalDist

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from studio.assess.measure import Floats, Measure
from studio.assess.quantiles import quantile_limits
from studio.assess.resampling import RESAMPLES, Clusters, Units, left_out, recomputed, studentised, units_of
from studio.assess.score import Score

_Z_95 = NormalDist().inv_cdf(0.975)
_TAILS = (0.025, 0.975)
_LEAST, _FEW = 2, 10
"""Units: a spread needs two; below ten, too few different resamples exist, and Student's interval takes their place."""
_FOR_ERROR, _HALF = 400, 0.5

Limits = tuple[float, float]


def wilson(successes: int, total: int) -> Limits:
    """95 % score interval of a proportion (Wilson 1927, J. Am. Stat. Assoc. 22:209-212); ValueError without rows.

    Recommended over Wald's, which has no width at 0 and 100 % (Brown, Cai, DasGupta 2001, Stat. Sci. 16:101-133).
    """
    if not 0 <= successes <= total or total == 0:
        raise ValueError(f"{successes} of {total} is not a proportion")
    return score_limits(successes / total, total)


def score_limits(share: float, rows: float) -> Limits:
    """Wilson's interval of a share that is as uncertain as that of so many rows, which need not be a whole number."""
    spread = _Z_95**2 / rows
    centre = (share + spread / 2) / (1 + spread)
    half = _Z_95 * sqrt(share * (1 - share) / rows + spread / (4 * rows)) / (1 + spread)
    # At the ends the formula gives 0 and 1 exactly, but only up to rounding.
    return (0.0 if share == 0 else centre - half), (1.0 if share == 1 else centre + half)


def score_of(measure: Measure, *, clusters: Clusters | None = None) -> Score | None:
    """The metric with its interval; None where its rows cannot decide it, or are too few to say how sure it is.

    Rows of one family count as one draw, save for quantiles.
    """
    value = measure.value if measure.ids else nan
    units = units_of(measure.ids, clusters)
    if not isfinite(value) or (units.count < _LEAST and not measure.is_proportion):
        return None
    low, high = limits(measure, units)
    return Score(value, min(low, value), max(high, value), len(measure.ids))


def limits(measure: Measure, units: Units, drawn: Floats | None = None) -> Limits:
    """The interval alone, of a metric that its rows decide; `drawn` are its resamples, where there are some already."""
    outcomes = measure.outcomes
    if outcomes is None:
        return _computed(measure, units, resampled(measure, units) if drawn is None else drawn)
    if measure.quantile is not None:
        return quantile_limits(outcomes, measure.quantile)
    if measure.is_proportion:
        return _proportion(outcomes, units)
    mean, largest = float(outcomes.mean()), 1.0 if _within_one(outcomes) else float(outcomes.max())
    error, statistics = studentised(outcomes, units)
    if _piled_up(outcomes, largest):
        low, high = score_limits(mean / largest, effective_rows(mean / largest, error / largest, units))
        return low * largest, high * largest
    low, high = studentised_limits(mean, error, statistics, units)
    return max(low, 0.0) if outcomes.min() >= 0 else low, min(high, 1.0) if _within_one(outcomes) else high


def studentised_limits(mean: float, error: float, statistics: Floats, units: Units) -> Limits:
    """The studentised bootstrap (Efron, Tibshirani 1993, An Introduction to the Bootstrap, section 12.5) or Student's.

    Whichever reaches further: the first is too short where tails are heavy on both sides, the second where on one.
    """
    least = most = students_t(units)
    if units.count >= _FEW and len(statistics) >= RESAMPLES / 2:
        lowest, highest = np.quantile(statistics, _TAILS)
        least, most = max(least, float(highest)), max(most, -float(lowest))
    return mean - least * error, mean + most * error


def students_t(units: Units, tail: float = 0.975) -> float:
    """The quantile of Student's distribution for a standard error estimated from so many units."""
    return float(stdtrit(max(1, units.count - 1), tail))


def effective_rows(share: float, error: float, units: Units) -> float:
    """Independent rows at which a proportion would have this standard error, itself estimated from few units.

    As for surveys in Korn, Graubard 1998, Survey Methodology 24:193-201. Where nothing varies, each unit is a row.
    """
    variance = share * (1 - share)
    rows = variance / error**2 if error > 0 and variance > 0 else units.count
    return float(rows * (_Z_95 / students_t(units)) ** 2)


def standard_error(resamples: Floats, without_each: Floats) -> float:
    """The larger of the bootstrap's and the jackknife's: each misses what hangs on a few rows, but not the same."""
    drawn, left = (values[np.isfinite(values)] for values in (resamples, without_each))
    if not len(drawn) or not len(left):
        return 0.0
    jackknife = sqrt((len(left) - 1) / len(left) * float(((left - left.mean()) ** 2).sum()))
    return max(float(drawn.std()), jackknife)


def _proportion(outcomes: Floats, units: Units) -> Limits:
    if units.are_rows:
        return wilson(int(outcomes.sum()), len(outcomes))
    share = float(outcomes.mean())
    error, _statistics = studentised(outcomes, units)
    independent = sqrt(share * (1 - share) / len(outcomes))
    # Families that happen to differ less than chance would have them are no better than single rows.
    return score_limits(share, effective_rows(share, max(error, independent), units))


def resampled(measure: Measure, units: Units) -> Floats:
    """As many resamples as a standard error and a correlation need: the same draws for every measure of these units."""
    return recomputed(measure, units, _FOR_ERROR)


def _computed(measure: Measure, units: Units, drawn: Floats) -> Limits:
    value, without_each = measure.value, left_out(measure, units)
    if not _within_one(np.append(drawn[np.isfinite(drawn)], value)):
        return _accelerated(value, recomputed(measure, units), without_each, units)
    error = standard_error(drawn, without_each)
    if error == 0 and value in (0.0, 1.0):
        return score_limits(value, min(units.count, deciding_rows(measure)))
    return score_limits(value, effective_rows(value, error, units))


def deciding_rows(measure: Measure) -> int:
    """Rows that could have spoiled a perfect value: those that decide the metric alone, or with one of another kind."""
    everywhere = range(len(measure.ids))
    alone = sum(_decides(measure, at) for at in everywhere)
    if alone:
        return alone
    partners = [at for at in everywhere if _decides(measure, 0, at)]
    if not partners:
        return len(measure.ids)
    return min(len(partners), sum(_decides(measure, partners[0], at) for at in everywhere))


def _decides(measure: Measure, *positions: int) -> bool:
    return isfinite(measure.compute(np.array(positions, dtype=np.intp)))


def _accelerated(value: float, drawn: Floats, without_each: Floats, units: Units) -> Limits:
    """BCa (Efron 1987, J. Am. Stat. Assoc. 82:171-185), its tails widened as by Hesterberg 2015, Am. Stat. 69:371."""
    drawn, left = (values[np.isfinite(values)] for values in (drawn, without_each))
    if not len(drawn):
        return value, value
    pull = left.mean() - left
    size = float((pull**2).sum()) ** 1.5
    acceleration = float((pull**3).sum()) / (6 * size) if size > 0 else 0.0
    below = (np.sum(drawn < value) + np.sum(drawn == value) / 2) / len(drawn)
    shift = float(ndtri(np.clip(below, 0.5 / len(drawn), 1 - 0.5 / len(drawn))))
    reach = sqrt(units.count / (units.count - 1)) * students_t(units)
    moved = [shift + side for side in (-reach, reach)]
    tails = [float(ndtr(shift + each / (1 - acceleration * each))) for each in moved]
    low, high = np.quantile(drawn, tails)
    return min(float(low), value), max(float(high), value)


def _piled_up(outcomes: Floats, largest: float) -> bool:
    """Whether half of the rows or more are as good, or as bad, as can be: then the few others are most of the error."""
    if outcomes.min() < 0 or largest <= 0:
        return False
    at_floor = largest == 1 and np.mean(outcomes == 0) >= _HALF
    return bool(at_floor or np.mean(outcomes == largest) >= _HALF)


def _within_one(values: Floats) -> bool:
    return bool(((values >= 0) & (values <= 1)).all())
