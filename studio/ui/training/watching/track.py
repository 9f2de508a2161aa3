"""All numbers of one run, as they grow, with their running means."""

from collections.abc import Iterator

import numpy as np

from studio.core.patience import Evaluation, best_evaluation
from studio.ui.pyramid import Floats, Pyramid
from studio.ui.training.smoothing import WEIGHT, Smoothing

VALIDATION = "validation_loss"
_LIMIT = "_limit"


class Track:
    """Steps that come again, after a resume, take the place of those that were lost."""

    def __init__(self, weight: float = WEIGHT) -> None:
        self._weight = weight
        self._raw: dict[str, Pyramid] = {}
        self._smooth: dict[str, tuple[Pyramid, Smoothing]] = {}

    def append(self, name: str, steps: Floats, values: Floats) -> None:
        """Add points of a metric."""
        # Where the steps go back, another worker has begun again at a checkpoint.
        for piece in np.split(np.arange(len(steps)), np.flatnonzero(np.diff(steps) < 0) + 1):
            if len(piece):
                self._append(name, steps[piece], values[piece])

    def raw(self, name: str) -> Pyramid:
        """The points of a metric as they were measured; it grows with them."""
        return self._raw.setdefault(name, Pyramid())

    def smooth(self, name: str) -> Pyramid:
        """Their running mean; it grows with them."""
        if name not in self._smooth:
            self._smooth[name] = (Pyramid(), Smoothing(self._weight))
            self._smooth_again(name)
        return self._smooth[name][0]

    def use_weight(self, weight: float) -> None:
        """How much the mean keeps of what it was, from 0 to below 1."""
        if weight != self._weight:
            self._weight = weight
            for name in self._smooth:
                self._smooth_again(name)

    def clear(self) -> None:
        """Forget everything; the curves that were given out become empty."""
        for points in self._raw.values():
            points.cut(-np.inf)
        for name in self._smooth:
            self._smooth_again(name)

    def measured(self, name: str) -> bool:
        """Whether there is any point of a metric."""
        return name in self._raw and len(self._raw[name]) > 0

    def limit(self, name: str) -> float | None:
        """What the values of a metric are shares of, where the worker has told it."""
        known = self._raw.get(name + _LIMIT)
        return float(known.ys[-1]) if known is not None and len(known) else None

    def best_at(self) -> int | None:
        """The position of the lowest validation loss, the first of equal ones."""
        known = self._raw.get(VALIDATION)
        return int(known.ys.argmin()) if known is not None and len(known) else None

    def best(self) -> Evaluation | None:
        """The step with the lowest validation loss."""
        known = self._raw.get(VALIDATION)
        if known is None:
            return None
        pairs = zip(known.xs.tolist(), known.ys.tolist(), strict=True)
        return best_evaluation(Evaluation(int(step), loss) for step, loss in pairs)

    def last_step(self) -> float:
        """The greatest step of any metric, 0 when there is none."""
        return max((float(points.xs[-1]) for points in self._raw.values() if len(points)), default=0.0)

    def measures(self) -> Iterator[tuple[str, Pyramid]]:
        """Every metric of which there are points."""
        return ((name, points) for name, points in self._raw.items() if len(points))

    def _append(self, name: str, steps: Floats, values: Floats) -> None:
        points = self.raw(name)
        again = len(points) > 0 and steps[0] < points.xs[-1]
        if again and name != VALIDATION:
            # What a later worker took while it loaded lies before every step, and after them.
            steps, values = steps[steps > 0], values[steps > 0]
            if not len(steps):
                return
        if again:
            points.cut(float(steps[0]))
        points.append(steps, values)
        if name not in self._smooth:
            return
        if again:
            self._smooth_again(name)
        else:
            smooth, state = self._smooth[name]
            smooth.append(steps, state.take(values))

    def _smooth_again(self, name: str) -> None:
        smooth, state = self._smooth[name][0], Smoothing(self._weight)
        smooth.cut(-np.inf)
        points = self.raw(name)
        smooth.append(points.xs, state.take(points.ys))
        self._smooth[name] = (smooth, state)
