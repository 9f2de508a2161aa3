"""Shows the tokens of a row; each can be reached by the mouse and by the arrow keys, and is told in words."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from studio.core.tokens import CONVERSATION_KINDS, TEXT_KINDS, RowTokens, TokenKind
from studio.ui.theme import code_font, colours_for
from studio.ui.xray.looks import token_format
from studio.ui.xray.token_text import TokenText, token_text, token_words
from studio.words import _

_NOTHING = RowTokens((), 0, added_end=False)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TokenView(QPlainTextEdit):
    """`token_changed` tells the token at the cursor in words."""

    token_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row, self._shown = _NOTHING, token_text(_NOTHING)
        self.setAccessibleName(_("Tokens of the example"))
        self.setReadOnly(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.setFont(code_font())
        option = QTextOption(self.document().defaultTextOption())
        option.setFlags(QTextOption.Flag.ShowTabsAndSpaces)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self._painter = _TokenPainter(self.document())
        self._dress()
        self.cursorPositionChanged.connect(self._on_moved)

    def show_row(self, row: RowTokens) -> None:
        """Show a row from its beginning."""
        self._row, self._shown = row, token_text(row)
        self._painter.take([token.kind for token in row.tokens], self._shown)
        blocked = self.blockSignals(True)
        self.setPlainText(self._shown.text)
        self.blockSignals(blocked)
        self._on_moved()

    def show_nothing(self) -> None:
        """Show no row."""
        self.show_row(_NOTHING)

    @property
    def current(self) -> int:
        """The token at the cursor."""
        return self._shown.token_at(self.textCursor().position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _STEPS.get(Qt.Key(event.key()))
        if by is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        else:
            self._go_to(min(max(0, self.current + by), len(self._row.tokens) - 1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_painter"):
            self._dress()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._row.tokens:
            at = self._shown.token_at(self.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), token_words(self._row, at), self)
            return True
        return super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """The characters of the row themselves, without the signs that stand for some of them."""
        cursor = self.textCursor()
        first = self._shown.token_at(cursor.selectionStart())
        last = self._shown.token_at(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        made = QMimeData()
        made.setText("".join(token.text for token in self._row.tokens[first : last + 1]))
        return made

    def _go_to(self, token: int) -> None:
        if self._row.tokens:
            cursor = self.textCursor()
            cursor.setPosition(self._shown.starts[token])
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def _on_moved(self) -> None:
        if not self._row.tokens:
            self.setExtraSelections([])
            self.token_changed.emit("")
            return
        at, colours = self.current, colours_for(self.palette())
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(self.document())
        mark.cursor.setPosition(self._shown.starts[at])
        mark.cursor.setPosition(self._shown.end_of(at), QTextCursor.MoveMode.KeepAnchor)
        mark.format.setBackground(QColor(colours.accent))
        mark.format.setForeground(QColor(colours.on_accent))
        self.setExtraSelections([mark])
        words = token_words(self._row, at)
        self.setAccessibleDescription(words)
        self.token_changed.emit(words)

    def _dress(self) -> None:
        colours = colours_for(self.palette())
        kinds: tuple[TokenKind, ...] = (*CONVERSATION_KINDS, *TEXT_KINDS)
        self._painter.dress(
            {
                (kind, odd, sign): token_format(kind, colours, odd=odd, sign=sign)
                for kind in kinds
                for odd in (False, True)
                for sign in (False, True)
            }
        )
        self._on_moved()


_Looks = dict[tuple[TokenKind, bool, bool], QTextCharFormat]


class _TokenPainter(QSyntaxHighlighter):
    """Colours a line when the document lays it out."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._kinds: list[TokenKind] = []
        self._text: TokenText = token_text(_NOTHING)
        self._looks: _Looks = {}

    def take(self, kinds: list[TokenKind], text: TokenText) -> None:
        """What the document will show next."""
        self._kinds, self._text = kinds, text

    def dress(self, looks: _Looks) -> None:
        """Use other colours."""
        self._looks = looks
        self.rehighlight()

    def highlightBlock(self, _text: str) -> None:
        block = self.currentBlock()
        begin, length = block.position(), block.length()
        for piece in self._text.pieces_between(begin, begin + length):
            start, end = max(piece.start, begin), min(piece.end, begin + length)
            if start < end:
                look = self._looks[self._kinds[piece.token], piece.token % 2 == 1, piece.sign]
                self.setFormat(start - begin, end - start, look)
