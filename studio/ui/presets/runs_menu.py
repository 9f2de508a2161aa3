"""The newest runs of the project, to keep what one of them was trained with."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from studio.runs.jobs import recent_jobs
from studio.words import _

MOST_RUNS = 15


class RunsMenu(QMenu):
    """Filled only when it opens: runs come while the window is there."""

    job_chosen = Signal(object)  # Job

    def __init__(self, project: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._project = project
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for job in recent_jobs(self._project, MOST_RUNS):
            action = self.addAction(job.name)
            action.setData(job)
            action.triggered.connect(self._on_chosen)
        if self.isEmpty():
            self.addAction(_("No run yet")).setEnabled(False)

    def _on_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.job_chosen.emit(action.data())
