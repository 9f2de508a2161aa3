"""A sentence to try on the lexicon as it is being edited."""

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from studio.data.lexicon_files import LexiconKind
from studio.errors import StudioError
from studio.text.findings.finding import Status
from studio.text.lexicons import Lexicon
from studio.text.word_difference import word_difference
from studio.ui.augment.lexicons.trying import SENTENCES, SeenFinding, Tried, Try, make_try
from studio.ui.augment.parts import scrolled
from studio.ui.background import Background
from studio.ui.controls import label
from studio.ui.data.differences import difference_html
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _

PAUSE_MS = 300
LONGEST = 5_000
"""Characters of a sentence to try."""
Underline = QTextCharFormat.UnderlineStyle
_UNDERLINES: dict[Status, Underline] = {
    "present": Underline.SingleUnderline,
    "absent": Underline.DashUnderline,
    "uncertain": Underline.WaveUnderline,
    "history": Underline.DashDotLine,
    "family": Underline.DotLine,
    "to_check": Underline.WaveUnderline,
}


@dataclass(frozen=True)
class _Made:
    lexicon: Lexicon
    trying: Try


class TrialPanel(QWidget):
    """Findings are coloured and underlined where they stand; a line for each says its status and why."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._kind: LexiconKind | None = None
        self._lexicon: Lexicon | None = None
        self._made: _Made | None = None
        self._sentences = dict(SENTENCES)
        self.tried = Tried()
        self.sentence = QPlainTextEdit()
        self.sentence.setAccessibleName(_("Try a sentence"))
        self.sentence.setPlaceholderText(_("Type a French sentence."))
        self.sentence.setTabChangesFocus(True)
        self.sentence.setFixedHeight(15 * GRID)
        self.result = QLabel()
        self.result.setTextFormat(Qt.TextFormat.RichText)
        self.result.setWordWrap(True)
        self.result.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._make)
        self.sentence.textChanged.connect(self._on_typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(_("Try a sentence"), "heading"))
        column.addWidget(self.sentence)
        column.addWidget(scrolled(self.result), 1)

    def show_lexicon(self, kind: LexiconKind, lexicon: Lexicon | None) -> None:
        """Try on another lexicon from now on; None while it is wrong."""
        if self._kind != kind:
            self._made, self._kind, self._lexicon = None, kind, lexicon
            self.sentence.setPlainText(self._sentences[kind.name])
            self._make()
        elif lexicon is not self._lexicon:
            self._lexicon = lexicon
            self._pause.start()
        self._show()

    def leave(self) -> None:
        """Try nothing more."""
        self._pause.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_pause"):
            self._show()

    def _make(self) -> None:
        kind, lexicon = self._kind, self._lexicon
        if kind is not None and lexicon is not None:
            self._background.run(lambda: _Made(lexicon, make_try(kind, lexicon)), self._on_made, self._on_failed)

    def _on_made(self, made: _Made) -> None:
        if made.lexicon is self._lexicon:
            self._made = made
            self._show()

    def _on_failed(self, error: StudioError) -> None:
        self.result.setText(escape(error.message))

    def _on_typed(self) -> None:
        if self._kind is not None:
            self._sentences[self._kind.name] = self.sentence.toPlainText()
            self._show()

    def _show(self) -> None:
        text, colours = self.sentence.toPlainText()[:LONGEST], colours_for(self.palette())
        self.tried = self._made.trying(text) if self._made and self._lexicon and text.strip() else Tried()
        self.sentence.setExtraSelections([self._mark(text, each, colours) for each in self.tried.findings])
        self.result.setText(self._words(text, colours))

    def _words(self, text: str, colours: Colours) -> str:
        if self._lexicon is None:
            return escape(_("The lexicon has an error; mend it first."))
        if self._made is None or not text.strip():
            return ""
        if self.tried.rewritten:
            lines = [difference_html(word_difference(text, self.tried.rewritten), colours)]
        elif self._kind is not None and self._kind.name == "findings":
            lines = [_finding_html(each, colours) for each in self.tried.findings]
            lines = lines or [escape(_("Nothing is found in it."))]
        else:
            lines = []
        notes = [f'<span style="color: {colours.muted}">{escape(each)}</span>' for each in self.tried.notes]
        return "".join(f'<p style="margin: 0 0 8px 0">{each}</p>' for each in (*lines, *notes))

    def _mark(self, text: str, finding: SeenFinding, colours: Colours) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.sentence.document())
        cursor.setPosition(_place(text, finding.start))
        cursor.setPosition(_place(text, finding.end), QTextCursor.MoveMode.KeepAnchor)
        mark.cursor = cursor
        colour = QColor(_colour(finding.status, colours))
        mark.format.setForeground(colour)
        mark.format.setUnderlineColor(colour)
        mark.format.setUnderlineStyle(_UNDERLINES[finding.status])
        return mark


def _finding_html(finding: SeenFinding, colours: Colours) -> str:
    colour = _colour(finding.status, colours)
    status = f'<span style="color: {colour}"><b>{escape(finding.said)}</b></span>'
    why = f'<span style="color: {colours.muted}">{escape(finding.why)}</span>'
    line = _("{name}: {status}").format(name=escape(finding.name), status=status)
    return f"{line}<br>{why}"


def _colour(status: Status, colours: Colours) -> str:
    named = {"present": colours.bad, "absent": colours.good, "uncertain": colours.warn, "to_check": colours.warn}
    return named.get(status, colours.accent)


def _place(text: str, at: int) -> int:
    """Qt counts UTF-16 units."""
    return len(text[:at].encode("utf-16-le")) // 2
