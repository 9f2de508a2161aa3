"""The open project as the pages see it: one reader, one writer or none, one signal for every change."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from studio.errors import ProjectFailed, ReadOnlyProject, StudioError
from studio.ui.background import Background
from studio.words import _

if TYPE_CHECKING:
    # Importing the store takes longer than the first paint may.
    from studio.data.project import Changes, Project, ProjectReader

T = TypeVar("T")
Failed = Callable[[StudioError], None]


@dataclass(frozen=True)
class Made:
    """A change, and the step of the history that holds it: 0 where nothing changed."""

    changes: "Changes"
    step_id: int


class ProjectContext(QObject):
    """Reads happen here, on the GUI thread; writes go to the writer's thread and come back as `changed`."""

    changed = Signal(object)  # data.project.Changes
    begun = Signal(object)  # runs.folder.RunFolder: it waited, and this window has started it

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

    def make(self, work: "Callable[[Project], Changes]", done: Callable[[Made], None], failed: Failed) -> None:
        """As `write`, for a change that can later be undone alone."""
        self.write(lambda writer: make_step(writer, work), done, failed)

    def undo_step(self, step_id: int, failed: Failed) -> None:
        """Take this step back if it is the last one; another one is never undone in its place."""
        self.change(lambda writer: _undo_step(writer, step_id), failed)

    def sign(self, author: str, failed: Callable[[StudioError], None]) -> None:
        """Name who makes the changes from now on, those already asked for not included."""
        self.write(lambda writer: _sign(writer, author), _ignore, failed)

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


def make_step(writer: "Project", work: "Callable[[Project], Changes]") -> Made:
    """Make a change with the writer, and note its step."""
    before = writer.history.position
    changes = work(writer)
    after = writer.history.position
    return Made(changes, after if after != before else 0)


def _undo_step(writer: "Project", step_id: int) -> "Changes":
    from studio.data.records import Changes

    position = writer.history.position
    if position < step_id:
        # Undone already, from the menu for instance.
        return Changes("")
    if position > step_id:
        raise ProjectFailed(
            _("Something else was changed since, so this cannot be undone alone."),
            hint=_("Undo that change first (Ctrl+Z), or go back to any step under History."),
        )
    return writer.undo()


def _sign(writer: "Project", author: str) -> None:
    writer.author = author


def _ignore(_nothing: None) -> None:
    pass
