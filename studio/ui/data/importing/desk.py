"""Takes what is chosen, dropped or pasted, shows it in a dialog each, and gives it to the bar that imports."""

from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.ui.background import Background
from studio.ui.data.importing.choosing import file_dialog, folder_dialog
from studio.ui.data.importing.dialog import ImportDialog
from studio.ui.data.importing.job import ImportJob, Pasted, Source
from studio.ui.data.importing.panel import ImportPanel
from studio.ui.data.importing.skipped_dialog import SkippedDialog
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.words import _

if TYPE_CHECKING:
    from studio.data.importers import FileSummary


class ImportDesk(QObject):
    """One dialog at a time; the sources after it wait."""

    def __init__(
        self, project: ProjectContext, background: Background, messages: Messages, panel: ImportPanel, page: QWidget
    ) -> None:
        super().__init__(page)
        self._project, self._background, self._messages = project, background, messages
        self._panel, self._page = panel, page
        self._waiting: deque[Source] = deque()
        self.dialog: ImportDialog | None = None
        """The one that is open."""

    def take(self, sources: Iterable[Source]) -> None:
        """Show these, the first one now."""
        if self._project.read_only:
            self._messages.notice(
                _("This window is read only, so nothing can be imported here."),
                _("Use the window that holds the project, or close it first."),
            )
            return
        self._waiting.extend(sources)
        if self.dialog is None:
            self._next()

    def choose_files(self) -> None:
        """Ask which files to import."""
        self._choose(file_dialog(self._page, several=True))

    def choose_folder(self) -> None:
        """Ask which folder to import."""
        self._choose(folder_dialog(self._page))

    def paste(self) -> None:
        """Take the files or the text of the clipboard."""
        found = _clipboard_sources(QGuiApplication.clipboard().mimeData())
        if found:
            self.take(found)
        else:
            self._messages.notice(
                _("The clipboard holds neither a text nor a file."),
                _("Copy rows of a table, JSON or a file, then paste again."),
            )

    def leave(self) -> None:
        """Ask no more: the project is about to be closed."""
        if self.dialog is not None:
            self.dialog.reject()

    def _choose(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, paths: list[str]) -> None:
        self.take(Path(path) for path in paths)

    def _next(self) -> None:
        if not self._waiting:
            return
        datasets = self._project.reader.datasets()
        self.dialog = ImportDialog(self._background, datasets, tuple(self._waiting), self._page.window())
        self.dialog.jobs_ready.connect(self._on_jobs_ready)
        self.dialog.skipped_wanted.connect(self._on_skipped_wanted)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.rejected.connect(self._on_cancelled)
        self.dialog.open()

    def _on_cancelled(self) -> None:
        self._waiting.clear()

    def _on_jobs_ready(self, jobs: tuple[ImportJob, ...]) -> None:
        for _each in jobs or (None,):
            self._waiting.popleft()
        self._panel.start(jobs)

    def _on_skipped_wanted(self, summary: "FileSummary") -> None:
        if self.dialog is not None:
            name = self._waiting[0].name
            SkippedDialog(name, summary.problems, self._background, self._messages, self.dialog).open()

    def _on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
        self._next()


def _clipboard_sources(held: QMimeData) -> list[Source]:
    files = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
    if files:
        return list(files)
    text = held.text() if held.hasText() else ""
    return [Pasted(_("Pasted examples"), text)] if text.strip() else []
