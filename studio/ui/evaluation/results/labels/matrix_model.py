"""What is taken for what, as a table to look at: expected down, given across, the rows of each in all at the end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from studio.ui.formats import integer, percent
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.evaluating.labels import CrossTable

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SHARE = int(Qt.ItemDataRole.UserRole)
"""How much of a line lies in a cell, from 0 to 1; None in the column of the totals."""
RIGHT = SHARE + 1
"""Whether this was rightly given."""


class MatrixModel(QAbstractTableModel):
    """Shows what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self._table: CrossTable | None = None

    def show_table(self, table: "CrossTable") -> None:
        """Take the place of what is shown."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def ids(self, index: Index) -> tuple[int, ...]:
        """The rows of a cell; of all its line for a total."""
        table = self._table
        if table is None or not index.isValid():
            return ()
        wanted = [index.column()] if index.column() < len(table.given) else range(len(table.given))
        return tuple(sorted(id for given in wanted for id in table.rows(index.row(), given)))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self._table is None else len(self._table.expected)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self._table is None else len(self._table.given) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._table is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        across = orientation == Qt.Orientation.Horizontal
        titles = (*self._table.given, _("In all")) if across else self._table.expected
        # Headers that have not heard of a smaller table yet ask for what it no longer has.
        return titles[section] if section < len(titles) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._table is None:
            return None
        found = {
            Qt.ItemDataRole.DisplayRole: self._words,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            Qt.ItemDataRole.ToolTipRole: self._spoken,
            SHARE: self._share,
            RIGHT: self._is_right,
        }.get(role)
        return found(self._table, index.row(), index.column()) if found else None

    def _words(self, table: "CrossTable", row: int, column: int) -> str:
        if column == len(table.given):
            return integer(table.total(row))
        count = len(table.rows(row, column))
        return f"{integer(count)}\n{percent(count / table.total(row))}" if count else ""

    def _spoken(self, table: "CrossTable", row: int, column: int) -> str:
        expected, total = table.expected[row], table.total(row)
        if column == len(table.given):
            return ngettext("“{expected}” expected: {count} row", "“{expected}” expected: {count} rows", total).format(
                expected=expected, count=integer(total)
            )
        count = len(table.rows(row, column))
        return ngettext(
            "“{expected}” expected, “{given}” given: {count} row of {total}",
            "“{expected}” expected, “{given}” given: {count} rows of {total}",
            count,
        ).format(expected=expected, given=table.given[column], count=integer(count), total=integer(total))

    def _share(self, table: "CrossTable", row: int, column: int) -> float | None:
        if column == len(table.given):
            return None
        return len(table.rows(row, column)) / max(1, table.total(row))

    def _is_right(self, table: "CrossTable", row: int, column: int) -> bool:
        return column < len(table.given) and table.is_right(row, column)
