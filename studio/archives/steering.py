"""How a long packing tells of itself and is stopped."""

from collections.abc import Callable
from dataclasses import dataclass

from studio.errors import ArchiveFailed
from studio.words import _


class ArchiveCancelled(ArchiveFailed):
    """The user stopped it; nothing of it is left."""


@dataclass(frozen=True)
class Steering:
    """Both are called between pieces of work, from the thread that works."""

    progress: Callable[[int, int], None] = lambda _done, _total: None
    """Bytes done and all of them."""
    cancelled: Callable[[], bool] = lambda: False


class Meter:
    """Counts bytes towards a total, and ends the work when the user wants that."""

    def __init__(self, steering: Steering, total: int) -> None:
        self._steering, self._total, self._done = steering, total, 0

    def advance(self, size: int) -> None:
        """So many bytes more are done; raises ArchiveCancelled."""
        self.look()
        self._done += size
        self._steering.progress(min(self._done, self._total), self._total)

    def look(self) -> None:
        """Raise ArchiveCancelled when the user wants it."""
        if self._steering.cancelled():
            raise ArchiveCancelled(_("Stopped. Nothing was written."))
