"""How often each level was given, as one bar in parts."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import GRID, Colours, colours_for


class LevelBar(QWidget):
    """Parts from left to right, each in the colour of its tint; the words are beside it, and in its tip."""

    def __init__(self, parts: Sequence[tuple[str, int, str]], parent: QWidget | None = None) -> None:
        """Of each part its name, its count and the colour's name."""
        super().__init__(parent)
        self._parts = [(count, tint) for _name, count, tint in parts]
        words = " · ".join(f"{name} {count}" for name, count, _tint in parts)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(20 * GRID, 2 * GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        rounded = QPainterPath()
        rounded.addRoundedRect(area, 4, 4)
        painter.setClipPath(rounded)
        painter.fillRect(area, QColor(colours.track))
        total, left = sum(count for count, _tint in self._parts), 0.0
        for count, tint in self._parts:
            width = area.width() * count / total if total else 0.0
            if width:
                # A line of the ground between the parts, so that they are told apart without their colours.
                painter.fillRect(QRectF(left, 0, max(1.0, width - 1), area.height()), _colour(colours, tint))
            left += width


def _colour(colours: Colours, tint: str) -> QColor:
    return QColor(colours.series[int(tint)] if tint.isdecimal() else getattr(colours, tint))
