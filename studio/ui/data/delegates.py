"""How cells look and are edited: one clear line of text, badges, and an editor that takes several lines."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui.controls import ExactTextEdit
from studio.ui.theme import GRID, Colours, colours_for

Index = QModelIndex | QPersistentModelIndex
EDITOR_WIDTH, EDITOR_HEIGHT = 440, 144
INSET = GRID + GRID // 2
BADGES = {
    "train": ("accent", "accent_soft"),
    "validation": ("warn", "warn_soft"),
    "test": ("good", "good_soft"),
    "draft": ("muted", "window"),
    "reviewed": ("accent", "accent_soft"),
    "approved": ("good", "good_soft"),
    "rejected": ("bad", "bad_soft"),
}


class CellEditor(ExactTextEdit):
    """Several lines in place."""


class TextDelegate(QStyledItemDelegate):
    """One line, cut at the edge; Enter keeps an edit, Shift+Enter starts a new line, Escape drops it."""

    def __init__(self, parent: QObject | None = None, *, quiet: bool = False) -> None:
        super().__init__(parent)
        self._quiet = quiet

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = colours_for(option.palette)
        rect = _paint_ground(painter, option, colours)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text:
            painter.setPen(QColor(self.ink(index, colours)))
            line = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)

    def ink(self, _index: Index, colours: Colours) -> str:
        """The colour that a text is written in."""
        return colours.muted if self._quiet else colours.text

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index) -> QWidget:
        editor = CellEditor(parent)
        editor.setTabChangesFocus(True)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # The store may confirm another edit of this row while someone is typing here.
        if isinstance(editor, CellEditor) and not editor.document().isModified():
            editor.give(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEditor):
            model.setData(index, editor.exact_text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        rect = QRect(option.rect)
        rect.setSize(QSize(max(rect.width(), EDITOR_WIDTH), EDITOR_HEIGHT))
        ground = editor.parentWidget()
        if ground is not None:
            rect.moveRight(min(rect.right(), ground.width() - 1))
            rect.moveBottom(min(rect.bottom(), max(EDITOR_HEIGHT, ground.height()) - 1))
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and isinstance(watched, CellEditor) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                return True
            if enter:
                watched.insertPlainText("\n")
                return True
        return super().eventFilter(watched, event)


class BadgeDelegate(QStyledItemDelegate):
    """A split or a status as a small coloured label; the words say it too, colours only help."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = colours_for(option.palette)
        rect = _paint_ground(painter, option, colours)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        ink, ground = BADGES[str(index.data(Qt.ItemDataRole.UserRole))]
        if option.state & QStyle.StateFlag.State_Selected:
            ground = "surface"
        pill = QRectF(0, 0, option.fontMetrics.horizontalAdvance(text) + 2 * GRID, 22)
        pill.moveLeft(rect.left())
        pill.moveTop(rect.center().y() - 10.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(getattr(colours, ink)) if colours.shade == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(colours, ground)))
        painter.drawRoundedRect(pill, 6, 6)
        painter.setPen(QColor(getattr(colours, ink)))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class FlatHeader(QHeaderView):
    """Column titles as quiet text over a line; the one that is sorted by has an arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(5 * GRID)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if not rect.isValid() or model is None:
            return
        colours = colours_for(self.palette())
        painter.save()
        painter.fillRect(rect, QColor(colours.surface))
        painter.setPen(QColor(colours.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        font = self.font()
        font.setPointSizeF(9)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        ordered = self.isSortIndicatorShown() and section == self.sortIndicatorSection()
        painter.setPen(QColor(colours.accent if ordered else colours.muted))
        inside = rect.adjusted(INSET, 0, -2 * GRID if ordered else -GRID // 2, 0)
        title = painter.fontMetrics().elidedText(
            str(model.headerData(section, Qt.Orientation.Horizontal)), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        if ordered:
            beside = inside.left() + painter.fontMetrics().horizontalAdvance(title) + GRID
            down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            _paint_arrow(painter, QPointF(beside, rect.center().y() + 0.5), down=down)
        painter.restore()


def _paint_arrow(painter: QPainter, at: QPointF, *, down: bool) -> None:
    tip = 2.5 if down else -2.5
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(painter.pen().color(), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline([at + QPointF(-1, -tip), at + QPointF(3, tip), at + QPointF(7, -tip)])


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, colours: Colours) -> QRect:
    """Background, the line under the row, a mark on the cell that the keyboard is on; answers the room for text."""
    rect = option.rect
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    painter.fillRect(rect, QColor(colours.selection if selected else colours.surface))
    painter.setPen(QColor(colours.border if colours.shade != "contrast" else colours.faint))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(colours.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
    return rect.adjusted(INSET, 0, -GRID, 0)
