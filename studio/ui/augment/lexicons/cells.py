"""How cells of a lexicon are drawn and edited: a choice from a list, several texts one a line in a larger field."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui.augment.lexicons.entries_model import COLUMN_ROLE, PROBLEM_ROLE, Index
from studio.ui.augment.lexicons.sections import Column
from studio.ui.augment.lexicons.words import choice_words, column_title
from studio.ui.icons import icon
from studio.ui.theme import GRID, colours_for
from studio.words import _

LARGE = (40 * GRID, 22 * GRID)
"""Of the field for several texts, where there is room."""
ICON = 14


class CellDelegate(QStyledItemDelegate):
    """Tints what is wrong and marks it with a sign."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(PROBLEM_ROLE):
            colours = colours_for(option.palette)
            option.backgroundBrush = QBrush(QColor(colours.warn_soft))
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icon("warning", colours.warn, size=ICON)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column: Column = index.data(COLUMN_ROLE)
        if column.kind in ("list", "patterns"):
            return _ListEditor(parent, column_title(column))
        if column.kind == "choice":
            choice = _choice_editor(parent, column)
            choice.activated.connect(self._on_chosen)
            return choice
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(column_title(column))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QComboBox):
            column: Column = index.data(COLUMN_ROLE)
            editor.setCurrentIndex(max(editor.findData(text or str(column.default or "")), 0))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())
        elif isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            table = editor.parentWidget()
            editor.setGeometry(_large(option.rect, table.rect() if table else option.rect))
        else:
            super().updateEditorGeometry(editor, option, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, QPlainTextEdit) and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if (
                event.type() == QEvent.Type.KeyPress
                and enter
                and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor)
                return True
        return super().eventFilter(editor, event)

    def _on_chosen(self) -> None:
        editor = self.sender()
        if isinstance(editor, QComboBox):
            # It stays open: the arrow keys choose too.
            self.commitData.emit(editor)


class _ListEditor(QPlainTextEdit):
    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(_("one a line"))
        self.setToolTip(_("One a line. Ctrl+Enter keeps them, Escape leaves them as they were."))
        self.setTabChangesFocus(True)


def _choice_editor(parent: QWidget, column: Column) -> QComboBox:
    editor = QComboBox(parent)
    editor.setAccessibleName(column_title(column))
    if not column.required and not column.default:
        editor.addItem("", "")
    for each in column.choices:
        editor.addItem(choice_words(each), each)
    return editor


def _large(cell: QRect, room: QRect) -> QRect:
    """As large as it should be, over its cell, and inside the table."""
    place = QRect(cell.topLeft(), cell.size())
    place.setWidth(min(max(cell.width(), LARGE[0]), room.width()))
    place.setHeight(min(LARGE[1], room.height()))
    place.moveLeft(max(min(place.left(), room.right() - place.width() + 1), 0))
    place.moveTop(max(min(place.top(), room.bottom() - place.height() + 1), 0))
    return place
