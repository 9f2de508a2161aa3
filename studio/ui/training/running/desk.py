"""Takes runs up again, ends those that hang, and begins new ones at their checkpoints, all in the background."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from studio.errors import RunFailed, StudioError
from studio.runs.checkpoints import Checkpoint, list_checkpoints, newest_whole
from studio.runs.control import request
from studio.runs.folder import RunFolder, readable
from studio.runs.queue import busy_with
from studio.runs.run import read_job
from studio.runs.supervisor import kill_worker, resume_run, start_run
from studio.runs.warm import WarmWorker
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.ui.training.running.dialog import Continuation
from studio.words import _, current_language


@dataclass(frozen=True)
class Kept:
    """The checkpoints of a run, and the one that it would go on from."""

    run: RunFolder
    checkpoints: tuple[Checkpoint, ...]
    newest: Checkpoint | None


class RunningDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread."""

    resumed = Signal(object)  # RunFolder
    begun = Signal(object)  # RunFolder, a new one
    kept = Signal(object)  # Kept
    failed = Signal(object)  # StudioError

    def __init__(
        self, background: Background, messages: Messages, warm: WarmWorker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background, self._messages, self._warm = background, messages, warm

    def look(self, run: RunFolder) -> None:
        """Read and check the checkpoints of a run, which may be gigabytes."""
        self._background.run(lambda: _kept(run), self.kept.emit, self._on_looking_failed)

    def resume(self, run: RunFolder) -> None:
        """Let another worker go on."""
        warm = self._warm
        self._background.run(lambda: _take_up(run, warm), self.resumed.emit, self._on_failed)

    def end(self, run: RunFolder) -> None:
        """End a process that does not look at wishes any more."""
        self._background.run(lambda: _end(run), self._on_ended, self._on_failed)

    def begin(self, wanted: Continuation) -> None:
        """Make the new run and start it."""
        warm = self._warm
        self._background.run(lambda: _begin(wanted, warm), self.begun.emit, self._on_failed)

    def _on_ended(self, _nothing: None) -> None:
        """The state of the run tells it."""

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
        self.failed.emit(error)

    def _on_looking_failed(self, error: StudioError) -> None:
        self.failed.emit(error)


def _kept(run: RunFolder) -> Kept:
    with readable(run):
        return Kept(run, list_checkpoints(run), newest_whole(run))


def _take_up(run: RunFolder, warm: WarmWorker) -> RunFolder:
    _refuse_beside_another(run)
    resume_run(run, warm)
    return run


def _begin(wanted: Continuation, warm: WarmWorker) -> RunFolder:
    from studio.launch import continue_run, prolonged

    _refuse_beside_another(wanted.run)
    recipe = prolonged(read_job(wanted.run).recipe, wanted.checkpoint, wanted.epochs)
    new = continue_run(wanted.run, wanted.checkpoint, recipe, current_language())
    start_run(new, warm)
    return new


def _refuse_beside_another(run: RunFolder) -> None:
    if busy_with(run.path.parent.parent):
        raise RunFailed(_("A run or an evaluation is going on in this project. Wait for its end or stop it first."))


def _end(run: RunFolder) -> None:
    # Said first: whoever looks at the folder then knows that the end was wanted.
    request(run, "stop_now")
    kill_worker(run)
