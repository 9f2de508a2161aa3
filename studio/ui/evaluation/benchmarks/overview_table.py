"""Own models and all benchmarks that they were asked: the newest score of each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from studio.ui.evaluation.benchmarks.plain_table import PlainTable
from studio.ui.evaluation.benchmarks.presenter import Overview
from studio.words import _


class OverviewTable(PlainTable):
    """A line for each model, a column for each benchmark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("All benchmarks"), parent)

    def show_overview(self, overview: Overview) -> None:
        """Take the place of what is shown; there is nothing to see with one benchmark alone."""
        self.give_columns([_("Model"), *overview.columns, ""], len(overview.lines))
        for row, line in enumerate(overview.lines):
            self.setItem(row, 0, QTableWidgetItem(line.model))
            for column, cell in enumerate(line.cells, 1):
                item = QTableWidgetItem("\n".join(cell) if cell else "–")
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, overview.columns[column - 1])
                self.setItem(row, column, item)
        self.fit([2] * len(overview.lines))
        self.setVisible(len(overview.columns) > 1)
