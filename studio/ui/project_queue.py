"""Looks every few seconds whether a waiting evaluation or export can begin, and starts it."""

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import StudioError
from studio.runs.folder import RunFolder
from studio.runs.queue import start_next, waiting
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext

QUEUE_MS = 2000


class ProjectQueue(QObject):
    """The queue lies in the project's folder, so several of these never start the same thing twice.

    Whichever of them starts something, `ProjectContext.begun` tells all. Nothing is started in a project that another
    window holds.
    """

    started = Signal(object)  # RunFolder

    def __init__(
        self, project: ProjectContext, background: Background, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._starting = self._closed = False
        self._told = "", ""
        self._timer = QTimer(self)
        self._timer.setInterval(QUEUE_MS)
        self._timer.timeout.connect(self.look)

    def watch(self) -> None:
        """Look from now on, the first time after a moment."""
        if not self._project.read_only:
            self._timer.start()

    def watch_what_waits(self) -> None:
        """As `watch`, but only where something waits already."""
        path = self._project.path
        if not self._project.read_only:
            self._background.run(lambda: bool(waiting(path)), self._on_known, self._on_failed)

    def look(self) -> None:
        """Look now, in the background."""
        if not self._starting and not self._project.read_only:
            self._starting = True
            path = self._project.path
            self._background.run(lambda: start_next(path, None), self._on_started, self._on_failed)

    def close(self) -> None:
        """Look no more; what is under way goes on."""
        self._closed = True
        self._timer.stop()

    def _on_known(self, waits: bool) -> None:
        if waits and not self._closed:
            self.look()
            self._timer.start()

    def _on_started(self, run: RunFolder | None) -> None:
        self._starting = False
        if run is not None:
            self._told = "", ""
            self.started.emit(run)
            self._project.begun.emit(run)

    def _on_failed(self, error: StudioError) -> None:
        self._starting = False
        # What lasts is said once.
        if (error.message, error.hint) != self._told:
            self._told = error.message, error.hint
            self._messages.problem(error)
