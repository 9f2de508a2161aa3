"""The models to tick: results of runs, the models they began with, and any other on this machine."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from studio.core.evaluation import Subject
from studio.runs.folder import RunFolder
from studio.ui.adapter_base import AdapterBase
from studio.ui.controls import button, label
from studio.ui.theme import GRID
from studio.ui.training.model_picker import ModelPicker
from studio.words import _

if TYPE_CHECKING:
    from studio.evaluating.subjects import TrainedModel


class ModelList(QWidget):
    """Ticks stay while their run does; the newest result is ticked from the start."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trained: dict[RunFolder, TrainedModel] = {}
        self.boxes: dict[RunFolder, QCheckBox] = {}
        self._touched = False
        self.before = QCheckBox(_("Also the models before training"))
        self.before.setChecked(True)
        self.before.setToolTip(_("Only beside the model as it was can one tell what training has changed."))
        self.none = label(
            _("No run has a result yet. Train a model, or choose another one below."), "caption", wrap=True
        )
        self.other = QCheckBox(_("Another model on this machine"))
        self.picker, self.base = ModelPicker(adapters=True), AdapterBase()
        self.picker.hide()
        self.all = button(_("All runs…"), role="link")
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID // 2)
        self._lay_out()
        self.before.toggled.connect(self.edited)
        self.other.toggled.connect(self._on_other)
        self.picker.edited.connect(self._on_picked)
        self.base.edited.connect(self.edited)
        self.all.clicked.connect(self._on_all)

    def show_trained(self, models: "Sequence[TrainedModel]") -> None:
        """The results to choose from, newest first, with what their presets are called."""
        if tuple(models) == tuple(self._trained.values()):
            return
        from studio.runs.presets import list_presets
        from studio.ui.training.listed_run import preset_title

        titles = {each.name: preset_title(each) for each in list_presets()}
        ticked = {run for run, box in self.boxes.items() if box.isChecked()}
        for box in self.boxes.values():
            self._column.removeWidget(box)
            box.deleteLater()
        self._trained = {each.run: each for each in models}
        self.boxes = {}
        for each in models:
            self.boxes[each.run] = self._box(each, titles.get(each.preset, each.preset))
        if not self._touched and self.boxes:
            ticked = {models[0].run}
        for run, box in self.boxes.items():
            box.setChecked(run in ticked)
            box.toggled.connect(self._on_toggled)
        self._show_some()
        self.edited.emit()

    def subjects(self) -> tuple[Subject, ...]:
        """What is ticked: each base before the first of its results."""
        found: list[Subject] = []
        for run, box in self.boxes.items():
            if not box.isChecked():
                continue
            trained = self._trained[run]
            if self.before.isChecked() and trained.base is not None and trained.base not in found:
                found.append(trained.base)
            found.append(trained.tuned)
        if self.other.isChecked() and not self.problem():
            from studio.evaluating.subjects import subject_of_model

            found.append(subject_of_model(self.picker.base(), self.base.base()))
        return tuple(found)

    def problem(self) -> str:
        """Why the other model cannot be used; empty where it can or is not wanted."""
        return self.picker.problem() or self.base.problem() if self.other.isChecked() else ""

    def tick_only(self, run: RunFolder) -> None:
        """Choose the result of one run."""
        self._touched = True
        for each, box in self.boxes.items():
            box.setChecked(each == run)
        self._show_some()

    def _box(self, trained: "TrainedModel", preset: str) -> QCheckBox:
        number = trained.run.name.partition("-")[0].lstrip("0") or "0"
        box = QCheckBox(_("Run {number}").format(number=number) + f" · {preset}")
        self._column.addWidget(box)
        return box

    def _show_some(self) -> None:
        """The newest few and those with a tick."""
        few = 4
        hidden = [box for at, box in enumerate(self.boxes.values()) if at >= few and not box.isChecked()]
        for box in self.boxes.values():
            box.setVisible(box not in hidden)
        self.all.setVisible(bool(hidden))
        self.none.setVisible(not self.boxes)
        self.before.setVisible(bool(self.boxes))

    def _on_all(self) -> None:
        for box in self.boxes.values():
            box.show()
        self.all.hide()

    def _on_toggled(self) -> None:
        self._touched = True
        self.edited.emit()

    def _on_other(self, wanted: bool) -> None:
        self.picker.setVisible(wanted)
        self._on_picked()

    def _on_picked(self) -> None:
        self.base.show_model(self.picker.base() if self.other.isChecked() else "")
        self.edited.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.none)
        column.addLayout(self._column)
        for widget in (self.all, self.before, self.other, self.picker, self.base):
            column.addWidget(widget)
        self._show_some()
