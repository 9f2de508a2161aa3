"""Bars of the groups before and after: what is there, what variants add, and a mark where the target is."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.augment.outlook_lines import GroupLine, missing_words
from studio.ui.controls import label
from studio.ui.formats import integer
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _

THICK = 10.0
SHOWN = 12
SWATCH = 12


class BarsCanvas(QWidget):
    """The first dozen groups; what is added is hatched as well as of another colour."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[GroupLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[GroupLine]) -> None:
        """Draw these."""
        self._lines = tuple(lines[:SHOWN])
        self.setAccessibleName("; ".join(each.words() for each in self._lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(20 * GRID, round(len(self._lines) * self._height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * GRID, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((max(each.after, each.wanted or 0) for each in self._lines), default=0) or 1
        for at, each in enumerate(self._lines):
            line = QRectF(0, at * self._height(), self.width(), self._height())
            self._paint_words(painter, colours, line, each)
            track = QRectF(0, line.y() + self.fontMetrics().height() + 2, line.width() - 2, THICK)
            _paint_bar(painter, colours, track, each, most)

    def _height(self) -> float:
        return self.fontMetrics().height() + THICK + GRID + 2

    def _paint_words(self, painter: QPainter, colours: Colours, line: QRectF, group: GroupLine) -> None:
        metrics, room = self.fontMetrics(), line.width()
        grown = f"{integer(group.before)} → {integer(group.after)}"
        texts = [(grown, colours.muted)]
        if group.missing:
            texts.append((missing_words(group.missing), colours.warn))
        for text, colour in texts:
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(0, line.y(), room, metrics.height()), Qt.AlignmentFlag.AlignRight, text)
            room -= metrics.horizontalAdvance(text) + GRID
        painter.setPen(QColor(colours.text))
        title = metrics.elidedText(group.title, Qt.TextElideMode.ElideRight, max(0, round(room)))
        painter.drawText(QRectF(0, line.y(), room, metrics.height()), Qt.AlignmentFlag.AlignLeft, title)


class OutlookBars(QWidget):
    """The bars with their legend."""

    def __init__(self) -> None:
        super().__init__()
        self.canvas = BarsCanvas()
        legend = QHBoxLayout()
        legend.setSpacing(GRID // 2)
        for kind, words in (("now", _("now")), ("added", _("variants")), ("wanted", _("wanted"))):
            legend.addWidget(Swatch(kind))
            legend.addWidget(label(words, "caption"))
            legend.addSpacing(GRID)
        legend.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.canvas)
        column.addLayout(legend)


class Swatch(QWidget):
    """A piece of a bar, as the legend shows it."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setFixedSize(SWATCH, SWATCH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.palette())
        area = QRectF(0, 1, SWATCH, THICK)
        if self._kind == "wanted":
            _paint_mark(painter, colours, SWATCH / 2, area)
        else:
            _paint_part(painter, colours, area, added=self._kind == "added")


def _paint_bar(painter: QPainter, colours: Colours, track: QRectF, group: GroupLine, most: int) -> None:
    painter.fillRect(track, QColor(colours.track))
    unit = track.width() / most
    there = QRectF(track.x(), track.y(), unit * group.before, THICK)
    _paint_part(painter, colours, there, added=False)
    if group.after > group.before:
        made = QRectF(there.right(), track.y(), unit * (group.after - group.before), THICK)
        _paint_part(painter, colours, made, added=True)
    if group.wanted is not None:
        _paint_mark(painter, colours, track.x() + unit * group.wanted, track)


def _paint_part(painter: QPainter, colours: Colours, area: QRectF, *, added: bool) -> None:
    if not added:
        painter.fillRect(area, QColor(colours.accent))
        return
    painter.fillRect(area, QColor(colours.good_soft))
    painter.fillRect(area, QBrush(QColor(colours.good), Qt.BrushStyle.BDiagPattern))


def _paint_mark(painter: QPainter, colours: Colours, at: float, track: QRectF) -> None:
    painter.setPen(QPen(QColor(colours.text), 2))
    painter.drawLine(QPointF(at, track.top() - 2), QPointF(at, track.bottom() + 2))
