"""The bar of an import: progress with time left and Cancel, and at its end what became of every line."""

import time
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from studio.errors import StudioError
from studio.ui.background import Amount, Background, Progress
from studio.ui.controls import button, label
from studio.ui.data.importing.job import ImportJob, bring_in
from studio.ui.data.importing.skipped_dialog import SkippedDialog
from studio.ui.data.importing.words import done_sentence, nothing_sentence, time_left
from studio.ui.messages import Messages, Offer
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.importers import ImportReport


class ImportPanel(QFrame):
    """Imports one job after another on the writer's thread; hidden while there is nothing to do."""

    imported = Signal(object)  # ImportReport

    def __init__(
        self, project: ProjectContext, background: Background, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._waiting: deque[ImportJob] = deque()
        self._job: ImportJob | None = None
        self._progress: Progress | None = None
        self._started = 0.0
        self.setProperty("level", "notice")
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        line.setSpacing(2 * GRID)
        self._what, self._left = label("", "heading"), label("", "muted")
        # A name of any length leaves room for the bar.
        self._what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress of the import"))
        self.cancel_button = button(_("Cancel"))
        self.cancel_button.clicked.connect(self.cancel)
        line.addWidget(self._what, 1)
        line.addWidget(self._bar, 1)
        line.addWidget(self._left)
        line.addWidget(self.cancel_button)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether something is being imported."""
        return self._job is not None

    def start(self, jobs: Iterable[ImportJob]) -> None:
        """Import these in turn, after those that are waiting."""
        self._waiting.extend(jobs)
        if not self.busy:
            self._next()

    def _next(self) -> None:
        self._job = self._waiting.popleft() if self._waiting else None
        self.setVisible(self.busy)
        if self._job is None:
            return
        self._progress = Progress(self)
        self._progress.advanced.connect(self._on_advanced)
        self._started = time.monotonic()
        what = _("Importing {file}").format(file=self._job.name)
        self._what.setText(what)
        self._what.setToolTip(what)
        self._left.clear()
        self._bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        job, progress = self._job, self._progress
        self._project.write(lambda writer: bring_in(writer, job, progress), self._on_imported, self._on_failed)

    def _on_imported(self, report: "ImportReport") -> None:
        self._project.announce(report.changes)
        if report.imported:
            self.imported.emit(report)
        self._tell(report)
        self._next()

    def _tell(self, report: "ImportReport") -> None:
        name = self._job.name if self._job else ""
        offers = (Offer(_("Show the skipped lines"), lambda: self._show_skipped(name, report)),)
        hint = "\n".join(report.warnings)
        said = done_sentence(name, report.imported, len(report.skipped)) if report.imported else nothing_sentence(name)
        if report.skipped or report.warnings or not report.imported:
            self._messages.warning(said, hint, *(offers if report.skipped else ()))
        else:
            self._messages.done(said)

    def _show_skipped(self, name: str, report: "ImportReport") -> None:
        SkippedDialog(name, report.skipped, self._background, self._messages, self.window()).open()

    def _on_failed(self, error: StudioError) -> None:
        if self._progress is not None and self._progress.cancelled():
            self._messages.notice(error.message)
        else:
            self._messages.problem(error)
        self._next()

    def _on_advanced(self, amount: Amount) -> None:
        if self._progress is None or self._progress.cancelled():
            return
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * amount.done / amount.total) if amount.total else 0)
        self._left.setText(time_left(amount.done, amount.total, time.monotonic() - self._started))

    def cancel(self) -> None:
        """Stop after the line being read; what was read of this source is left out again."""
        self._waiting.clear()
        self.cancel_button.setEnabled(False)
        self._left.setText(_("Stopping…"))
        if self._progress is not None:
            self._progress.cancel()
