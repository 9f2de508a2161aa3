"""A metric over rows, kept so that it can be resampled, split into groups and paired with another model's."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Positions = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True)
class Measure:
    """`compute` gives the metric of any selection, with repeats, of the rows; nan where those cannot decide it."""

    metric: str
    ids: tuple[int, ...]
    """The rows that have a say, ascending."""
    compute: Callable[[Positions], float]
    outcomes: Floats | None = None
    """One a row, where the metric is their mean; 1 and 0 where each row is right or wrong."""
    quantile: float | None = None
    """Where the metric is this quantile of the outcomes, 0.95 for p95, and not their mean."""

    @property
    def is_proportion(self) -> bool:
        """Whether every row is simply right or wrong."""
        return self.outcomes is not None and self.is_mean and bool(np.isin(self.outcomes, (0.0, 1.0)).all())

    @property
    def is_mean(self) -> bool:
        """Whether the metric is the mean of one number a row."""
        return self.outcomes is not None and self.quantile is None

    @property
    def value(self) -> float:
        """Over all its rows."""
        return self.compute(np.arange(len(self.ids)))

    def within(self, ids: Collection[int]) -> "Measure":
        """The same metric over those of its rows alone."""
        wanted = frozenset(ids)
        kept = np.array([at for at, each in enumerate(self.ids) if each in wanted], dtype=np.intp)
        outcomes = None if self.outcomes is None else self.outcomes[kept]
        whole = self.compute
        return replace(
            self,
            ids=tuple(self.ids[at] for at in kept),
            compute=lambda positions: whole(kept[positions]),
            outcomes=outcomes,
        )


def mean_of(metric: str, outcomes: Mapping[int, float]) -> Measure:
    """The mean of one number, or of right and wrong, a row."""
    ids, values = _in_order(outcomes)
    return Measure(metric, ids, lambda positions: float(values[positions].mean()) if len(positions) else np.nan, values)


def quantile_of(metric: str, outcomes: Mapping[int, float], quantile: float) -> Measure:
    """A quantile of one number a row: of a latency, say."""
    ids, values = _in_order(outcomes)

    def compute(positions: Positions) -> float:
        return float(np.quantile(values[positions], quantile)) if len(positions) else np.nan

    return Measure(metric, ids, compute, values, quantile)


def _in_order(outcomes: Mapping[int, float]) -> tuple[tuple[int, ...], Floats]:
    ids = tuple(sorted(outcomes))
    return ids, np.array([float(outcomes[each]) for each in ids])
