"""The Evaluate tab: is the model better, and is it safe? Its sections are built when they are first looked at."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.runs.folder import RunFolder
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.lazy_sections import LazySections
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.project_queue import ProjectQueue
from studio.words import _


class EvaluationPage(QWidget):
    """Imports each section late: statistics take longer to import than the first paint may."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._doors = project, background, messages, settings
        self._messages = messages
        builders = {
            "results": (_("Results"), self._results),
            "rating": (_("Human evaluation"), self._rating),
            "playground": (_("Playground"), self._playground),
            "benchmarks": (_("Benchmarks"), self._benchmarks),
            "monitoring": (_("Monitoring"), self._monitoring),
        }
        self.sections = LazySections(_("Sections of the evaluation"), builders, self)
        self.sections.built.connect(self._on_built)
        # What waited when the project was closed goes on by itself, whichever tab is looked at.
        self._queue = ProjectQueue(project, background, messages, self)
        self._queue.started.connect(self._on_started)
        self._queue.watch_what_waits()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sections)

    def show_section(self, key: str) -> QWidget:
        """Bring a section to the front, built now if it was not before."""
        return self.sections.show_section(key)

    def evaluate_run(self, run: RunFolder) -> None:
        """Offer the result of a run for the next evaluation."""
        from studio.ui.evaluation.results.section import ResultsSection

        section = self.show_section("results")
        assert isinstance(section, ResultsSection)
        section.choose_run(run)

    def leave(self) -> None:
        """Let every section end what is under way: the project is about to be closed."""
        self._queue.close()
        self.sections.leave()

    def _on_built(self, key: str) -> None:
        if key == "results":
            # It has a queue of its own, which tells it what has begun.
            self._queue.close()

    def _on_started(self, run: RunFolder) -> None:
        self._messages.notice(_("What was waiting has begun: {run}").format(run=run.name))

    def _results(self) -> QWidget:
        from studio.ui.evaluation.results.section import ResultsSection

        return ResultsSection(*self._doors)

    def _rating(self) -> QWidget:
        from studio.ui.evaluation.rating.section import RatingSection

        return RatingSection(*self._doors)

    def _playground(self) -> QWidget:
        from studio.ui.evaluation.playground.section import PlaygroundSection

        return PlaygroundSection(*self._doors)

    def _benchmarks(self) -> QWidget:
        from studio.ui.evaluation.benchmarks.section import BenchmarksSection

        return BenchmarksSection(*self._doors)

    def _monitoring(self) -> QWidget:
        from studio.ui.evaluation.monitoring.section import MonitoringSection

        return MonitoringSection(*self._doors)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sections.show_first()
