"""Scores on one benchmark from best to worst: own models among chance, the constant answer and published figures."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from studio.ui.evaluation.benchmarks.plain_table import PlainTable
from studio.ui.evaluation.benchmarks.presenter import Ladder, LadderLine
from studio.ui.theme import Colours, colours_for
from studio.words import _


class LadderTable(PlainTable):
    """Own models stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Scores"), parent)
        self._lines: tuple[LadderLine, ...] = ()

    def show_ladder(self, ladder: Ladder) -> None:
        """Take the place of what is shown."""
        self._lines = ladder.lines
        titles = [_("Model"), *ladder.columns, _("Forgetting"), _("Setting"), _("Source")]
        self.give_columns(titles, len(ladder.lines))
        self._fill()
        self.fit([2 if any(interval for _value, interval in line.scores) else 1 for line in ladder.lines])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._fill()

    def _fill(self) -> None:
        colours = colours_for(self.palette())
        for row, line in enumerate(self._lines):
            scores = ["\n".join(filter(None, each)) for each in line.scores]
            cells = [line.name, *scores, line.change, line.setting, line.source]
            for column, text in enumerate(cells):
                self.setItem(row, column, _item(line, text, colours, is_name=column == 0))


def _item(line: LadderLine, text: str, colours: Colours, *, is_name: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(line.tip)
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, line.tip)
    if line.standing != "own":
        item.setForeground(QColor(colours.muted))
    elif is_name:
        font = QFont(item.font())
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setForeground(QColor(colours.accent))
    return item
