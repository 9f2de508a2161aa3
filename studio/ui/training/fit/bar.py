"""An amount against what there is: name and amount in a line, the bar below in the colour of how well it fits."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.formats import percent
from studio.ui.theme import GRID, Colours, colours_for
from studio.ui.training.fit.words import Bar
from studio.words import _

THICK = 6.0


class AmountBar(QWidget):
    """Beyond what there is, the bar is full."""

    def __init__(self, bar: Bar) -> None:
        super().__init__()
        self.bar = bar
        self.setAccessibleName(f"{bar.title}: {bar.value}")
        self.setToolTip(_("{share} of what there is").format(share=percent(bar.share)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(20 * GRID, self.fontMetrics().height() + round(THICK) + GRID // 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * GRID, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.window().palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect())
        self._paint_words(painter, colours, inside)
        self._paint_bar(painter, colours, QRectF(0, inside.bottom() - THICK - 1, inside.width(), THICK))

    def _paint_words(self, painter: QPainter, colours: Colours, inside: QRectF) -> None:
        metrics = self.fontMetrics()
        line = QRectF(0, 0, inside.width(), metrics.height())
        painter.setPen(QColor(colours.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, self.bar.value)
        room = round(line.width()) - metrics.horizontalAdvance(self.bar.value) - GRID
        painter.setPen(QColor(colours.muted))
        title = metrics.elidedText(self.bar.title, Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, title)

    def _paint_bar(self, painter: QPainter, colours: Colours, track: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.track))
        painter.drawRoundedRect(track, THICK / 2, THICK / 2)
        width = max(THICK, track.width() * min(1.0, self.bar.share))
        painter.setBrush(QColor(getattr(colours, self.bar.level)))
        painter.drawRoundedRect(QRectF(track.x(), track.y(), width, THICK), THICK / 2, THICK / 2)
