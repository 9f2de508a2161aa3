"""What the mouse and the keys point at in a plot, and the values there."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPointF, Signal

from studio.ui.formats import integer
from studio.ui.plots.line import Line
from studio.ui.plots.readout import Readout, ReadValue, spoken
from studio.ui.plots.scene import PlotScene
from studio.ui.pyramid import Pyramid
from studio.ui.theme import Colours
from studio.words import _

FEWEST_READ_OUT = 2


class Pointer(QObject):
    """The values of all lines are read out in the plot that is pointed at, not in those beside it."""

    hovered = Signal(object)  # float step, or None when the pointer left
    whole_wanted = Signal()
    moved_by_hand = Signal()

    def __init__(
        self, scene: PlotScene, value_text: Callable[[float], str], longest: Callable[[], Pyramid | None]
    ) -> None:
        super().__init__(scene.view)
        self._scene, self._value_text, self._longest = scene, value_text, longest
        self.readout = Readout(scene.view)
        self._here = False
        self._step: float | None = None
        view, box = scene.view, scene.box
        view.scene().sigMouseMoved.connect(self._on_mouse_moved)
        box.sigRangeChangedManually.connect(self._on_moved)
        for source in (box, view):
            source.whole_wanted.connect(self.whole_wanted)
        view.moved.connect(self._on_key_moved)
        view.ended.connect(self._on_key_ended)
        view.zoomed.connect(self._on_key_zoomed)
        view.left.connect(self.leave)

    def leave(self) -> None:
        """Point at nothing."""
        self._point_at(None)

    def show(self, step: float | None, lines: Iterable[Line], colours: Colours) -> None:
        """Draw the line at a step that was pointed at here or in another plot, and read out the values."""
        self._step = step
        self._scene.show_cross(step)
        values = self._read(step, lines) if self._here and step is not None else []
        if step is None or len(values) < FEWEST_READ_OUT:
            self.readout.hide()
        else:
            self.readout.show_values(step_words(step), values, colours, self._scene.place_of(step))
        self._scene.view.setAccessibleDescription(spoken(step_words(step or 0.0), values) if values else "")

    def _read(self, step: float, lines: Iterable[Line]) -> list[ReadValue]:
        found = []
        for line in lines:
            at = line.nearest(step) if line.series.readout else None
            if at is not None:
                there = float(line.points.xs[at])
                # Checks of progress lie far apart: the nearest one may be of another step.
                remark = "" if round(there) == round(step) else step_words(there)
                found.append(ReadValue(line.series, self._value_text(float(line.points.ys[at])), remark))
        return found

    def _point_at(self, step: float | None) -> None:
        self._here = step is not None
        self.hovered.emit(step)

    def _on_mouse_moved(self, where: QPointF) -> None:
        self._point_at(self._scene.step_at(where))

    def _on_moved(self) -> None:
        self.moved_by_hand.emit()

    def _on_key_moved(self, by: int) -> None:
        points = self._longest()
        if points is None or not len(points):
            return
        last = len(points) - 1
        at = last if self._step is None else (points.nearest(self._step) or 0) + by
        self._go_to(float(points.xs[min(max(0, at), last)]))

    def _on_key_ended(self, last: bool) -> None:
        points = self._longest()
        if points is not None and len(points):
            self._go_to(float(points.xs[-1 if last else 0]))

    def _on_key_zoomed(self, share: float) -> None:
        first, last = self._scene.steps
        centre = self._step if self._step is not None and first <= self._step <= last else (first + last) / 2
        self.moved_by_hand.emit()
        self._scene.show_steps(centre - (centre - first) * share, centre + (last - centre) * share)

    def _go_to(self, step: float) -> None:
        first, last = self._scene.steps
        if not first <= step <= last:
            self.moved_by_hand.emit()
            half = (last - first) / 2
            self._scene.show_steps(step - half, step + half)
        self._point_at(step)


def step_words(step: float) -> str:
    """A step as plots name it."""
    return _("Step {step}").format(step=integer(round(step)))
