"""The curves of a run and of those it is compared with, redrawn together at most ten times a second."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.patience import Evaluation
from studio.settings import CurveLook
from studio.ui.plots.live_plot import LivePlot
from studio.ui.plots.picture import PlotPicture
from studio.ui.plots.series import PlotWords
from studio.ui.pyramid import Floats
from studio.ui.theme import GRID
from studio.ui.training.smoothing import WEIGHT
from studio.ui.training.watching.bar import WatchBar
from studio.ui.training.watching.legend import RunLegend
from studio.ui.training.watching.lines import OtherRun, ShownRun, lines_of, run_series
from studio.ui.training.watching.measures import BY_METRIC, GPU_MEMORY, LOSS, Measure, usual_measures
from studio.ui.training.watching.plot_grid import PlotGrid
from studio.ui.training.watching.points import IN_VIEW, Points
from studio.ui.training.watching.track import VALIDATION, Track
from studio.ui.training.watching.vector import LegendEntry
from studio.words import _

REDRAW_MS = 100


class Curves(QWidget):
    """Takes points by the names of the metrics and keeps all of them, also those that no plot shows now."""

    best_changed = Signal(object)  # core.patience.Evaluation | None, of the run in view
    removal_wanted = Signal(object)  # str: the key of a run that is compared with

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs: list[ShownRun] = [ShownRun(IN_VIEW, "", "", Track())]
        self._weight, self._logarithmic = WEIGHT, False
        self._chosen: tuple[str, ...] | None = None
        self._best: Evaluation | None = None
        self._planned, self._reach, self._whole = 0.0, 0.0, True
        self._plots: dict[str, LivePlot] = {}
        self.bar, self.legend = WatchBar(), RunLegend()
        self.loss = self._plot(LOSS)
        self.grid = PlotGrid(self.loss)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self.redraw)
        self._lay_out()
        self._connect()
        self._show_plots()

    @property
    def plots(self) -> tuple[LivePlot, ...]:
        """The plots on show, the loss first."""
        return self.loss, *(self._plots[metric] for metric in self.shown_measures())

    def plot(self, metric: str) -> LivePlot:
        """The plot of a metric that is on show."""
        return self._plots[metric]

    def shown_measures(self) -> tuple[str, ...]:
        """The metrics of the plots beside the loss."""
        chosen = self._chosen
        if chosen is None:
            chosen = usual_measures(self._track.measured(GPU_MEMORY.metric))
        return tuple(metric for metric in chosen if metric != LOSS.metric)

    def begin_with(self, look: CurveLook) -> None:
        """Draw as the user has chosen before."""
        if look.measures is not None:
            self._on_measures_chosen(tuple(metric for metric in look.measures if metric in BY_METRIC))
        self.bar.smoothing.setValue(look.smoothing)
        self.bar.logarithm.setChecked(look.logarithmic)

    def look(self) -> CurveLook:
        """What is chosen now."""
        return CurveLook(
            smoothing=self.bar.smoothing.value(), logarithmic=self.bar.logarithm.isChecked(), measures=self._chosen
        )

    def clear(self) -> None:
        """Begin with another run in view; those it is compared with stay."""
        self._track.clear()
        self._planned = self._reach = 0.0
        self._touch()
        self._show_plots()
        self.show_whole()

    def name_run(self, name: str, title: str) -> None:
        """What the run in view is called beside others, in short and in full."""
        if title != self.runs[0].title:
            self.runs[0] = ShownRun(IN_VIEW, name, title, self._track)
            self._show_lines()

    def compare(self, others: Sequence[OtherRun]) -> None:
        """Show other runs too; their points come by `extend`, those of known ones are kept."""
        known = {run.key: run.track for run in self.runs}
        fresh = [
            ShownRun(each.key, each.name, each.title, known.get(each.key) or Track(self._weight)) for each in others
        ]
        if fresh != self.runs[1:]:
            self.runs[1:] = fresh
            self._show_lines()
            self.show_whole()

    def plan(self, total_steps: int) -> None:
        """How many steps there will be: the axis never grows past them."""
        self._planned = float(total_steps)
        self._wake()

    def append(self, name: str, steps: Floats, values: Floats) -> None:
        """Add points to the run in view; they show at the next redraw."""
        self.extend(IN_VIEW, {name: (steps, values)})

    def extend(self, key: str, points: Points) -> None:
        """Add points to a run that is shown; others are left aside."""
        track = next((run.track for run in self.runs if run.key == key), None)
        if track is None:
            return
        with_card = self._track.measured(GPU_MEMORY.metric)
        for name, (steps, values) in points.items():
            track.append(name, steps, values)
        if with_card != self._track.measured(GPU_MEMORY.metric):
            self._show_plots()
        for metric in (LOSS.metric, *self.shown_measures()):
            if points.keys() & BY_METRIC[metric].metrics:
                self._plots[metric].touch()
        self._wake()

    def show_whole(self) -> None:
        """Follow the run again from its first step to its last."""
        self._whole = True
        self._reach = 0.0
        self.bar.whole.hide()
        self._wake()

    def pictures(self) -> list[PlotPicture]:
        """The plots on show as they are."""
        self.redraw()
        return [plot.picture() for plot in self.plots]

    def legend_entries(self) -> list[LegendEntry]:
        """The runs in the plots, where there is more than one."""
        entries = [LegendEntry(run_series(at), run.title) for at, run in enumerate(self.runs)]
        return entries if len(entries) > 1 else []

    def redraw(self) -> None:
        """Draw what came since the last time."""
        self._stretch()
        self._mark()
        for plot in self.plots:
            plot.redraw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.redraw()

    @property
    def _track(self) -> Track:
        return self.runs[0].track

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.bar)
        column.addWidget(self.legend)
        column.addWidget(self.grid, 1)

    def _connect(self) -> None:
        bar = self.bar
        bar.smoothing_changed.connect(self._on_smoothing)
        bar.logarithm_changed.connect(self._on_logarithm)
        bar.measures_chosen.connect(self._on_measures_chosen)
        bar.whole_wanted.connect(self.show_whole)
        bar.measures.aboutToShow.connect(self._on_measures_opened)
        self.legend.removed.connect(self.removal_wanted)

    def _plot(self, measure: Measure) -> LivePlot:
        words = PlotWords(
            _(measure.title),
            step_title=_("Step") if measure is LOSS else "",
            value_text=measure.value_text,
            unit=measure.unit,
            from_zero=measure.from_zero,
            legend=measure is LOSS,
        )
        plot = self._plots[measure.metric] = LivePlot(words)
        plot.use_logarithm(self._logarithmic and not measure.from_zero)
        plot.hovered.connect(self._on_hovered)
        plot.whole_wanted.connect(self.show_whole)
        plot.moved_by_hand.connect(self._on_moved)
        if measure is not LOSS:
            plot.follow_steps_of(self.loss)
        return plot

    def _show_plots(self) -> None:
        for metric in self.shown_measures():
            if metric not in self._plots:
                self._plot(BY_METRIC[metric])
        self.grid.show_plots(self.plots[1:])
        self._show_lines()

    def _show_lines(self) -> None:
        for metric in (LOSS.metric, *self.shown_measures()):
            self._plots[metric].show_lines(lines_of(BY_METRIC[metric], self.runs, self._weight > 0))
        self.legend.show_runs(self.runs)
        self._wake()

    def _touch(self) -> None:
        for plot in self.plots:
            plot.touch()

    def _wake(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _stretch(self) -> None:
        """Let the axis run ahead of the points, so that it need not move with each of them."""
        last = max(run.track.last_step() for run in self.runs)
        if not self._whole or (self._reach and last <= self._reach):
            return
        reach = max(last * 1.25, 10.0)
        self._reach = max(min(reach, self._planned), last) if self._planned else reach
        self.loss.show_steps(0, self._reach)

    def _mark(self) -> None:
        """The best step of each run, and what the values of the run in view are shares of."""
        for run in self.runs:
            self.loss.star(run.series(VALIDATION), run.track.best_at())
        for metric in self.shown_measures():
            self._plots[metric].show_limit(self._track.limit(metric))
        best = self._track.best()
        if best != self._best:
            self._best = best
            self.best_changed.emit(best)

    def _on_hovered(self, step: float | None) -> None:
        for plot in self.plots:
            plot.point_at(step)

    def _on_moved(self) -> None:
        self._whole = False
        self.bar.whole.show()

    def _on_smoothing(self, weight: float) -> None:
        was_smooth, self._weight = self._weight > 0, weight
        for run in self.runs:
            run.track.use_weight(weight)
        if was_smooth != (weight > 0):
            self._show_lines()
        self._touch()
        self._wake()

    def _on_logarithm(self, on: bool) -> None:
        self._logarithmic = on
        for metric, plot in self._plots.items():
            plot.use_logarithm(on and not BY_METRIC[metric].from_zero)
        self._wake()

    def _on_measures_chosen(self, metrics: tuple[str, ...]) -> None:
        if metrics != self.shown_measures():
            self._chosen = metrics
            self._show_plots()

    def _on_measures_opened(self) -> None:
        self.bar.show_measures(self.shown_measures(), self._track.measured)
