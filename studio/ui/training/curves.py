"""The five plots of a run, along the same steps, redrawn together at most ten times a second."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from studio.ui.controls import button
from studio.ui.formats import GIGABYTE, integer, number, size
from studio.ui.plots import LivePlot, PlotWords, Series
from studio.ui.pyramid import Floats
from studio.ui.theme import GRID
from studio.ui.training.smoothing import Smoothing
from studio.words import _

REDRAW_MS = 100
LOSS, SMOOTH, VALIDATION = "loss", "smooth_loss", "validation_loss"


class Curves(QWidget):
    """Takes points by the names of the metrics; names that no plot shows are left aside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = LivePlot(
            PlotWords(_("Loss"), step_title=_("Step")),
            (
                Series(LOSS, faint=True),
                Series(SMOOTH, _("Training")),
                Series(VALIDATION, _("Validation"), colour=1, dashed=True, marked=True),
            ),
        )
        self.rate = LivePlot(PlotWords(_("Learning rate")), (Series("learning_rate", colour=2),))
        self.gradient = LivePlot(PlotWords(_("Gradient norm")), (Series("grad_norm", colour=4),))
        self.speed = LivePlot(
            PlotWords(_("Tokens/s"), value_text=_rounded, from_zero=True),
            (Series("tokens_per_second", colour=5),),
        )
        self.memory = LivePlot(
            PlotWords(_("Memory (GB)"), value_text=size, unit=GIGABYTE, from_zero=True),
            (Series("memory", colour=3),),
        )
        self.plots = (self.loss, self.rate, self.gradient, self.speed, self.memory)
        self._home = {
            LOSS: self.loss,
            VALIDATION: self.loss,
            "learning_rate": self.rate,
            "grad_norm": self.gradient,
            "tokens_per_second": self.speed,
            "memory": self.memory,
        }
        self._smoothing = Smoothing()
        self._planned, self._reach, self._whole = 0.0, 0.0, True
        self.whole = button(_("Show the whole run"), role="quiet")
        self.whole.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self.redraw)
        self._lay_out()
        self._connect()

    def clear(self) -> None:
        """Begin another run."""
        for plot in self.plots:
            plot.clear()
        self._smoothing = Smoothing()
        self._planned = self._reach = 0.0
        self.show_whole()

    def plan(self, total_steps: int) -> None:
        """How many steps there will be: the axis never grows past them."""
        self._planned = float(total_steps)
        self._wake()

    def append(self, name: str, steps: Floats, values: Floats) -> None:
        """Add points; they show at the next redraw."""
        plot = self._home.get(name)
        if plot is None:
            return
        plot.append(name, steps, values)
        if name == LOSS:
            plot.append(SMOOTH, steps, self._smoothing.take(values))
        self._wake()

    def show_whole(self) -> None:
        """Follow the run again from its first step to its last."""
        self._whole = True
        self._reach = 0.0
        self.whole.hide()
        self._wake()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.redraw()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID)
        grid.addWidget(self.loss, 0, 0, 2, 1)
        for at, plot in enumerate(self.plots[1:]):
            grid.addWidget(plot, at // 2, 1 + at % 2)
            plot.follow_steps_of(self.loss)
        for column, share in enumerate((13, 7, 7)):
            grid.setColumnStretch(column, share)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.whole)
        grid.addLayout(foot, 2, 0, 1, 3)

    def _connect(self) -> None:
        for plot in self.plots:
            plot.hovered.connect(self._on_hovered)
            plot.whole_wanted.connect(self.show_whole)
            plot.moved_by_hand.connect(self._on_moved)
        self.whole.clicked.connect(self.show_whole)

    def _wake(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def redraw(self) -> None:
        """Draw what came since the last time."""
        self._stretch()
        for plot in self.plots:
            plot.redraw()

    def _stretch(self) -> None:
        """Let the axis run ahead of the points, so that it need not move with each of them."""
        last = max(plot.last_step() for plot in self.plots)
        if not self._whole or (self._reach and last <= self._reach):
            return
        reach = max(last * 1.25, 10.0)
        self._reach = max(min(reach, self._planned), last) if self._planned else reach
        self.loss.show_steps(0, self._reach)

    def _on_hovered(self, step: float | None) -> None:
        for plot in self.plots:
            plot.point_at(step)

    def _on_moved(self) -> None:
        self._whole = False
        self.whole.show()


def _rounded(value: float) -> str:
    return integer(round(value)) if abs(value) >= 1 else number(value)
