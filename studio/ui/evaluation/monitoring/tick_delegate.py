"""Cells with a tick before their text, in the colours of the theme."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from studio.ui.data.delegates import TextDelegate
from studio.ui.theme import GRID, Colours, colours_for

Index = QModelIndex | QPersistentModelIndex
_SIZE = 14
_ROOM = GRID + _SIZE


class TickDelegate(TextDelegate):
    """A click on the tick or Space changes it; cells without a tick are as all others."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            super().paint(painter, option, index)
            return
        beside = QStyleOptionViewItem(option)
        beside.rect = option.rect.adjusted(_ROOM, 0, 0, 0)
        super().paint(painter, beside, index)
        colours = colours_for(option.palette)
        strip = QRect(option.rect)
        strip.setWidth(_ROOM)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(strip, QColor(colours.selection if selected else colours.surface))
        painter.setPen(QColor(colours.border if colours.shade != "contrast" else colours.faint))
        painter.drawLine(strip.bottomLeft(), strip.bottomRight())
        _paint_tick(painter, _box(option.rect), colours, ticked=Qt.CheckState(state) == Qt.CheckState.Checked)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None or not _means_the_tick(event, option.rect):
            return False
        ticked = Qt.CheckState(state) == Qt.CheckState.Checked
        other = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, other, Qt.ItemDataRole.CheckStateRole)


def _means_the_tick(event: QEvent, cell: QRect) -> bool:
    if isinstance(event, QMouseEvent):
        around = _box(cell).adjusted(-GRID, -GRID, GRID, GRID)
        return event.type() == QEvent.Type.MouseButtonRelease and around.contains(event.position().toPoint())
    return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space


def _box(cell: QRect) -> QRect:
    return QRect(cell.left() + GRID, cell.center().y() - _SIZE // 2, _SIZE, _SIZE)


def _paint_tick(painter: QPainter, box: QRect, colours: Colours, *, ticked: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(colours.accent if ticked else colours.faint))
    painter.setBrush(QColor(colours.accent if ticked else colours.surface))
    painter.drawRoundedRect(box, 4, 4)
    if ticked:
        pen = QPen(QColor(colours.on_accent), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = box.left(), box.top()
        painter.drawPolyline([QPointF(x + 3.5, y + 7.5), QPointF(x + 6, y + 10), QPointF(x + 10.5, y + 4.5)])
    painter.restore()
