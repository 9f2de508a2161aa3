"""Tints the line of a text that is wrong."""

from PySide6.QtGui import QColor, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from studio.ui.theme import colours_for


def tint_line(edit: QPlainTextEdit, line: int) -> None:
    """Tint this line, counted from 1, and no other; 0 for none."""
    marks = []
    if line:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(edit.document().findBlockByNumber(line - 1))
        colours = colours_for(edit.palette())
        # In high contrast every soft colour is black.
        mark.format.setBackground(QColor(colours.selection if colours.shade == "contrast" else colours.warn_soft))
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        marks.append(mark)
    edit.setExtraSelections(marks)
