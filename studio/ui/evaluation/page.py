"""The Evaluate tab: is the model better, and is it safe? Its sections are built when they are first looked at."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.runs.folder import RunFolder
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.data.sections import SectionBar
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.project_queue import ProjectQueue
from studio.ui.theme import GRID, colours_for
from studio.words import _

Doors = tuple[ProjectContext, Background, Messages, Settings]


@runtime_checkable
class EvaluationSection(Protocol):
    """What the page asks of a section."""

    def leave(self) -> None:
        """Store what is still being typed and end what is watched: the project is about to be closed."""
        ...


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
        self._messages = messages
        self._doors: Doors = (project, background, messages, settings)
        self.sections = SectionBar(self)
        self.sections.setAccessibleName(_("Sections of the evaluation"))
        self._stack = QStackedWidget()
        self._builders: dict[str, Callable[[Doors], QWidget]] = {}
        self._built: dict[str, QWidget] = {}
        self._front = ""
        # What waited when the project was closed goes on by itself, whichever tab is looked at.
        self._queue = ProjectQueue(project, background, messages, self)
        self._queue.started.connect(self._on_started)
        self._queue.watch_what_waits()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        head.addWidget(self.sections)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        for key, title, build in (
            ("results", _("Results"), _results),
            ("rating", _("Human evaluation"), _rating),
            ("playground", _("Playground"), _playground),
            ("benchmarks", _("Benchmarks"), _benchmarks),
            ("monitoring", _("Monitoring"), _monitoring),
        ):
            self._builders[key] = build
            self.sections.add(key, title)
        self.sections.section_chosen.connect(self.show_section)

    def show_section(self, key: str) -> QWidget:
        """Bring a section to the front, built now if it was not before."""
        if key not in self._built:
            made = self._built[key] = self._builders[key](self._doors)
            self._stack.addWidget(made)
            tint_icons(made, colours_for(self.palette()))
            if key == "results":
                # It has a queue of its own, which tells it what has begun.
                self._queue.close()
        self.sections.choose(key)
        self._front = key
        self._stack.setCurrentWidget(self._built[key])
        return self._built[key]

    def evaluate_run(self, run: RunFolder) -> None:
        """Offer the result of a run for the next evaluation."""
        from studio.ui.evaluation.results.section import ResultsSection

        section = self.show_section("results")
        assert isinstance(section, ResultsSection)
        section.choose_run(run)

    def leave(self) -> None:
        """Let every section end what is under way: the project is about to be closed."""
        self._queue.close()
        for section in self._built.values():
            if isinstance(section, EvaluationSection):
                section.leave()
        self._built.clear()

    def _on_started(self, run: RunFolder) -> None:
        self._messages.notice(_("What was waiting has begun: {run}").format(run=run.name))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._front:
            self.show_section("results")


def _results(doors: Doors) -> QWidget:
    from studio.ui.evaluation.results.section import ResultsSection

    return ResultsSection(*doors)


def _rating(doors: Doors) -> QWidget:
    from studio.ui.evaluation.rating.section import RatingSection

    return RatingSection(*doors)


def _playground(doors: Doors) -> QWidget:
    from studio.ui.evaluation.playground.section import PlaygroundSection

    return PlaygroundSection(*doors)


def _benchmarks(doors: Doors) -> QWidget:
    from studio.ui.evaluation.benchmarks.section import BenchmarksSection

    return BenchmarksSection(*doors)


def _monitoring(doors: Doors) -> QWidget:
    from studio.ui.evaluation.monitoring.section import MonitoringSection

    return MonitoringSection(*doors)
