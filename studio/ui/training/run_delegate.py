"""How a run is painted in the list of runs: its state, its name, and a tick where it stays in the plots."""

import time
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.runs.folder import RunState
from studio.ui.icons import pixmap
from studio.ui.theme import GRID, Colours, colours_for
from studio.ui.training.listed import Listed
from studio.ui.training.wording import state_words

Index = QModelIndex | QPersistentModelIndex
ICON, TICK = 16, 14
STATE_ICONS: dict[RunState, str] = {
    "preparing": "clock",
    "waiting": "clock",
    "starting": "clock",
    "running": "curve",
    "finished": "done",
    "stopped": "stop",
    "paused": "pause",
    "failed": "warning",
    "died": "problem",
}
_TINTS: dict[RunState, str] = {
    "preparing": "accent",
    "waiting": "muted",
    "starting": "accent",
    "running": "accent",
    "finished": "good",
    "stopped": "muted",
    "paused": "warn",
    "failed": "warn",
    "died": "bad",
}


def state_tint(state: RunState) -> str:
    """The name of the theme colour of a state; icon and words tell it too."""
    return _TINTS[state]


class RunRole(IntEnum):
    """What a row holds beyond its text."""

    RUN = Qt.ItemDataRole.UserRole
    TICKED = Qt.ItemDataRole.CheckStateRole


def tick_rect(row: QRect) -> QRect:
    """Where the tick of a row is: below the sign of its state."""
    line = (row.height() - 2 * GRID) // 2
    left = row.left() + GRID + GRID // 2 + (ICON - TICK) // 2
    return QRect(left, row.top() + GRID + line + (line - TICK) // 2, TICK, TICK)


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
        ticked = index.data(RunRole.TICKED)
        if ticked is not None:
            _paint_tick(painter, tick_rect(option.rect), ticked == Qt.CheckState.Checked, colours)
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

    def _paint_text(self, painter: QPainter, rect: QRect, run: Listed, colours: Colours) -> None:
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
        painter.drawText(upper, left | Qt.AlignmentFlag.AlignVCenter, _elided(painter, run.full_title, upper.width()))


def _paint_tick(painter: QPainter, box: QRect, ticked: bool, colours: Colours) -> None:
    painter.setPen(QColor(colours.accent if ticked else colours.faint))
    painter.setBrush(QColor(colours.accent if ticked else colours.surface))
    painter.drawRoundedRect(box, 4, 4)
    if ticked:
        pen = QPen(QColor(colours.on_accent), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = box.left(), box.top()
        painter.drawPolyline([QPointF(x + 3.5, y + 7.5), QPointF(x + 6, y + 10), QPointF(x + 10.5, y + 4.5)])


def _elided(painter: QPainter, text: str, width: int) -> str:
    return QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)
