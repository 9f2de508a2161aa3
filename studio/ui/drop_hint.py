"""What lies over the window while a file is dragged across it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.icons import pixmap
from studio.ui.theme import GRID, colours_for
from studio.words import _


class DropHint(QWidget):
    """A dashed frame and one sentence; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def appear(self) -> None:
        """Cover the window."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colours.window)
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(colours.accent_soft))
        box = QRectF(0, 0, 480, 200)
        box.moveCenter(QRectF(self.rect()).center())
        painter.drawRoundedRect(box, 2 * GRID, 2 * GRID)
        sign = pixmap("import", colours.accent, 48, self.devicePixelRatioF())
        painter.drawPixmap(round(box.center().x()) - 24, round(box.top()) + 44, sign)
        font = self.font()
        font.setPointSizeF(13)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        painter.drawText(box.adjusted(0, 96, 0, 0), Qt.AlignmentFlag.AlignCenter, _("Let go to import"))
