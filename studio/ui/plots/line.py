"""One series of a plot: its points and what draws them."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from studio.ui.plots.series import Series
from studio.ui.pyramid import Floats, Pyramid
from studio.ui.theme import Colours

# Marks on a dense line would only be a thicker line.
MOST_MARKS = 120
MARK_SIZE, STAR_SIZE = 6, 15
NOTHING: Floats = np.empty(0)


class Line:
    """Draws a screen's worth of points, whatever their number; a star stands at the point that is marked as best."""

    def __init__(self, series: Series, points: Pyramid, box: pg.ViewBox) -> None:
        self.series, self.points = series, points
        self._box = box
        self.curve = pg.PlotCurveItem(antialias=False, skipFiniteCheck=True)
        self.curve.setZValue(-1 if series.faint else 0)
        # Items that nothing shows on would still be asked for their places at every redraw.
        self.marks = pg.ScatterPlotItem(size=MARK_SIZE, antialias=True, pxMode=True) if series.marked else None
        self.star: pg.ScatterPlotItem | None = None
        self._colours: Colours | None = None
        for item in self._items():
            box.addItem(item)
        self.starred: int | None = None
        """The position of the point with the star."""

    def remove(self) -> None:
        """Take everything off the plot."""
        for item in self._items():
            self._box.removeItem(item)

    def paint(self, colours: Colours) -> None:
        """Take the colours of the theme."""
        self._colours = colours
        self.curve.setPen(self.series.pen(colours))
        colour = QColor(colours.series[self.series.colour])
        if self.marks is not None:
            self.marks.setPen(pg.mkPen(colour))
            self.marks.setBrush(pg.mkBrush(colour))
        if self.star is not None:
            self.star.setPen(pg.mkPen(colours.surface))
            self.star.setBrush(pg.mkBrush(colour))

    def view(self, first: float, last: float, pixels: int) -> tuple[Floats, Floats]:
        """The points to draw of the steps from first to last."""
        return self.points.view(first, last, pixels)

    def draw(self, xs: Floats, ys: Floats) -> None:
        """Draw these points, whose values are those of the axis."""
        self.curve.setData(xs, ys)
        if self.marks is not None:
            few = len(xs) <= MOST_MARKS
            self.marks.setData(xs if few else NOTHING, ys if few else NOTHING)

    def draw_star(self, where: tuple[float, float] | None) -> None:
        """Put the star at a place of the axes, or take it away."""
        if where is not None and self.star is None:
            self.star = pg.ScatterPlotItem(size=STAR_SIZE, symbol="star", antialias=True, pxMode=True)
            self.star.setZValue(2)
            self._box.addItem(self.star)
            if self._colours:
                self.paint(self._colours)
        if self.star is not None:
            self.star.setData([where[0]] if where else [], [where[1]] if where else [])

    def nearest(self, step: float | None) -> int | None:
        """The position of the point nearest a step, of the latest for None; None when there is no point."""
        if step is None:
            return len(self.points) - 1 if len(self.points) else None
        return self.points.nearest(step)

    def _items(self) -> list[pg.GraphicsObject]:
        return [each for each in (self.curve, self.marks, self.star) if each is not None]
