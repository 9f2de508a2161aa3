"""How many rows each split would have, in all and by stratum."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from studio.core.example import SPLITS, Split
from studio.ui.data.columns import SPLIT_NAMES, UNASSIGNED
from studio.ui.data.delegates import FlatHeader, TextDelegate
from studio.ui.formats import integer, percent
from studio.words import _

MOST_ROWS_SEEN = 8
FIRST_WIDTH = 200
_COLUMNS: tuple[Split | None, ...] = (*SPLITS, None)


class ShareTable(QTableWidget):
    """A line for all rows, then one per stratum; each cell a count and its share of the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_COLUMNS) + 1, parent)
        self.setAccessibleName(_("What would come of it"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(TextDelegate(self))
        self.verticalHeader().hide()
        self.setHorizontalHeader(FlatHeader(self))
        self.horizontalHeader().setSectionsClickable(False)
        names = [_(SPLIT_NAMES[each]) if each else _(UNASSIGNED) for each in _COLUMNS]
        self.setHorizontalHeaderLabels(["", *names])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(0, FIRST_WIDTH)

    def show_shares(
        self, counts: Mapping[Split | None, int], by_stratum: Mapping[str, Mapping[Split | None, int]]
    ) -> None:
        """Fill the table; empty counts empty it."""
        lines = (
            [(_("All"), counts), *((name or _("none"), each) for name, each in by_stratum.items())] if counts else []
        )
        self.setRowCount(len(lines))
        self.setVisible(bool(lines))
        for at, (name, line) in enumerate(lines):
            self.setItem(at, 0, _cell(name))
            total = sum(line.values())
            for column, split in enumerate(_COLUMNS, 1):
                count = line.get(split, 0)
                words = f"{integer(count)}  ·  {percent(count / total)}" if count else "–"
                self.setItem(at, column, _cell(words))
        seen = min(max(len(lines), 1), MOST_ROWS_SEEN)
        self.setFixedHeight(self.horizontalHeader().height() + seen * self.verticalHeader().defaultSectionSize() + 4)


def _cell(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    return item
