"""The example as it is read: large, each part under its title; nothing in it can be changed by mistake."""

import re
from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from studio.core.example import Content
from studio.ui.data.review.parts import Line, ReadPart, Tone, lines_of
from studio.ui.formats import integer
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _

LARGE = 13.0
"""Points; people read this for hours."""
MOST = 40_000
"""Characters of a part; Qt takes seconds to lay out a longer one."""
_ENDLESS_LINE = re.compile(r"\S{2000}")


def large_font(font: QFont) -> QFont:
    """The same letters in the size of the review."""
    made = QFont(font)
    made.setPointSizeF(LARGE)
    return made


class ReadingPane(QTextBrowser):
    """Shows one content at a time; draws it anew when the colours change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content: Content | None = None
        self.setAccessibleName(_("Example to review"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setFont(large_font(self.font()))
        self.document().setDocumentMargin(GRID / 2)
        self.setStyleSheet("QTextBrowser { border: none; background: transparent; padding: 0; }")

    def show_content(self, content: Content | None) -> None:
        """Show another content from its beginning; the one on show stays where it was scrolled to."""
        if content == self._content:
            return
        self._content = content
        self._draw()
        self.verticalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._content is not None:
            self._draw()

    def _draw(self) -> None:
        lines = lines_of(self._content) if self._content is not None else ()
        endless = any(_ENDLESS_LINE.search(part.text[:MOST]) for line in lines for part in line)
        mode = QTextOption.WrapMode
        # Breaking an endless word between words takes Qt seconds.
        self.setWordWrapMode(mode.WrapAnywhere if endless else mode.WrapAtWordBoundaryOrAnywhere)
        self.setHtml("".join(_line_html(line, colours_for(self.palette())) for line in lines))


def _line_html(line: Line, colours: Colours) -> str:
    width = 100 // len(line)
    cells = [f'<td width="{width}%" valign="top">{_part_html(part, colours)}</td>' for part in line]
    if len(line) == 1:
        return _part_html(line[0], colours)
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{"".join(cells)}</tr></table>'


def _part_html(part: ReadPart, colours: Colours) -> str:
    bar, ground = _looks(part.tone, colours)
    sign = {"right": "✓ ", "wrong": "✗ "}.get(part.tone, "")
    title = f'<p style="margin: 0 0 3px 0; font-size: 9.5pt; font-weight: 600; color: {colours.muted}">'
    return (
        '<table width="100%" cellspacing="0" cellpadding="0" style="margin: 0 0 8px 0"><tr>'
        f'<td width="4" style="background-color: {bar}"></td>'
        f'<td style="background-color: {ground}; padding: 6px 12px 4px 12px">'
        f"{title}{sign}{escape(part.title)}</p>{_text_html(part.text, colours)}</td></tr></table>"
    )


def _text_html(text: str, colours: Colours) -> str:
    if not text.strip():
        words = _("Empty")
        return f'<p style="margin: 0; color: {colours.bad}">{escape(words)}</p>'
    shown = escape(text[:MOST]).replace("\0", "␀").replace("\r\n", "\n").replace("\n", "<br>")
    html = f'<p style="margin: 0; white-space: pre-wrap; line-height: 135%">{shown}</p>'
    if len(text) <= MOST:
        return html
    more = _("… and {count} characters more: correct the example to see them.").format(count=integer(len(text) - MOST))
    return f'{html}<p style="margin: 6px 0 0 0; color: {colours.warn}">{escape(more)}</p>'


def _looks(tone: Tone, colours: Colours) -> tuple[str, str]:
    """The colour of the bar beside a part, and of its ground."""
    return {
        "question": (colours.accent, colours.sunken),
        "answer": (colours.good, colours.sunken),
        "system": (colours.warn, colours.sunken),
        "right": (colours.good, colours.good_soft),
        "wrong": (colours.bad, colours.bad_soft),
        "plain": (colours.faint, colours.sunken),
    }[tone]
