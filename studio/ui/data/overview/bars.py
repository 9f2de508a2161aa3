"""Lists of bars: a name, how many rows, their share; each line opens its rows."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from studio.data.portion import Portion
from studio.ui.controls import button
from studio.ui.data.overview.words import Bar
from studio.ui.formats import integer
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _, ngettext

THICK = 8.0
SIDE = 4.0
SHOWN = 8


class BarRow(QAbstractButton):
    """The name and its numbers in a line, the bar below; a mark on the bar is the target."""

    def __init__(self, bar: Bar) -> None:
        super().__init__()
        self.bar = bar
        words = ", ".join(filter(None, (bar.numbers(), bar.lack())))
        self.setAccessibleName(f"{bar.title}: {words}")
        self.setEnabled(bar.portion is not None and bar.rows > 0)
        self.setToolTip(_("{name}: open these examples").format(name=bar.title) if self.isEnabled() else bar.title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if self.isEnabled():
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(20 * GRID, self.fontMetrics().height() + round(THICK) + 2 * GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * GRID, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(SIDE, 2, -SIDE, -2)
        self._paint_words(painter, colours, inside)
        self._paint_bar(painter, colours, QRectF(inside.x(), inside.bottom() - THICK - 2, inside.width(), THICK))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    def _paint_words(self, painter: QPainter, colours: Colours, inside: QRectF) -> None:
        metrics = self.fontMetrics()
        line = QRectF(inside.x(), inside.y(), inside.width(), metrics.height())
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        room = line.width()
        for text, colour in ((self.bar.lack(), colours.warn), (self.bar.numbers(), colours.muted)):
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(line.x(), line.y(), room, line.height()), right, text)
            room -= metrics.horizontalAdvance(text) + GRID if text else 0
        hovered = self.isEnabled() and self.underMouse()
        painter.setPen(QColor(colours.accent if hovered else colours.text))
        name = metrics.elidedText(self.bar.title, Qt.TextElideMode.ElideRight, max(0, round(room)))
        painter.drawText(line, left, name)

    def _paint_bar(self, painter: QPainter, colours: Colours, track: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.track))
        painter.drawRoundedRect(track, THICK / 2, THICK / 2)
        if self.bar.rows:
            width = max(THICK, track.width() * min(1.0, self.bar.share))
            painter.setBrush(QColor(getattr(colours, self.bar.tint)))
            painter.drawRoundedRect(QRectF(track.x(), track.y(), width, THICK), THICK / 2, THICK / 2)
        if self.bar.target is not None:
            at = track.x() + track.width() * self.bar.target
            painter.setPen(QPen(QColor(colours.text), 2))
            painter.drawLine(QPointF(at, track.top() - 3), QPointF(at, track.bottom() + 3))


class BarList(QWidget):
    """The first bars, and a button for the others."""

    opened = Signal(object)  # Portion

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows: list[BarRow] = []
        self._bars: tuple[Bar, ...] = ()
        self._whole = False
        self.more_button = button("", role="link")
        self.more_button.clicked.connect(self._on_more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID // 2)
        self._column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Replace the list; the one that had the focus keeps it where its name is still there."""
        if tuple(bars) == self._bars:
            return
        self._bars = tuple(bars)
        focused = next((row.bar.title for row in self.rows if row.hasFocus()), None)
        self._fill()
        for row in self.rows:
            if row.bar.title == focused:
                row.setFocus()

    def _fill(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [BarRow(bar) for bar in (self._bars if self._whole else self._bars[:SHOWN])]
        for at, row in enumerate(self.rows):
            row.clicked.connect(self._on_clicked)
            self._column.insertWidget(at, row)
        hidden = len(self._bars) - len(self.rows)
        words = ngettext("Show {count} more", "Show {count} more", hidden).format(count=integer(hidden))
        self.more_button.setText(words)
        self.more_button.setAccessibleName(words)
        self.more_button.setVisible(hidden > 0)

    def _on_more(self) -> None:
        self._whole = True
        self._fill()

    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, BarRow) and isinstance(row.bar.portion, Portion):
            self.opened.emit(row.bar.portion)
