"""A table of figures that grows with its lines: the page scrolls, not the table; sideways the table does."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from studio.ui.data.delegates import FlatHeader
from studio.ui.evaluation.results.cells import CellDelegate
from studio.ui.export.making.presenter import Cell, Figures
from studio.ui.theme import GRID, colours_for

_TITLE_WIDTH, _CELL_WIDTH = 22 * GRID, 10 * GRID
_HEADING_POINTS = 9


class FigureTable(QTableWidget):
    """The first column names the line; what a figure means is told when the mouse rests on it."""

    def __init__(self, name: str, longest: int = 2 * _CELL_WIDTH, parent: QWidget | None = None) -> None:
        """`longest`: how wide a heading may make its column."""
        super().__init__(parent)
        self._longest = longest
        self._figures: Figures | None = None
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(FlatHeader(self))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_figures(self, figures: Figures) -> None:
        """In place of those that were there."""
        chosen = self.currentRow()
        self._figures = figures
        self.clear()
        self.setColumnCount(len(figures.headings))
        self.setRowCount(len(figures.lines))
        self.setHorizontalHeaderLabels(list(figures.headings))
        for at, title in enumerate(figures.headings):
            if head_item := self.horizontalHeaderItem(at):
                head_item.setToolTip(title)
        for row, line in enumerate(figures.lines):
            for column, cell in enumerate(line):
                self.setItem(row, column, _item(cell))
        self._tint()
        if 0 <= chosen < len(figures.lines):
            self.setCurrentCell(chosen, 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_figures"):
            self._tint()

    def _tint(self) -> None:
        colours = colours_for(self.palette())
        for row, line in enumerate(self._figures.lines if self._figures else ()):
            for column, cell in enumerate(line):
                if item := self.item(row, column):
                    item.setForeground(QColor(getattr(colours, cell.tint)))

    def _fit(self) -> None:
        """The title gets what the figures leave; none of them gets less than it needs."""
        others = self.columnCount() - 1
        if others < 1 or self._figures is None:
            return
        head, room = self.horizontalHeader(), self.viewport().width()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        widths = [max(_CELL_WIDTH, self._needed(column)) for column in range(1, others + 1)]
        for column, width in enumerate(widths, 1):
            self.setColumnWidth(column, width)
        self.setColumnWidth(0, max(_TITLE_WIDTH, room - sum(widths)))
        for row, line in enumerate(self._figures.lines):
            lines = max(cell.text.count("\n") + 1 for cell in line)
            self.setRowHeight(row, lines * self.fontMetrics().lineSpacing() + 2 * GRID)
        below = self.horizontalScrollBar().sizeHint().height() if head.length() > room else 0
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(max(head.sizeHint().height(), head.minimumHeight()) + rows + below + 2)

    def _needed(self, column: int) -> int:
        """By what stands in it, and by its heading unless that is a file's long name."""
        assert self._figures is not None
        texts = [part for line in self._figures.lines for part in line[column].text.split("\n")]
        inside = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
        font = QFont(self.font())
        font.setPointSizeF(_HEADING_POINTS)
        font.setWeight(QFont.Weight.DemiBold)
        heading = QFontMetrics(font).horizontalAdvance(self._figures.headings[column])
        return max(inside, min(heading, self._longest)) + 3 * GRID


def _item(cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem(cell.text)
    item.setToolTip(cell.tip)
    said = cell.text.replace("\n", ", ")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{said}. {cell.tip}" if cell.tip else said)
    return item
