"""Does what is asked of exports: prepares, queues, starts, stops, goes on, reads, scores, compares and deletes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import RunFailed, StudioError
from studio.runs.control import request
from studio.runs.death import Death, describe_death
from studio.runs.exports import EXPORTS, delete_export
from studio.runs.folder import LIVING, RunFolder, RunState
from studio.runs.queue import enqueue, withdraw
from studio.runs.state import run_state
from studio.ui.background import Background
from studio.ui.export.making.listing import ListedExport, read_exports
from studio.ui.export.making.reading import Found, given_again, read_found, read_offered, read_place
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.project_queue import ProjectQueue
from studio.ui.training.runs_watch import RunsWatch
from studio.ui.worker_link import WorkerLink
from studio.words import _, current_language

if TYPE_CHECKING:
    from studio.exporting.creating import Wanted

_LOOK_MS = 2000


@dataclass(frozen=True)
class Standing:
    """How an export stands and, when its worker died, why."""

    run: RunFolder
    state: RunState
    death: Death | None = None


class ExportDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread; one export is followed at a time."""

    created = Signal(object)  # RunFolder
    create_failed = Signal(object)  # StudioError
    offered = Signal(object)  # Offered
    placed = Signal(object)  # Place
    listed = Signal(object)  # tuple[ListedExport, ...]
    found = Signal(object)  # Found
    events_received = Signal(object)  # tuple[core.events.Event, ...]
    standing_changed = Signal(object)  # Standing
    deleted = Signal(object)  # RunFolder

    def __init__(
        self, project: ProjectContext, background: Background, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._known: dict[RunFolder, ListedExport] = {}
        # Commands score what they export.
        self._ours: set[RunFolder] = set()
        # A list that was being read meanwhile still names them.
        self._gone: set[RunFolder] = set()
        self._listing = self._list_again = False
        self._reading = self._read_again = self._closed = False
        self._wanted: RunFolder | None = None
        self._link = WorkerLink(self)
        self._link.events_received.connect(self.events_received)
        self._link.state_changed.connect(self._on_state_changed)
        self._watch = RunsWatch(project.path, project.path / EXPORTS, self)
        self._watch.changed.connect(self.list_exports)
        self._queue = ProjectQueue(project, background, messages, self)
        project.begun.connect(self._on_started)
        self._queue.watch()
        # Another window, a command or another tab may start what waits, and end what goes on.
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_MS)
        self._again.timeout.connect(self.list_exports)

    def offer(self) -> None:
        """Read what can be exported."""
        path = self._project.path
        self._background.run(lambda: read_offered(path), self.offered.emit, self._messages.problem)

    def look_at(self, folder: Path | None) -> None:
        """Read what is free in a folder; None is the project's."""
        path = self._project.path
        self._background.run(lambda: read_place(folder, path), self.placed.emit, self._messages.problem)

    def create(self, run: RunFolder, wanted: "Wanted") -> None:
        """Freeze what is compared on and put the export in the queue; it starts when nothing else is at work."""
        path = self._project.path
        self._background.run(lambda: _create(path, run, wanted), self._on_created, self._on_create_failed)

    def compare(self, run: RunFolder, files: Sequence[Path], base: str = "") -> None:
        """Compare what was made before with a run's result, in a new export that writes nothing."""
        path = self._project.path
        self._background.run(lambda: _compare(path, run, files, base), self._on_created, self._on_create_failed)

    def compare_again(self, found: Found) -> None:
        """Compare the artefacts of an export once more."""
        path = self._project.path
        self._background.run(lambda: _compare_again(path, found), self._on_created, self._on_create_failed)

    def score(self, run: RunFolder) -> None:
        """Put an evaluation of an export's artefacts in the queue."""
        self._background.run(lambda: _score(run), self._on_scoring, self._messages.problem)

    def list_exports(self) -> None:
        """Read the list in the background; asked again meanwhile, it is read once more afterwards."""
        if self._listing:
            self._list_again = True
            return
        self._listing = True
        path, known = self._project.path, dict(self._known)
        self._background.run(lambda: read_exports(path, known), self._on_listed, self._on_listing_failed)

    def follow(self, run: RunFolder) -> None:
        """Tell what happens in an export from its beginning."""
        self._link.follow(run)

    def read(self, run: RunFolder) -> None:
        """Read what it has made and how that compares; asked again meanwhile, it is read once more afterwards.

        One after the other: an older reading that takes longer would take the place of a newer one.
        """
        self._wanted = run
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        self._background.run(lambda: read_found(run), self._on_found, self._on_unreadable)

    def stop(self, run: RunFolder) -> None:
        """Take it out of the queue, or leave the wish where its worker looks; what is whole stays."""
        try:
            if not withdraw(run) and run_state(run) in LIVING:
                request(run, "stop_now")
        except StudioError as error:
            self._messages.problem(error)
        self.list_exports()

    def go_on(self, run: RunFolder) -> None:
        """Queue it again: what is written is not written anew."""
        try:
            enqueue(run)
            self._ours.add(run)
        except StudioError as error:
            self._messages.problem(error)
        self.list_exports()
        self._queue.look()

    def delete(self, run: RunFolder) -> None:
        """Delete an export with what it has written within the project."""
        self._link.leave()
        self._background.run(lambda: _delete(run), self._on_deleted, self._on_not_deleted)

    def close(self) -> None:
        """Tell nothing more; what is under way goes on."""
        self._closed = True
        self._again.stop()
        self._queue.close()
        self._project.begun.disconnect(self._on_started)
        self._watch.close()
        self._link.leave()

    def _on_created(self, run: RunFolder) -> None:
        if self._closed:
            return
        self._ours.add(run)
        # The number of a deleted one is given again.
        self._gone.discard(run)
        self.created.emit(run)
        self.list_exports()
        self._queue.look()

    def _on_create_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
        self.create_failed.emit(error)

    def _on_scoring(self, _evaluation: RunFolder) -> None:
        self.list_exports()
        self._queue.look()

    def _on_started(self, run: RunFolder) -> None:
        if run == self._link.run:
            self._link.wake()
        self.list_exports()

    def _on_listed(self, read: tuple[ListedExport, ...]) -> None:
        self._listing = False
        if self._closed:
            return
        found = tuple(each for each in read if each.run not in self._gone)
        before, self._known = self._known, {each.run: each for each in found}
        for each in found:
            if (known := before.get(each.run)) is not None and known.state != each.state:
                self._on_other_state(each)
        self.listed.emit(found)
        if self._list_again:
            self._list_again = False
            self.list_exports()
        elif any(_changes(each) for each in found):
            self._again.start()

    def _on_other_state(self, each: ListedExport) -> None:
        if each.run == self._link.run and each.state in LIVING:
            self._link.wake()
        # What is proved is that nothing is lost in scores either.
        unscored = each.state == "finished" and each.verdict is not None and each.scores is None
        if unscored and each.run in self._ours:
            self.score(each.run)

    def _on_listing_failed(self, error: StudioError) -> None:
        self._listing = self._list_again = False
        self._messages.problem(error)

    def _on_found(self, found: Found) -> None:
        self._reading = False
        if found.run == self._wanted:
            self.found.emit(found)
        self._read_on()

    def _on_unreadable(self, error: StudioError) -> None:
        self._reading = False
        self._messages.problem(error)
        self._read_on()

    def _read_on(self) -> None:
        if self._read_again and self._wanted is not None:
            self._read_again = False
            self.read(self._wanted)

    def _on_deleted(self, run: RunFolder) -> None:
        self._known.pop(run, None)
        self._gone.add(run)
        self._messages.done(_("The export was deleted."))
        self.deleted.emit(run)
        self.list_exports()

    def _on_not_deleted(self, error: StudioError) -> None:
        self._messages.problem(error)
        self.list_exports()

    def _on_state_changed(self, state: RunState) -> None:
        run = self._link.run
        if run is None:
            return
        self.list_exports()
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


def _changes(each: ListedExport) -> bool:
    return any(state in LIVING or state == "waiting" for state in (each.state, each.scores) if state)


def _create(project: Path, run: RunFolder, wanted: "Wanted") -> RunFolder:
    from studio.exporting.creating import prepare_export

    made = prepare_export(project, run, wanted, current_language())
    enqueue(made)
    return made


def _compare(project: Path, run: RunFolder, files: Sequence[Path], gguf: str) -> RunFolder:
    from studio.evaluating.subjects import subject_of_run
    from studio.exporting.creating import Wanted
    from studio.exporting.given import artefact_at

    base = subject_of_run(run).base
    return _create(project, run, Wanted(given=tuple(artefact_at(file, base, gguf) for file in files)))


def _compare_again(project: Path, found: Found) -> RunFolder:
    from studio.exporting.creating import Wanted
    from studio.runs.folder import RUNS

    run = RunFolder(project / RUNS / found.job.subject.run)
    return _create(project, run, Wanted(given=given_again(found)))


def _score(run: RunFolder) -> RunFolder:
    from studio.exporting.scores import prepare_scores

    evaluation = prepare_scores(run, current_language())
    enqueue(evaluation)
    return evaluation


def _delete(run: RunFolder) -> RunFolder:
    from studio.serving.places import list_servers

    for _folder, state in list_servers(run.path.parents[1]):
        if state is not None and Path(state.model).is_relative_to(run.path.resolve()):
            raise RunFailed(
                _("A server answers with a file of this export: {path}").format(path=state.model),
                hint=_("Stop it first, in the Serve section or where it was started."),
            )
    delete_export(run)
    return run
