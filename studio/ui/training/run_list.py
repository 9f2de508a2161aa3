"""The past and present runs of the project, newest first."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPalette
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from studio.runs.folder import RunFolder
from studio.ui.controls import label
from studio.ui.theme import GRID
from studio.ui.training.listed import Listed
from studio.ui.training.run_delegate import RunDelegate, RunRole, tick_rect
from studio.ui.training.standing import standing_of
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class RunListModel(QAbstractListModel):
    """The runs as the presenter lists them; a run with a tick stays in the plots beside the one in view."""

    ticked_changed = Signal()

    def __init__(self, *, ticks: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._runs: tuple[Listed, ...] = ()
        self._ticked: set[RunFolder] = set()

    @property
    def ticked(self) -> tuple[RunFolder, ...]:
        """The runs with a tick, in the order of the list."""
        return tuple(each.run for each in self._runs if each.run in self._ticked)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and self._takes_ticks() else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != RunRole.TICKED:
            return False
        run = self._runs[index.row()].run
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._ticked.add(run)
        else:
            self._ticked.discard(run)
        self.dataChanged.emit(index, index, [role])
        self.ticked_changed.emit()
        return True

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._runs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        run = self._runs[index.row()]
        if role == RunRole.RUN:
            return run
        if role == RunRole.TICKED and self._takes_ticks():
            return Qt.CheckState.Checked if run.run in self._ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            facts = (run.title, standing_of(run).words, run.preset, run.facts(time.time()))
            return ", ".join(filter(None, facts))
        return None

    def show_runs(self, runs: Sequence[Listed]) -> None:
        """Replace the runs, telling views only what is different so that they keep their place."""
        fresh = tuple(runs)
        if [each.run for each in fresh] == [each.run for each in self._runs]:
            changed = [at for at, run in enumerate(fresh) if run != self._runs[at]]
            self._runs = fresh
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._runs = fresh
        self.endResetModel()

    def row_of(self, run: RunFolder | None) -> int:
        """The row of a run, -1 when it is not listed."""
        return next((at for at, each in enumerate(self._runs) if each.run == run), -1)

    def _takes_ticks(self) -> bool:
        """There is nothing to compare a single run with."""
        return self._ticks and len(self._runs) > 1


class RunListView(QListView):
    """A click on a tick changes it and nothing else; the space bar changes that of the current row."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._ticked_at(event)
        if index is None:
            super().mousePressEvent(event)
            return
        ticked = index.data(RunRole.TICKED) == Qt.CheckState.Checked
        self.model().setData(index, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked, RunRole.TICKED)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def _ticked_at(self, event: QMouseEvent) -> QModelIndex | None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or index.data(RunRole.TICKED) is None:
            return None
        around = tick_rect(self.visualRect(index)).adjusted(-GRID // 2, -GRID // 2, GRID // 2, GRID // 2)
        return index if around.contains(event.position().toPoint()) else None


@dataclass(frozen=True)
class ListWords:
    """What a list is called, what it says while it is empty, and what ticks are for: nothing where it has none."""

    title: str
    empty: str
    advice: str


class RunList(QWidget):
    """The list with its heading; a single click or the arrow keys bring a run into view."""

    run_chosen = Signal(object)  # RunFolder
    compared_changed = Signal(object)  # tuple[RunFolder, ...]: those with a tick

    def __init__(self, words: ListWords | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = words or ListWords(_("Runs"), _("Runs appear here, and stay."), _("Tick runs to compare them."))
        self.model = RunListModel(ticks=bool(words.advice), parent=self)
        self.view = RunListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(RunDelegate(self.view))
        self.view.setAccessibleName(words.title)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label(words.empty, "caption", wrap=True)
        self.advice = label(words.advice, "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 0, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(_line())
        head = label(words.title, "title")
        head.setContentsMargins(GRID, 0, GRID, 0)
        for each in (self.empty, self.advice):
            each.setContentsMargins(GRID, 0, GRID, 0)
        column.addWidget(head)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.advice)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.ticked_changed.connect(self._on_ticked_changed)

    def show_runs(self, runs: Sequence[Listed], current: RunFolder | None) -> None:
        """Replace the runs; the one in view is marked."""
        selection = self.view.selectionModel()
        blocked = selection.blockSignals(True)
        self.model.show_runs(runs)
        at = self.model.row_of(current)
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at))
        selection.blockSignals(blocked)
        self.empty.setVisible(not runs)
        self.advice.setVisible(bool(self.advice.text()) and len(runs) > 1)
        self.view.setVisible(bool(runs))
        self.view.viewport().update()

    def untick(self, name: str) -> None:
        """Take the tick of the run of this name away."""
        for row in range(self.model.rowCount()):
            index = self.model.index(row)
            if index.data(RunRole.RUN).run.name == name:
                self.model.setData(index, Qt.CheckState.Unchecked, RunRole.TICKED)

    def _on_ticked_changed(self) -> None:
        self.compared_changed.emit(self.model.ticked)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.run_chosen.emit(current.data(RunRole.RUN).run)


def _line() -> QWidget:
    line = QWidget()
    line.setFixedHeight(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(QPalette.ColorRole.Mid)
    return line
