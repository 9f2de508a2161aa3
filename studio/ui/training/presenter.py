"""Decides what the Train tab shows and when a run may start or stop; knows no Qt."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from studio.core.control import ControlAction
from studio.core.events import Event, Failed, Notice, Planned, Sample, Saved, Scored, Started
from studio.errors import StudioError
from studio.runs.death import Death
from studio.runs.folder import LIVING, RunFolder, RunState
from studio.ui.training.comparison import Comparison, ScoreBook
from studio.ui.training.estimate_words import EstimateWords, estimate_words
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.progress import RunClock
from studio.ui.training.readiness import Readiness, Wish, judge
from studio.ui.training.samples import SampleBook
from studio.ui.training.watching.points import Points, points_of
from studio.words import _


@dataclass(frozen=True)
class Problem:
    """Why a run ended badly, what to do, and the last lines of its log."""

    message: str
    hint: str = ""
    log_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """How the run in view stands, and what can be asked of it."""

    state: RunState
    can_stop: bool = False
    stopping: bool = False
    pausing: bool = False


class TrainingView(Protocol):
    """What the page can show."""

    def show_readiness(self, readiness: Readiness) -> None: ...
    def show_runs(self, runs: Sequence[ListedRun], current: RunFolder | None) -> None: ...
    def show_run(self, run: ListedRun | None) -> None: ...
    def show_status(self, status: Status) -> None: ...
    def show_estimate(self, words: EstimateWords) -> None: ...
    def show_plan(self, total_steps: int) -> None: ...
    def show_kept(self, step: int) -> None: ...
    def add_points(self, points: Points) -> None: ...
    def show_samples(self, samples: SampleBook) -> None: ...
    def show_comparison(self, comparison: Comparison) -> None: ...
    def add_notice(self, text: str) -> None: ...
    def show_problem(self, problem: Problem | None) -> None: ...


class RunDesk(Protocol):
    """What the presenter can have done; answers come back through its `on_…` methods."""

    def start(self, wish: Wish) -> None: ...
    def stop(self, run: RunFolder, action: ControlAction) -> None: ...
    def follow(self, run: RunFolder) -> None: ...
    def leave(self) -> None: ...
    def list_runs(self) -> None: ...


@dataclass
class _Followed:
    """What is known of the run in view."""

    run: RunFolder
    clock: RunClock
    samples: SampleBook = field(default_factory=SampleBook)
    scores: ScoreBook = field(default_factory=ScoreBook)
    state: RunState = "starting"
    stopping: bool = False
    pausing: bool = False
    failed: bool = False


class TrainingPresenter:
    """One run is in view at a time; a live one and a finished one are shown by the same code."""

    def __init__(
        self,
        view: TrainingView,
        desk: RunDesk,
        *,
        read_only: bool,
        now: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._desk, self._now, self._steady = view, desk, now, steady
        self._read_only = read_only
        self._wish = Wish()
        self._runs: tuple[ListedRun, ...] = ()
        self._followed: _Followed | None = None
        self._starting = False

    def open(self) -> None:
        """Look for runs; one that is still going on comes into view by itself."""
        self._view.show_run(None)
        self._judge()
        self._desk.list_runs()

    def on_wish_changed(self, wish: Wish) -> None:
        self._wish = wish
        self._judge()

    def on_start(self) -> None:
        """Start what is wished for, once."""
        if self._readiness().ready:
            self._starting = True
            self._judge()
            self._desk.start(self._wish)

    def on_started(self, run: RunFolder) -> None:
        self._starting = False
        self._follow(run)
        self._desk.list_runs()

    def on_start_failed(self, _error: StudioError) -> None:
        """The door to the user has already said why."""
        self._starting = False
        self._judge()
        self._desk.list_runs()

    def on_run_chosen(self, run: RunFolder) -> None:
        if self._followed is None or self._followed.run != run:
            self._follow(run)

    def on_stop(self, action: ControlAction) -> None:
        """Ask something of the run in view; asking harder later is possible."""
        followed = self._followed
        if followed and followed.state in LIVING and not self._read_only:
            if action != "evaluate_now":
                followed.stopping, followed.pausing = True, action == "pause"
            self._desk.stop(followed.run, action)
            self._show_status(followed)

    def on_stop_failed(self, _error: StudioError) -> None:
        if self._followed:
            self._followed.stopping = False
            self._show_status(self._followed)

    def on_runs_listed(self, runs: Sequence[ListedRun]) -> None:
        self._runs = tuple(runs)
        self._attach()
        followed = self._followed
        self._view.show_runs(self._runs, followed.run if followed else None)
        # A run whose folder was deleted is listed no more: it stays in view, with what became of it.
        if followed and (known := self._listed(followed.run)):
            followed.clock.expect(known.evaluate_every, compares=known.compares)
            self._view.show_run(known)
        self._judge()

    def on_events(self, events: Sequence[Event]) -> None:
        """One piece of the journal of the run in view."""
        followed = self._followed
        if followed is None:
            return
        for event in events:
            followed.clock.take(event)
            self._take(followed, event)
        self._view.add_points(points_of(events))
        self._show_new(followed, events)

    def on_state(self, state: RunState, death: Death | None = None) -> None:
        """The run in view stands so now; `death` tells why when it died."""
        followed = self._followed
        if followed is None:
            return
        followed.state = state
        if state == "died":
            followed.clock.end()
        if state == "died" and death is not None and not followed.failed:
            self._view.show_problem(Problem(death.reason, death.hint, death.log_lines))
        self._show_status(followed)
        self.tick()
        if state not in LIVING:
            self._desk.list_runs()

    def tick(self) -> None:
        """Let the clocks on screen move on."""
        if self._followed:
            estimate = self._followed.clock.estimate()
            self._view.show_estimate(estimate_words(estimate, self._followed.state, self._now()))

    @property
    def living(self) -> bool:
        """Whether any run of the project is going on as far as is known."""
        return self._starting or any(run.state in LIVING for run in self._runs)

    def _attach(self) -> None:
        """Bring the run that is going on into view, else the newest one."""
        if self._followed is not None or self._starting or not self._runs:
            return
        alive = [run for run in self._runs if run.state in LIVING]
        self._follow((alive or list(self._runs))[0].run)

    def _follow(self, run: RunFolder) -> None:
        followed = self._followed = _Followed(run, RunClock(self._now, self._steady))
        if known := self._listed(run):
            followed.state = known.state
            followed.clock.expect(known.evaluate_every, compares=known.compares)
        view = self._view
        view.show_run(known or ListedRun(run, "starting"))
        view.show_problem(None)
        view.show_samples(followed.samples)
        view.show_comparison(followed.scores.comparison())
        self._show_status(followed)
        self.tick()
        self._judge()
        self._desk.follow(run)

    def _take(self, followed: _Followed, event: Event) -> None:
        match event:
            case Planned(total_steps=total):
                self._view.show_plan(total)
            case Saved(what="adapter", step=step):
                self._view.show_kept(step)
            case Sample():
                followed.samples.take(event)
            case Scored():
                followed.scores.take(event)
            case Started(device=device):
                # Another worker perhaps: what ended the one before is over, and what was wished of it.
                followed.failed = followed.stopping = followed.pausing = False
                self._view.show_problem(None)
                self._view.add_notice(_("The worker runs on: {device}").format(device=device))
            case Notice(message=message, hint=hint):
                self._view.add_notice(" ".join(filter(None, (message, hint))))
            case Failed(message=message, hint=hint):
                followed.failed = True
                self._view.show_problem(Problem(message, hint))

    def _show_new(self, followed: _Followed, events: Sequence[Event]) -> None:
        kinds: set[str] = {event.type for event in events}
        if "sample" in kinds:
            self._view.show_samples(followed.samples)
        if "scored" in kinds:
            self._view.show_comparison(followed.scores.comparison())
        if kinds - {"metric", "memory"}:
            self.tick()

    def _show_status(self, followed: _Followed) -> None:
        alive = followed.state in LIVING
        self._view.show_status(
            Status(
                followed.state,
                can_stop=alive and not self._read_only,
                stopping=alive and followed.stopping,
                pausing=alive and followed.pausing,
            )
        )

    def _listed(self, run: RunFolder) -> ListedRun | None:
        return next((each for each in self._runs if each.run == run), None)

    def _readiness(self) -> Readiness:
        return judge(self._wish, read_only=self._read_only, busy=self.living)

    def _judge(self) -> None:
        self._view.show_readiness(self._readiness())
