"""Scores on one benchmark from best to worst: own models among chance, the constant answer and published figures."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from studio.ui.evaluation.benchmarks.presenter import Ladder, LadderLine
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _


class LadderTable(QTableWidget):
    """Grows with its lines: the page scrolls, not the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ladder: Ladder | None = None
        self.setAccessibleName(_("Scores"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_ladder(self, ladder: Ladder) -> None:
        """Take the place of what is shown."""
        self._ladder = ladder
        titles = [_("Model"), *ladder.columns, _("Since before training"), _("Source")]
        self.clear()
        self.setColumnCount(len(titles))
        self.setRowCount(len(ladder.lines))
        self.setHorizontalHeaderLabels(titles)
        self._fill()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(len(titles) - 1, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._ladder is not None:
            self._fill()

    def _fill(self) -> None:
        colours = colours_for(self.palette())
        for row, line in enumerate(self._ladder.lines if self._ladder else ()):
            cells = [line.name, *("\n".join(filter(None, each)) for each in line.scores), line.change, line.source]
            for column, text in enumerate(cells):
                self.setItem(row, column, _item(line, text, colours, bold=column == 0))

    def _fit(self) -> None:
        low, high = (lines * self.fontMetrics().lineSpacing() + GRID for lines in (1, 2))
        total = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        for row, line in enumerate(self._ladder.lines if self._ladder else ()):
            height = high if any(interval for _value, interval in line.scores) else low
            self.setRowHeight(row, height)
            total += height
        self.setFixedHeight(total)


def _item(line: LadderLine, text: str, colours: Colours, *, bold: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(line.tip)
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, line.tip)
    if line.standing == "own":
        font = QFont(item.font())
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        item.setFont(font)
        item.setForeground(QColor(colours.accent if bold else colours.text))
    else:
        item.setForeground(QColor(colours.muted))
    return item
