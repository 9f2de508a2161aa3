"""Writing, proving or unpacking an archive: one at a time, in a thread that nothing else waits for."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from studio.archives.steering import ArchiveCancelled, Steering
from studio.errors import StudioError
from studio.ui.background import Background, Progress


@dataclass(frozen=True)
class Doors:
    """Where a dialog has short reading and the long work done."""

    background: Background
    work: "ArchiveWork"


class ArchiveWork(QObject):
    """Minutes of packing would keep the window's other readers waiting, so it has a door of its own."""

    advanced = Signal(object)  # Amount
    done = Signal(object)  # what the work has come to
    failed = Signal(object)  # StudioError
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._progress: Progress | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being written, proved or unpacked."""
        return self._progress is not None

    def start(self, work: Callable[[Steering], object]) -> None:
        """One of `done`, `failed` and `stopped` follows."""
        progress = self._progress = Progress(self)
        progress.advanced.connect(self.advanced)
        steering = Steering(progress.report, progress.cancelled)
        self._background.run(lambda: work(steering), self._on_done, self._on_failed)

    def cancel(self) -> None:
        """What is half written goes; `stopped` follows, or `done` where it was whole already."""
        if self._progress is not None:
            self._progress.cancel()

    def close(self) -> None:
        """Cancel, and wait until nothing half is left; nothing follows."""
        self.cancel()
        self._background.close()

    def _end(self) -> None:
        if self._progress is not None:
            self._progress.deleteLater()
        self._progress = None

    def _on_done(self, made: object) -> None:
        self._end()
        self.done.emit(made)

    def _on_failed(self, error: StudioError) -> None:
        self._end()
        if isinstance(error, ArchiveCancelled):
            self.stopped.emit()
        else:
            self.failed.emit(error)
