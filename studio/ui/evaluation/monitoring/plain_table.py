"""A quiet table of texts that grows with its rows: the page scrolls, not the table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from studio.ui.data.delegates import FlatHeader
from studio.ui.theme import GRID


class PlainTable(QTableWidget):
    """Rows can be chosen with the keyboard; the column `stretched` takes the room that is left."""

    def __init__(self, name: str, stretched: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretched = stretched
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setHorizontalHeader(FlatHeader(self))
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
        head = self.horizontalHeader()
        for column in range(len(titles)):
            fits = column != self._stretched
            mode = QHeaderView.ResizeMode.ResizeToContents if fits else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(column, mode)
        if rows:
            self.setCurrentCell(0, 0)

    def fit_height(self) -> None:
        """As tall as its rows."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(self.horizontalHeader().height() + 4 * GRID * self.rowCount() + 2)
