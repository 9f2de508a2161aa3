"""The kept prompts as a table: a line per prompt, a column per model."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from studio.ui.evaluation.playground.prompts.presenter import PromptLine, result_words
from studio.ui.theme import colours_for
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
FIXED = 2


class PromptTableModel(QAbstractTableModel):
    """Title, what is expected, then each model's answer with a sign."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self._lines: Sequence[PromptLine] = ()
        self._titles: Sequence[str] = ()

    def show_lines(self, lines: Sequence[PromptLine], titles: Sequence[str]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._lines, self._titles = lines, titles
        self.endResetModel()

    def line(self, row: int) -> PromptLine:
        """What a line of the table shows."""
        return self._lines[row]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else FIXED + len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Question"), _("Expected"), *self._titles)[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if index.column() < FIXED:
                return (line.title, line.expected)[index.column()]
            return result_words(line.results[index.column() - FIXED])
        result = line.results[index.column() - FIXED] if index.column() >= FIXED else None
        if role == Qt.ItemDataRole.ForegroundRole and result is not None and result.passed is False:
            return QColor(colours_for(self._widget.palette()).bad)
        return None
