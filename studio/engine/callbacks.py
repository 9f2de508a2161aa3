"""What watches the training loop: numbers go to the journal, wishes are obeyed, a NaN goes nowhere."""

import time
from collections.abc import Callable
from typing import Any

import torch
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from studio.core.events import Metric
from studio.engine.failures import NotFinite
from studio.engine.pulse import Pulse
from studio.engine.wishes import Wishes
from studio.runs.journal import JournalWriter
from studio.words import _

_LOGGED = ("loss", "learning_rate", "grad_norm")


class FiniteGuard(TrainerCallback):
    """Ends the run before an optimiser step would spread a loss or gradient that is not a number."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._losses: list[torch.Tensor] = []
        model.register_forward_hook(self._on_forward)

    def _on_forward(self, model: Any, _inputs: object, output: Any) -> None:
        if model.training and getattr(output, "log_probs", None) is not None:
            self._losses.append(output.log_probs.detach().sum())

    def on_pre_optimizer_step(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any
    ) -> None:
        # Clipping turns an infinite norm into NaN, so looking after it loses nothing.
        gradients = [each.grad for each in self._model.parameters() if each.grad is not None]
        seen = torch.stack([*self._losses, torch.nn.utils.get_total_norm(gradients)])
        self._losses.clear()
        if not bool(seen.isfinite().all()):
            raise NotFinite(
                _("The loss or its gradient is no longer a number at step {step}.").format(step=state.global_step + 1),
                hint=_("Lower the learning rate; if it happens at the first step, the base model is damaged."),
            )


class Reporter(TrainerCallback):
    """Writes each step's numbers to the journal."""

    def __init__(self, journal: JournalWriter, pulse: Pulse) -> None:
        self._journal, self._pulse = journal, pulse
        self._began, self._tokens = 0.0, 0.0

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any
    ) -> None:
        # Each trainer counts its own.
        self._tokens = 0.0

    def on_step_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any
    ) -> None:
        self._began = time.perf_counter()

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_more: Any,
    ) -> None:
        if not logs or "loss" not in logs:
            return
        for name in _LOGGED:
            if name in logs:
                self._journal.append(Metric(step=state.global_step, name=name, value=float(logs[name])))
        self._report_speed(state.global_step, float(logs.get("num_tokens", state.num_input_tokens_seen)))
        self._pulse.finished_step(state.global_step)

    def _report_speed(self, step: int, tokens: float) -> None:
        seconds = time.perf_counter() - self._began
        self._journal.append(
            Metric(step=step, name="tokens_per_second", value=(tokens - self._tokens) / max(seconds, 1e-9))
        )
        self._tokens = tokens


class Obedience(TrainerCallback):
    """Stops the loop at the next micro-batch when the user wants it."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes

    def on_substep_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any
    ) -> None:
        self._wishes.obey_stop_now()

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any) -> None:
        self._wishes.obey_stop_now()
        if self._wishes.latest():
            control.should_training_stop = True


class Checkups(TrainerCallback):
    """Calls `look(step)` after step 1, as step 0 of the untrained model, then when one is due or asked for."""

    def __init__(
        self, every: int, before: Callable[[], None], look: Callable[[int], None], asked: Callable[[], bool]
    ) -> None:
        self._every, self._before, self._look, self._asked = every, before, look, asked

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_more: Any,
    ) -> None:
        stopped_early = control.should_training_stop and state.global_step < state.max_steps
        if not logs or "loss" not in logs or stopped_early:
            return
        # The first point of the curve must not wait for the untrained model's answers; its weights are still there.
        if state.global_step == 1:
            self._before()
        asked = self._asked()
        if asked or is_due(state.global_step, self._every, state.max_steps):
            self._look(state.global_step)


def is_due(step: int, every: int, total: int) -> bool:
    """Whether the recipe asks for a checkup after this step."""
    return step % every == 0 or step == total
