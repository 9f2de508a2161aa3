"""What lies around the lines: axes, grid, the cross line of the pointer and the line of a limit."""

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QFont

from studio.ui.plots.axes import GRID_STRENGTH, LocalAxis
from studio.ui.plots.box import PlotView, StepBox
from studio.ui.plots.series import PlotWords
from studio.ui.theme import GRID, Colours


class PlotScene:
    """The items of one plot; not a PlotItem, which makes seven English menus and takes three times as long."""

    def __init__(self, words: PlotWords) -> None:
        self.box, self.view = StepBox(), PlotView()
        self.left, self.bottom = LocalAxis("left", words.unit), LocalAxis("bottom")
        self.cross = pg.InfiniteLine(angle=90, movable=False)
        self.ceiling = pg.InfiniteLine(angle=0, movable=False)
        layout = pg.GraphicsLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for item, row, column in ((self.left, 0, 0), (self.box, 0, 1), (self.bottom, 1, 1)):
            layout.addItem(item, row, column)
        self.view.setCentralItem(layout)
        for axis in (self.left, self.bottom):
            axis.linkToView(self.box)
            axis.setZValue(-1)  # the grid lies under the lines
        for line in (self.cross, self.ceiling):
            self.box.addItem(line, ignoreBounds=True)
            line.setVisible(False)
        self.box.disableAutoRange()
        self.view.setMinimumSize(QSize(8 * GRID, 5 * GRID))
        self.view.setFrameShape(self.view.Shape.NoFrame)
        self.view.setAccessibleName(words.title)
        if words.step_title:
            self.bottom.setLabel(words.step_title)

    @property
    def steps(self) -> tuple[float, float]:
        """The first and the last step of the axis."""
        first, last = self.box.viewRange()[0]
        return float(first), float(last)

    @property
    def values(self) -> tuple[float, float]:
        """The lowest and the highest place of the other axis."""
        low, high = self.box.viewRange()[1]
        return float(low), float(high)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the axes in pixels."""
        return float(self.box.width()), float(self.box.height())

    def show_steps(self, first: float, last: float) -> None:
        """Set the steps in view."""
        self.box.setXRange(first, last, padding=0)

    def show_values(self, low: float, high: float) -> None:
        """Set the values in view."""
        self.box.setYRange(low, high, padding=0)

    def show_ceiling(self, at: float | None) -> None:
        """Draw the line of a limit, or none."""
        self.ceiling.setVisible(at is not None)
        if at is not None:
            self.ceiling.setValue(at)

    def show_cross(self, step: float | None) -> None:
        """Draw the line of the pointer, or none."""
        self.cross.setVisible(step is not None)
        if step is not None:
            self.cross.setValue(step)

    def step_at(self, where: QPointF) -> float | None:
        """The step at a place of the scene, None outside the axes."""
        inside = self.box.sceneBoundingRect().contains(where)
        return float(self.box.mapSceneToView(where).x()) if inside else None

    def place_of(self, step: float) -> QPoint:
        """Where a step lies in the view, at half its height."""
        low, high = self.values
        place: QPoint = self.view.mapFromScene(self.box.mapViewToScene(QPointF(step, (low + high) / 2)))
        return place

    def dress(self, colours: Colours, font: QFont) -> None:
        """Take the colours of the theme."""
        self.cross.setPen(pg.mkPen(colours.faint, width=1, style=Qt.PenStyle.DotLine))
        self.ceiling.setPen(pg.mkPen(colours.warn, width=1, style=Qt.PenStyle.DashLine))
        for axis in (self.left, self.bottom):
            axis.dress(colours, font)
        self.view.setBackground(colours.surface)
        self.left.setGrid(GRID_STRENGTH // 3 if colours.shade == "contrast" else GRID_STRENGTH)
