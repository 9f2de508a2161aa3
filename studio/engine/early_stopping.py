"""Ends training when the validation loss no longer falls."""

from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from studio.core.events import Metric, Notice
from studio.core.patience import Patience
from studio.engine.desk import Desk
from studio.runs.journal import JournalReader
from studio.words import _, ngettext


class EarlyStopping(TrainerCallback):
    """Must come after the checkups, whose validation losses it reads in the journal, those before a resume too."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._patience = Patience(desk.job.recipe.evaluation.patience)
        self._every = desk.job.recipe.evaluation.every_steps
        self._reader = JournalReader(desk.run.events)
        self.stopped = False
        """Whether it has ended the training, which is then complete."""

    def ends_at(self, step: int) -> bool:
        """Whether training had ended there when an earlier worker was cut off, before it could write the result."""
        if self._patience.limit and self._last_evaluated() == step and self._patience.exhausted:
            self.stopped = True
            self._tell(step)
        return self.stopped

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_more: Any,
    ) -> None:
        if not self._patience.limit or control.should_training_stop or state.global_step == state.max_steps:
            return
        if self._last_evaluated() == state.global_step and self._patience.exhausted:
            self.stopped = control.should_training_stop = True
            self._tell(state.global_step)

    def _last_evaluated(self) -> int | None:
        while events := self._reader.read_new():
            for event in events:
                # One that was asked for in between changes nothing of the training.
                if isinstance(event, Metric) and event.name == "validation_loss" and event.step % self._every == 0:
                    self._patience.take(event.step, event.value)
        last = self._patience.last
        return last.step if last else None

    def _tell(self, step: int) -> None:
        best, waited = self._patience.best, self._patience.waited
        assert best is not None
        message = ngettext(
            "Training stopped at step {step}: the validation loss was lowest at step {best}, "
            "and one evaluation since then brought nothing lower.",
            "Training stopped at step {step}: the validation loss was lowest at step {best}, "
            "and {count} evaluations since then brought nothing lower.",
            waited,
        ).format(step=step, best=best.step, count=waited)
        self._desk.tell(Notice(message=message, hint=_("“Patience” in the preset says how long to wait.")))
