"""One metric within groups of rows: for whom the models answer well, and for whom not."""

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

from studio.ui.controls import Picker, label
from studio.ui.data.delegates import FlatHeader
from studio.ui.evaluation.results.cells import CellDelegate
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.assess.measure import Measure
    from studio.ui.evaluation.results.reading import Found

_LEAST_WIDTH = 24 * GRID


class GroupPanel(QWidget):
    """Computes on the spot what is asked for: a group is small."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Found | None = None
        self.measure, self.kind = Picker(_("Metric")), Picker(_("Groups by"))
        self.table = QTableWidget()
        self.words = label("", "muted", wrap=True)
        self.empty = label(_("These rows cannot be told apart into groups."), "muted", wrap=True)
        self._lay_out()
        self.measure.currentIndexChanged.connect(self._on_metric)
        self.kind.currentIndexChanged.connect(self._show)

    def show_found(self, found: "Found") -> None:
        """The metrics that single rows decide, and the groups of these rows."""
        from studio.assess.catalogue import info, label_of

        self._found = found
        chosen = self.measure.currentData()
        names = dict.fromkeys(
            each.metric
            for model in found.results.subjects
            for each in model.measures
            if each.outcomes is not None and not label_of(each.metric) and info(each.metric).better != "neither"
        )
        blocked = self.measure.blockSignals(True)
        self.measure.clear()
        for name in names:
            self.measure.addItem(_(info(name).title), name)
        self.measure.setCurrentIndex(max(0, self.measure.findData(chosen)))
        self.measure.blockSignals(blocked)
        self._on_metric()

    def _on_metric(self) -> None:
        from studio.assess.groups import GROUP_KIND_TITLES

        chosen = self.kind.currentData()
        kinds = dict.fromkeys(kind for parted in self._parted() for kind in parted)
        blocked = self.kind.blockSignals(True)
        self.kind.clear()
        for kind in kinds:
            self.kind.addItem(_(GROUP_KIND_TITLES[kind]), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(blocked)
        self._show()

    def _measures(self) -> "list[Measure | None]":
        name, found = self.measure.currentData(), self._found
        if found is None or name is None:
            return []
        return [
            next((each for each in model.measures if each.metric == name), None) for model in found.results.subjects
        ]

    def _parted(self) -> "list[dict[str, dict[str, Measure]]]":
        from studio.assess.groups import by_group

        assert self._found is not None
        models = self._found.results.subjects
        return [
            by_group(measure, model.answered) if measure else {}
            for measure, model in zip(self._measures(), models, strict=False)
        ]

    def _show(self) -> None:
        if self._found is None:
            return
        from studio.assess.groups import group_differences, group_title
        from studio.evaluating.group_tables import group_cell

        kind, parted = self.kind.currentData(), self._parted()
        for widget in (self.table, self.measure, self.kind, self.words):
            widget.setVisible(kind is not None)
        self.empty.setVisible(kind is None)
        if kind is None:
            return
        models, contract = self._found.results.subjects, self._found.results.job.contract
        groups = dict.fromkeys(group for each in parted for group in each.get(kind, {}))
        self.table.clear()
        self.table.setRowCount(len(groups))
        self.table.setColumnCount(1 + len(models))
        self.table.setHorizontalHeaderLabels([self.kind.currentText(), *(each.subject.title for each in models)])
        for row, group in enumerate(groups):
            self.table.setItem(row, 0, QTableWidgetItem(group_title(kind, group, contract).text()))
            for column, each in enumerate(parted, 1):
                measure = each.get(kind, {}).get(group)
                self.table.setItem(row, column, QTableWidgetItem(group_cell(measure)))
        height = 2 * self.fontMetrics().lineSpacing() + GRID
        for row in range(len(groups)):
            self.table.setRowHeight(row, height)
        self._fit()
        said = []
        for measure, model in zip(self._measures(), models, strict=True):
            found = group_differences(measure, model.answered) if measure else ()
            words = (each.sentence().text() for each in found if each.kind == kind)
            said += [_("{model}: {words}").format(model=model.subject.title, words=each) for each in words]
        self.words.setText("\n".join(said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The table has its own width only once it has been laid out.
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """All columns share the room that there is, and none gets less than its words need."""
        columns = self.table.columnCount()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(columns):
            self.table.setColumnWidth(column, max(_LEAST_WIDTH, self.table.viewport().width() // columns))

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
