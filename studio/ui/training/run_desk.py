"""Does what the presenter decides: prepares and starts runs in the background, follows one, passes wishes on."""

import importlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.control import ControlAction
from studio.core.forecast import Forecast
from studio.errors import RunFailed, StudioError
from studio.runs.control import request
from studio.runs.death import Death, describe_death
from studio.runs.folder import RUNS, RunFolder, RunState
from studio.runs.forecasts import write_forecast
from studio.runs.presets import NamedPreset
from studio.runs.queue import busy_with
from studio.runs.supervisor import start_run
from studio.runs.warm import WarmWorker
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.training.listed_run import ListedRun, read_runs
from studio.ui.training.readiness import Wish
from studio.ui.training.runs_watch import RunsWatch
from studio.ui.worker_link import WorkerLink
from studio.words import _, current_language

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.data.records import Changes

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunStanding:
    """How a run stands and, when it died, why."""

    run: RunFolder
    state: RunState
    death: Death | None = None


class RunDesk(QObject):
    """The presenter's hands; what comes of an order is told by signals, on the GUI thread."""

    started = Signal(object)  # RunFolder
    start_failed = Signal(object)  # StudioError
    stop_failed = Signal(object)  # StudioError
    runs_listed = Signal(object)  # tuple[ListedRun, ...]
    events_received = Signal(object)  # tuple[core.events.Event, ...]
    standing_changed = Signal(object)  # RunStanding

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        presets: Sequence[NamedPreset],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._presets = tuple(presets)
        self._warm = WarmWorker()
        self._wish = Wish()
        self._forecasts: Callable[[Wish], Forecast | None] = _nothing_forecast
        self._forecast: Forecast | None = None
        self._listing = self._list_again = self._closed = False
        self._link = WorkerLink(self)
        self._link.events_received.connect(self.events_received)
        self._link.state_changed.connect(self._on_state_changed)
        self._watch = RunsWatch(project.path, project.path / RUNS, self)
        self._watch.changed.connect(self.list_runs)

    def know_presets(self, presets: Sequence[NamedPreset]) -> None:
        """The presets after whose titles runs are called from now on."""
        self._presets = tuple(presets)

    def ask_forecasts(self, forecast_for: Callable[[Wish], Forecast | None]) -> None:
        """Who knows what a run will take; that is kept with every run from now on."""
        self._forecasts = forecast_for

    def start(self, wish: Wish) -> None:
        """Divide what has no part yet, freeze, and give the run to a worker."""
        self._wish, self._forecast = wish, self._forecasts(wish)
        data = wish.data
        if data is not None and data.undivided:
            # The project's own thread: undoable, and told to every screen.
            self._project.write(_division(data.dataset_id), self._on_divided, self._on_start_failed)
        else:
            self._prepare()

    def stop(self, run: RunFolder, action: ControlAction) -> None:
        """Leave the wish in the run's folder, where its worker looks."""
        try:
            request(run, action)
        except StudioError as error:
            self._messages.problem(error)
            self.stop_failed.emit(error)

    def follow(self, run: RunFolder) -> None:
        """Tell what happens in a run from its beginning."""
        self._link.follow(run)

    def leave(self) -> None:
        """Tell nothing more."""
        self._link.leave()

    def list_runs(self) -> None:
        """Read the list in the background; asked again meanwhile, it is read once more afterwards."""
        if self._listing:
            self._list_again = True
            return
        self._listing = True
        self._background.run(self._read_runs, self._on_runs_listed, self._on_listing_failed)

    def wake(self, run: RunFolder) -> None:
        """Another worker goes on with the run that is followed."""
        if run == self._link.run:
            self._link.wake()
        self.list_runs()

    @property
    def warm_worker(self) -> WarmWorker:
        """The one waiting process, for whoever starts a worker."""
        return self._warm

    @property
    def warm(self) -> bool:
        """Whether a worker with its imports done waits for the next Start."""
        return self._warm.ready

    def warm_up(self) -> None:
        """Let this process and a worker do the imports of the next Start ahead of it."""
        if not self._project.read_only and not self._closed:
            self._background.run(_import_launch, self._on_imported, self._on_listing_failed)

    def close(self) -> None:
        """Let go of the waiting worker and of the run in view, which goes on."""
        self._closed = True
        self._watch.close()
        self._link.leave()
        self._warm.close()

    def _prepare(self) -> None:
        self._background.run(self._freeze, self._on_frozen, self._on_start_failed)

    def _freeze(self) -> RunFolder:
        from studio.launch import prepare_run

        wish = self._wish
        assert wish.data is not None
        assert wish.recipe is not None
        # Another window or a command may have started one since the runs were listed.
        if busy_with(self._project.path):
            raise RunFailed(_("A run or an evaluation is going on in this project. Wait for its end or stop it first."))
        run = prepare_run(self._project.path, wish.data.dataset_id, wish.preset, wish.recipe, current_language())
        if self._forecast is not None:
            write_forecast(run, self._forecast)
        return run

    def _read_runs(self) -> tuple[ListedRun, ...]:
        return tuple(read_runs(self._project.path, self._presets))

    def _on_imported(self, _nothing: None) -> None:
        if self._closed:
            return
        try:
            self._warm.start()
        except StudioError as error:
            # Without it the next Start takes some seconds longer, and nothing else is lost.
            _log.info("no warm worker: %s", error)

    def _on_divided(self, changes: "Changes") -> None:
        self._project.announce(changes)
        self._prepare()

    def _on_frozen(self, run: RunFolder) -> None:
        self.started.emit(run)
        warm = self._warm
        self._background.run(lambda: start_run(run, warm), self._on_handed_over, self._on_start_failed)

    def _on_handed_over(self, _nothing: None) -> None:
        self.list_runs()

    def _on_start_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
        self.start_failed.emit(error)

    def _on_runs_listed(self, runs: tuple[ListedRun, ...]) -> None:
        self._listing = False
        self.runs_listed.emit(runs)
        if self._list_again:
            self._list_again = False
            self.list_runs()

    def _on_listing_failed(self, error: StudioError) -> None:
        self._listing = self._list_again = False
        self._messages.problem(error)

    def _on_state_changed(self, state: RunState) -> None:
        run = self._link.run
        if run is None:
            return
        if state == "died":
            # The reason is looked for in logs and in what the system says, which takes its time.
            self._background.run(
                lambda: RunStanding(run, state, describe_death(run)), self._on_death_described, self._on_listing_failed
            )
        else:
            self.standing_changed.emit(RunStanding(run, state))

    def _on_death_described(self, standing: RunStanding) -> None:
        if standing.run == self._link.run:
            self.standing_changed.emit(standing)


def _nothing_forecast(_wish: Wish) -> Forecast | None:
    return None


def _import_launch() -> None:
    """It brings pyarrow, which the window need not wait for."""
    importlib.import_module("studio.launch")


def _division(dataset_id: int) -> "Callable[[Project], Changes]":
    def divide(project: "Project") -> "Changes":
        from studio.data.splitting import assign_unassigned

        return assign_unassigned(project, dataset_id)

    return divide
