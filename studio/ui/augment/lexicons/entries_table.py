"""One table of a lexicon with its buttons: add, copy, remove; and a search where it is a long one."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.data.lexicon_files import LexiconProblem, Place
from studio.ui.augment.lexicons.cells import CellDelegate
from studio.ui.augment.lexicons.entries import Entries, copy_of, new_entry
from studio.ui.augment.lexicons.entries_model import EntriesModel, EntryEdit, FoundEntries
from studio.ui.augment.lexicons.sections import Column, Section
from studio.ui.augment.lexicons.words import section_title
from studio.ui.controls import icon_button, label
from studio.ui.theme import GRID
from studio.words import _, ngettext

ROW = 4 * GRID
WIDTHS = {"text": 20 * GRID, "list": 30 * GRID, "patterns": 24 * GRID, "switch": 12 * GRID, "choice": 17 * GRID}
NUMBER = 10 * GRID


class EntriesTable(QWidget):
    """`edited` carries the entries as they should become, and what was done."""

    edited = Signal(object, str)  # Entries
    entry_chosen = Signal(object)  # int: its number, or None

    def __init__(self, *, searched: bool) -> None:
        super().__init__()
        self.section: Section | None = None
        self.entries = EntriesModel(self)
        self.found = FoundEntries(self.entries, self)
        self.table, self.search = QTableView(), QLineEdit()
        self.counted = label("", "caption")
        self.add_button = icon_button(_("Add an entry"), "add")
        self.copy_button = icon_button(_("Add a copy of this entry"), "copy")
        self.remove_button = icon_button(_("Remove the chosen entries"), "remove")
        self.search.setPlaceholderText(_("Search"))
        self.search.setAccessibleName(_("Search the entries"))
        self.search.setClearButtonEnabled(True)
        self.search.setVisible(searched)
        self._lay_out()
        self.search.textChanged.connect(self._on_search)
        self.entries.edited.connect(self._on_edited)
        self.add_button.clicked.connect(self._on_add)
        self.copy_button.clicked.connect(self._on_copy)
        self.remove_button.clicked.connect(self._on_remove)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)

    def show_entries(self, section: Section, entries: Entries, problems: Sequence[LexiconProblem]) -> None:
        """Show a state; the entry chosen stays so."""
        another, current = section != self.section, self.current()
        self.section = section
        if another:
            self.search.clear()
        self.entries.show_entries(section, entries, problems)
        if another:
            self.table.setAccessibleName(section_title(section))
            sentences = [column.kind for column in section.columns] == ["text", "text"]
            for at, column in enumerate(section.columns):
                self.table.setColumnWidth(at, 2 * WIDTHS["text"] if sentences else _width(column))
        if self.current() is None and entries:
            self.choose(min(current or 0, len(entries) - 1) if not another else 0)
        self._tell()

    def current(self) -> int | None:
        """The number of the entry that is chosen."""
        index = self.found.mapToSource(self.table.currentIndex())
        return index.row() if index.isValid() else None

    def choose(self, row: int, path: Place = ()) -> None:
        """Bring an entry into sight, and a cell of it."""
        columns = self.entries.columns
        at = next((at for at, each in enumerate(columns) if path and path[: len(each.path)] == each.path), 0)
        if not self.found.mapFromSource(self.entries.index(row, at)).isValid():
            self.search.clear()
        index = self.found.mapFromSource(self.entries.index(row, at))
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    def _lay_out(self) -> None:
        table = self.table
        table.setModel(self.found)
        table.setItemDelegate(CellDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(ROW)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(GRID // 2)
        self.bar.addWidget(self.search, 1)
        self.bar.addWidget(self.counted)
        if self.search.isHidden():
            self.bar.addStretch(1)
        for each in (self.add_button, self.copy_button, self.remove_button):
            self.bar.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(self.bar)
        column.addWidget(table, 1)

    def _tell(self) -> None:
        shown, total = self.found.rowCount(), len(self.entries.entries)
        words = ngettext("{count} entry", "{count} entries", total).format(count=total)
        if shown != total:
            words = _("{shown} of {count}").format(shown=shown, count=total)
        self.counted.setText(words)
        self._on_selection()

    def _selected(self) -> list[int]:
        rows = self.table.selectionModel().selectedRows()
        return sorted({self.found.mapToSource(each).row() for each in rows})

    def _on_search(self, words: str) -> None:
        self.found.search(words)
        self._tell()

    def _on_selection(self) -> None:
        some = bool(self._selected())
        self.remove_button.setEnabled(some)
        self.copy_button.setEnabled(some)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        index = self.found.mapToSource(current)
        self.entry_chosen.emit(index.row() if index.isValid() else None)

    def _on_edited(self, edit: EntryEdit) -> None:
        entries = self.entries.entries
        self.edited.emit((*entries[: edit.row], edit.entry, *entries[edit.row + 1 :]), _("Change an entry"))

    def _on_add(self) -> None:
        if self.section is not None:
            self._insert(len(self.entries.entries), new_entry(self.section), _("Add an entry"))
            self.table.edit(self.table.currentIndex())

    def _on_copy(self) -> None:
        current = self.current()
        if self.section is not None and current is not None:
            entries = self.entries.entries
            self._insert(current + 1, copy_of(self.section, entries[current], entries), _("Copy an entry"))

    def _insert(self, at: int, entry: object, what: str) -> None:
        entries = self.entries.entries
        self.edited.emit((*entries[:at], entry, *entries[at:]), what)
        self.choose(at)

    def _on_remove(self) -> None:
        gone = set(self._selected())
        kept = tuple(each for at, each in enumerate(self.entries.entries) if at not in gone)
        if gone:
            self.edited.emit(kept, _("Remove entries"))
            if kept:
                self.choose(min(*gone, len(kept) - 1))


def _width(column: Column) -> int:
    return WIDTHS.get(column.kind, NUMBER)
