"""What the looks of the tokens mean, and how many there are of each."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.core.tokens import RowTokens
from studio.ui.controls import label
from studio.ui.flow import FlowLayout
from studio.ui.formats import integer
from studio.ui.theme import GRID, code_font, colours_for
from studio.ui.xray.looks import token_format
from studio.ui.xray.token_text import MEANINGS, NAMES, PACKED, PACKED_MEANING, Filling, Part, counts_of
from studio.words import _

_SAMPLE = "ab"


class _Sample(QWidget):
    """Two letters that look like a token of this kind."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self.setFont(code_font())
        self.setFixedSize(QSize(self.fontMetrics().horizontalAdvance(_SAMPLE) + GRID, 2 * GRID + GRID // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = token_format(self._part, colours_for(self.palette()), odd=True)
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.background())
        font = self.font()
        font.setStrikeOut(look.fontStrikeOut())
        painter.setFont(font)
        painter.setPen(look.foreground().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _SAMPLE)
        _draw_line(painter, look, self.height() - 2, self.width())


class _Entry(QWidget):
    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self.words = label("", "caption")
        self.show_count(None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GRID, 0)
        row.setSpacing(GRID // 2 + 2)
        row.addWidget(_Sample(part))
        row.addWidget(self.words)

    def show_count(self, count: int | None) -> None:
        name = _(NAMES[self._part])
        self.words.setText(name if count is None else f"{name} {integer(count)}")
        self.setToolTip(_(MEANINGS[self._part]))

    def show_packed(self) -> None:
        self.words.setText(_(PACKED))
        self.setToolTip(_(PACKED_MEANING))


class Legend(QWidget):
    """Counts the tokens of the row in view."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self.setAccessibleName(_("Kinds of token"))
        flow = FlowLayout(self)
        flow.setSpacing(GRID)
        self.entries = {part: _Entry(part) for part in parts}
        for entry in self.entries.values():
            flow.addWidget(entry)

    def show_row(self, row: RowTokens | None, filling: Filling = "unknown") -> None:
        """Count the tokens of a row, or none."""
        counts = counts_of(row) if row else {}
        for part, entry in self.entries.items():
            entry.show_count(counts.get(part) if filling == "padded" or part != "padding" else None)
        if filling == "packed":
            self.entries["padding"].show_packed()


def _draw_line(painter: QPainter, look: QTextCharFormat, at: int, width: int) -> None:
    styles = QTextCharFormat.UnderlineStyle
    pens = {
        styles.SingleUnderline: Qt.PenStyle.SolidLine,
        styles.DotLine: Qt.PenStyle.DotLine,
        styles.DashUnderline: Qt.PenStyle.DashLine,
    }
    if look.underlineStyle() in pens:
        pen = painter.pen()
        pen.setStyle(pens[look.underlineStyle()])
        pen.setColor(QColor(look.underlineColor()))
        painter.setPen(pen)
        painter.drawLine(0, at, width, at)
