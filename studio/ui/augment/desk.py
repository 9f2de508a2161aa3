"""Everything slow that the Augment tab asks for; an answer that was overtaken never arrives."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.augmentation import AugmentationPlan, Balance
from studio.data.child import ChildCancelled
from studio.data.kept_child import KeptChild
from studio.data.records import Dataset
from studio.errors import StudioError
from studio.ui.augment.looking import count_groups, describe, look_ahead, try_some
from studio.ui.augment.making import Ready, Stored, keep_balance, make_ready, store
from studio.ui.augment.outlook_lines import PlanOutlook
from studio.ui.augment.presenter import Counted, Options
from studio.ui.augment.preview import ShownVariant
from studio.ui.background import Background, Progress
from studio.ui.project_context import ProjectContext

T = TypeVar("T")
PAUSE_MS = 400
"""Of quiet, before what was changed is looked at."""


@dataclass(frozen=True)
class _Answer(Generic[T]):
    """What was found, and the number of the question it answers."""

    question: int
    found: T


@dataclass(frozen=True)
class _Ask:
    """A plan, and which of its examples the preview tries."""

    plan: AugmentationPlan
    turn: int


class AugmentDesk(QObject):
    """The preview and the variants are made in child processes, which a newer question or `leave` ends."""

    described = Signal(object)  # Options
    counted = Signal(object)  # Counted
    foreseen = Signal(object)  # PlanOutlook
    look_failed = Signal(object)  # StudioError
    trying = Signal()
    previewed = Signal(object)  # tuple[ShownVariant, ...]
    preview_failed = Signal(object)  # StudioError
    made = Signal(object)  # Stored
    make_failed = Signal(object)  # StudioError

    def __init__(self, project: ProjectContext, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._background = project, background
        self._question = 0
        self._ask: _Ask | None = None
        self._trial: Progress | None = None
        self._making: Progress | None = None
        # What it loads takes longer than a dozen variants.
        self._child = KeptChild()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._look)

    def describe(self, dataset: Dataset) -> None:
        """Find out what can be chosen; `described` follows."""
        path, question = self._project.path, self._next_question()
        self._background.run(
            lambda: _Answer(question, describe(path, dataset)), self._on_described, self._on_look_failed
        )

    def count(self, dataset: Dataset, by: str, plan: AugmentationPlan) -> None:
        """Count the groups of the training rows; `counted` follows."""
        path, question = self._project.path, self._next_question()
        self._background.run(
            lambda: _Answer(question, count_groups(path, dataset, by, plan)), self._on_counted, self._on_look_failed
        )

    def look(self, plan: AugmentationPlan, turn: int) -> None:
        """Look ahead and try a dozen variants, at once if only others are wanted; `foreseen` and `previewed` follow."""
        before, self._ask = self._ask, _Ask(plan, turn)
        self._next_question()
        others = before is not None and before.plan == plan and before.turn != turn
        self._pause.start(0 if others else PAUSE_MS)

    def make(self, plan: AugmentationPlan, progress: Progress) -> None:
        """Make the variants of a plan and store them as one step; `made` or `make_failed` follows."""
        path = self._project.path
        self._making = progress
        self._background.run(lambda: make_ready(path, plan, progress), self._on_ready, self._on_make_failed)

    def keep_balance(self, dataset: Dataset, balance: Balance | None) -> None:
        """Keep how unequal groups are made up for in every run prepared from now on."""
        self._project.write(lambda writer: keep_balance(writer, dataset, balance), self._on_kept, self._on_look_failed)

    def rest(self) -> None:
        """Nothing is on show: drop what is being looked for."""
        self._next_question()

    def leave(self) -> None:
        """End everything: the project is about to be closed."""
        self.rest()
        if self._making is not None:
            self._making.cancel()
        self._child.close()

    def _next_question(self) -> int:
        """Whatever was asked before is overtaken."""
        self._question += 1
        self._pause.stop()
        if self._trial is not None:
            self._trial.cancel()
            self._trial = None
        return self._question

    def _look(self) -> None:
        asked = self._ask
        if asked is None:
            return
        path, question, plan = self._project.path, self._question, asked.plan
        self._background.run(lambda: _Answer(question, look_ahead(path, plan)), self._on_foreseen, self._on_look_failed)
        if plan.transformations:
            self.trying.emit()
            # The verdicts that come fast first; those of the full check take their place.
            self._try(asked, full=False)

    def _try(self, asked: _Ask, *, full: bool) -> None:
        path, question, child = self._project.path, self._question, self._child
        trial = self._trial = Progress(self)
        self._background.run(
            lambda: _Answer(question, try_some(child, path, asked.plan, asked.turn, trial.cancelled, full=full)),
            self._on_tried_fully if full else self._on_tried,
            self._on_trial_failed,
        )

    def _on_described(self, answer: _Answer[Options]) -> None:
        if answer.question == self._question:
            self.described.emit(answer.found)

    def _on_counted(self, answer: _Answer[Counted]) -> None:
        if answer.question == self._question:
            self.counted.emit(answer.found)

    def _on_foreseen(self, answer: _Answer[PlanOutlook]) -> None:
        if answer.question == self._question:
            self.foreseen.emit(answer.found)

    def _on_tried(self, answer: _Answer[tuple[ShownVariant, ...]]) -> None:
        if answer.question == self._question and self._ask is not None:
            self.previewed.emit(answer.found)
            if self._ask.plan.full_check and answer.found:
                self._try(self._ask, full=True)

    def _on_tried_fully(self, answer: _Answer[tuple[ShownVariant, ...]]) -> None:
        if answer.question == self._question:
            self.previewed.emit(answer.found)

    def _on_trial_failed(self, error: StudioError) -> None:
        if not isinstance(error, ChildCancelled):
            self.preview_failed.emit(error)

    def _on_kept(self, _nothing: None) -> None:
        """The choice is on show already."""

    def _on_look_failed(self, error: StudioError) -> None:
        self.look_failed.emit(error)

    def _on_ready(self, ready: Ready) -> None:
        self._project.write(lambda writer: store(writer, ready), self._on_made, self._on_make_failed)

    def _on_made(self, made: Stored) -> None:
        self._making = None
        self._project.announce(made.step.changes)
        self.made.emit(made)

    def _on_make_failed(self, error: StudioError) -> None:
        self._making = None
        self.make_failed.emit(error)
