"""Does what is asked of evaluations: prepares, queues, starts, stops, goes on, reads and scores them."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.control import ControlAction
from studio.errors import StudioError
from studio.runs.control import request
from studio.runs.death import Death, describe_death
from studio.runs.evaluations import EVALUATIONS
from studio.runs.folder import LIVING, RunFolder, RunState
from studio.runs.queue import enqueue, withdraw
from studio.runs.row_notes import RowNote, write_note
from studio.runs.state import run_state
from studio.ui.background import Background
from studio.ui.evaluation.results.listing import ListedEvaluation, read_evaluations
from studio.ui.evaluation.results.reading import Read, read_evaluation_of
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.project_queue import ProjectQueue
from studio.ui.training.runs_watch import RunsWatch
from studio.ui.worker_link import WorkerLink
from studio.words import current_language

if TYPE_CHECKING:
    from studio.evaluating.creating import Wanted
    from studio.evaluating.subjects import TrainedModel

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """How an evaluation stands and, when its worker died, why."""

    run: RunFolder
    state: RunState
    death: Death | None = None


class EvaluationDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread; one evaluation is followed at a time."""

    created = Signal(object)  # RunFolder
    create_failed = Signal(object)  # StudioError
    models_listed = Signal(object)  # tuple[TrainedModel, ...]
    listed = Signal(object)  # tuple[ListedEvaluation, ...]
    found = Signal(object)  # Read
    unreadable = Signal(object)  # StudioError
    events_received = Signal(object)  # tuple[core.events.Event, ...]
    standing_changed = Signal(object)  # Standing

    def __init__(
        self, project: ProjectContext, background: Background, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._listing = self._list_again = False
        self._wanted: RunFolder | None = None
        self._reading = self._read_again = False
        self._known: Read | None = None
        self._link = WorkerLink(self)
        self._link.events_received.connect(self.events_received)
        self._link.state_changed.connect(self._on_state_changed)
        self._watch = RunsWatch(project.path, project.path / EVALUATIONS, self)
        self._watch.changed.connect(self.list_evaluations)
        self._queue = ProjectQueue(project, background, messages, self)
        project.begun.connect(self._on_started)
        self._queue.watch()

    def create(self, wanted: "Wanted") -> None:
        """Freeze the rows and put the evaluation in the queue; it starts when nothing else is at work."""
        path = self._project.path
        self._background.run(lambda: _create(path, wanted), self._on_created, self._on_create_failed)

    def list_evaluations(self) -> None:
        """Read the list in the background; asked again meanwhile, it is read once more afterwards."""
        if self._listing:
            self._list_again = True
            return
        self._listing = True
        path = self._project.path
        self._background.run(lambda: read_evaluations(path), self._on_listed, self._on_listing_failed)

    def list_models(self) -> None:
        """Read which runs have a result that can be evaluated."""
        path = self._project.path
        self._background.run(lambda: _trained(path), self.models_listed.emit, self._messages.problem)

    def note(self, run: RunFolder, note: RowNote) -> None:
        """Store what was noted of a row."""
        self._background.run(lambda: write_note(run, note), _nothing, self._messages.problem)

    def follow(self, run: RunFolder) -> None:
        """Tell what happens in an evaluation from its beginning."""
        self._link.follow(run)

    def read(self, run: RunFolder) -> None:
        """Read and score what it has found so far; asked again meanwhile, it is read once more afterwards.

        One after the other: an older reading that takes longer would take the place of a newer one.
        """
        self._wanted, path, known = run, self._project.path, self._known
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        self._background.run(lambda: read_evaluation_of(path, run, known), self._on_found, self._on_unreadable)

    def stop(self, run: RunFolder, action: ControlAction) -> None:
        """Take it out of the queue, or leave the wish where its worker looks."""
        try:
            if not withdraw(run) and run_state(run) in LIVING:
                request(run, action)
        except StudioError as error:
            self._messages.problem(error)
        self.list_evaluations()

    def go_on(self, run: RunFolder) -> None:
        """Queue it again: what was answered stays answered."""
        try:
            enqueue(run)
        except StudioError as error:
            self._messages.problem(error)
        self._queue.look()

    def close(self) -> None:
        """Tell nothing more; what is under way goes on."""
        self._queue.close()
        self._project.begun.disconnect(self._on_started)
        self._watch.close()
        self._link.leave()

    def _on_created(self, run: RunFolder) -> None:
        self.created.emit(run)
        self.list_evaluations()
        self._queue.look()

    def _on_create_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
        self.create_failed.emit(error)

    def _on_started(self, run: RunFolder) -> None:
        if run == self._link.run:
            self._link.wake()
        self.list_evaluations()

    def _on_listed(self, found: tuple[ListedEvaluation, ...]) -> None:
        self._listing = False
        self.listed.emit(found)
        if self._list_again:
            self._list_again = False
            self.list_evaluations()

    def _on_listing_failed(self, error: StudioError) -> None:
        self._listing = self._list_again = False
        self._messages.problem(error)

    def _on_found(self, read: Read) -> None:
        self._reading, self._known = False, read
        if read.found.results.run == self._wanted:
            self.found.emit(read)
        self._read_on()

    def _on_unreadable(self, error: StudioError) -> None:
        self._reading = False
        self._messages.problem(error)
        self.unreadable.emit(error)
        self._read_on()

    def _read_on(self) -> None:
        if self._read_again and self._wanted is not None:
            self._read_again = False
            self.read(self._wanted)

    def _on_state_changed(self, state: RunState) -> None:
        run = self._link.run
        if run is None:
            return
        self.list_evaluations()
        if state == "died":
            # The reason is looked for in logs and in what the system says, which takes its time.
            self._background.run(
                lambda: Standing(run, state, describe_death(run)), self._on_death_described, self._on_listing_failed
            )
        else:
            self.standing_changed.emit(Standing(run, state))

    def _on_death_described(self, standing: Standing) -> None:
        if standing.run == self._link.run:
            self.standing_changed.emit(standing)


def _create(project: Path, wanted: "Wanted") -> RunFolder:
    from studio.evaluating.creating import prepare_evaluation

    run = prepare_evaluation(project, wanted, current_language())
    enqueue(run)
    return run


def _trained(project: Path) -> "tuple[TrainedModel, ...]":
    from studio.evaluating.subjects import trained_models

    return trained_models(project)


def _nothing(_none: None) -> None:
    pass
