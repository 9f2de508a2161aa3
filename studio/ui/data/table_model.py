"""The table of examples: an array of row ids, and the few pages of rows that were looked at last."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from studio.core.example import Kind
from studio.data.records import Row
from studio.errors import StudioError
from studio.ui.data.columns import Column, cell_text, columns_for, full_text
from studio.ui.data.rows_wanted import Ids
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
PAGE = 128
PAGES = 64
NO_PARENT = QModelIndex()
NO_IDS: Ids = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class EditRequest:
    """A new text for one field of one example."""

    row_id: int
    field: str
    text: str


class ExampleTableModel(QAbstractTableModel):
    """Asks for what it shows, and asks for edits; the store decides and `refresh` brings the answer."""

    edit_requested = Signal(object)  # EditRequest
    failed = Signal(object)  # StudioError

    def __init__(self, fetch: Callable[[Sequence[int]], list[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids = NO_IDS
        self._columns: tuple[Column, ...] = ()
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self.read_only = False

    @property
    def ids(self) -> Ids:
        """The ids on show, in their order."""
        return self._ids

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns on show."""
        return self._columns

    def show_rows(self, kind: Kind, ids: Ids, columns: tuple[Column, ...] = ()) -> None:
        """Show these rows, of this kind, from the top, in these columns or the usual ones."""
        self.beginResetModel()
        self._ids, self._columns = ids, columns or columns_for(kind)
        self._pages.clear()
        self.endResetModel()

    def show_nothing(self) -> None:
        """Hold no rows, in the same columns."""
        self.beginResetModel()
        self._ids = NO_IDS
        self._pages.clear()
        self.endResetModel()

    def refresh(self, row_ids: Iterable[int]) -> None:
        """These rows have changed: read them again when they are next painted."""
        positions = np.flatnonzero(np.isin(self._ids, np.fromiter(row_ids, np.int64)))
        for page in np.unique(positions // PAGE).tolist():
            self._pages.pop(page, None)
        if positions.size:
            first, last = int(positions[0]), int(positions[-1])
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def refresh_all(self) -> None:
        """Any row may have changed, but none has come, gone or moved."""
        self._pages.clear()
        if len(self._ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, self.columnCount() - 1))

    def position(self, row_id: int) -> int | None:
        """Where a row stands, None when it is not on show."""
        found = np.flatnonzero(self._ids == row_id)
        return int(found[0]) if found.size else None

    def row_at(self, position: int) -> Row | None:
        """The row at a position; None when it was deleted meanwhile or cannot be read."""
        number = position // PAGE
        if number in self._pages:
            self._pages.move_to_end(number)
        else:
            self._pages[number] = self._read(number)
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        return self._pages[number].get(int(self._ids[position]))

    def _read(self, number: int) -> dict[int, Row]:
        wanted = self._ids[number * PAGE : (number + 1) * PAGE].tolist()
        try:
            return {row.id: row for row in self._fetch(wanted)}
        except StudioError as error:
            self.failed.emit(error)
            return {}

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        # Qt asks for a dozen roles per cell and paint; only these cost anything.
        if role not in _ANSWERED or not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None:
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, column.key)
        if role == Qt.ItemDataRole.UserRole:
            return {"split": row.split, "status": row.status}.get(column.key)
        return full_text(row, column.field) if column.field else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        row, field = self.row_at(index.row()), self._columns[index.column()].field
        if row is None:
            return False
        if value != full_text(row, field):
            self.edit_requested.emit(EditRequest(row.id, field, str(value)))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        editable = bool(self._columns[index.column()].field) and not self.read_only
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _(self._columns[section].title) if 0 <= section < len(self._columns) else None


_ANSWERED = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.UserRole})
