"""How long training waits for its data: the time between the end of one step and the first batch of the next."""

import time
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from studio.core.events import Metric
from studio.runs.journal import JournalWriter


class LoaderWatch(TrainerCallback):
    """Must be the last callback: what the others do between two steps is no waiting for data."""

    def __init__(self, journal: JournalWriter) -> None:
        self._journal = journal
        # Before the first step the loader is built, which happens once and says nothing.
        self._free_since: float | None = None
        self._began, self._waited = 0.0, 0.0

    def on_step_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any
    ) -> None:
        self._began = time.perf_counter()
        self._waited = 0.0 if self._free_since is None else self._began - self._free_since

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: Any) -> None:
        if self._free_since is None:
            return
        whole = time.perf_counter() - self._began + self._waited
        for name, value in (("step_seconds", whole), ("data_seconds", self._waited)):
            self._journal.append(Metric(step=state.global_step, name=name, value=value))

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_more: Any,
    ) -> None:
        self._free_since = time.perf_counter()
