"""Live plots of any length: each redraw costs a screen's worth of points, whatever the run's length."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from studio.ui.controls import card
from studio.ui.formats import percent
from studio.ui.plots.head import PlotHead
from studio.ui.plots.line import NOTHING, Line
from studio.ui.plots.picture import PictureLine, PlotPicture
from studio.ui.plots.pointer import Pointer, step_words
from studio.ui.plots.scale import Scale
from studio.ui.plots.scene import PlotScene
from studio.ui.plots.series import PlotWords, Series
from studio.ui.pyramid import Floats, Pyramid
from studio.ui.theme import GRID, colours_for

ROOM_FOR_STEPS = 15 * GRID


class LivePlot(QWidget):
    """A plot on a card, with title, legend and values above it; draws points that others own and add to."""

    hovered = Signal(object)  # float step, or None when the pointer left
    whole_wanted = Signal()
    moved_by_hand = Signal()

    def __init__(self, words: PlotWords) -> None:
        super().__init__()
        self._words, self._scale, self._scene = words, Scale(words.from_zero), PlotScene(words)
        self.view, self.head = self._scene.view, PlotHead(words.title)
        self.pointer = Pointer(self._scene, words.value_text, self._longest)
        self._lines: dict[str, Line] = {}
        self._changed = True
        self._hover: float | None = None
        self._limit: float | None = None
        self._lay_out()
        self._scene.box.sigXRangeChanged.connect(self._on_steps_changed)
        self.pointer.hovered.connect(self.hovered)
        self.pointer.whole_wanted.connect(self.whole_wanted)
        self.pointer.moved_by_hand.connect(self.moved_by_hand)
        self._colour()

    def show_lines(self, lines: Sequence[tuple[Series, Pyramid]]) -> None:
        """Replace the lines."""
        for line in self._lines.values():
            line.remove()
        self._lines = {series.name: Line(series, points, self._scene.box) for series, points in lines}
        self.head.show_series([series for series, _points in lines], legend=self._words.legend)
        self._colour()
        self.touch()

    def touch(self) -> None:
        """Points came or went: the next redraw draws."""
        self._changed = True

    def use_logarithm(self, logarithmic: bool) -> None:
        """Show values on a logarithmic axis, or on a linear one."""
        self._scale.logarithmic = logarithmic
        self.touch()

    def star(self, name: str, at: int | None) -> None:
        """Mark the point at this position of a series as its best."""
        line = self._lines.get(name)
        if line and line.starred != at:
            line.starred = at
            self.touch()

    def show_limit(self, limit: float | None) -> None:
        """What the values are shares of: told beside them, and drawn once they are more than half of it."""
        if limit != self._limit:
            self._limit = limit
            self.touch()

    def points(self, name: str) -> Pyramid:
        """All points of a series so far."""
        return self._lines[name].points

    def drawn(self, name: str) -> tuple[Floats, Floats]:
        """The points of a series as they are on the axes: steps and places."""
        xs, ys = self._lines[name].curve.getData()
        return (NOTHING, NOTHING) if xs is None else (xs, ys)

    def starred(self, name: str) -> int | None:
        """The position of the best point of a series."""
        return self._lines[name].starred

    def title(self) -> str:
        """What the plot says it shows, with the step under the pointer."""
        return self.head.title.text()

    def value(self, name: str) -> str:
        """The value of a series that stands above the plot."""
        return self.head.value(name)

    def steps_in_view(self) -> tuple[float, float]:
        """The first and the last step of the axis."""
        return self._scene.steps

    def show_steps(self, first: float, last: float) -> None:
        """Set the steps in view; plots linked to this one follow."""
        self._scene.show_steps(first, last)

    def follow_steps_of(self, other: "LivePlot") -> None:
        """Keep the same steps in view as another plot."""
        self._scene.box.setXLink(other._scene.box)

    def redraw(self) -> bool:
        """Draw if points came since the last time; answers whether it drew."""
        if not self._changed or not self.isVisible():
            return False
        self.draw()
        return True

    def draw(self) -> None:
        """Draw what lies in view now."""
        self._changed = False
        pixels = int(self._scene.size[0])
        views = [line.view(*self._scene.steps, pixels) for line in self._lines.values()]
        self._scale.learn([ys for _xs, ys in views])
        self._scene.left.show_logarithmic(self._scale.in_use)
        shown = [self._scale.on_axis(ys) for _xs, ys in views]
        for line, (xs, _ys), places in zip(self._lines.values(), views, shown, strict=True):
            line.draw(xs, places)
            line.draw_star(self._star_of(line))
        drawn = np.concatenate([NOTHING, *shown])
        self._scene.left.show_numbers(bool(len(drawn)))
        if len(drawn):
            self._scene.show_values(*self._scale.bounds(drawn, self._limit))
        self._scene.show_ceiling(None if self._limit is None else self._scale.place(self._limit))
        self._show_values()

    def point_at(self, step: float | None) -> None:
        """Show the values nearest a step, the latest when None."""
        self._hover = step
        title = self._words.title
        if step is not None and self._words.step_title:
            title = f"{title} · {step_words(step)}"
        self.head.title.show_text(title)
        self._show_values()
        self.pointer.show(step, self._lines.values(), colours_for(self.palette()))

    def picture(self) -> PlotPicture:
        """The plot as it is in view, for a drawing elsewhere."""
        scene, (width, height) = self._scene, self._scene.size
        return PlotPicture(
            title=self._words.title,
            step_title=self._words.step_title,
            lines=tuple(
                PictureLine(each.series, *self.drawn(name), self._star_of(each)) for name, each in self._lines.items()
            ),
            bounds=(*scene.steps, *scene.values),
            steps=tuple(scene.bottom.ticks(*scene.steps, width)),
            values=tuple(scene.left.ticks(*scene.values, height)),
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_limit"):
            self._colour()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room it goes to the curve: the steps stand under the plot this one is linked to.
        self._scene.bottom.setVisible(bool(self._words.step_title) or self.height() >= ROOM_FOR_STEPS)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointer.leave()

    def _lay_out(self) -> None:
        frame, inside = card(margin=GRID + GRID // 2, spacing=GRID // 2)
        inside.addWidget(self.head)
        inside.addWidget(self.view, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _longest(self) -> Pyramid | None:
        return max((line.points for line in self._lines.values()), key=len, default=None)

    def _star_of(self, line: Line) -> tuple[float, float] | None:
        at = line.starred
        if at is None or at >= len(line.points):
            return None
        return float(line.points.xs[at]), self._scale.place(float(line.points.ys[at]))

    def _show_values(self) -> None:
        for name, line in self._lines.items():
            at = line.nearest(self._hover) if line.series.valued else None
            self.head.show_value(name, "" if at is None else self._value_words(float(line.points.ys[at])))

    def _value_words(self, value: float) -> str:
        words = self._words.value_text(value)
        return f"{words} · {percent(value / self._limit)}" if self._limit else words

    def _colour(self) -> None:
        colours = colours_for(self.palette())
        for line in self._lines.values():
            line.paint(colours)
        self._scene.dress(colours, self.font())

    def _on_steps_changed(self) -> None:
        if self.isVisible():
            self.draw()
