"""The open project as the pages see it: one reader, one writer or none, one signal for every change."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from studio.errors import ReadOnlyProject, StudioError
from studio.ui.background import Background
from studio.words import _

if TYPE_CHECKING:
    # Importing the store takes longer than the first paint may.
    from studio.data.project import Changes, Project, ProjectReader

T = TypeVar("T")


class ProjectContext(QObject):
    """Reads happen here, on the GUI thread; writes go to the writer's thread and come back as `changed`."""

    changed = Signal(object)  # data.project.Changes

    def __init__(
        self,
        path: Path,
        reader: "ProjectReader",
        writer: "Project | None",
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.reader = reader
        self._writer = writer
        self._background = background

    @property
    def read_only(self) -> bool:
        """Whether another window holds the project; every editing action is then off."""
        return self._writer is None

    def change(self, work: "Callable[[Project], Changes]", failed: Callable[[StudioError], None]) -> None:
        """Apply `work` on the writer's thread; `changed` tells every screen what became of it."""
        self.write(work, self.announce, failed)

    def write(
        self,
        work: "Callable[[Project], T]",
        done: Callable[[T], None],
        failed: Callable[[StudioError], None],
    ) -> None:
        """Give the writer to `work` on its own thread; `done` or `failed` follow on the GUI thread."""
        writer = self._writer
        if writer is None:
            failed(ReadOnlyProject(_("This project is open in another window, so it cannot be changed here.")))
            return
        self._background.write(lambda: work(writer), done, failed)

    def announce(self, changes: "Changes") -> None:
        """Tell every screen what a piece of work given to `write` has changed."""
        self.changed.emit(changes)

    def announce_unknown(self) -> None:
        """Tell every screen that another process may have changed anything."""
        from studio.data.records import Changes

        self.changed.emit(Changes("", everything=True))

    def close(self) -> None:
        """Close the reader now and the writer after everything it was still asked to do."""
        self.reader.close()
        if self._writer is not None:
            self._background.write(self._writer.close, _ignore, self._on_close_failed)
            self._writer = None

    def _on_close_failed(self, error: StudioError) -> None:
        raise error


def _ignore(_nothing: None) -> None:
    pass
