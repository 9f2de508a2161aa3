"""What the doctor knows of a run, folded from its job and its events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from studio.assess.diagnosis.series import GrowingSeries, Series, blocks
from studio.core.events import Event, Failed, FailureKind, Finished, Metric, Planned, Scored
from studio.core.job import Job, Snapshot
from studio.core.recipe import Recipe

Course = Literal["living", "finished", "stopped", "failed"]


@dataclass(frozen=True)
class RunFacts:
    """Losses in nats per learned token; rows as the run sees them; answers by label, kind or text."""

    recipe: Recipe
    course: Course = "living"
    failure: FailureKind | None = None
    total_steps: int = 0
    """0 while it is not known: nothing has been learned yet."""
    train_rows: int = 0
    original_rows: int = 0
    """Of the training rows those that are no variants and no repetitions."""
    validation_rows: int = 0
    test_rows: int = 0
    shortened_rows: int = 0
    left_out_rows: int = 0
    answers: Mapping[str, int] = field(default_factory=dict)
    scores: tuple[Scored, ...] = ()
    loss: Series = field(default_factory=Series)
    validation: Series = field(default_factory=Series)
    gradient: Series = field(default_factory=Series)
    step_seconds: Series = field(default_factory=Series)
    data_seconds: Series = field(default_factory=Series)

    @property
    def over(self) -> bool:
        return self.course != "living"

    @property
    def warmup(self) -> int:
        """Steps in which the rate still rises."""
        return min(self.recipe.training.warmup_steps, max(0, self.total_steps - 1))

    @property
    def base_loss(self) -> float | None:
        """What the untrained model scores, on the validation rows or else on the first few batches."""
        if len(self.validation) and self.validation.steps[0] == 0:
            return float(self.validation.values[0])
        return float(np.median(self.loss.values[:_FIRST])) if len(self.loss) else None


_FIRST = 5
_SERIES = {
    "loss": "loss",
    "validation_loss": "validation",
    "grad_norm": "gradient",
    "step_seconds": "step_seconds",
    "data_seconds": "data_seconds",
}


_MOST_POINTS = 2000


class FactsBook:
    """Takes the events of a run as they come and says what is known by now."""

    def __init__(self, job: Job, answers: Mapping[str, int] | None = None) -> None:
        """`answers` counts the training rows by label, kind or text, where that is known."""
        self._job, self._answers = job, dict(answers or {})
        self._points = {name: GrowingSeries() for name in _SERIES.values()}
        self._planned: Planned | None = None
        self._scores: dict[tuple[str, str], Scored] = {}
        self._ending: Finished | Failed | None = None

    def take(self, events: Iterable[Event]) -> None:
        """The next events of the journal, in their order."""
        for event in events:
            match event:
                case Metric(name=name) if name in _SERIES:
                    self._points[_SERIES[name]].add(event.step, event.value)
                    self._ending = None
                case Planned():
                    self._planned = event
                case Scored():
                    self._scores[event.state, event.metric] = event
                case Finished() | Failed():
                    self._ending = event

    def facts(self, *, died: bool = False) -> RunFacts:
        """What is known now; `died` says that the worker is gone without a last word."""
        snapshot, plan = self._job.snapshot, self._planned
        trained = plan.train_rows if plan else snapshot.train.rows
        series = {name: blocks(points.series(), _MOST_POINTS) for name, points in self._points.items()}
        return RunFacts(
            recipe=self._job.recipe,
            course="failed" if died else _course(self._ending),
            failure=self._ending.kind if isinstance(self._ending, Failed) else None,
            total_steps=plan.total_steps if plan else 0,
            train_rows=trained,
            original_rows=max(0, trained - _made(snapshot)),
            validation_rows=plan.validation_rows if plan else snapshot.validation.rows,
            test_rows=snapshot.test.rows,
            shortened_rows=plan.shortened_rows if plan else 0,
            left_out_rows=plan.left_out_rows if plan else 0,
            answers=self._answers,
            scores=tuple(self._scores.values()),
            **series,
        )


def _course(ending: Finished | Failed | None) -> Course:
    if ending is None:
        return "living"
    if isinstance(ending, Failed):
        return "failed"
    return "finished" if ending.reason == "completed" else "stopped"


def _made(snapshot: Snapshot) -> int:
    """Rows that repetition or rewriting made, which say nothing new."""
    balance = snapshot.balance
    repeated = balance is not None and balance.method == "weight"
    once = sum(balance.before.values()) if balance and repeated else snapshot.train.rows
    return snapshot.variants + max(0, snapshot.train.rows - once)
