"""Bringing files in: progress with time left and Cancel, and what became of every line."""

import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from studio.errors import StudioError
from studio.ui.background import Amount, Progress
from studio.ui.controls import button, label
from studio.ui.data.import_words import done_sentence, nothing_sentence, time_left
from studio.ui.data.skipped_dialog import SkippedDialog, SkippedText
from studio.ui.messages import Messages, Offer
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.importers import ImportReport
    from studio.data.project import Project


class ImportPanel(QFrame):
    """Imports one file after another on the writer's thread; hidden while there is nothing to do."""

    imported = Signal(object)  # ImportReport

    def __init__(self, project: ProjectContext, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._messages = messages
        self._waiting: deque[Path] = deque()
        self._path: Path | None = None
        self._progress: Progress | None = None
        self._started = 0.0
        self.setProperty("level", "notice")
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        line.setSpacing(2 * GRID)
        self._what, self._left = label("", "heading"), label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress of the import"))
        self.cancel_button = button(_("Cancel"))
        self.cancel_button.clicked.connect(self.cancel)
        line.addWidget(self._what)
        line.addWidget(self._bar, 1)
        line.addWidget(self._left)
        line.addWidget(self.cancel_button)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self._path is not None

    def start(self, files: Iterable[Path]) -> None:
        """Import these files in turn."""
        self._waiting.extend(files)
        if not self.busy:
            self._next()

    def _next(self) -> None:
        self._path = self._waiting.popleft() if self._waiting else None
        self.setVisible(self.busy)
        if self._path is None:
            return
        self._progress = Progress(self)
        self._progress.advanced.connect(self._on_advanced)
        self._started = time.monotonic()
        self._what.setText(_("Importing {file}").format(file=self._path.name))
        self._left.clear()
        self._bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        path, progress = self._path, self._progress
        self._project.write(lambda writer: _import(writer, path, progress), self._on_imported, self._on_failed)

    def _on_imported(self, report: "ImportReport") -> None:
        self._project.announce(report.changes)
        if report.imported:
            self.imported.emit(report)
        self._tell(report)
        self._next()

    def _tell(self, report: "ImportReport") -> None:
        name = self._path.name if self._path else ""
        offers = (Offer(_("Show the skipped lines"), lambda: self._show_skipped(name, report)),)
        hint = "\n".join(report.warnings)
        if not report.imported:
            self._messages.warning(nothing_sentence(name), hint, *(offers if report.skipped else ()))
        elif report.skipped:
            self._messages.warning(done_sentence(name, report.imported, len(report.skipped)), hint, *offers)
        else:
            self._messages.done(done_sentence(name, report.imported, 0), hint)

    def _show_skipped(self, name: str, report: "ImportReport") -> None:
        lines = [SkippedText(each.line, each.reason) for each in report.skipped]
        SkippedDialog(name, lines, self._messages, self.window()).open()

    def _on_failed(self, error: StudioError) -> None:
        if self._progress is not None and self._progress.cancelled():
            self._messages.notice(error.message)
        else:
            self._messages.problem(error)
        self._next()

    def _on_advanced(self, amount: Amount) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * amount.done / amount.total) if amount.total else 0)
        self._left.setText(time_left(amount.done, amount.total, time.monotonic() - self._started))

    def cancel(self) -> None:
        """Stop after the line being read; what was read of this file is left out again."""
        self._waiting.clear()
        self.cancel_button.setEnabled(False)
        self._left.setText(_("Stopping…"))
        if self._progress is not None:
            self._progress.cancel()


def _import(writer: "Project", path: Path, progress: Progress) -> "ImportReport":
    from studio.data.importers import import_file

    return import_file(writer, path, dataset=None, progress=progress.report, cancelled=progress.cancelled)
