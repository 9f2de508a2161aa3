"""All tables of one lexicon: a choice among them, the one chosen, and below it what the chosen entry holds."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from studio.data.lexicon_files import LexiconProblem, Place
from studio.ui.augment.lexicons.draft import Draft, Tables
from studio.ui.augment.lexicons.entries import Entries
from studio.ui.augment.lexicons.entries_table import EntriesTable
from studio.ui.augment.lexicons.sections import Section, sections_of
from studio.ui.augment.lexicons.words import entry_title, section_title
from studio.ui.controls import Picker, label
from studio.ui.theme import GRID
from studio.words import _


class LexiconTables(QWidget):
    """Asks for changes through `edited`; `show_draft` shows what has become of them."""

    edited = Signal(object, str)  # Tables

    def __init__(self) -> None:
        super().__init__()
        self._draft: Draft | None = None
        self._sections: tuple[Section, ...] = ()
        self.picker = Picker(_("Table"))
        self.main, self.inner = EntriesTable(searched=True), EntriesTable(searched=False)
        self._inner_title = label("", "heading")
        self.inner.bar.insertWidget(0, self._inner_title)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.main)
        self._split.addWidget(self.inner)
        self._split.setSizes([55, 45])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.picker, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._split, 1)
        self.picker.activated.connect(self._show_section)
        self.main.edited.connect(self._on_main_edited)
        self.main.entry_chosen.connect(self._on_entry_chosen)
        self.inner.edited.connect(self._on_inner_edited)

    @property
    def section(self) -> Section:
        """The table on show."""
        return self._sections[max(self.picker.currentIndex(), 0)]

    def show_draft(self, draft: Draft) -> None:
        """Show a state that has tables."""
        if self._draft is None or draft.kind != self._draft.kind:
            self._sections = sections_of(draft.kind.model)
            self.picker.clear()
            self.picker.addItems([section_title(each) for each in self._sections])
            self.picker.setVisible(len(self._sections) > 1)
        self._draft = draft
        self._show_section()

    def show_place(self, place: Place) -> None:
        """Bring the cell at a place to the front."""
        at = next((at for at, each in enumerate(self._sections) if place[:1] == (each.key,)), None)
        if at is None or len(place) == 1:
            return
        self.picker.setCurrentIndex(at)
        self._show_section()
        row, path = place[1], place[2:]
        self.main.choose(int(row), path)
        nested = self.section.nested
        if nested and path[:1] == (nested.key,) and path[1:]:
            self.inner.choose(int(path[1]), path[2:])
            self.inner.table.setFocus()
        else:
            self.main.table.setFocus()

    def _entries(self) -> Entries:
        tables = self._draft.tables if self._draft else None
        return tables[self.section.key] if tables else ()

    def _problems(self, *before: int | str) -> list[LexiconProblem]:
        problems = self._draft.problems if self._draft else ()
        return [
            LexiconProblem(each.place[len(before) :], each.message)
            for each in problems
            if each.place[: len(before)] == before
        ]

    def _show_section(self) -> None:
        self.main.show_entries(self.section, self._entries(), self._problems(self.section.key))
        self._show_inner()

    def _show_inner(self) -> None:
        section, current = self.section, self.main.current()
        nested, entries = section.nested, self._entries()
        shown = nested is not None and current is not None and current < len(entries)
        self.inner.setVisible(shown)
        if nested is not None and current is not None and shown:
            entry = entries[current]
            title = _("{section} of “{name}”").format(section=section_title(nested), name=entry_title(section, entry))
            self._inner_title.setText(title)
            problems = self._problems(section.key, current, nested.key)
            self.inner.show_entries(nested, tuple(entry.get(nested.key, ())), problems)

    def _on_entry_chosen(self, _row: int | None) -> None:
        self._show_inner()

    def _on_main_edited(self, entries: Entries, what: str) -> None:
        if self._draft is not None and self._draft.tables is not None:
            tables: Tables = {**self._draft.tables, self.section.key: entries}
            self.edited.emit(tables, what)

    def _on_inner_edited(self, inner: Entries, what: str) -> None:
        current, nested, entries = self.main.current(), self.section.nested, self._entries()
        if current is not None and nested is not None:
            entry = {**entries[current], nested.key: list(inner)}
            self._on_main_edited((*entries[:current], entry, *entries[current + 1 :]), what)
