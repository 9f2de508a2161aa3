"""The section of the history: go to any step, name versions, see what differs, go back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from studio.data.records import Changes, Dataset, Step
from studio.errors import StudioError
from studio.ui.background import Background, Progress
from studio.ui.controls import button, card, label
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.data.history.comparison import ComparisonPanel, ComparisonWanted, RowTexts
from studio.ui.data.history.steps import StepsList, StepsModel
from studio.ui.data.history.versions_panel import VersionName, VersionsPanel
from studio.ui.data.rows_wanted import Ids, RowsWanted
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.differences import Difference
    from studio.data.project import Project
    from studio.data.versions import Version


@dataclass(frozen=True)
class Past:
    """What the section shows of the project."""

    steps: tuple[Step, ...]
    versions: "tuple[Version, ...]"


@dataclass(frozen=True)
class Compared:
    """The answer to a comparison; None when it was dropped."""

    wanted: ComparisonWanted
    found: "Difference | None"


class HistorySection(QWidget):
    """Reads in the background, changes on the writer's thread; every way back is itself a step or an undo."""

    rows_wanted = Signal(object)  # RowsWanted

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._dataset: Dataset | None = None
        self._comparing: Progress | None = None
        self.steps = StepsModel(self)
        self.list = StepsList(self.steps)
        self.go_button = button(_("Go to this step"))
        self.versions = VersionsPanel(read_only=project.read_only)
        self.comparison = ComparisonPanel()
        self.progress = ProgressRow(_("Progress of going back"))
        self._lay_out()
        self._connect()

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Compare another data set; steps and versions are the whole project's."""
        self._dataset = dataset
        self._read()

    def refresh(self, _changes: Changes) -> None:
        """Show the steps that came or went."""
        self._read()

    def leave(self) -> None:
        """Drop what is still being compared."""
        if self._comparing is not None:
            self._comparing.cancel()

    def _lay_out(self) -> None:
        steps_card, steps = card()
        head = QHBoxLayout()
        head.addWidget(label(_("Steps"), "heading"), 1)
        head.addWidget(self.go_button)
        steps.addLayout(head)
        steps.addWidget(self.list, 1)
        steps.addWidget(self.progress)
        versions_card, versions = card()
        versions.addWidget(self.versions)
        comparison_card, comparison = card()
        comparison.addWidget(self.comparison)
        left = QSplitter(Qt.Orientation.Vertical)
        split = QSplitter(Qt.Orientation.Horizontal)
        for splitter, parts, sizes in (
            (left, (steps_card, versions_card), [420, 260]),
            (split, (left, comparison_card), [460, 820]),
        ):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(2 * GRID)
            for part in parts:
                splitter.addWidget(part)
            splitter.setSizes(sizes)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.addWidget(split)

    def _connect(self) -> None:
        self.list.activated.connect(self._on_go)
        self.go_button.clicked.connect(self._on_go)
        self.list.selectionModel().currentChanged.connect(self._show_allowed)
        self.versions.named.connect(self._on_named)
        self.versions.restore_wanted.connect(self._on_restore)
        self.versions.delete_wanted.connect(self._on_delete)
        self.versions.comparison_wanted.connect(self._on_comparison_with_now)
        self.comparison.wanted.connect(self._on_comparison_wanted)
        self.comparison.row_chosen.connect(self._on_row_chosen)
        self.comparison.open_wanted.connect(self._on_open_wanted)

    def _read(self) -> None:
        path = self._project.path
        self._background.run(lambda: _past(path), self._on_read, self._on_failed)

    def _on_read(self, past: Past) -> None:
        self.steps.show_steps(past.steps)
        self.list.setCurrentIndex(self.steps.index(self._row_of_current()))
        self.versions.show_versions(past.versions)
        self.comparison.show_versions(past.versions)
        self._show_allowed()
        if past.versions:
            self._on_comparison_wanted(self.comparison.chosen())

    def _row_of_current(self) -> int:
        rows = range(self.steps.rowCount())
        return next(at for at in rows if self.steps.step_id(self.steps.index(at)) == self.steps.current)

    def _show_allowed(self) -> None:
        chosen = self.list.currentIndex()
        moves = chosen.isValid() and self.steps.step_id(chosen) != self.steps.current
        self.go_button.setEnabled(moves and not self._project.read_only and not self.progress.busy)

    def _on_go(self) -> None:
        chosen = self.list.currentIndex()
        if self.go_button.isEnabled() and chosen.isValid():
            step_id = self.steps.step_id(chosen)
            self._travel(lambda writer, progress: _go_to(writer, step_id, progress))

    def _on_restore(self, version: "Version") -> None:
        self._travel(lambda writer, progress: _restore(writer, version.id, progress))

    def _travel(self, work: "Callable[[Project, Progress], Changes]") -> None:
        progress = self.progress.begin()
        self._show_allowed()
        self._project.write(lambda writer: work(writer, progress), self._on_arrived, self._on_failed)

    def _on_arrived(self, changes: Changes) -> None:
        self.progress.end()
        self._project.announce(changes)

    def _on_named(self, name: VersionName) -> None:
        self._project.write(lambda writer: _name(writer, name), self._on_versions_changed, self._on_failed)

    def _on_delete(self, version: "Version") -> None:
        self._project.write(lambda writer: _forget(writer, version), self._on_forgotten, self._on_failed)

    def _on_forgotten(self, version: "Version") -> None:
        self._messages.done(_("The name “{name}” is forgotten; the steps are still there.").format(name=version.name))
        self._read()

    def _on_versions_changed(self, _nothing: None) -> None:
        self._read()

    def _on_comparison_with_now(self, version: "Version") -> None:
        self.comparison.compare(version.id, None)

    def _on_comparison_wanted(self, wanted: ComparisonWanted) -> None:
        if self._comparing is not None:
            self._comparing.cancel()
        if self._dataset is None:
            return
        progress = self._comparing = Progress(self)
        path, dataset_id = self._project.path, self._dataset.id
        self._background.run(
            lambda: _compare(path, dataset_id, wanted, progress), self._on_compared, self._on_comparison_failed
        )

    def _on_compared(self, compared: Compared) -> None:
        if compared.found is not None and compared.wanted == self.comparison.chosen():
            self.comparison.show_difference(compared.found)

    def _on_comparison_failed(self, error: StudioError) -> None:
        self.comparison.show_nothing(error.message)

    def _on_row_chosen(self, row_id: int) -> None:
        path, wanted = self._project.path, self.comparison.chosen()
        self._background.run(
            lambda: _texts(path, row_id, wanted), self.comparison.show_texts, self._on_comparison_failed
        )

    def _on_open_wanted(self, ids: Ids) -> None:
        if self._dataset is not None:
            self.rows_wanted.emit(RowsWanted(self._dataset.id, ids, _("what differs")))

    def _on_failed(self, error: StudioError) -> None:
        self.progress.end()
        self._show_allowed()
        self._messages.problem(error)


def _past(path: Path) -> Past:
    from studio.data.project import ProjectReader
    from studio.data.versions import versions

    with ProjectReader(path) as reader:
        return Past(tuple(reader.steps()), tuple(versions(reader)))


def _compare(path: Path, dataset_id: int, wanted: ComparisonWanted, progress: Progress) -> Compared:
    from studio.data.differences import compare_versions
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        found = compare_versions(
            reader, wanted.before, wanted.after, dataset_id=dataset_id, cancelled=progress.cancelled
        )
    return Compared(wanted, found)


def _texts(path: Path, row_id: int, wanted: ComparisonWanted) -> RowTexts:
    from studio.data.differences import content_at
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        return RowTexts(row_id, content_at(reader, row_id, wanted.before), content_at(reader, row_id, wanted.after))


def _go_to(writer: "Project", step_id: int, progress: Progress) -> Changes:
    from studio.data.versions import Pace, undo_to

    return undo_to(writer, step_id, Pace(progress.report, progress.cancelled))


def _restore(writer: "Project", version_id: int, progress: Progress) -> Changes:
    from studio.data.versions import Pace, restore_version

    return restore_version(writer, version_id, Pace(progress.report, progress.cancelled))


def _name(writer: "Project", wanted: VersionName) -> None:
    from studio.data.versions import create_version, rename_version

    if wanted.version is None:
        create_version(writer, wanted.name)
    else:
        rename_version(writer, wanted.version.id, wanted.name)


def _forget(writer: "Project", version: "Version") -> "Version":
    from studio.data.versions import delete_version

    delete_version(writer, version.id)
    return version
