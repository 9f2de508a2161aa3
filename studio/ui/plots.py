"""Live plots of any length: each redraw costs a screen's worth of points, whatever the run's length."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.controls import card, label
from studio.ui.formats import integer, number, tick
from studio.ui.pyramid import Floats, Pyramid
from studio.ui.theme import GRID, Colours, colours_for, set_role

# Marks on a dense line would only be a thicker line.
MOST_MARKS = 120
FAINT = 70
GRID_STRENGTH = 200
TICK_DENSITY = 0.7
LINE_HEIGHT = 18.0
ROOM_FOR_STEPS = 15 * GRID


@dataclass(frozen=True)
class Series:
    """One line of a plot: its colour is an index into the theme's colour-blind-safe series."""

    name: str
    title: str = ""
    colour: int = 0
    dashed: bool = False
    marked: bool = False
    faint: bool = False

    def pen(self, colours: Colours) -> QPen:
        """Width 1: any other width costs ten times as much on long curves."""
        colour = QColor(colours.series[self.colour])
        if self.faint:
            colour.setAlpha(FAINT)
        # pyqtgraph's scenes are in data units: without "cosmetic" a width of 1 would be one step wide.
        pen = QPen(colour, 1, Qt.PenStyle.DashLine if self.dashed else Qt.PenStyle.SolidLine)
        pen.setCosmetic(True)
        return pen


@dataclass(frozen=True)
class PlotWords:
    """What a plot says: its title, its axes and how it writes a value; ticks are in multiples of `unit`."""

    title: str
    step_title: str = ""
    value_text: Callable[[float], str] = field(default=number)
    unit: float = 1.0
    from_zero: bool = False


class LocalAxis(pg.AxisItem):
    """An axis whose numbers are written as the user's language writes them."""

    def __init__(self, orientation: str, unit: float = 1.0) -> None:
        super().__init__(orientation)
        self._unit = unit
        self.enableAutoSIPrefix(False)
        self.setTickDensity(TICK_DENSITY)
        # One level of ticks, and as many lines of the grid.
        self.setStyle(tickLength=-4, tickTextOffset=6, maxTickLevel=0, hideOverlappingLabels=True)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        levels: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
        if self.orientation != "left" or not levels:
            return levels
        # On a low plot pyqtgraph still wants several numbers, one over the other.
        spacing, values = levels[0]
        every = math.ceil(len(values) * LINE_HEIGHT / max(size, 1.0))
        return [(spacing, list(values)[:: max(1, every)])]

    def tickStrings(self, values: Sequence[float], _scale: float, spacing: float) -> list[str]:
        return [tick(value / self._unit, spacing / self._unit) for value in values]


class StepBox(pg.ViewBox):
    """Scrolls and zooms along the steps only; a double click shows the whole run again."""

    whole_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=True, y=False)

    def mouseDoubleClickEvent(self, event: QEvent) -> None:
        event.accept()
        self.whole_wanted.emit()


class ShortLabel(QLabel):
    """A line of text that gives way: cut with an ellipsis, whole in its tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        set_role(self, "caption")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Replace the text."""
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * GRID, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)


class Swatch(QWidget):
    """A short piece of a series' line, as a legend shows it."""

    def __init__(self, series: Series) -> None:
        super().__init__()
        self._series = series
        self.setFixedSize(QSize(2 * GRID, 2 * GRID))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.palette())
        pen = self._series.pen(colours)
        pen.setWidth(2)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        if self._series.marked:
            painter.setBrush(QColor(colours.series[self._series.colour]))
            painter.drawEllipse(QPointF(self.width() / 2, middle), 3, 3)


class _Line:
    """One series with its points and what draws them."""

    def __init__(self, series: Series, box: pg.ViewBox) -> None:
        self.series, self.points = series, Pyramid()
        self.curve = pg.PlotCurveItem(antialias=False, skipFiniteCheck=True)
        box.addItem(self.curve)
        self.marks = pg.ScatterPlotItem(size=6, antialias=True, pxMode=True) if series.marked else None
        if self.marks is not None:
            box.addItem(self.marks)

    def paint(self, colours: Colours) -> None:
        self.curve.setPen(self.series.pen(colours))
        if self.marks is not None:
            colour = QColor(colours.series[self.series.colour])
            self.marks.setPen(pg.mkPen(colour))
            self.marks.setBrush(pg.mkBrush(colour))

    def draw(self, first: float, last: float, pixels: int) -> Floats:
        """Draw the steps from first to last; answers the values drawn."""
        xs, ys = self.points.view(first, last, pixels)
        self.curve.setData(xs, ys)
        if self.marks is not None:
            few = len(xs) <= MOST_MARKS
            self.marks.setData(xs if few else xs[:0], ys if few else ys[:0])
        return ys

    def clear(self) -> None:
        self.points = Pyramid()
        self.draw(0, 0, 0)


class LivePlot(QWidget):
    """A plot on a card, with title, legend and the values under the pointer above it."""

    hovered = Signal(object)  # float step, or None when the pointer left
    whole_wanted = Signal()
    moved_by_hand = Signal()

    def __init__(self, words: PlotWords, series: Sequence[Series]) -> None:
        super().__init__()
        self._words = words
        self._box = StepBox()
        self._left, self._bottom = LocalAxis("left", words.unit), LocalAxis("bottom")
        self.view = pg.GraphicsView()
        self.view.setMinimumSize(QSize(8 * GRID, 5 * GRID))
        self._lines = {each.name: _Line(each, self._box) for each in series}
        self._values = {each.name: label("", "heading") for each in series if not each.faint}
        self._title = ShortLabel(words.title)
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._changed = True
        self._hover: float | None = None
        self._lay_out()
        self._set_up_plot(words)
        self._colour()

    def append(self, name: str, steps: Floats, values: Floats) -> None:
        """Add points to a series; they show at the next redraw."""
        self._lines[name].points.append(steps, values)
        self._changed = True

    def points(self, name: str) -> Pyramid:
        """All points of a series so far."""
        return self._lines[name].points

    def drawn(self, name: str) -> tuple[Floats, Floats]:
        """The points of a series as they are on screen: steps and values."""
        xs, ys = self._lines[name].curve.getData()
        return xs, ys

    def clear(self) -> None:
        """Forget every point."""
        for line in self._lines.values():
            line.clear()
        self._changed = True
        self._show_values()

    def last_step(self) -> float:
        """The greatest step of any series, 0 when there is none."""
        return max((float(line.points.xs[-1]) for line in self._lines.values() if len(line.points)), default=0.0)

    def steps_in_view(self) -> tuple[float, float]:
        """The first and the last step of the axis."""
        first, last = self._box.viewRange()[0]
        return float(first), float(last)

    def title(self) -> str:
        """What the plot says it shows, with the step under the pointer."""
        return self._title.text()

    def value(self, name: str) -> str:
        """The value of a series that stands above the plot."""
        return self._values[name].text()

    def show_steps(self, first: float, last: float) -> None:
        """Set the steps in view; plots linked to this one follow."""
        self._box.setXRange(first, last, padding=0)

    def redraw(self) -> bool:
        """Draw if points came since the last time; answers whether it drew."""
        if not self._changed or not self.isVisible():
            return False
        self.draw()
        return True

    def follow_steps_of(self, other: "LivePlot") -> None:
        """Keep the same steps in view as another plot."""
        self._box.setXLink(other._box)

    def point_at(self, step: float | None) -> None:
        """Show the values nearest a step, the latest when None."""
        self._hover = step
        self._cross.setVisible(step is not None)
        title = self._words.title
        if step is not None:
            self._cross.setValue(step)
            if self._words.step_title:
                title = f"{title} · {self._words.step_title} {integer(round(step))}"
        self._title.show_text(title)
        self._show_values()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            self._colour()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room it goes to the curve: the steps stand under the plot this one is linked to.
        self._bottom.setVisible(bool(self._words.step_title) or self.height() >= ROOM_FOR_STEPS)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID // 2)
        head.addWidget(self._title)
        head.addStretch(1)
        for name, value in self._values.items():
            series = self._lines[name].series
            head.addSpacing(GRID)
            if series.title:
                head.addWidget(Swatch(series))
                head.addWidget(ShortLabel(series.title))
            head.addWidget(value)
        frame, inside = card(margin=GRID + GRID // 2, spacing=GRID // 2)
        inside.addLayout(head)
        inside.addWidget(self.view, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _set_up_plot(self, words: PlotWords) -> None:
        # Not a PlotItem: it makes seven menus of its own, in English, and takes three times as long to make.
        layout = pg.GraphicsLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for item, row, column in ((self._left, 0, 0), (self._box, 0, 1), (self._bottom, 1, 1)):
            layout.addItem(item, row, column)
        self.view.setCentralItem(layout)
        for axis in (self._left, self._bottom):
            axis.linkToView(self._box)
            axis.setZValue(-1)  # the grid lies under the lines
        self._box.addItem(self._cross, ignoreBounds=True)
        self._cross.setVisible(False)
        self._box.disableAutoRange()
        self.view.setAccessibleName(words.title)
        self.view.setFrameShape(self.view.Shape.NoFrame)
        if words.step_title:
            self._bottom.setLabel(words.step_title)
        self.view.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self._box.sigXRangeChanged.connect(self._on_steps_changed)
        self._box.sigRangeChangedManually.connect(self._on_moved)
        self._box.whole_wanted.connect(self.whole_wanted)

    def draw(self) -> None:
        """Draw what lies in view now."""
        self._changed = False
        first, last = self.steps_in_view()
        pixels = int(self._box.width())
        drawn = [line.draw(first, last, pixels) for line in self._lines.values()]
        values = np.concatenate(drawn)
        if len(values):
            low = 0.0 if self._words.from_zero else float(values.min())
            self._box.setYRange(*_with_room(low, float(values.max())), padding=0)
        self._show_values()

    def _show_values(self) -> None:
        for name, shown in self._values.items():
            points = self._lines[name].points
            at = len(points) - 1 if self._hover is None else points.nearest(self._hover)
            shown.setText("" if at is None or at < 0 else self._words.value_text(float(points.ys[at])))

    def _colour(self) -> None:
        colours = colours_for(self.palette())
        for line in self._lines.values():
            line.paint(colours)
        self._cross.setPen(pg.mkPen(colours.faint, width=1, style=Qt.PenStyle.DotLine))
        for axis in (self._left, self._bottom):
            axis.setPen(pg.mkPen(colours.border))
            axis.setTextPen(pg.mkPen(colours.muted))
            axis.setStyle(tickFont=_small(self.font()))
        self.view.setBackground(colours.surface)
        self._left.setTickPen(pg.mkPen(colours.border))
        self._left.setGrid(GRID_STRENGTH // 3 if colours.shade == "contrast" else GRID_STRENGTH)

    def _on_steps_changed(self) -> None:
        if self.isVisible():
            self.draw()

    def _on_moved(self) -> None:
        self.moved_by_hand.emit()

    def _on_mouse_moved(self, where: QPointF) -> None:
        inside = self._box.sceneBoundingRect().contains(where)
        self.hovered.emit(float(self._box.mapSceneToView(where).x()) if inside else None)


def _with_room(low: float, high: float) -> tuple[float, float]:
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return (low - room if low else low), high + room


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(8.5)
    return small
