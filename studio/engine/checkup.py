"""What happens between two steps: the model is looked at and a checkpoint saved, and training notices nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from studio.core.events import Metric, Saved
from studio.engine.callbacks import is_due
from studio.engine.checkpoint import rotate, save_checkpoint
from studio.engine.clock import CpuClock
from studio.engine.course import Course
from studio.engine.desk import Desk
from studio.engine.manifest import recipe_hash
from studio.engine.stopping import StoppedNow
from studio.engine.training_state import chance_kept, state_bytes, write_training_state
from studio.runs.checkpoints import Checkpoint, checkpoint_path
from studio.runs.durable import read_manifest, write_manifest
from studio.runs.tail import events_backwards

# A validation loss is told right before the sample answers of its step.
_LOOKED_THROUGH = 2000


class Checkup(TrainerCallback):
    """Also a callback, which makes up for a look that the pause of an earlier worker prevented."""

    def __init__(self, desk: Desk, course: Course, trainer: Trainer, clock: CpuClock, start: Checkpoint | None) -> None:
        self._desk, self._course, self._trainer, self._clock = desk, course, trainer, clock
        self._start = start
        self._saved = start.step if start else -1

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_more: object
    ) -> None:
        if self._start and not self._start.examined:
            if self._start.step == 1:
                self.before()
            if self._is_due(self._start.step):
                self._make_up_for(self._start)

    def _make_up_for(self, start: Checkpoint) -> None:
        with self._aside(), chance_kept():
            self._course.examine(start.step)
        # Its files stay as they are: the generators have not been set to them yet.
        loss = _validation_loss(self._desk, start.step)
        facts = {**(read_manifest(start.path) or {}), "validation_loss": loss, "examined": True}
        write_manifest(start.path, facts)

    def before(self) -> None:
        """The untrained model, where the trained one can be put aside."""
        if self._course.base_stays:
            with self._aside(), chance_kept(), self._course.untrained():
                self._course.examine(0)

    def look(self, step: int) -> None:
        """The model as it is after `step`; a pause breaks the look off, not the save."""
        with self._aside():
            try:
                with self._desk.wishes.between_steps(), chance_kept():
                    self._course.examine(step)
            except StoppedNow:
                if self._desk.wishes.latest() == "pause":
                    self._save(step, examined=False)
                raise
            self._save(step, examined=True)

    def save(self, step: int) -> None:
        """Save a checkpoint of a step that was perhaps not looked at; raises StoppedNow, NotFinite, OSError."""
        if step != self._saved:
            self._save(step, examined=step != 1 and not self._is_due(step))

    def _save(self, step: int, *, examined: bool) -> None:
        run, facts = self._desk.run, self._facts(step, examined=examined)
        needed = state_bytes(self._trainer, self._course.model)
        self._desk.room.save(needed, lambda: self._write(step, facts))
        self._saved = step
        path = checkpoint_path(run, step).relative_to(run.path).as_posix()
        self._desk.tell(Saved(step=step, what="checkpoint", path=path))
        rotate(run, self._start.step if self._start else None)

    def _write(self, step: int, facts: dict[str, object]) -> None:
        def write(folder: Path) -> None:
            self._course.write_weights(folder)
            write_training_state(folder, self._trainer, self._course.model)

        # A power cut must not leave a checkpoint whose steps nobody has told of.
        self._desk.journal.sync()
        save_checkpoint(self._desk.run, write, step, facts)

    def _facts(self, step: int, *, examined: bool) -> dict[str, object]:
        job = self._desk.job
        return {
            "recipe_sha256": recipe_hash(job),
            "data_sha256": job.snapshot.content_sha256,
            "validation_loss": _validation_loss(self._desk, step) if examined else None,
            "epoch": self._trainer.state.epoch or 0.0,
            "examined": examined,
            "total_steps": self._course.steps,
        }

    def _is_due(self, step: int) -> bool:
        return is_due(step, self._desk.job.recipe.evaluation.every_steps, self._course.steps)

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Not counted as training."""
        self._clock.stop()
        yield
        self._desk.enter("train", self._course.steps)
        self._clock.start()


def _validation_loss(desk: Desk, step: int) -> float | None:
    told = (
        event.value
        for event in islice(events_backwards(desk.run), _LOOKED_THROUGH)
        if isinstance(event, Metric) and event.name == "validation_loss" and event.step == step
    )
    return next(told, None)
