"""What differs between two versions: the rows that came, went or changed, and each of them word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from studio.text.word_difference import word_difference
from studio.ui.controls import Picker, button, label
from studio.ui.data.differences import difference_html
from studio.ui.data.history.parts import parts_of
from studio.ui.data.history.steps import HistoryDelegate
from studio.ui.data.rows_wanted import Ids
from studio.ui.formats import integer
from studio.ui.theme import GRID, colours_for
from studio.words import N_, _, ngettext

if TYPE_CHECKING:
    from studio.core.example import Content
    from studio.data.differences import Difference
    from studio.data.versions import Version

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NO_IDS: Ids = np.empty(0, np.int64)
Fate = Literal["changed", "added", "removed"]
FATES: dict[Fate, str] = {"changed": N_("changed"), "added": N_("added"), "removed": N_("removed")}


@dataclass(frozen=True)
class ComparisonWanted:
    """Two versions by their ids, None being now."""

    before: int | None
    after: int | None


@dataclass(frozen=True)
class RowTexts:
    """One example as it was in both versions, None where it was not there."""

    row_id: int
    before: "Content | None"
    after: "Content | None"


class DifferingRows(QAbstractListModel):
    """The ids, however many: changed ones first, then added, then removed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[tuple[Fate, Ids], ...] = ()

    def show_groups(self, groups: tuple[tuple[Fate, Ids], ...]) -> None:
        """Replace the list."""
        self.beginResetModel()
        self._groups = groups
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else sum(len(ids) for _fate, ids in self._groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        fate, row_id = self.row_at(index.row())
        return _("Example {number}: {fate}").format(number=row_id, fate=_(FATES[fate]))

    def row_at(self, at: int) -> tuple[Fate, int]:
        """What became of a row, and its id."""
        for fate, ids in self._groups:
            if at < len(ids):
                return fate, int(ids[at])
            at -= len(ids)
        raise IndexError(at)


class ComparisonPanel(QWidget):
    """Asks for a comparison and shows it."""

    wanted = Signal(object)  # ComparisonWanted
    row_chosen = Signal(object)  # int
    open_wanted = Signal(object)  # Ids

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before, self.after = Picker(_("Compare")), Picker(_("with"))
        self._summary = label("", "muted", wrap=True)
        self.open_button = button(_("Open in the table"), "table")
        self.rows, self.texts = DifferingRows(self), QTextBrowser()
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.setAccessibleName(_("Examples that differ"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.texts.setAccessibleName(_("What differs in the chosen example"))
        self.texts.setOpenLinks(False)
        self._there: Ids = NO_IDS
        for picker in (self.before, self.after):
            picker.activated.connect(self._on_chosen)
        self.list.selectionModel().currentChanged.connect(self._on_row_chosen)
        self.open_button.clicked.connect(self._on_open)
        self._lay_out()
        self.show_nothing("")

    def show_versions(self, versions: "Sequence[Version]") -> None:
        """Offer the versions; what was chosen stays chosen where it is still there."""
        for picker, start in ((self.before, -1), (self.after, None)):
            chosen = picker.currentData() if picker.count() else start
            picker.clear()
            for version in reversed(versions):
                picker.addItem(version.name, version.id)
            picker.insertItem(0, _("Now"), None)
            at = picker.findData(chosen)
            picker.setCurrentIndex(at if at >= 0 else min(1, picker.count() - 1) if picker is self.before else 0)
        self.setEnabled(bool(versions))
        if not versions:
            self.show_nothing(_("Give the project a version now; later you can see here what has changed since."))

    def compare(self, before: int | None, after: int | None) -> None:
        """Choose two versions and ask for what differs."""
        self.before.setCurrentIndex(self.before.findData(before))
        self.after.setCurrentIndex(self.after.findData(after))
        self._on_chosen()

    def chosen(self) -> ComparisonWanted:
        """The two versions."""
        return ComparisonWanted(self.before.currentData(), self.after.currentData())

    def summary_text(self) -> str:
        """How many rows differ."""
        return self._summary.text()

    def show_nothing(self, why: str) -> None:
        """Show no difference, and why."""
        self._summary.setText(why)
        self.rows.show_groups(())
        self.texts.clear()
        self._there = NO_IDS
        self.open_button.setEnabled(False)

    def show_difference(self, found: "Difference") -> None:
        """Show the rows that differ."""
        if found.is_empty:
            self.show_nothing(_("Nothing differs in this data set."))
            return
        words = (
            (found.added, ngettext("{count} example added", "{count} examples added", len(found.added))),
            (found.removed, ngettext("{count} example removed", "{count} examples removed", len(found.removed))),
            (found.changed, ngettext("{count} example changed", "{count} examples changed", len(found.changed))),
        )
        self._summary.setText("  ·  ".join(each.format(count=integer(len(ids))) for ids, each in words if len(ids)))
        self.rows.show_groups((("changed", found.changed), ("added", found.added), ("removed", found.removed)))
        self._there = np.concatenate([found.changed, found.added])
        self.open_button.setEnabled(self._there.size > 0)
        self.list.setCurrentIndex(self.rows.index(0))

    def show_texts(self, row: RowTexts) -> None:
        """Show one row word by word."""
        self.texts.setHtml(self._html(row))

    def _html(self, row: RowTexts) -> str:
        colours = colours_for(self.palette())
        before, after = parts_of(row.before), parts_of(row.after)
        lines = []
        for title in dict.fromkeys((*before, *after)):
            old, new = before.get(title, ""), after.get(title, "")
            if old or new:
                lines.append(f'<p style="color: {colours.muted}; margin: 10px 0 2px 0">{escape(title)}</p>')
                lines.append(f'<p style="margin: 0">{difference_html(word_difference(old, new), colours)}</p>')
        if before == after:
            only_marks = _("The texts are the same; split, status, tags or note differ.")
            lines.append(f'<p style="color: {colours.muted}; margin: 16px 0 0 0">{only_marks}</p>')
        return "".join(lines)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        for words, picker in ((_("Compare"), self.before), (_("with"), self.after)):
            head.addWidget(label(words, "muted"))
            head.addWidget(picker)
        head.addStretch(1)
        title = QHBoxLayout()
        title.addWidget(label(_("What differs"), "heading"), 1)
        title.addWidget(self.open_button)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(self.list)
        split.addWidget(self.texts)
        split.setStretchFactor(1, 1)
        split.setSizes([220, 480])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(title)
        column.addLayout(head)
        column.addWidget(self._summary)
        column.addWidget(split, 1)

    def _on_chosen(self) -> None:
        self.wanted.emit(self.chosen())

    def _on_row_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(self.rows.row_at(current.row())[1])

    def _on_open(self) -> None:
        self.open_wanted.emit(self._there)
