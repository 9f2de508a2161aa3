"""Cells of two lines that stand under their headings."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.theme import GRID

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Leaves as much room at the left as the heading does."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        if option.widget is not None:
            primitive = QStyle.PrimitiveElement.PE_PanelItemViewItem
            option.widget.style().drawPrimitive(primitive, ground, painter, option.widget)
        option.rect.adjust(GRID, 0, 0, 0)
        super().paint(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(3 * GRID, 0)
