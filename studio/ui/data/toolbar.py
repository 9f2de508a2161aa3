"""The line above the table: what is looked at on the left, what can be done on the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from studio.core.example import SPLITS, Split
from studio.data.records import Dataset
from studio.ui.controls import Picker, action_button, button
from studio.ui.data.actions import DataActions
from studio.ui.data.columns import KIND_NAMES, SPLIT_NAMES
from studio.ui.icons import give_icon
from studio.ui.theme import GRID
from studio.words import _

TYPING_PAUSE_MS = 200


class DataToolbar(QWidget):
    """Pickers, search field and buttons; it knows no data."""

    filters_changed = Signal()
    dataset_chosen = Signal(object)  # int

    def __init__(self, actions: DataActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.datasets, self.splits = Picker(_("Data set")), Picker(_("Show the split"))
        self.datasets.setMinimumWidth(136)
        self.datasets.setMaximumWidth(320)
        self.splits.addItem(_("All splits"), None)
        for each in SPLITS:
            self.splits.addItem(_(SPLIT_NAMES[each]), each)
        self.search = QLineEdit()
        self.search.setAcceptDrops(False)
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(_("Search the examples"))
        self.search.setAccessibleName(_("Search the examples"))
        self.search.setMinimumWidth(136)
        self.search.setMaximumWidth(360)
        magnifier = QAction(self)
        give_icon(magnifier, "search", "muted")
        self.search.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.filters_changed)
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.filters_changed)
        self.splits.currentIndexChanged.connect(self._on_split_chosen)
        self.datasets.activated.connect(self._on_dataset_chosen)
        self._lay_out(actions)

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None:
        """The data sets to choose from; hidden while there is none."""
        self.datasets.clear()
        for at, each in enumerate(datasets):
            self.datasets.addItem(each.name, each.id)
            self.datasets.setItemData(at, _(KIND_NAMES[each.kind]), Qt.ItemDataRole.ToolTipRole)
        self.datasets.setCurrentIndex(self.datasets.findData(current))
        for control in (self.datasets, self.search, self.splits):
            control.setVisible(bool(datasets))

    def clear_filters(self) -> None:
        """Empty both filters without saying so."""
        for each in (self.search, self.splits):
            each.blockSignals(True)
        self.search.clear()
        self.splits.setCurrentIndex(0)
        for each in (self.search, self.splits):
            each.blockSignals(False)
        self._pause.stop()

    def search_text(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    def split(self) -> Split | None:
        """The split to show, None for all."""
        chosen: Split | None = self.splits.currentData()
        return chosen

    def focus_search(self) -> None:
        """Put the cursor in the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def _lay_out(self, actions: DataActions) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        line.setSpacing(GRID)
        line.addWidget(self.datasets)
        line.addWidget(self.search, 1)
        line.addWidget(self.splits)
        line.addStretch(1)
        for action in (actions.undo, actions.redo, actions.delete):
            line.addWidget(action_button(action))
        self.add_button = button(_("Add an example"), "add")
        self.import_button = button(_("Import a file…"), "import", "primary")
        for each, action in ((self.add_button, actions.add), (self.import_button, actions.bring_in)):
            each.clicked.connect(action.trigger)
            each.setEnabled(action.isEnabled())
            action.enabledChanged.connect(each.setEnabled)
            line.addWidget(each)

    def _on_typed(self) -> None:
        self._pause.start()

    def _on_split_chosen(self) -> None:
        self.filters_changed.emit()

    def _on_dataset_chosen(self) -> None:
        self.dataset_chosen.emit(self.datasets.currentData())
