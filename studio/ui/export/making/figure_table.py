"""A table of figures that grows with its lines: the page scrolls, not the table; sideways the table does."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from studio.ui.data.delegates import FlatHeader
from studio.ui.evaluation.results.cells import CellDelegate
from studio.ui.export.making.presenter import Cell, Figures
from studio.ui.theme import GRID, colours_for

_TITLE_WIDTH, _HEADING_WIDTH, _PADDING = 22 * GRID, 17 * GRID, 3 * GRID
_HEADING_POINTS = 9


class FigureTable(QTableWidget):
    """The first column names the line; what a figure means is told when the mouse rests on it."""

    def __init__(self, name: str, least: int = _TITLE_WIDTH, parent: QWidget | None = None) -> None:
        """`least`: how narrow the first column may become, if it needs that much."""
        super().__init__(parent)
        self._least = least
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
        title = min(self._least, self._needed(0, whole=True))
        columns = range(1, others + 1)
        widths = [self._needed(column, whole=True) for column in columns]
        if title + sum(widths) > room:
            # Long names of files above short figures: their end is told when the mouse rests on them.
            widths = [self._needed(column, whole=False) for column in columns]
        for column, width in enumerate(widths, 1):
            self.setColumnWidth(column, width)
        self.setColumnWidth(0, max(title, room - sum(widths)))
        for row, line in enumerate(self._figures.lines):
            lines = max(cell.text.count("\n") + 1 for cell in line)
            self.setRowHeight(row, lines * self.fontMetrics().lineSpacing() + 2 * GRID)
        below = self.horizontalScrollBar().sizeHint().height() if head.length() > room else 0
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(max(head.sizeHint().height(), head.minimumHeight()) + rows + below + 2)

    def _needed(self, column: int, *, whole: bool) -> int:
        """By what stands in it, and by its heading, unless that is a file's long name and not wanted as a whole."""
        assert self._figures is not None
        texts = [part for line in self._figures.lines for part in line[column].text.split("\n")]
        inside = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0)
        font = QFont(self.font())
        font.setPointSizeF(_HEADING_POINTS)
        font.setWeight(QFont.Weight.DemiBold)
        heading = QFontMetrics(font).horizontalAdvance(self._figures.headings[column])
        return max(inside, heading if whole else min(heading, _HEADING_WIDTH)) + _PADDING


def _item(cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem(cell.text)
    item.setToolTip(cell.tip)
    said = cell.text.replace("\n", ", ")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{said}. {cell.tip}" if cell.tip else said)
    return item
