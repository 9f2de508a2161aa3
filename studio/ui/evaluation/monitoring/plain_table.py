"""A quiet table of texts that grows with its rows: the page scrolls, not the table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from studio.ui.data.delegates import FlatHeader, TextDelegate
from studio.ui.evaluation.monitoring.tick_delegate import TickDelegate
from studio.ui.theme import GRID

WIDEST = 48 * GRID


class PlainTable(QTableWidget):
    """Rows can be chosen with the keyboard; the column `stretched` takes the room that is left."""

    def __init__(self, name: str, stretched: int = 0, *, checkable: bool = False, widest: int = WIDEST) -> None:
        super().__init__()
        self._stretched, self._checkable, self._widest = stretched, checkable, widest
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setHorizontalHeader(FlatHeader(self))
        self.setItemDelegate(TickDelegate(self) if checkable else TextDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Take the place of what is shown; the first row is current."""
        self.clear()
        self.setColumnCount(len(titles))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(titles))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, column, item)
            self.setRowHeight(row, 4 * GRID)
        self._fit_columns(titles, rows)
        if rows:
            self.setCurrentCell(0, 0)

    def fit_height(self) -> None:
        """As tall as its rows."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.horizontalHeader().height() + 4 * GRID * self.rowCount() + 2)

    def _fit_columns(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """As wide as the widest text, with room on both sides."""
        head, metrics = self.horizontalHeader(), self.fontMetrics()
        room = (6 if self._checkable else 4) * GRID
        for column in range(len(titles)):
            if column == self._stretched:
                head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
                continue
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            texts = [titles[column], *(row[column] for row in rows)]
            self.setColumnWidth(column, min(self._widest, max(map(metrics.horizontalAdvance, texts)) + room))
