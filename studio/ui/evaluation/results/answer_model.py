"""The answers as a table: a line per row, a column per model."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from studio.ui.theme import colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.evaluating.row_lines import RowAnswer, RowLine

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_FIXED = 3
_SHOWN = 300


class AnswerModel(QAbstractTableModel):
    """Number, question, expected answer, then each model's answer with a sign."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self._lines: Sequence[RowLine] = ()
        self._titles: Sequence[str] = ()

    def show_lines(self, lines: "Sequence[RowLine]", titles: Sequence[str]) -> None:
        """Replace everything, telling views only what is different where the rows stay."""
        if tuple(titles) == tuple(self._titles) and [each.id for each in lines] == [each.id for each in self._lines]:
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._lines, self._titles = lines, titles
        self.endResetModel()

    def line(self, row: int) -> "RowLine":
        """What a line of the table shows."""
        return self._lines[row]

    def row_of(self, id: int) -> int:
        """Where a row of the project stands, -1 where it is not shown."""
        return next((at for at, line in enumerate(self._lines) if line.id == id), -1)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else _FIXED + len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        titles = (_("Row"), _("Question"), _("Expected"), *self._titles)
        # A header that has not heard of fewer models yet asks for what is no longer there.
        return titles[section] if section < len(titles) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        answer = line.answers[index.column() - _FIXED] if index.column() >= _FIXED else None
        if role == Qt.ItemDataRole.ForegroundRole and answer is not None:
            colours = colours_for(self._widget.palette())
            return QColor(colours.bad if answer.wrong else colours.text)
        return None

    def _text(self, line: "RowLine", column: int) -> str:
        if column >= _FIXED:
            return _answer_text(line.answers[column - _FIXED])
        return _one_line((str(line.id), line.case, line.expected)[column])


def _answer_text(answer: "RowAnswer | None") -> str:
    if answer is None:
        return "…"
    sign = "✗ " if answer.wrong else "✓ "
    return sign + (_one_line(answer.text) or _("(empty)"))


def _one_line(text: str) -> str:
    return " ".join(text[:_SHOWN].split())
