"""The section of the results: a new evaluation and the list on the left, the one in view on the right."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from studio.core.events import Event, Progress
from studio.runs.folder import LIVING, RunFolder
from studio.runs.row_notes import RowNote
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.controls import button
from studio.ui.evaluation.desk import EvaluationDesk, Standing
from studio.ui.evaluation.reporting import Reporting
from studio.ui.evaluation.results.listing import ListedEvaluation
from studio.ui.evaluation.results.reading import Read, pause_ms
from studio.ui.evaluation.results.setup_panel import EvaluationSetup
from studio.ui.evaluation.results.stage import Stage
from studio.ui.evaluation.results.wish import DatasetParts, EvaluationWish
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for, set_role
from studio.ui.training.run_list import ListWords, RunList
from studio.words import Language, _

if TYPE_CHECKING:
    from studio.data.reader import ProjectReader
    from studio.data.records import Dataset
    from studio.evaluating.subjects import TrainedModel

COLUMN_WIDTH = 43 * GRID


class ResultsSection(QWidget):
    """Leaving it never stops an evaluation."""

    def __init__(self, project: ProjectContext, background: Background, messages: Messages, settings: Settings) -> None:
        super().__init__()
        self._project, self._messages = project, messages
        self._current: ListedEvaluation | None = None
        self._listed: tuple[ListedEvaluation, ...] = ()
        self.desk = EvaluationDesk(project, background, messages, self)
        self.reporting = Reporting(background, messages, self)
        self.setup = EvaluationSetup(read_only=project.read_only)
        self.list = RunList(
            ListWords(_("Evaluations"), _("Evaluations appear here, and stay."), _("Tick evaluations to compare them."))
        )
        self.stage = Stage(project, background, messages)
        self.view = self.stage.view
        self.board = button(_("Leaderboard"), "table", "quiet")
        self.compare = button(_("Show the comparison"), "columns", "quiet")
        self.compare.hide()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._pause: Callable[[float], int] = pause_ms
        self._again.timeout.connect(self._read)
        self._lay_out()
        self._connect()

    def choose_run(self, run: RunFolder) -> None:
        """Let the result of a run be what is evaluated next."""
        self.setup.models.tick_only(run)

    def leave(self) -> None:
        """Store what is still being typed, and tell nothing more."""
        self.view.leave()
        self._again.stop()
        self._project.changed.disconnect(self._on_project_changed)
        self.desk.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_data()
        self.desk.list_models()
        self.desk.list_evaluations()

    def _show_data(self) -> None:
        reader = self._project.reader
        self.setup.show_data([_parts(reader, each) for each in reader.datasets()])

    def _on_project_changed(self) -> None:
        if self.isVisible():
            self._show_data()

    def _on_models(self, models: "tuple[TrainedModel, ...]") -> None:
        self.setup.models.show_trained(models)

    def _on_start(self, wish: EvaluationWish) -> None:
        from studio.evaluating.creating import Wanted

        assert wish.data is not None
        self.setup.show_busy(busy=True)
        self.desk.create(
            Wanted(
                dataset_id=wish.data.id,
                split=wish.part,
                subjects=wish.subjects,
                decoding=wish.decoding,
                title=f"{wish.data.name} · {self.setup.part.currentText()}",
                most_rows=wish.most_rows,
                timed_rows=wish.timed_rows,
            )
        )

    def _on_created(self, run: RunFolder) -> None:
        self.setup.show_busy(busy=False)
        self._choose(run)

    def _on_create_failed(self) -> None:
        self.setup.show_busy(busy=False)

    def _on_listed(self, found: tuple[ListedEvaluation, ...]) -> None:
        before, known = self._current, self._listed
        self._listed = found
        if [(each.run, each.state) for each in found] != [(each.run, each.state) for each in known]:
            self.stage.refresh()
        # Of one that is being prepared there is nothing to read yet.
        newest = next((each.run for each in found if each.state != "preparing"), None)
        wanted = before.run if before else newest
        self._current = next((each for each in found if each.run == wanted), None)
        self.list.show_runs(found, self._current.run if self._current else None)
        if self._current is None:
            if self.stage.currentWidget() is self.view:
                self.stage.setCurrentWidget(self.stage.invitation)
            return
        if self.stage.currentWidget() is self.stage.invitation:
            self.stage.setCurrentWidget(self.view)
        self.view.head.show_evaluation(self._current)
        if before is None or before.run != self._current.run:
            self._open(self._current.run)
        elif before.state in (*LIVING, "waiting") and self._current.state not in (*LIVING, "waiting"):
            self._read()

    def _choose(self, run: RunFolder) -> None:
        found = next((each for each in self._listed if each.run == run), None)
        self._current = found or ListedEvaluation(run, "waiting")
        self.view.leave()
        self.view.head.show_evaluation(self._current)
        self.stage.setCurrentWidget(self.view)
        self.list.show_runs(self._listed, run)
        self._open(run)

    def _open(self, run: RunFolder) -> None:
        # How long reading another one took says nothing of this one.
        self._again.stop()
        self.view.show_read(None)
        self.desk.follow(run)
        self.desk.read(run)

    def _on_ticked(self, runs: tuple[RunFolder, ...]) -> None:
        self.compare.setVisible(len(runs) > 1)
        if len(runs) > 1:
            self.stage.compare(runs)
        else:
            self.stage.end_comparison()

    def _on_compare(self) -> None:
        self.stage.compare(self.list.model.ticked)

    def _on_evaluation_wanted(self, name: str) -> None:
        found = next((each for each in self._listed if each.run.name == name), None)
        if found is not None:
            self._choose(found.run)

    def _read(self) -> None:
        if self._current is not None:
            self.desk.read(self._current.run)

    def _on_found(self, read: Read) -> None:
        self.view.show_read(read)

    def _on_events(self, events: tuple[Event, ...]) -> None:
        self.view.head.take(events)
        if any(isinstance(event, Progress) for event in events) and not self._again.isActive():
            self._again.start(self._pause(self.view.read.took_s if self.view.read else 0.0))

    def _on_standing(self, standing: Standing) -> None:
        message = standing.death.reason if standing.death else (self._current.message if self._current else "")
        self.view.head.show_state(standing.state, message)
        if standing.state not in LIVING:
            self._read()

    def _on_stop(self) -> None:
        if self._current is not None:
            self.desk.stop(self._current.run, "pause")

    def _on_resume(self) -> None:
        if self._current is not None:
            self.desk.go_on(self._current.run)

    def _on_note(self, note: RowNote) -> None:
        if self._current is not None:
            self.desk.note(self._current.run, note)

    def _on_report(self, language: Language) -> None:
        if self._current is not None:
            self.reporting.ask(self._current.run, language)

    def _connect(self) -> None:
        desk, view = self.desk, self.view
        self.setup.start_requested.connect(self._on_start)
        self.list.run_chosen.connect(self._choose)
        desk.created.connect(self._on_created)
        desk.create_failed.connect(self._on_create_failed)
        desk.models_listed.connect(self._on_models)
        desk.listed.connect(self._on_listed)
        desk.found.connect(self._on_found)
        desk.events_received.connect(self._on_events)
        desk.standing_changed.connect(self._on_standing)
        view.head.stop_wanted.connect(self._on_stop)
        view.head.resume_wanted.connect(self._on_resume)
        view.head.report_wanted.connect(self._on_report)
        view.parts.note_written.connect(self._on_note)
        self.list.compared_changed.connect(self._on_ticked)
        self.compare.clicked.connect(self._on_compare)
        self.board.clicked.connect(self.stage.show_board)
        self.stage.evaluation_wanted.connect(self._on_evaluation_wanted)
        self._project.changed.connect(self._on_project_changed)

    def _lay_out(self) -> None:
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(GRID)
        left.addWidget(self.setup)
        past = QWidget()
        below = QVBoxLayout(past)
        below.setContentsMargins(0, 0, 0, GRID)
        below.setSpacing(0)
        below.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(GRID, 0, GRID, 0)
        for each in (self.board, self.compare):
            buttons.addWidget(each)
        buttons.addStretch(1)
        below.addLayout(buttons)
        left.addWidget(past)
        left.setStretchFactor(0, 1)
        left.setStretchFactor(1, 1)
        column = QFrame()
        set_role(column, "page")
        column.setFixedWidth(COLUMN_WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(column)
        row.addWidget(self.stage, 1)
        tint_icons(self, colours_for(self.palette()))


def _parts(reader: "ProjectReader", dataset: "Dataset") -> DatasetParts:
    rows: dict[str, int] = {part or "": count for part, count in reader.split_counts(dataset.id).items()}
    return DatasetParts(dataset.id, dataset.name, dataset.kind, rows)
