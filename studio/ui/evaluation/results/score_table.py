"""The scores of all models side by side; what a number means is told when one rests on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from studio.ui.data.delegates import FlatHeader
from studio.ui.evaluation.results.cells import CellDelegate
from studio.ui.evaluation.results.score_words import verdict_word
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.evaluating.score_lines import ScoreCell, ScoreLine

_LIGHTS = {"green": "good", "amber": "warn", "red": "bad"}
_SIGNS = {"green": "●", "amber": "◐", "red": "○"}
_VERDICTS = {"better": "good", "worse": "bad", "different": "muted"}


_TITLE_WIDTH, _CELL_WIDTH = 28 * GRID, 24 * GRID


class ScoreTable(QTableWidget):
    """Grows with its lines: the page scrolls, not the table; sideways the table does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[ScoreLine] = ()
        self.setAccessibleName(_("Scores"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(FlatHeader(self))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_scores(self, models: Sequence[str], lines: "Sequence[ScoreLine]") -> None:
        """A column for each model, the first one being what the others are compared with."""
        chosen = self.currentRow()
        self._lines = lines
        self.clear()
        self.setColumnCount(1 + len(models))
        self.setRowCount(len(lines))
        self.setHorizontalHeaderLabels([_("Metric"), *models])
        for at, title in enumerate(models, 1):
            if head_item := self.horizontalHeaderItem(at):
                head_item.setToolTip(title)
        colours = colours_for(self.palette())
        for row, line in enumerate(lines):
            self.setItem(row, 0, _title(line, colours))
            for column, cell in enumerate(line.cells, 1):
                self.setItem(row, column, _item(cell, colours))
        if 0 <= chosen < len(lines):
            self.setCurrentCell(chosen, 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._lines:
            colours = colours_for(self.palette())
            for row, line in enumerate(self._lines):
                for column, cell in enumerate(line.cells, 1):
                    if cell and (item := self.item(row, column)):
                        item.setForeground(_tint(cell, colours))

    def _fit(self) -> None:
        height = 2 * self.fontMetrics().lineSpacing() + 2 * GRID
        for row in range(self.rowCount()):
            self.setRowHeight(row, height)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """The models share the room that there is, and none gets less than its numbers need."""
        models = self.columnCount() - 1
        if models < 1:
            return
        head, room = self.horizontalHeader(), self.viewport().width()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        wide = max(_CELL_WIDTH, (room - max(_TITLE_WIDTH, room // (models + 2))) // models)
        for column in range(1, models + 1):
            self.setColumnWidth(column, wide)
        self.setColumnWidth(0, max(_TITLE_WIDTH, room - wide * models))
        below = self.horizontalScrollBar().sizeHint().height() if head.length() > room else 0
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(max(head.sizeHint().height(), head.minimumHeight()) + rows + below + 2)


def _title(line: "ScoreLine", colours: Colours) -> QTableWidgetItem:
    item = QTableWidgetItem(line.title)
    item.setToolTip(line.explanation)
    font = QFont(item.font())
    font.setWeight(QFont.Weight.Normal if line.weak else QFont.Weight.DemiBold)
    item.setFont(font)
    if line.weak:
        item.setForeground(QColor(colours.muted))
    return item


def _item(cell: "ScoreCell | None", colours: Colours) -> QTableWidgetItem:
    if cell is None:
        return QTableWidgetItem("–")
    words = verdict_word(cell.verdict)
    sign = f"{_SIGNS[cell.light]} " if cell.light else ""
    first = f"{sign}{cell.value}" + (f"  {words}" if words else "")
    item = QTableWidgetItem(f"{first}\n{cell.interval}")
    item.setToolTip(cell.tip)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first}, {cell.interval}. {cell.tip}")
    item.setForeground(_tint(cell, colours))
    return item


def _tint(cell: "ScoreCell", colours: Colours) -> QColor:
    if cell.light:
        return QColor(getattr(colours, _LIGHTS[cell.light]))
    return QColor(getattr(colours, _VERDICTS[cell.verdict])) if cell.verdict else QColor(colours.text)
