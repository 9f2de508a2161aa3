"""The Train tab: lays out, passes on what is asked, shows what the presenter decides."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.runs.folder import LIVING, RunFolder
from studio.runs.presets import list_presets
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.controls import label
from studio.ui.icons import give_icon, tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for, set_role
from studio.ui.training.comparison import Comparison
from studio.ui.training.doctor.desk import DoctorDesk, Findings
from studio.ui.training.doctor.remedy import Remedy
from studio.ui.training.estimate_words import EstimateWords
from studio.ui.training.fit.controls import FitControls
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.presenter import Problem, Status, TrainingPresenter
from studio.ui.training.readiness import DataCounts, Readiness, Wish
from studio.ui.training.run_desk import RunDesk, RunStanding
from studio.ui.training.run_list import RunList
from studio.ui.training.samples import SampleBook
from studio.ui.training.setup_panel import SetupPanel
from studio.ui.training.watching.points import IN_VIEW, Points
from studio.ui.xray.start_check import StartCheck
from studio.words import _

if TYPE_CHECKING:
    from studio.ui.training.run_view import RunView
    from studio.ui.training.running.controls import RunControls
    from studio.ui.training.watching.desk import WatchDesk

COLUMN_WIDTH = 43 * GRID
# The frame is painted before pyqtgraph is imported.
OPEN_AFTER_MS = 20
# The page has been read before a worker's imports take the processor.
WARM_AFTER_MS = 1500
TICK_MS = 1000
TICKS_PER_LISTING = 3
FEW_RUNS_HEIGHT = 16 * GRID


class TrainingPage(QWidget):
    """Closing it never stops a run; `shut_down` must be called before it is deleted."""

    run_shown = Signal(object)  # RunFolder, whenever another run comes into view
    rows_wanted = Signal(object)  # RowsWanted

    def __init__(self, project: ProjectContext, background: Background, messages: Messages, settings: Settings) -> None:
        super().__init__()
        self._project, self._settings = project, settings
        presets = list_presets()
        self.setup, self.runs = SetupPanel(presets), RunList()
        self.desk = RunDesk(project, background, messages, presets, self)
        self.doctor = DoctorDesk(background, self)
        self.start_check = StartCheck(project, background, messages, self.setup)
        self.fit = FitControls(self.setup.fit, project.path, background, self)
        self.desk.ask_forecasts(self.fit.forecast_for)
        self._presenter = TrainingPresenter(self, self.desk, read_only=project.read_only)
        self.view: RunView | None = None
        self.controls: RunControls | None = None
        self.watching: WatchDesk | None = None
        self._background, self._messages = background, messages
        self._current: RunFolder | None = None
        self._ticks = 0
        self._stack = QStackedWidget()
        self._stack.addWidget(_invitation())
        self._lay_out()
        self._tick_timer = self._timer(TICK_MS, once=False)
        self._tick_timer.timeout.connect(self._on_tick)
        self._warm_timer = self._timer(WARM_AFTER_MS)
        self._warm_timer.timeout.connect(self._on_warm_up)
        self._open_timer = self._timer(OPEN_AFTER_MS)
        self._open_timer.timeout.connect(self._open)
        self._open_timer.start()

    def run_in_progress(self) -> bool:
        """Whether a run of this project goes on, which closing the window does not change."""
        return self._presenter.living

    def refresh(self) -> None:
        """Read the data sets and the list of runs again."""
        self.setup.show_data(_counts(self._project))
        self.desk.list_runs()

    def shut_down(self) -> None:
        """Let go of the run in view and of the waiting worker."""
        for timer in (self._tick_timer, self._warm_timer, self._open_timer):
            timer.stop()
        self.start_check.leave()
        self.desk.close()
        self.fit.close()
        if self.watching:
            self.watching.close()

    def show_readiness(self, readiness: Readiness) -> None:
        self.setup.show_readiness(self.start_check.with_doubts(readiness))
        self.fit.take_readiness(readiness)

    def show_runs(self, runs: Sequence[ListedRun], current: RunFolder | None) -> None:
        self.runs.show_runs(runs, current)
        if self.watching:
            self.watching.show_runs(runs, current)

    def show_run(self, run: ListedRun | None) -> None:
        if self.view is None or run is None:
            self._stack.setCurrentIndex(0)
            return
        self.view.show_run(run)
        if self.watching:
            self.watching.show_run(run.run)
        self.doctor.show_run(run.run)
        self.fit.show_run(run.run)
        if self.controls:
            self.controls.show_run(run.run)
        self._stack.setCurrentWidget(self.view)
        if run.run != self._current:
            self._current = run.run
            self.run_shown.emit(run.run)

    def show_status(self, status: Status) -> None:
        if self.view:
            self.view.header.show_status(status)

    def show_estimate(self, words: EstimateWords) -> None:
        if self.view:
            self.view.header.show_estimate(words)

    def show_plan(self, total_steps: int) -> None:
        if self.view:
            self.view.curves.plan(total_steps)

    def show_kept(self, step: int) -> None:
        if self.view:
            self.view.header.show_kept(step)

    def add_points(self, points: Points) -> None:
        if self.view:
            self.view.curves.extend(IN_VIEW, points)

    def show_samples(self, samples: SampleBook) -> None:
        if self.view:
            self.view.samples.show_samples(samples)

    def show_comparison(self, comparison: Comparison) -> None:
        if self.view:
            self.view.show_comparison(comparison)

    def add_notice(self, text: str) -> None:
        if self.view:
            self.view.log.add_notice(text)

    def show_problem(self, problem: Problem | None) -> None:
        if self.view:
            self.view.problem.show_problem(problem)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._warm_timer.start()

    def _open(self) -> None:
        from studio.ui.training.run_view import RunView
        from studio.ui.training.running.controls import RunControls
        from studio.ui.training.running.desk import RunningDesk
        from studio.ui.training.watching.desk import WatchDesk

        self.view = RunView()
        self.watching = WatchDesk(self.view.curves, self._background, self._messages, self._settings)
        self.runs.compared_changed.connect(self.watching.compare)
        self.watching.removal_wanted.connect(self.runs.untick)
        self._stack.addWidget(self.view)
        running = RunningDesk(self._background, self._messages, self.desk.warm_worker, self.view)
        self.controls = RunControls(self.view, running, read_only=self._project.read_only)
        self._connect(self.view, self.controls)
        self.setup.fit.offer.remedy_wanted.connect(self._on_remedy_wanted)
        self._presenter.on_wish_changed(self.setup.wish())
        self._on_wish_changed(self.setup.wish())
        self.fit.take_wish(self.setup.wish())
        self._presenter.open()
        self.setup.show_data(_counts(self._project))
        tint_icons(self.view, colours_for(self.palette()))
        self._tick_timer.start()

    def _connect(self, view: "RunView", controls: "RunControls") -> None:
        presenter, desk = self._presenter, self.desk
        self.setup.wish_changed.connect(presenter.on_wish_changed)
        self.setup.wish_changed.connect(self._on_wish_changed)
        self.setup.wish_changed.connect(self.fit.take_wish)
        self.start_check.passed.connect(presenter.on_start)
        self.start_check.rows_wanted.connect(self.rows_wanted)
        self.setup.options_opened.connect(self._on_options_opened)
        self.runs.run_chosen.connect(presenter.on_run_chosen)
        view.header.stop_requested.connect(presenter.on_stop)
        desk.started.connect(presenter.on_started)
        desk.start_failed.connect(presenter.on_start_failed)
        desk.stop_failed.connect(presenter.on_stop_failed)
        desk.runs_listed.connect(presenter.on_runs_listed)
        desk.events_received.connect(presenter.on_events)
        desk.events_received.connect(self.doctor.take)
        desk.events_received.connect(self.fit.take)
        self.fit.outcome_known.connect(view.header.show_forecast)
        desk.standing_changed.connect(self.doctor.show_standing)
        self.doctor.found.connect(self._on_found)
        view.doctor.remedy_wanted.connect(self._on_remedy_wanted)
        desk.standing_changed.connect(self._on_standing_changed)
        desk.events_received.connect(controls.take)
        desk.standing_changed.connect(controls.show_standing)
        controls.resumed.connect(desk.wake)
        controls.begun.connect(presenter.on_started)
        self._project.changed.connect(self._on_project_changed)

    def _lay_out(self) -> None:
        left = self._left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(GRID)
        left.addWidget(self.setup)
        left.addWidget(self.runs)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 2)
        column = QFrame()
        set_role(column, "page")
        column.setFixedWidth(COLUMN_WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(column)
        row.addWidget(self._stack, 1)

    def _timer(self, interval: int, *, once: bool = True) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(once)
        return timer

    def _on_wish_changed(self, wish: Wish) -> None:
        # The Data tab counts tokens with this model's tokenizer.
        if wish.recipe is not None and not wish.model_problem:
            self._settings.base_model = wish.recipe.model.base

    def _on_options_opened(self, opened: bool) -> None:
        """Lend the options the room of all runs but the newest."""
        height = sum(self._left.sizes())
        runs = FEW_RUNS_HEIGHT if opened else height * 2 // 5
        self._left.setSizes([height - runs, runs])

    def _on_tick(self) -> None:
        self._presenter.tick()
        self._ticks += 1
        if self._presenter.living and self._ticks % TICKS_PER_LISTING == 0:
            self.desk.list_runs()

    def _on_warm_up(self) -> None:
        # Beside a run its imports would only take the processor away; its end comes back here.
        if not self._presenter.living:
            self.desk.warm_up()

    def _on_standing_changed(self, standing: RunStanding) -> None:
        self._presenter.on_state(standing.state, standing.death)
        if standing.state not in LIVING and self.isVisible():
            self._warm_timer.start()

    def _on_found(self, found: Findings) -> None:
        if self.view:
            self.view.show_findings(found.findings, found.job)

    def _on_remedy_wanted(self, remedy: Remedy) -> None:
        self.setup.propose(remedy.preset, remedy.recipe, remedy.dataset)
        self._messages.done(_("The changed recipe stands under “New run”; press Start training when you want it."))

    def _on_project_changed(self) -> None:
        self.setup.show_data(_counts(self._project))


def _counts(project: ProjectContext) -> list[DataCounts]:
    from studio.data.reviewing import approved_counts

    found = []
    for each in project.reader.datasets():
        splits = project.reader.split_counts(each.id)
        train, validation, test = (splits.get(split, 0) for split in ("train", "validation", "test"))
        approved = approved_counts(project.reader, each.id)
        found.append(DataCounts(each.id, each.name, each.kind, train, validation, test, splits.get(None, 0), approved))
    return found


def _invitation() -> QWidget:
    """What stands where the curves will be, until there is a run."""
    holder, sign = QWidget(), QLabel()
    give_icon(sign, "curve", "faint", 48)
    column = QVBoxLayout(holder)
    column.setSpacing(GRID)
    column.addStretch(1)
    for widget in (
        sign,
        label(_("No run yet"), "title"),
        label(_("Choose a preset on the left and press Start. The curves will be drawn here."), "muted"),
    ):
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return holder
