"""From which probability on a label is given, when missing it costs more than a false alarm."""

from dataclasses import dataclass

import numpy as np

from studio.assess.calibration import stated
from studio.assess.measure import Floats, Measure, mean_of
from studio.assess.metric import MetricInfo
from studio.assess.predictions import Flags, Predictions, Table
from studio.assess.resampling import Clusters, units_of
from studio.words import N_

EXPECTED_COST = "expected_cost"
Limits = tuple[float, float]
_DRAWS, _TAILS = 200, (0.025, 0.975)
METRICS = (
    MetricInfo(
        EXPECTED_COST,
        N_("Expected cost"),
        N_("Mean cost of a row: of a miss, of a false alarm, or nothing."),
        unit="number",
        better="lower",
    ),
)


@dataclass(frozen=True)
class Costs:
    """What an error costs, in whatever unit: only their ratio chooses the threshold."""

    miss: float
    false_alarm: float


@dataclass(frozen=True)
class OperatingPoint:
    """What giving the label from `threshold` on would mean; nan where no row has the label, or all have it."""

    threshold: float
    """Infinite where the label is never given."""
    sensitivity: float
    specificity: float
    cost: float
    """Mean, a row."""


@dataclass(frozen=True)
class PickedThreshold:
    """The threshold of least cost, and what it costs."""

    label: str
    chosen: OperatingPoint
    """On the rows that it was chosen on."""
    curve: tuple[OperatingPoint, ...]
    """By falling threshold, from never to always; of the same rows."""
    cost: Measure
    """To be given an interval: of `tested` where there are such rows, else of those that it was chosen on."""
    missed: tuple[int, ...]
    """The ids of `cost`'s rows that have the label and are not given it."""
    optimistic: bool
    """Whether the cost is of the rows that chose the threshold, and so too good."""


def pick_threshold(
    validation: Predictions, label: str, costs: Costs, tested: Predictions | None = None
) -> PickedThreshold:
    """The threshold of least expected cost on the validation rows (Elkan 2001, IJCAI), measured on the tested ones.

    Give it rows of the validation split, never those that its cost is then reported of: a threshold fits the rows
    that chose it. Without `tested` the result says so. Of equal costs the lowest threshold wins, which misses less.
    Raises ValueError without rows, without probabilities and for an unknown label.
    """
    told, true = stated(validation, label)
    curve = _curve(told, true, costs)
    chosen = min(reversed(curve), key=lambda point: point.cost)
    measured = validation if tested is None else tested
    told, true = stated(measured, label)
    given = told >= chosen.threshold
    missed, alarmed = true & ~given, ~true & given
    outcomes = costs.miss * missed + costs.false_alarm * alarmed
    return PickedThreshold(
        label,
        chosen,
        curve,
        mean_of(EXPECTED_COST, dict(zip(measured.ids, map(float, outcomes), strict=True))),
        tuple(each for each, wrong in zip(measured.ids, missed, strict=True) if wrong),
        optimistic=tested is None,
    )


def threshold_limits(validation: Predictions, label: str, costs: Costs, clusters: Clusters | None = None) -> Limits:
    """Where the threshold lies 95 times in 100 when the rows are drawn again: the percentile bootstrap."""
    told, true = stated(validation, label)
    units = units_of(validation.ids, clusters)
    rows = (units.rows(drawn) for block in units.draws(_DRAWS) for drawn in block)
    low, high = np.quantile([_cheapest(told[drawn], true[drawn], costs) for drawn in rows], _TAILS, method="nearest")
    return float(low), float(high)


def _cheapest(told: Floats, true: Flags, costs: Costs) -> float:
    points = _points(told, true, costs)
    return float(points[len(points) - 1 - points[::-1, -1].argmin(), 0])


def _curve(told: Floats, true: Flags, costs: Costs) -> tuple[OperatingPoint, ...]:
    return tuple(OperatingPoint(*map(float, point)) for point in _points(told, true, costs))


def _points(told: Floats, true: Flags, costs: Costs) -> Table:
    """An operating point a line."""
    if not len(told):
        raise ValueError("a threshold is chosen on rows")
    different, at = np.unique(-told, return_inverse=True)
    found = np.concatenate([[0], np.cumsum(np.bincount(at, weights=true, minlength=len(different)))])
    alarms = np.concatenate([[0], np.cumsum(np.bincount(at, weights=~true, minlength=len(different)))])
    have, lack = found[-1], alarms[-1]
    sensitivity = found / have if have else np.full_like(found, np.nan)
    specificity = 1 - alarms / lack if lack else np.full_like(found, np.nan)
    cost = (costs.miss * (have - found) + costs.false_alarm * alarms) / len(told)
    return np.stack([_between(-different), sensitivity, specificity, cost], axis=1)


def _between(probabilities: Floats) -> Floats:
    """Half-way down to the next probability, so that a row a hair below one that was given the label is given it."""
    lower = np.append(probabilities[1:], 0.0)
    middle = (probabilities + lower) / 2
    return np.concatenate([[np.inf], np.where(middle > lower, middle, probabilities)])
