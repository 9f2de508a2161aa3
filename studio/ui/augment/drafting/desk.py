"""Everything slow that the drafting view asks for; leaving ends it."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.augmentation import AugmentationPlan
from studio.data.child import ChildCancelled
from studio.errors import AssistantFailed, StudioError
from studio.ui.augment.drafting.making import (
    Ready,
    Stored,
    count_possible,
    find_adapters,
    list_models,
    make_ready,
    store,
)
from studio.ui.augment.drafting.making import try_some as tried_some
from studio.ui.augment.drafting.wishes import ModelWish, Possible
from studio.ui.augment.preview import ShownVariant
from studio.ui.background import Background, Progress
from studio.ui.project_context import ProjectContext

PAUSE_MS = 300


@dataclass(frozen=True)
class _Counted:
    """What was counted for the question of this number."""

    question: int
    possible: Possible


@dataclass(frozen=True)
class _Listed:
    """The models that an address has, or why that is not known; `wish` says for which question."""

    wish: Progress
    names: tuple[str, ...] = ()
    error: StudioError | None = None


class DraftDesk(QObject):
    """A model on this machine works in a child process, a server in its own: the window only waits for either."""

    counted = Signal(object)  # Possible
    adapters_found = Signal(object)  # tuple[Adapter, ...]
    listed = Signal(object)  # tuple[str, ...]
    list_failed = Signal(object)  # StudioError
    tried = Signal(object)  # tuple[ShownVariant, ...]
    stored = Signal(object)  # Stored
    failed = Signal(object)  # StudioError
    cancelled = Signal()
    look_failed = Signal(object)  # StudioError

    def __init__(self, project: ProjectContext, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._background = project, background
        self._question = 0
        self._plan: AugmentationPlan | None = None
        self._listing: Progress | None = None
        self._working: Progress | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._count)

    def count(self, plan: AugmentationPlan) -> None:
        """Count, after a moment of quiet, how many drafts there is room for; `counted` follows."""
        self._plan = plan
        self._question += 1
        self._pause.start()

    def find_adapters(self) -> None:
        """Find what runs have learned; `adapters_found` follows."""
        path = self._project.path
        self._background.run(lambda: find_adapters(path), self.adapters_found.emit, self.look_failed.emit)

    def list_models(self, wish: ModelWish) -> None:
        """Ask a server for its models; `listed` or `list_failed` follows, for the newest question alone."""
        self._end_listing()
        listing = self._listing = Progress(self)
        address, allowed = wish.address.strip(), wish.remote_allowed
        self._background.run(
            lambda: _listed(address, listing, remote_allowed=allowed), self._on_listed, self.look_failed.emit
        )

    def try_some(self, plan: AugmentationPlan, progress: Progress, *, remote_allowed: bool) -> None:
        """Have a few drafted that nobody keeps; `tried` follows, or why not."""
        path, self._working = self._project.path, progress
        self._background.run(
            lambda: tried_some(path, plan, progress, remote_allowed=remote_allowed), self._on_tried, self._on_failed
        )

    def draft(self, plan: AugmentationPlan, progress: Progress, *, remote_allowed: bool) -> None:
        """Have all drafted and store those that pass as one step; `stored` follows, or why not."""
        path, self._working = self._project.path, progress
        self._background.run(
            lambda: make_ready(path, plan, progress, remote_allowed=remote_allowed), self._on_ready, self._on_failed
        )

    def leave(self) -> None:
        """End everything that is under way."""
        self._pause.stop()
        self._question += 1
        self._end_listing()
        if self._working is not None:
            self._working.cancel()

    def _count(self) -> None:
        if self._plan is None:
            return
        path, plan, question = self._project.path, self._plan, self._question
        self._background.run(
            lambda: _Counted(question, count_possible(path, plan)), self._on_counted, self.look_failed.emit
        )

    def _end_listing(self) -> None:
        if self._listing is not None:
            self._listing.cancel()
            self._listing = None

    def _on_counted(self, counted: _Counted) -> None:
        if counted.question == self._question:
            self.counted.emit(counted.possible)

    def _on_listed(self, listed: _Listed) -> None:
        # A newer question, or leaving, has ended it.
        if listed.wish is not self._listing:
            return
        self._listing = None
        if listed.error is None:
            self.listed.emit(listed.names)
        else:
            self.list_failed.emit(listed.error)

    def _on_tried(self, variants: tuple[ShownVariant, ...]) -> None:
        self._working = None
        self.tried.emit(variants)

    def _on_ready(self, ready: Ready) -> None:
        # Cancelled while the last reply was judged.
        if self._working is None or self._working.cancelled():
            self._end_cancelled()
            return
        self._project.write(lambda writer: store(writer, ready), self._on_stored, self._on_failed)

    def _on_stored(self, stored: Stored) -> None:
        self._working = None
        self._project.announce(stored.step.changes)
        self.stored.emit(stored)

    def _on_failed(self, error: StudioError) -> None:
        if isinstance(error, ChildCancelled):
            self._end_cancelled()
        else:
            self._working = None
            self.failed.emit(error)

    def _end_cancelled(self) -> None:
        self._working = None
        self.cancelled.emit()


def _listed(address: str, wish: Progress, *, remote_allowed: bool) -> _Listed:
    try:
        return _Listed(wish, list_models(address, wish.cancelled, remote_allowed=remote_allowed))
    except AssistantFailed as error:
        return _Listed(wish, error=error)
