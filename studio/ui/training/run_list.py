"""The past and present runs of the project, newest first."""

import time
from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from studio.runs.folder import RunFolder, RunState
from studio.ui.controls import label
from studio.ui.icons import pixmap
from studio.ui.theme import GRID, Colours, colours_for
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.wording import state_words
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ICON = 16
STATE_ICONS: dict[RunState, str] = {
    "preparing": "clock",
    "starting": "clock",
    "running": "curve",
    "finished": "done",
    "stopped": "stop",
    "failed": "warning",
    "died": "problem",
}
_TINTS: dict[RunState, str] = {
    "preparing": "accent",
    "starting": "accent",
    "running": "accent",
    "finished": "good",
    "stopped": "muted",
    "failed": "warn",
    "died": "bad",
}


def state_tint(state: RunState) -> str:
    """The name of the theme colour of a state; icon and words tell it too."""
    return _TINTS[state]


class RunRole(IntEnum):
    """What a row holds beyond its text."""

    RUN = Qt.ItemDataRole.UserRole


class RunListModel(QAbstractListModel):
    """The runs as the presenter lists them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[ListedRun, ...] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._runs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        run = self._runs[index.row()]
        if role == RunRole.RUN:
            return run
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            facts = (run.title, state_words(run.state), run.preset, run.facts(time.time()))
            return ", ".join(filter(None, facts))
        return None

    def show_runs(self, runs: Sequence[ListedRun]) -> None:
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


class RunDelegate(QStyledItemDelegate):
    """Two lines: state and name, then when, how well and how long."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, 2 * QFontMetrics(option.font).height() + 2 * GRID + GRID // 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        run, colours = index.data(RunRole.RUN), colours_for(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, colours)
        inner = option.rect.adjusted(GRID + GRID // 2, GRID, -GRID - GRID // 2, -GRID)
        line = inner.height() // 2
        sign = pixmap(STATE_ICONS[run.state], getattr(colours, state_tint(run.state)), ICON)
        painter.drawPixmap(inner.left(), inner.top() + (line - ICON) // 2, sign)
        text = inner.adjusted(ICON + GRID, 0, 0, 0)
        self._paint_text(painter, text, run, colours)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, colours: Colours) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.window))
        else:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(option.rect.adjusted(GRID // 2, 2, -GRID // 2, -2), 6, 6)

    def _paint_text(self, painter: QPainter, rect: QRect, run: ListedRun, colours: Colours) -> None:
        upper = QRect(rect.left(), rect.top(), rect.width(), rect.height() // 2)
        lower = upper.translated(0, upper.height())
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        words = state_words(run.state)
        painter.setPen(getattr(colours, state_tint(run.state)))
        painter.drawText(upper, right | Qt.AlignmentFlag.AlignVCenter, words)
        upper.setRight(upper.right() - QFontMetrics(painter.font()).horizontalAdvance(words) - GRID)
        facts = _elided(painter, run.facts(time.time()), lower.width())
        painter.setPen(colours.muted)
        painter.drawText(lower, left | Qt.AlignmentFlag.AlignVCenter, facts)
        painter.setFont(bold)
        painter.setPen(colours.text)
        name = " · ".join(filter(None, (run.title, run.preset)))
        painter.drawText(upper, left | Qt.AlignmentFlag.AlignVCenter, _elided(painter, name, upper.width()))


class RunList(QWidget):
    """The list with its heading; a single click or the arrow keys bring a run into view."""

    run_chosen = Signal(object)  # RunFolder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RunListModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(RunDelegate(self.view))
        self.view.setAccessibleName(_("Runs"))
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label(_("Runs appear here, and stay."), "caption", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 0, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(_line())
        head = label(_("Runs"), "title")
        head.setContentsMargins(GRID, 0, GRID, 0)
        self.empty.setContentsMargins(GRID, 0, GRID, 0)
        column.addWidget(head)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_runs(self, runs: Sequence[ListedRun], current: RunFolder | None) -> None:
        """Replace the runs; the one in view is marked."""
        selection = self.view.selectionModel()
        blocked = selection.blockSignals(True)
        self.model.show_runs(runs)
        at = self.model.row_of(current)
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at))
        selection.blockSignals(blocked)
        self.empty.setVisible(not runs)
        self.view.setVisible(bool(runs))
        self.view.viewport().update()

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.run_chosen.emit(current.data(RunRole.RUN).run)


def _line() -> QWidget:
    line = QWidget()
    line.setFixedHeight(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(QPalette.ColorRole.Mid)
    return line


def _elided(painter: QPainter, text: str, width: int) -> str:
    return QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)
