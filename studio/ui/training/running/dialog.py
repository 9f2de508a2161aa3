"""Asks from which checkpoint a new run shall begin, and for how many epochs more."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QWidget

from studio.runs.checkpoints import Checkpoint, best
from studio.runs.folder import RunFolder
from studio.ui.controls import Picker, button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import number
from studio.ui.theme import GRID
from studio.ui.training.wording import step_words
from studio.words import _

MOST_EPOCHS = 1000.0


@dataclass(frozen=True)
class Continuation:
    """A new run that goes on from a checkpoint of another, so many epochs longer than that one was planned."""

    run: RunFolder
    checkpoint: Checkpoint
    epochs: float


class ContinueDialog(PlainDialog):
    """Prolonging begins at the last checkpoint, restarting at a chosen one; both are the same question."""

    wanted = Signal(object)  # Continuation

    def __init__(
        self, run: RunFolder, checkpoints: Sequence[Checkpoint], *, prolong: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Train some epochs more") if prolong else _("Restart from a checkpoint"),
            _("A new run goes on from there with the same examples and settings; this run stays as it is."),
            parent,
        )
        self._run = run
        self.setMinimumWidth(480)
        self.checkpoint = Picker(_("Checkpoint"))
        lowest = best(checkpoints)
        for each in reversed(checkpoints):
            self.checkpoint.addItem(checkpoint_words(each, is_best=each is lowest), each)
        self.epochs = QDoubleSpinBox()
        self.epochs.setAccessibleName(_("Epochs more"))
        self.epochs.setRange(0.0, MOST_EPOCHS)
        self.epochs.setDecimals(1)
        self.plan = label("", "muted")
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(_("Checkpoint"), self.checkpoint)
        form.addRow(_("Epochs more"), self.epochs)
        self.column.addLayout(form)
        self.column.addWidget(self.plan)
        self.go = button(_("Start the new run"), "play", "primary")
        cancel = button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._on_go)
        self.add_buttons(cancel, self.go)
        self.epochs.valueChanged.connect(self._show_plan)
        self.checkpoint.currentIndexChanged.connect(self._show_plan)
        self.epochs.setValue(1.0 if prolong else 0.0)
        self._show_plan()

    def _chosen(self) -> Checkpoint:
        chosen: Checkpoint = self.checkpoint.currentData()
        return chosen

    def _show_plan(self) -> None:
        """A run that was ended early has steps of its own left, which are trained too."""
        chosen, epochs = self._chosen(), self.epochs.value()
        last = chosen.total_steps + (round(epochs * chosen.step / chosen.epoch) if chosen.epoch else 0)
        self.go.setEnabled(epochs > 0 or chosen.step < chosen.total_steps)
        self.plan.setText(_("It trains from step {first} to about step {last}.").format(first=chosen.step, last=last))

    def _on_go(self) -> None:
        self.wanted.emit(Continuation(self._run, self._chosen(), self.epochs.value()))
        self.accept()


def checkpoint_words(checkpoint: Checkpoint, *, is_best: bool) -> str:
    """Its step, its validation loss, and whether it is the best."""
    parts = [step_words(checkpoint.step)]
    if checkpoint.validation_loss is not None:
        parts.append(_("validation loss {value}").format(value=number(checkpoint.validation_loss)))
    if is_best:
        parts.append(_("the best"))
    return " · ".join(parts)
