"""The first line of the Augment tab: which data set, its lexicons, and the plan as a file."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.data.records import Dataset
from studio.ui.controls import Picker, button
from studio.ui.data.sections import SectionBar
from studio.ui.theme import GRID
from studio.words import _

AugmentationView = Literal["rules", "drafting"]


class AugmentHead(QWidget):
    """A picker, what makes variants, and the ways of a plan out and in."""

    dataset_chosen = Signal(object)  # int
    view_chosen = Signal(object)  # AugmentationView

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.datasets = Picker(_("Data set"))
        self.datasets.setMinimumWidth(136)
        self.datasets.setMaximumWidth(280)
        self.datasets.activated.connect(self._on_chosen)
        self.view: AugmentationView = "rules"
        self.views = SectionBar(self)
        self.views.setAccessibleName(_("What makes variants"))
        self.views.add("rules", _("Rules"))
        self.views.add("drafting", _("Language model"))
        self.views.section_chosen.connect(self._on_view)
        self.lexicons = button(_("Lexicons…"), "table")
        self.load, self.save = button(_("Open a plan…"), "folder"), button(_("Save the plan…"), "save")
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        line.setSpacing(GRID)
        line.addWidget(self.datasets)
        line.addWidget(self.views)
        line.addStretch(1)
        line.addWidget(self.lexicons)
        line.addWidget(self.load)
        line.addWidget(self.save)

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None:
        """The data sets to choose from; hidden while there is none."""
        self.datasets.clear()
        for each in datasets:
            self.datasets.addItem(each.name, each.id)
        self.datasets.setCurrentIndex(self.datasets.findData(current))
        self.datasets.setToolTip(self.datasets.currentText())
        self.datasets.setVisible(bool(datasets))

    def show_view(self, view: AugmentationView) -> None:
        """Mark a view as the one on show."""
        self.view = view
        self.views.choose(view)

    def show_plan_there(self, there: bool) -> None:
        """Whether there is a plan to save, and a data set to open one for."""
        for each in (self.load, self.save):
            each.setEnabled(there)

    def _on_view(self, view: AugmentationView) -> None:
        self.view = view
        self.view_chosen.emit(view)

    def _on_chosen(self) -> None:
        self.dataset_chosen.emit(self.datasets.currentData())
