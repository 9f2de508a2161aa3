"""An answer as text, with how sure the model was of each token, and where signs are named."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QToolTip, QWidget

from studio.core.spoken import SpokenToken
from studio.ui.evaluation.playground.wishes import Mention
from studio.ui.evaluation.playground.words import level_of, mention_words, token_words
from studio.ui.theme import GRID, Colours, colours_for
from studio.ui.xray.looks import mixed
from studio.words import _

_Line = QTextCharFormat.UnderlineStyle
_LINES = (_Line.NoUnderline, _Line.DotLine, _Line.DashUnderline, _Line.SingleUnderline)
_LIGHT_TINTS, _DARK_TINTS = (0.0, 0.14, 0.30, 0.48), (0.0, 0.22, 0.38, 0.58)
_UNSURE = 1
"""Of the colours of series, which are safe for the colour-blind."""
_LEAST_HEIGHT = 3 * GRID
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


def sure_format(level: int, colours: Colours) -> QTextCharFormat:
    """The look of a token by how sure the model was of it: a tint, and a line that tells it without colours."""
    made = QTextCharFormat()
    made.setForeground(QColor(colours.text))
    if level:
        colour = colours.series[_UNSURE]
        tint = (_LIGHT_TINTS if colours.shade == "light" else _DARK_TINTS)[level]
        made.setBackground(mixed(colours.surface, colour, tint))
        made.setUnderlineStyle(_LINES[level])
        made.setUnderlineColor(QColor(colour))
    return made


class AnswerText(QTextEdit):
    """Grows with its text; `token_chosen` tells the token to which the arrow keys have led in words."""

    token_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: list[SpokenToken] = []
        self._starts: list[int] = []
        self._mentions: tuple[Mention, ...] = ()
        self._tinted = False
        self.setReadOnly(True)
        self.setAccessibleName(_("Answer"))
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextEdit { border: none; background: transparent; padding: 0px; }")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._fit)

    def show_tokens(self, tokens: Sequence[SpokenToken]) -> None:
        """Add what is new of an answer that goes on."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for token in tokens[len(self._tokens) :]:
            # White space before the answer is none of it.
            text = token.text if self.document().characterCount() > 1 else token.text.lstrip()
            self._starts.append(cursor.position())
            self._tokens.append(token)
            cursor.insertText(text, self._format(token))
        cursor.endEditBlock()

    def show_tint(self, wanted: bool) -> None:
        """Mark tokens by how sure the model was of them, or not."""
        self._tinted = wanted
        self._dress()

    def show_mentions(self, mentions: Sequence[Mention]) -> None:
        """Underline the signs that the answer names."""
        self._mentions = tuple(mentions)
        self._mark_mentions()

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_tokens"):
            self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _STEPS.get(Qt.Key(event.key()))
        if by is None or event.modifiers() != Qt.KeyboardModifier.NoModifier or not self._tokens:
            super().keyPressEvent(event)
            return
        at = min(max(0, self._token_at(self.textCursor().selectionStart()) + by), len(self._tokens) - 1)
        self.setTextCursor(self._cursor_of(at))
        words = token_words(self._tokens[at])
        self.setAccessibleDescription(words)
        self.token_chosen.emit(words)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._tokens:
            place = self.cursorForPosition(event.pos()).position()
            QToolTip.showText(event.globalPos(), self._words_at(place), self)
            return True
        return super().viewportEvent(event)

    def _words_at(self, place: int) -> str:
        words = token_words(self._tokens[self._token_at(place)])
        named = [
            f"{mention_words(each)}. {each.why}"
            for each in self._mentions
            if self._place_of(each.start) <= place < self._place_of(each.end)
        ]
        return "\n\n".join([*named, words])

    def _place_of(self, character: int) -> int:
        """Qt counts UTF-16 units, of which some characters have two."""
        return len(self.toPlainText()[:character].encode("utf-16-le")) // 2

    def _token_at(self, place: int) -> int:
        return max(0, sum(start <= place for start in self._starts) - 1)

    def _cursor_of(self, token: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._starts[token])
        end = self._starts[token + 1] if token + 1 < len(self._starts) else self.document().characterCount() - 1
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _format(self, token: SpokenToken) -> QTextCharFormat:
        return sure_format(level_of(token.probability) if self._tinted else 0, colours_for(self.palette()))

    def _dress(self) -> None:
        # One change, laid out once: 400 changes take seconds.
        whole = QTextCursor(self.document())
        whole.beginEditBlock()
        for at, token in enumerate(self._tokens):
            self._cursor_of(at).setCharFormat(self._format(token))
        whole.endEditBlock()
        self._mark_mentions()

    def _mark_mentions(self) -> None:
        colours, marks = colours_for(self.palette()), []
        # Both marks at once could not be told apart.
        for each in () if self._tinted else self._mentions:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._place_of(each.start))
            cursor.setPosition(self._place_of(each.end), QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setBackground(QColor(colours.accent_soft))
            look.setUnderlineStyle(_Line.SingleUnderline if each.status == "present" else _Line.DotLine)
            look.setUnderlineColor(QColor(colours.accent))
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)

    def _height(self) -> int:
        return max(_LEAST_HEIGHT, round(self.document().size().height()) + GRID)

    def _fit(self) -> None:
        height = self._height()
        if height != self.height():
            self.setFixedHeight(height)
