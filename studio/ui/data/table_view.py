"""The table itself: fixed row heights, columns that share the width, the keys that move and edit."""

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from studio.core.example import Kind
from studio.ui.data.delegates import BadgeDelegate, FlatHeader, TextDelegate
from studio.ui.data.table_model import ExampleTableModel, Ids
from studio.ui.theme import GRID
from studio.words import _

ROW_HEIGHT = 5 * GRID


class ExampleTable(QTableView):
    """Shows an ExampleTableModel and says which rows are chosen."""

    rows_chosen = Signal(object)  # tuple[int, ...] ids, the current one first
    deletion_wanted = Signal()

    def __init__(self, model: ExampleTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._showing = False
        self.setModel(model)
        self.setAccessibleName(_("Examples"))
        self.setHorizontalHeader(FlatHeader(self))
        self._texts, self._badges = TextDelegate(self), BadgeDelegate(self)
        self.setItemDelegate(self._texts)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_rows(self, kind: Kind, ids: Ids, selected: int | None) -> None:
        """Show these rows with one of them selected, the view where it was when the rows are still there."""
        top = self.verticalScrollBar().value()
        column = max(self.currentIndex().column(), 1)
        self._showing = True
        self._rows.show_rows(kind, ids)
        for place, each in enumerate(self._rows.columns):
            self.setItemDelegateForColumn(place, self._badges if each.key in ("split", "status") else self._texts)
        self._share_width()
        self.verticalScrollBar().setValue(top)
        at = self._rows.position(selected) if selected is not None else None
        if at is not None:
            # Not through the view, which would take a key still held from the shortcut for a wish to add rows.
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self._rows.index(at, column), flag.ClearAndSelect | flag.Rows)
            self.scrollTo(self.currentIndex())
        self._showing = False
        self._on_selection_changed()

    def chosen(self) -> tuple[int, ...]:
        """The ids of the selected rows, the current one first."""
        positions = sorted({index.row() for index in self.selectionModel().selectedRows()})
        current = self.currentIndex().row()
        positions.sort(key=lambda at: at != current)
        return tuple(int(self._rows.ids[at]) for at in positions)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter edits, as F2 does; Qt leaves it without effect.
        if event.key() == Qt.Key.Key_Delete:
            self.deletion_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def _share_width(self) -> None:
        columns = self._rows.columns
        shares = sum(each.share for each in columns)
        spare = self.viewport().width() - sum(each.width for each in columns if not each.share)
        for at, each in enumerate(columns):
            self.setColumnWidth(at, max(each.width, spare * each.share // shares) if each.share else each.width)

    def _on_selection_changed(self) -> None:
        if not self._showing:
            self.rows_chosen.emit(self.chosen())
