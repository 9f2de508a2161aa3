"""The first rows of a file, as they will come in or with the reason why they will not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from studio.ui.data.columns import Column, all_columns, content_cell, one_line
from studio.ui.data.delegates import FlatHeader, TextDelegate
from studio.ui.theme import GRID, Colours
from studio.words import _

if TYPE_CHECKING:
    from studio.core.example import Kind
    from studio.data.importers import FileSummary, PreviewRow

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
AROUND = frozenset({"number", "tags", "characters", "source", "note", "edited_at", "split", "status"})
LINE_WIDTH, LEAST_WIDTH = 8 * GRID, 20 * GRID
MOST_COLUMNS = 40
"""Of a file that is not recognised; more tell nobody more."""


@dataclass(frozen=True)
class _Shown:
    """A row of the preview: its line, its cells, or why it is left out."""

    line: str
    cells: tuple[str, ...]
    problem: str = ""


class PreviewModel(QAbstractTableModel):
    """Line numbers and cells; a row with a problem has the reason in its first cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._rows: tuple[_Shown, ...] = ()

    def show_summary(self, summary: "FileSummary | None") -> None:
        """Show what a file begins with, nothing for None."""
        self.beginResetModel()
        if summary is None:
            self._titles, self._rows = (), ()
        elif summary.kind is None:
            names = summary.fields[:MOST_COLUMNS]
            self._titles = names
            self._rows = tuple(_Shown(str(row.line), _raw(row, names), row.problem) for row in summary.sample)
        else:
            columns = _columns(summary.kind, summary.sample)
            self._titles = tuple(_(each.title) for each in columns)
            self._rows = tuple(_Shown(str(row.line), _cells(row, columns), row.problem) for row in summary.sample)
        self.endResetModel()

    def problems(self) -> list[int]:
        """The rows that are left out."""
        return [at for at, row in enumerate(self._rows) if row.problem]

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() or not self._titles else len(self._titles) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return "warn" if row.problem else ""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if index.column() == 0:
            return row.line
        if row.problem:
            return _("Left out: {reason}").format(reason=row.problem) if index.column() == 1 else ""
        return row.cells[index.column() - 1]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Line"), *self._titles)[section]


class PreviewTable(QTableView):
    """A table to read; the columns share the width while they can."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = PreviewModel(self)
        self.setModel(self._rows)
        self.setAccessibleName(_("First rows, as they will come in"))
        self.setItemDelegate(_PreviewDelegate(self))
        self.setHorizontalHeader(FlatHeader(self))
        self.horizontalHeader().setSectionsClickable(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(4 * GRID)

    def show_summary(self, summary: "FileSummary | None") -> None:
        """Show what a file begins with, nothing for None."""
        self.clearSpans()
        self._rows.show_summary(summary)
        width = self._rows.columnCount() - 1
        for at in self._rows.problems() if width > 1 else ():
            self.setSpan(at, 1, 1, width)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        columns = self._rows.columnCount() - 1
        if columns < 1:
            return
        self.setColumnWidth(0, LINE_WIDTH)
        share = max((self.viewport().width() - LINE_WIDTH) // columns, LEAST_WIDTH)
        for at in range(1, columns + 1):
            self.setColumnWidth(at, share)


class _PreviewDelegate(TextDelegate):
    def ink(self, index: Index, colours: Colours) -> str:
        return colours.warn if index.data(Qt.ItemDataRole.UserRole) else super().ink(index, colours)


def _columns(kind: "Kind", rows: Sequence["PreviewRow"]) -> tuple[Column, ...]:
    """Those of the content, the rarer ones where a row has something in them."""
    contents = [row.content for row in rows if row.content is not None]
    return tuple(
        each
        for each in all_columns(kind)
        if each.key not in AROUND and (not each.optional or any(content_cell(one, each.key) for one in contents))
    )


def _cells(row: "PreviewRow", columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(content_cell(row.content, each.key) for each in columns) if row.content is not None else ()


def _raw(row: "PreviewRow", names: Sequence[str]) -> tuple[str, ...]:
    values = (row.extra.get(name) for name in names)
    return tuple("" if value is None else one_line(str(value)) for value in values)
