"""A metric over rows, kept so that it can be resampled, split into groups and paired with another model's."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

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

    @property
    def is_proportion(self) -> bool:
        """Whether every row is simply right or wrong."""
        return self.outcomes is not None and bool(np.isin(self.outcomes, (0.0, 1.0)).all())

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
        return Measure(
            self.metric, tuple(self.ids[at] for at in kept), lambda positions: whole(kept[positions]), outcomes
        )


def mean_of(metric: str, outcomes: Mapping[int, float]) -> Measure:
    """The mean of one number, or of right and wrong, a row."""
    ids = tuple(sorted(outcomes))
    values = np.array([float(outcomes[each]) for each in ids])
    return Measure(metric, ids, lambda positions: float(values[positions].mean()) if len(positions) else np.nan, values)
