"""Benchmarks: questions of known sets from local files, own models beside published scores, and what training cost."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.runs.control import request
from studio.runs.folder import LIVING
from studio.runs.queue import withdraw
from studio.runs.state import run_state
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.evaluation.benchmarks.desk import BenchmarkDesk, Found
from studio.ui.evaluation.benchmarks.presenter import BenchmarkWish, FileLook
from studio.ui.evaluation.benchmarks.results_panel import BenchmarkResults
from studio.ui.evaluation.benchmarks.setup_panel import BenchmarkSetup
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext

_LEFT, _RIGHT = 380, 760


class BenchmarksSection(QWidget):
    """What is asked on the left, what was found on the right."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages, self._settings = messages, settings
        self._desk = BenchmarkDesk(project, background, messages, self)
        self._found: Found | None = None
        self.setup = BenchmarkSetup(read_only=project.read_only)
        self.results = BenchmarkResults(read_only=project.read_only)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.setup)
        split.addWidget(self.results)
        split.setStretchFactor(1, 1)
        split.setSizes([_LEFT, _RIGHT])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self.setup.file_chosen.connect(self._on_file_chosen)
        self.setup.start_requested.connect(self._on_start)
        self.results.stop_requested.clicked.connect(self._on_stop)
        self._desk.looked.connect(self._on_looked)
        self._desk.prepared.connect(self._on_prepared)
        self._desk.prepare_failed.connect(self._on_prepare_failed)
        self._desk.found.connect(self._on_found)
        self._desk.read()

    def leave(self) -> None:
        """Tell nothing more; evaluations go on by themselves."""
        self._desk.close()

    def _on_file_chosen(self, file: Path) -> None:
        self._desk.look_at(file, self.setup.benchmarks.benchmark.name)

    def _on_looked(self, look: FileLook) -> None:
        if look.benchmark == self.setup.benchmarks.benchmark.name:
            self.setup.show_look(look)

    def _on_start(self, wish: BenchmarkWish) -> None:
        from studio.evaluating.benchmarks import BenchmarkWanted

        file = None if wish.benchmark.shipped or wish.look is None else wish.look.file
        self.setup.show_busy(busy=True)
        self._desk.start(BenchmarkWanted(wish.benchmark.name, wish.subjects, file, wish.most_rows))

    def _on_prepared(self, _prepared: object) -> None:
        self.setup.show_busy(busy=False)
        self.results.follow_newest()

    def _on_prepare_failed(self, _error: StudioError) -> None:
        self.setup.show_busy(busy=False)

    def _on_found(self, found: Found) -> None:
        self._found = found
        self.setup.models.show_trained(found.trained)
        self.setup.show_pace(_pace(found))
        self.results.show_found(found)

    def _on_stop(self) -> None:
        asked = self.results.current()
        if asked is None:
            return
        try:
            if not withdraw(asked.outcome.run) and run_state(asked.outcome.run) in LIVING:
                request(asked.outcome.run, "stop_now")
        except StudioError as error:
            self._messages.problem(error)
        self._desk.read()


def _pace(found: Found) -> dict[str, float]:
    """Seconds a question took lately, by base model."""
    known: dict[str, float] = {}
    for each in found.asked:
        if each.seconds is not None:
            for model in each.outcome.models:
                known.setdefault(model.subject.base, each.seconds)
    return known
