"""A histogram of lengths: bars of equal width, the last for all that are longer than nearly all others."""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPen, QResizeEvent, QWheelEvent

from studio.data.lengths import Lengths
from studio.ui.formats import integer
from studio.ui.plots.axes import GRID_STRENGTH, LocalAxis
from studio.ui.theme import GRID, colours_for

HEIGHT = 17 * GRID
LABEL_WIDTH = 52
HEADROOM = 1.06
SMALL_PT = 8.5


class CountAxis(LocalAxis):
    """Rows come whole."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        levels = super().tickValues(low, high, size)
        return [(max(1.0, step), [each for each in values if float(each).is_integer()]) for step, values in levels]


class Histogram(pg.GraphicsView):
    """Arrows go from bar to bar, Enter or a click opens one; the wheel belongs to the page around it."""

    pointed = Signal(object)  # int, or None
    opened = Signal(object)  # int: the bar

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(18 * GRID)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.viewport().setMouseTracking(True)
        self._lengths: Lengths | None = None
        self._at: int | None = None
        self._box = pg.ViewBox(enableMenu=False)
        self._box.setMouseEnabled(x=False, y=False)
        self._box.disableAutoRange()
        self._left, self._bottom = CountAxis("left"), LocalAxis("bottom")
        self._bars, self._lit = pg.BarGraphItem(x=[], height=[], width=1), pg.BarGraphItem(x=[], height=[], width=1)
        self._limit = pg.InfiniteLine(angle=90, movable=False)
        self._set_up()
        self._colour()

    def show_lengths(self, lengths: Lengths, limit: int | None) -> None:
        """Draw these; a limit within them is a dashed line."""
        self._lengths, self._at = lengths, None
        count = len(lengths.bins)
        middles = np.arange(count) + 0.5
        self._bars.setOpts(x=middles, height=np.asarray(lengths.bins, float), width=0.86)
        self._box.setXRange(-0.2, count + 0.2, padding=0)
        self._box.setYRange(0, max(1, *lengths.bins) * HEADROOM, padding=0)
        within = limit is not None and limit < lengths.edges[-1]
        self._limit.setVisible(within)
        if limit is not None and within:
            self._limit.setValue(float(np.interp(limit, lengths.edges, range(count + 1))))
        self._show_ticks()
        self._light()

    def bar_at(self, where: QPointF) -> int | None:
        """The bar under a point of the widget."""
        if self._lengths is None:
            return None
        scene = self.mapToScene(where.toPoint())
        if not self._box.sceneBoundingRect().contains(scene):
            return None
        at = math.floor(self._box.mapSceneToView(scene).x())
        return at if 0 <= at < len(self._lengths.bins) and self._lengths.bins[at] else None

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, HEIGHT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.bar_at(event.position()))
        at_bar = self._at is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if at_bar else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (at := self.bar_at(event.position())) is not None:
            self.opened.emit(at)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._move(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at is not None:
            self.opened.emit(self._at)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_limit"):
            self._colour()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_limit"):
            self._show_ticks()

    def _set_up(self) -> None:
        layout = pg.GraphicsLayout()
        # Half of the last number stands beyond the last bar.
        layout.setContentsMargins(0, 0, 2 * GRID, 0)
        layout.setSpacing(0)
        for item, row, column in ((self._left, 0, 0), (self._box, 0, 1), (self._bottom, 1, 1)):
            layout.addItem(item, row, column)
        self.setCentralItem(layout)
        for axis in (self._left, self._bottom):
            axis.linkToView(self._box)
            axis.setZValue(-1)
        for item in (self._bars, self._lit, self._limit):
            self._box.addItem(item, ignoreBounds=True)
        self._limit.setVisible(False)
        # The 0 stands half outside, which pyqtgraph takes for an overlap.
        self._bottom.setStyle(hideOverlappingLabels=False)

    def _show_ticks(self) -> None:
        if self._lengths is not None:
            room = max(1, round(self.width() / LABEL_WIDTH) - 1)
            self._bottom.setTicks([ticks(self._lengths.edges, room)])

    def _move(self, step: int) -> None:
        if self._lengths is None:
            return
        filled = [at for at, rows in enumerate(self._lengths.bins) if rows]
        if self._at is None:
            self._point(filled[0 if step > 0 else -1])
        else:
            at = filled.index(self._at) + step
            self._point(filled[min(max(at, 0), len(filled) - 1)])

    def _point(self, at: int | None) -> None:
        if at != self._at:
            self._at = at
            self._light()
            self.pointed.emit(at)

    def _light(self) -> None:
        there = self._at is not None and self._lengths is not None
        self._lit.setVisible(there)
        if self._at is not None and self._lengths is not None:
            self._lit.setOpts(x=[self._at + 0.5], height=[self._lengths.bins[self._at]], width=0.86)

    def _colour(self) -> None:
        colours = colours_for(self.palette())
        plain, lit = QColor(colours.series[0]), QColor(colours.series[1])
        for bars, colour in ((self._bars, plain), (self._lit, lit)):
            bars.setOpts(brush=colour, pen=pg.mkPen(None))
        pen = QPen(QColor(colours.warn), 1, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self._limit.setPen(pen)
        small = QFont(self.font())
        small.setPointSizeF(SMALL_PT)
        for axis in (self._left, self._bottom):
            axis.setPen(pg.mkPen(colours.border))
            axis.setTextPen(pg.mkPen(colours.muted))
            axis.setStyle(tickFont=small)
        self.setBackground(colours.surface)
        self._left.setGrid(GRID_STRENGTH // 3 if colours.shade == "contrast" else GRID_STRENGTH)


def ticks(edges: Sequence[int], room: int) -> list[tuple[float, str]]:
    """Where numbers stand under the bars, `room` of them at most; the last bar, when wider, has its own."""
    bars = len(edges) - 1
    wider = bars > 1 and edges[-1] - edges[-2] != edges[1] - edges[0]
    last = bars - 1 if wider else bars
    every = max(1, math.ceil((last + 1) / max(1, room)))
    free = last - every * 0.7 if wider else last
    found = [(float(at), integer(edges[at])) for at in range(0, last + 1, every) if at <= free]
    return [*found, (last + 0.5, f"{integer(edges[last])}+")] if wider else found
