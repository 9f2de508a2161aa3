"""A table to read: it grows with its lines, so that the page scrolls and not the table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QWidget

from studio.ui.data.delegates import FlatHeader
from studio.ui.evaluation.results.cells import CellDelegate
from studio.ui.theme import GRID

_NAME_WIDTH = 28 * GRID


class PlainTable(QTableWidget):
    """Lines are chosen whole; nothing is edited."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(FlatHeader(self))
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def give_columns(self, titles: Sequence[str], lines: int) -> None:
        """Forget what was shown, and make room for so many lines."""
        self.clear()
        self.setColumnCount(len(titles))
        self.setRowCount(lines)
        self.setHorizontalHeaderLabels(list(titles))

    def fit(self, heights: Sequence[int]) -> None:
        """Columns as wide as they need, the last one taking what is left; `heights` are lines of text, by row."""
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.resizeColumnsToContents()
        # Long names take two lines, so that there is room for what is said of them.
        self.setColumnWidth(0, min(_NAME_WIDTH, self.columnWidth(0)))
        head.setSectionResizeMode(self.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        for row, lines in enumerate(heights):
            self.setRowHeight(row, lines * self.fontMetrics().lineSpacing() + GRID)
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        head = self.horizontalHeader()
        below = self.horizontalScrollBar().sizeHint().height() if head.length() > self.viewport().width() else 0
        self.setFixedHeight(head.height() + sum(map(self.rowHeight, range(self.rowCount()))) + below)
