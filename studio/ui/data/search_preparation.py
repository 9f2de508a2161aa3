"""Indexes for the search what was imported or edited, in small steps between the user's own changes."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import StudioError
from studio.ui.background import Amount
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext

if TYPE_CHECKING:
    from studio.data.project import Project

STEP_S = 0.1
"""An edit waits no longer than one step."""
REST_MS, CALM_MS = 15, 400
FEWEST, MOST = 50, 5_000
WORTH_TELLING = 20_000
"""Fewer rows are done before anyone has read about them."""


@dataclass(frozen=True)
class Step:
    """What a step has left to do, and how long it took."""

    left: int
    seconds: float


class SearchPreparation(QObject):
    """Looks for work when the project was opened and after every change; searching is right meanwhile, only slower."""

    advanced = Signal(object)  # Amount; done equals total at the end

    def __init__(self, project: ProjectContext, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._messages = messages
        self._rows = 1_000
        self._total = 0
        self._under_way = self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        project.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Look whether there is work once nothing else is asked for."""
        if not (self._under_way or self._stopped or self._project.read_only):
            self._timer.start(CALM_MS)

    def stop(self) -> None:
        """Begin nothing more: the project is about to be closed."""
        self._stopped = True
        self._timer.stop()
        self._project.changed.disconnect(self._on_changed)

    def _on_changed(self) -> None:
        self.begin()

    def _step(self) -> None:
        if self._stopped or self._under_way:
            return
        self._tell(self._project.reader.unindexed())
        self._under_way = True
        rows = self._rows
        # Also where nothing waits for the index: the writer has other work that it leaves to such a moment.
        self._project.write(lambda writer: _index(writer, rows), self._on_stepped, self._on_failed)

    def _on_stepped(self, step: Step) -> None:
        self._under_way = False
        if self._stopped:
            return
        self._rows = round(min(max(self._rows * STEP_S / max(step.seconds, 1e-3), FEWEST), MOST))
        self._tell(step.left)
        if step.left:
            self._timer.start(REST_MS)

    def _tell(self, left: int) -> None:
        if not left and not self._total:
            return
        self._total = max(self._total, left)
        if self._total >= WORTH_TELLING:
            self.advanced.emit(Amount(self._total - left, self._total))
        if not left:
            self._total = 0

    def _on_failed(self, error: StudioError) -> None:
        self._under_way, self._stopped = False, True
        self._messages.problem(error)


def _index(writer: "Project", rows: int) -> Step:
    begun = time.perf_counter()
    left = writer.index_some(rows)
    return Step(left, time.perf_counter() - begun)
