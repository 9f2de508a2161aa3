"""How a run is painted in the list of runs: its state, its name, and a tick where it stays in the plots."""

import time
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.icons import pixmap
from studio.ui.theme import GRID, Colours, colours_for
from studio.ui.training.listed import Listed
from studio.ui.training.standing import Standing, standing_of

Index = QModelIndex | QPersistentModelIndex
ICON, TICK = 16, 14


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
        standing = standing_of(run)
        sign = pixmap(standing.icon, getattr(colours, standing.tint), ICON)
        painter.drawPixmap(inner.left(), inner.top() + (line - ICON) // 2, sign)
        ticked = index.data(RunRole.TICKED)
        if ticked is not None:
            _paint_tick(painter, tick_rect(option.rect), ticked == Qt.CheckState.Checked, colours)
        text = inner.adjusted(ICON + GRID, 0, 0, 0)
        self._paint_text(painter, text, (run, standing), colours)
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

    def _paint_text(self, painter: QPainter, rect: QRect, told: tuple[Listed, Standing], colours: Colours) -> None:
        run, standing = told
        upper = QRect(rect.left(), rect.top(), rect.width(), rect.height() // 2)
        lower = upper.translated(0, upper.height())
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setPen(getattr(colours, standing.tint))
        painter.drawText(upper, right | Qt.AlignmentFlag.AlignVCenter, standing.words)
        upper.setRight(upper.right() - QFontMetrics(painter.font()).horizontalAdvance(standing.words) - GRID)
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
