"""The first line of the Data tab: which data set, which section of it, and what holds for the whole of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.data.records import Dataset
from studio.ui.controls import Picker, action_button, button, icon_button
from studio.ui.data.actions import DataActions
from studio.ui.data.columns import KIND_NAMES
from studio.ui.data.sections import SectionBar
from studio.ui.theme import GRID
from studio.words import _


class DataHeader(QWidget):
    """A picker, the sections and a few buttons; it knows no data."""

    dataset_chosen = Signal(object)  # int

    def __init__(self, actions: DataActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.datasets, self.sections = Picker(_("Data set")), SectionBar(self)
        self.datasets.setMinimumWidth(136)
        self.datasets.setMaximumWidth(280)
        self.datasets.activated.connect(self._on_dataset_chosen)
        self.menu_button = icon_button(_("Split, export, new data set, rename, delete"), "more")
        self.menu_button.setMenu(actions.dataset_menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.import_button = button(_("Import…"), "import", "primary")
        self.import_button.setToolTip(_("Import a file…"))
        self.import_button.clicked.connect(actions.bring_in.trigger)
        self.import_button.setEnabled(actions.bring_in.isEnabled())
        actions.bring_in.enabledChanged.connect(self.import_button.setEnabled)
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 0)
        line.setSpacing(GRID)
        line.addWidget(self.datasets)
        line.addWidget(self.menu_button)
        line.addSpacing(GRID)
        line.addWidget(self.sections)
        line.addStretch(1)
        for action in (actions.undo, actions.redo):
            line.addWidget(action_button(action))
        line.addWidget(self.import_button)

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None:
        """The data sets to choose from; hidden while there is none."""
        self.datasets.clear()
        for at, each in enumerate(datasets):
            self.datasets.addItem(each.name, each.id)
            self.datasets.setItemData(at, _(KIND_NAMES[each.kind]), Qt.ItemDataRole.ToolTipRole)
        self.datasets.setCurrentIndex(self.datasets.findData(current))
        self.datasets.setToolTip(self.datasets.currentText())
        self.datasets.setVisible(bool(datasets))

    def _on_dataset_chosen(self) -> None:
        self.dataset_chosen.emit(self.datasets.currentData())
