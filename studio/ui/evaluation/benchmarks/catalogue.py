"""The list of benchmarks, and what is told of the chosen one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.core.benchmark import Benchmark
from studio.ui.controls import label
from studio.ui.data.delegates import TextDelegate
from studio.ui.evaluation.benchmarks.presenter import facts
from studio.ui.theme import GRID
from studio.words import _

_ITEM_HEIGHT = 3 * GRID


class BenchmarkList(QWidget):
    """One benchmark is always chosen."""

    chosen = Signal()

    def __init__(self, benchmarks: Sequence[Benchmark], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._benchmarks = {each.name: each for each in benchmarks}
        self.list = QListWidget()
        self.list.setAccessibleName(_("Benchmarks"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(TextDelegate(self.list))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in benchmarks:
            item = QListWidgetItem(_(each.title))
            item.setData(Qt.ItemDataRole.UserRole, each.name)
            item.setToolTip(_(each.measures))
            item.setSizeHint(QSize(0, _ITEM_HEIGHT))
            self.list.addItem(item)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(GRID)
        self._facts.setVerticalSpacing(GRID // 2)
        self._facts.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.list)
        column.addLayout(self._facts)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(_ITEM_HEIGHT * self.list.count())
        self.list.currentItemChanged.connect(self._on_chosen)
        self._show_facts()

    @property
    def benchmark(self) -> Benchmark:
        """The chosen one."""
        return self._benchmarks[self.list.currentItem().data(Qt.ItemDataRole.UserRole)]

    def choose(self, name: str) -> None:
        """As a click does."""
        self.list.setCurrentRow(list(self._benchmarks).index(name))

    def _on_chosen(self) -> None:
        self._show_facts()
        self.chosen.emit()

    def _show_facts(self) -> None:
        while (taken := self._facts.takeAt(0)) is not None:
            if widget := taken.widget():
                widget.hide()
                widget.deleteLater()
        for row, (title, text) in enumerate(facts(self.benchmark)):
            self._facts.addWidget(label(title, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(text, wrap=True), row, 1)
