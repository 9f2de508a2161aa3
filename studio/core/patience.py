"""When further training no longer helps: the evaluations of a run, the best of them, and how long ago it was."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Evaluation:
    """A loss on rows that are not learned from; step 0 is the untrained model."""

    step: int
    loss: float


@dataclass
class Patience:
    """Takes evaluations in the order they were made; a step that comes again was trained again after a resume."""

    limit: int
    """Evaluations without a lower loss that are waited for; 0 waits for ever."""
    _taken: list[Evaluation] = field(default_factory=list)

    def take(self, step: int, loss: float) -> None:
        """What was known of this step and of later ones is forgotten: those weights are gone."""
        while self._taken and self._taken[-1].step >= step:
            self._taken.pop()
        self._taken.append(Evaluation(step, loss))

    @property
    def best(self) -> Evaluation | None:
        """The lowest loss, the earliest of equal ones; None before the first evaluation."""
        return best_evaluation(self._taken)

    @property
    def last(self) -> Evaluation | None:
        """The newest evaluation."""
        return self._taken[-1] if self._taken else None

    @property
    def waited(self) -> int:
        """Evaluations made since the best one."""
        best = self.best
        return sum(each.step > best.step for each in self._taken) if best else 0

    @property
    def exhausted(self) -> bool:
        """Whether training should stop."""
        return bool(self.limit) and self.waited >= self.limit


def best_evaluation(evaluations: Iterable[Evaluation]) -> Evaluation | None:
    """The lowest loss, the earliest of equal ones; None when there is none."""
    return min(evaluations, key=lambda each: (each.loss, each.step), default=None)
