"""What differs between the ways of learning; training.py drives all of them alike."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, cast

from transformers import Trainer

from studio.assess.score import Score
from studio.core.events import ModelState, Planned, Scored
from studio.engine.batching import Batching, halved
from studio.engine.desk import Desk
from studio.engine.methods import write_trained
from studio.engine.model import parameter_counts


class Course(Protocol):
    """A model in memory with its rows, ready to be trained, looked at, saved and scored."""

    model: Any
    steps: int
    """Optimiser steps of the whole run."""

    @property
    def base_stays(self) -> bool:
        """Whether the untrained model is there during training too: what is trained can be put aside."""
        ...

    def planned(self) -> Planned:
        """What is going to be done."""
        ...

    def use_less_memory(self) -> Batching | None:
        """Compute fewer rows at once from the next trainer on; None when it is one already."""
        ...

    def make_trainer(self) -> Trainer:
        """A trainer that only trains: it neither saves, evaluates nor prints."""
        ...

    def untrained(self) -> AbstractContextManager[None]:
        """Puts aside what is trained; only where the base stays."""
        ...

    def examine(self, step: int) -> None:
        """Tell the validation loss, other measures and sample answers of the model as it is."""
        ...

    def write_weights(self, folder: Path) -> None:
        """Write what is trained, reloadable; raises NotFinite, OSError."""
        ...

    def write_result(self, folder: Path) -> None:
        """Write what is trained with all that it needs to be used elsewhere; raises NotFinite, OSError."""
        ...

    def result_facts(self) -> dict[str, object]:
        """What the manifest of the result says besides the scores."""
        ...

    def score(self, state: ModelState) -> dict[str, Score]:
        """Answer and score the test rows with the model as it is, telling each score; empty without test rows."""
        ...


class PaddedCourse:
    """What the courses share that compute their rows side by side, filled up to one length."""

    def __init__(self, model: Any, batching: Batching) -> None:
        self.model, self._batching = model, batching

    @property
    def base_stays(self) -> bool:
        """See Course."""
        return hasattr(self.model, "disable_adapter")

    def use_less_memory(self) -> Batching | None:
        """See Course."""
        smaller = halved(self._batching)
        self._batching = smaller or self._batching
        return smaller

    def untrained(self) -> AbstractContextManager[None]:
        """See Course."""
        return cast(AbstractContextManager[None], self.model.disable_adapter())

    def write_weights(self, folder: Path) -> None:
        """See Course."""
        write_trained(self.model, folder)


def describe_plan(model: Any, steps: int, batching: Batching, rows: tuple[int, int]) -> Planned:
    """The plan with the sizes of what is trained and of the whole model; `rows` to train and to validate with."""
    trainable, total = parameter_counts(model)
    return Planned(
        total_steps=steps,
        train_rows=rows[0],
        validation_rows=rows[1],
        trainable_parameters=trainable,
        total_parameters=total,
        micro_batch=batching.micro_batch,
        accumulation=batching.accumulation,
        checkpointed_layers=batching.checkpointed_layers,
    )


def tell_scores(desk: Desk, state: ModelState, scores: Mapping[str, Score]) -> None:
    """Put each score into the journal."""
    for name, score in scores.items():
        desk.tell(Scored(state=state, metric=name, **vars(score)))
