"""Does what is asked of logs: imports, reads, removes them, and makes rows of them; each in the background."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.monitoring import LogImport, MonitoringReport, WorthRow
from studio.data.child import ChildCancelled
from studio.errors import StudioError
from studio.ui.background import Background, Progress
from studio.ui.messages import Messages
from studio.ui.project_context import Made, ProjectContext
from studio.words import _

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.data.records import Changes


@dataclass(frozen=True)
class Wanted:
    """Which data set logs are held against, and whose lines; empty for those of all models."""

    dataset_id: int
    model: str


@dataclass(frozen=True)
class Reported:
    """A report, what it was asked for, and by whose progress it is known."""

    progress: Progress
    report: MonitoringReport | None


class MonitoringDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread."""

    listed = Signal(object)  # tuple[LogImport, ...]
    imported = Signal(object)  # LogImport
    import_ended = Signal()
    reported = Signal(object)  # Reported
    report_failed = Signal(object)  # StudioError
    added = Signal(object)  # Made

    def __init__(
        self, project: ProjectContext, background: Background, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages

    def list_logs(self) -> None:
        """Read which logs there are."""
        path = self._project.path
        self._background.run(lambda: _list(path), self.listed.emit, self._messages.problem)

    def import_log(self, file: Path, progress: Progress) -> None:
        """Bring a file in; what was wrong with it is in what is told."""
        path = self._project.path
        self._background.run(lambda: _import(path, file, progress), self._on_imported, self._on_import_failed)

    def remove(self, log: LogImport) -> None:
        """Delete an import with its lines."""
        path = self._project.path
        self._background.run(lambda: _remove(path, log), self.listed.emit, self._messages.problem)

    def report(self, wanted: Wanted, progress: Progress) -> None:
        """Look through all logs; `reported` follows, without a report where that was stopped or failed."""
        path = self._project.path
        self._background.run(lambda: _report(path, wanted, progress), self.reported.emit, self.report_failed.emit)

    def add(self, dataset_id: int, rows: tuple[WorthRow, ...]) -> None:
        """Make draft rows of lines, in one step."""
        self._project.make(lambda writer: _add(writer, dataset_id, rows), self._on_added, self._messages.problem)

    def _on_imported(self, made: LogImport) -> None:
        self.import_ended.emit()
        self.imported.emit(made)

    def _on_import_failed(self, error: StudioError) -> None:
        self.import_ended.emit()
        if isinstance(error, ChildCancelled):
            self._messages.notice(_("The log was not imported: the work was cancelled."))
        else:
            self._messages.problem(error)

    def _on_added(self, made: Made) -> None:
        self._project.announce(made.changes)
        self.added.emit(made)


def _list(project: Path) -> tuple[LogImport, ...]:
    from studio.data.logs.storing import list_logs

    return tuple(list_logs(project))


def _import(project: Path, file: Path, progress: Progress) -> LogImport:
    from studio.evaluating.monitoring.importing import import_log

    return import_log(project, file, progress=progress.report, cancelled=progress.cancelled)


def _report(path: Path, wanted: Wanted, progress: Progress) -> Reported:
    from studio.evaluating.monitoring.report import make_report

    try:
        found = make_report(
            path, wanted.dataset_id, wanted.model, progress=progress.report, cancelled=progress.cancelled
        )
    except ChildCancelled:
        found = None
    return Reported(progress, found)


def _remove(project: Path, log: LogImport) -> tuple[LogImport, ...]:
    from studio.data.logs.storing import remove_log

    remove_log(project, log.name)
    return _list(project)


def _add(writer: "Project", dataset_id: int, rows: tuple[WorthRow, ...]) -> "Changes":
    from studio.evaluating.monitoring.adding import add_worth

    return add_worth(writer, dataset_id, rows)
