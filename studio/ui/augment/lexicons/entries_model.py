"""The entries of one table of a lexicon; a change is asked for and comes back with the next state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from studio.core.folding import folded
from studio.data.lexicon_files import LexiconProblem, Place
from studio.ui.augment.lexicons.entries import Entries, Entry, cell_text, is_on, read_cell, value_of, with_cell, with_id
from studio.ui.augment.lexicons.sections import Column, Section
from studio.ui.augment.lexicons.words import choice_words, column_help, column_title

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
PROBLEM_ROLE = ItemRole.UserRole
COLUMN_ROLE = ItemRole.UserRole + 1
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class EntryEdit:
    """Another entry in the place of one."""

    row: int
    entry: Entry


class EntriesModel(QAbstractTableModel):
    """`show_entries` is how anything changes."""

    edited = Signal(object)  # EntryEdit

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._section: Section | None = None
        self.entries: Entries = ()
        self._problems: Mapping[int, Sequence[LexiconProblem]] = {}
        self._searched: dict[int, tuple[Entry, str]] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        """What each entry has."""
        return self._section.columns if self._section else ()

    def show_entries(self, section: Section, entries: Entries, problems: Sequence[LexiconProblem]) -> None:
        """Show a state; places of problems begin with the number of the entry."""
        by_row: dict[int, list[LexiconProblem]] = {}
        for each in problems:
            if each.place and isinstance(each.place[0], int):
                by_row.setdefault(each.place[0], []).append(each)
        anew = section != self._section or len(entries) != len(self.entries)
        if anew:
            self.beginResetModel()
        self._section, self.entries, self._problems = section, entries, by_row
        if anew:
            self._searched.clear()
            self.endResetModel()
        elif entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, len(self.columns) - 1))

    def search_text(self, row: int) -> str:
        """All cells of an entry, folded."""
        entry = self.entries[row]
        known = self._searched.get(row)
        if known is None or known[0] is not entry:
            nested = self._section.nested if self._section else None
            inner = [(each, nested.columns) for each in entry.get(nested.key, ())] if nested else []
            cells = [cell_text(each, column) for each, columns in ((entry, self.columns), *inner) for column in columns]
            known = self._searched[row] = (entry, folded(" \n ".join(cells)))
        return known[1]

    def problem_at(self, row: int, path: Place) -> str:
        """What is wrong with a cell, or with the whole entry in its first one."""
        first = path == self.columns[0].path
        shown = {each.path for each in self.columns}
        return "\n".join(
            each.message
            for each in self._problems.get(row, ())
            if each.place[1 : len(path) + 1] == path
            or (first and not any(each.place[1 : len(known) + 1] == known for known in shown))
        )

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            if role == ItemRole.DisplayRole:
                return column_title(self.columns[section])
            if role == ItemRole.ToolTipRole:
                return column_help(self.columns[section])
            if role == ItemRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return flags
        switch = self.columns[index.column()].kind == "switch"
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if switch else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, column = self.entries[index.row()], self.columns[index.column()]
        match role:
            case ItemRole.CheckStateRole if column.kind == "switch":
                return Qt.CheckState.Checked if is_on(entry, column) else Qt.CheckState.Unchecked
            case ItemRole.DisplayRole if column.kind != "switch":
                return _shown(entry, column)
            case ItemRole.EditRole:
                return _typed(entry, column)
            case ItemRole.ToolTipRole:
                return self.problem_at(index.row(), column.path) or _shown(entry, column)
            case _:
                return self._marks(index.row(), column, role)

    def setData(self, index: Index, value: Any, role: int = ItemRole.EditRole) -> bool:
        entry, column = self.entries[index.row()], self.columns[index.column()]
        if role == ItemRole.CheckStateRole:
            # Qt gives the number here and the enumeration there.
            value = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == ItemRole.EditRole:
            value = read_cell(column, str(value))
        else:
            return False
        changed = with_id(with_cell(entry, column, value), self.entries)
        if changed != entry:
            self.edited.emit(EntryEdit(index.row(), changed))
        return True

    def _marks(self, row: int, column: Column, role: int) -> Any:
        if role == PROBLEM_ROLE:
            return self.problem_at(row, column.path)
        return column if role == COLUMN_ROLE else None


class FoundEntries(QSortFilterProxyModel):
    """Those with the words that are searched for, capitals and accents aside."""

    def __init__(self, entries: EntriesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries, self._words = entries, list[str]()
        self.setSourceModel(entries)
        # An entry stays on show while it is edited.
        self.setDynamicSortFilter(False)

    def search(self, words: str) -> None:
        """Show those with all of the words; no words for all entries."""
        self._words = folded(words).split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        return not self._words or all(each in self._entries.search_text(row) for each in self._words)


def _shown(entry: Entry, column: Column) -> str:
    text = cell_text(entry, column)
    if column.kind == "choice":
        return choice_words(text or str(column.default or ""))
    return text if text or column.default in (None, []) else str(column.default)


def _typed(entry: Entry, column: Column) -> str:
    value = value_of(entry, column)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)
