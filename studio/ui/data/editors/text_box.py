"""A box that grows with its text, and stays quick however long that is."""

import math
import re

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QWidget

from studio.ui.controls import ExactTextEdit
from studio.ui.theme import GRID

MOST_LINES = 14
_ENDLESS = 8_000
"""Characters in a line; breaking a longer one between words takes Qt seconds where there are no spaces."""
_ENDLESS_LINE = re.compile(f"[^\\n\\r\\u2029]{{{_ENDLESS}}}")


class TextBox(ExactTextEdit):
    """Leaving it, or Ctrl+Enter, keeps the edit; Escape gives it up."""

    left = Signal()
    given_up = Signal()

    def __init__(self, name: str, *, least_lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_lines = least_lines
        self._endless = False
        self._letters = QFont(self.font())
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.document().contentsChanged.connect(self._fit)
        self._fit()

    def give(self, text: str) -> None:
        self._suit(text)
        super().give(text)

    def use_font(self, font: QFont) -> None:
        """Show the text in this font."""
        self._letters = QFont(font)
        self._dress()
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not self._endless and _ENDLESS_LINE.search(source.text()):
            self._break_anywhere(True)
        super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A context menu borrows the focus and gives it back.
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.document().isModified() and not self.isReadOnly():
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(240, self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._wanted_height())

    def _suit(self, text: str) -> None:
        endless = _ENDLESS_LINE.search(text) is not None
        if endless != self._endless:
            # The old text would be laid out once more.
            self.clear()
            self._break_anywhere(endless)

    def _break_anywhere(self, endless: bool) -> None:
        self._endless = endless
        self._dress()
        mode = QTextOption.WrapMode
        self.setWordWrapMode(mode.WrapAnywhere if endless else mode.WrapAtWordBoundaryOrAnywhere)
        # A bar that comes later would narrow the text and have it laid out twice.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if endless else policy.ScrollBarAsNeeded)
        self._fit()

    def _dress(self) -> None:
        font = QFont(self._letters)
        if self._endless:
            # Placing letter after letter is five times as quick: 14 instead of 65 ms for 200,000 of them.
            font.setKerning(False)
            font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
        self.setFont(font)

    def _fit(self) -> None:
        self.setFixedHeight(self._wanted_height())

    def _wanted_height(self) -> int:
        # A plain text document counts its height in lines.
        lines = MOST_LINES if self._endless else round(self.document().size().height())
        shown = min(max(lines, self._least_lines), MOST_LINES)
        # Rounded down, many lines would be a pixel too low and the bar would show.
        return math.ceil(shown * QFontMetricsF(self.font()).lineSpacing()) + 3 * GRID
