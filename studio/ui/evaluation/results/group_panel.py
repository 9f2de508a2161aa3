"""One metric within groups of rows: for whom the models answer well, and for whom not."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import Picker, label
from studio.ui.data.delegates import FlatHeader
from studio.ui.evaluation.results.cells import CellDelegate
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.evaluating.group_tables import GroupTable, GroupView
    from studio.ui.evaluation.results.reading import Found

_LEAST_WIDTH = 24 * GRID


class GroupPanel(QWidget):
    """Whatever is shown is computed in the background, and only while the panel is in front."""

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._found: Found | None = None
        self._asked = 0
        self.measure, self.kind = Picker(_("Metric")), Picker(_("Groups by"))
        self.table = QTableWidget()
        self.words = label("", "muted", wrap=True)
        self.empty = label(_("These rows cannot be told apart into groups."), "muted", wrap=True)
        self._lay_out()
        for picker in (self.measure, self.kind):
            picker.activated.connect(self._ask)

    def show_found(self, found: "Found") -> None:
        """The groups of these rows; what is chosen stays where it is still there."""
        self._found = found
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        found = self._found
        if found is None:
            return
        self._asked += 1
        ticket, metric, kind = self._asked, str(self.measure.currentData() or ""), str(self.kind.currentData() or "")
        self._background.run(
            lambda: _computed(found, metric, kind), lambda view: self._on_computed(ticket, found, view), self._on_failed
        )

    def _on_computed(self, ticket: int, found: "Found", view: "GroupView") -> None:
        # Of several choices made meanwhile the last one counts.
        if ticket != self._asked:
            return
        for picker, names, chosen in (
            (self.measure, view.metrics, view.metric),
            (self.kind, view.kinds, view.kind),
        ):
            picker.clear()
            for name, title in names.items():
                picker.addItem(title, name)
            picker.setCurrentIndex(picker.findData(chosen))
        for widget in (self.table, self.kind, self.words):
            widget.setVisible(view.table is not None)
        self.empty.setVisible(view.table is None)
        if view.table is not None:
            self._fill(view.table, [each.subject.title for each in found.results.subjects])
        self.words.setText("\n".join(view.remarks))

    def _on_failed(self, error: StudioError) -> None:
        self.words.setText(error.message)
        self.words.show()

    def _fill(self, table: "GroupTable", titles: Sequence[str]) -> None:
        self.table.clear()
        self.table.setRowCount(len(table.rows))
        self.table.setColumnCount(1 + len(titles))
        for column, title in enumerate((self.kind.currentText(), *titles)):
            head = QTableWidgetItem(title)
            head.setToolTip(title)
            self.table.setHorizontalHeaderItem(column, head)
        height = 2 * self.fontMetrics().lineSpacing() + GRID
        for row, (group, cells) in enumerate(table.rows):
            for column, words in enumerate((group, *cells)):
                self.table.setItem(row, column, QTableWidgetItem(words))
            self.table.setRowHeight(row, height)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The table has its own width only once it has been laid out.
        QTimer.singleShot(0, self, self._fit)
        self._ask()

    def _fit(self) -> None:
        """All columns share the room that there is, and none gets less than its words need."""
        columns = self.table.columnCount()
        shares = self.table.viewport().width() >= _LEAST_WIDTH * columns
        self.table.horizontalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.Stretch if shares else QHeaderView.ResizeMode.Fixed
        )
        if not shares:
            for column in range(columns):
                self.table.setColumnWidth(column, _LEAST_WIDTH)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.measure)
        bar.addWidget(self.kind)
        bar.addStretch(1)
        self.table.setAccessibleName(_("Scores by group"))
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setHorizontalHeader(FlatHeader(self.table))
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self.empty)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.addStretch(0)


def _computed(found: "Found", metric: str, kind: str) -> "GroupView":
    from studio.evaluating.group_tables import group_view

    return group_view(found.results, metric, kind)
