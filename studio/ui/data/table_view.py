"""The table itself: fixed row heights, columns that share the width, the keys that move and edit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from studio.core.example import Kind
from studio.settings import Settings
from studio.ui.data.columns import Column, columns_for
from studio.ui.data.delegates import BadgeDelegate, FlatHeader, TextDelegate
from studio.ui.data.rows_wanted import Ids
from studio.ui.data.table_model import NO_IDS, ExampleTableModel
from studio.ui.theme import GRID
from studio.words import _

ROW_HEIGHT = 5 * GRID
QUIET = frozenset({"number", "turns", "characters", "source", "edited_at", "tags", "note"})


@dataclass(frozen=True, eq=False)
class Chosen:
    """The selected rows in their order, and the one the keyboard is on."""

    current: int | None
    ids: Ids


class ExampleTable(QTableView):
    """Shows an ExampleTableModel and says which rows are chosen."""

    rows_chosen = Signal(object)  # Chosen
    deletion_wanted = Signal()
    sort_wanted = Signal(object)  # str: a column's key

    def __init__(self, model: ExampleTableModel, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._showing = False
        self._order = ("", False)
        self._settings = settings
        self.setModel(model)
        self.setAccessibleName(_("Examples"))
        self.setHorizontalHeader(FlatHeader(self))
        self.horizontalHeader().sectionClicked.connect(self._on_header_clicked)
        self._texts, self._quiet, self._badges = TextDelegate(self), TextDelegate(self, quiet=True), BadgeDelegate(self)
        self.setItemDelegate(self._texts)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setCornerWidget(QWidget())
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_rows(self, kind: Kind, ids: Ids, selected: int | None) -> None:
        """Show these rows with one of them selected; the very same rows keep the selection and are read anew."""
        columns = columns_for(kind, self._settings.columns.get(kind, ()))
        if columns == self._rows.columns and np.array_equal(ids, self._rows.ids) and selected == self.chosen().current:
            self._rows.refresh_all()
            return
        top = self.verticalScrollBar().value()
        column = max(self.currentIndex().column(), 1)
        self._showing = True
        self._rows.show_rows(kind, ids, columns)
        for place, each in enumerate(columns):
            self.setItemDelegateForColumn(place, self._delegate(each))
        self.show_order(*self._order)
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

    def show_nothing(self) -> None:
        """Hold no rows: the same ones, found again, are chosen again."""
        if len(self._rows.ids):
            self._rows.show_nothing()

    def show_order(self, sort: str, descending: bool) -> None:
        """Mark the column that the rows are ordered by, "" for none."""
        self._order = (sort, descending)
        keys = [each.key for each in self._rows.columns]
        header = self.horizontalHeader()
        header.setSortIndicatorShown(sort in keys)
        if sort in keys:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(keys.index(sort), order)
        header.viewport().update()

    def chosen(self) -> Chosen:
        """What is selected, read from whole ranges: a million rows are as quick as one."""
        ids = self._rows.ids
        selection = self.selectionModel().selection()
        spans = (selection.at(number) for number in range(selection.count()))
        ranges = sorted({(each.top(), each.bottom() + 1) for each in spans})
        chosen = np.concatenate([ids[first:last] for first, last in ranges]) if ranges else NO_IDS
        at = self.currentIndex().row()
        selected = any(first <= at < last for first, last in ranges)
        current = int(ids[at]) if selected else int(chosen[0]) if len(chosen) else None
        return Chosen(current, chosen)

    def select_current_only(self) -> None:
        """Leave the one row selected that the keyboard is on."""
        self.selectRow(self.currentIndex().row())
        self.setFocus()

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
        for at, width in enumerate(shared_widths(self._rows.columns, self.viewport().width())):
            self.setColumnWidth(at, width)

    def _delegate(self, column: Column) -> TextDelegate | BadgeDelegate:
        if column.key in ("split", "status"):
            return self._badges
        return self._quiet if column.key in QUIET else self._texts

    def _on_header_clicked(self, section: int) -> None:
        self.sort_wanted.emit(self._rows.columns[section].key)

    def _on_selection_changed(self) -> None:
        if not self._showing:
            self.rows_chosen.emit(self.chosen())


def shared_widths(columns: Sequence[Column], room: int) -> list[int]:
    """The width of each column: those that share get no less than they need, the others make up for it."""
    sharing = [each for each in columns if each.share]
    spare = room - sum(each.width for each in columns if not each.share)
    while sharing:
        shares = sum(each.share for each in sharing)
        narrow = [each for each in sharing if spare * each.share // shares < each.width]
        if not narrow:
            return [spare * each.share // shares if each in sharing else each.width for each in columns]
        spare -= sum(each.width for each in narrow)
        sharing = [each for each in sharing if each not in narrow]
    return [each.width for each in columns]
