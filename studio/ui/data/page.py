"""The Data tab: filters above, the table of examples, the chosen one in full beside it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.core.example import Content, Kind, Split
from studio.data.records import Changes, Dataset, Row
from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import card
from studio.ui.data.actions import DataActions
from studio.ui.data.details import DetailPane, SplitRequest, StatusRequest
from studio.ui.data.empty_state import EmptyState
from studio.ui.data.importing import ImportPanel
from studio.ui.data.presenter import Allowed, DataPresenter, Emptiness, Query
from studio.ui.data.table_model import EditRequest, ExampleTableModel, Ids
from studio.ui.data.table_view import ExampleTable
from studio.ui.data.toolbar import DataToolbar
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages, Offer
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.data.importers import ImportReport
    from studio.data.project import Project


@dataclass(frozen=True)
class FoundRows:
    """The answer to a query."""

    query: Query
    ids: Ids


@dataclass(frozen=True)
class CountedRows:
    """How many rows of a data set each split has."""

    dataset_id: int
    counts: dict[Split | None, int]


class DataPage(QWidget):
    """Lays out, forwards and shows; the presenter decides and the store does."""

    summary_changed = Signal(object)  # str
    sample_wanted = Signal()

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._background = background
        self._messages = messages
        self._left = False
        self._presenter = DataPresenter(self, project.reader, read_only=project.read_only)
        self.model = ExampleTableModel(project.reader.rows, self)
        self.model.read_only = project.read_only
        self.actions_here = DataActions(self, read_only=project.read_only)
        self.toolbar = DataToolbar(self.actions_here)
        self.importer = ImportPanel(project, messages)
        self.table = ExampleTable(self.model)
        self.details = DetailPane(read_only=project.read_only)
        self.empty = EmptyState(read_only=project.read_only)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def open(self) -> None:
        """Show the project; called once everyone who listens is connected."""
        self._presenter.open()

    def import_files(self, files: Iterable[Path]) -> None:
        """Import files that were dropped or chosen."""
        if self._project.read_only:
            self._messages.notice(
                _("This window is read only, so nothing can be imported here."),
                _("Use the window that holds the project, or close it first."),
            )
        else:
            self.importer.start(files)

    def choose_file(self) -> None:
        """Ask which files to import."""
        dialog = QFileDialog(self, _("Import examples"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_("Examples (*.jsonl *.json *.csv *.tsv)"), _("All files (*)")])
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def leave(self) -> None:
        """Store what is still being typed and look no more: the project is about to be closed."""
        self.details.keep()
        self.importer.cancel()
        self._left = True
        self._project.changed.disconnect(self._on_changed)

    def _lay_out(self) -> None:
        frame, inside = card(spacing=0, margin=1)
        inside.addWidget(self.table)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(2 * GRID)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(frame)
        self.splitter.addWidget(self.details)
        self.splitter.setSizes([976, 400])
        self.splitter.setStretchFactor(0, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self.empty)
        self._stack.setContentsMargins(3 * GRID, 0, 3 * GRID, 2 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.importer)
        column.addWidget(self.toolbar)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._project.changed.connect(self._on_changed)
        self.table.rows_chosen.connect(self._on_rows_chosen)
        self.table.deletion_wanted.connect(self.actions_here.delete.trigger)
        self.model.edit_requested.connect(self._on_edit_requested)
        self.model.failed.connect(self._on_failed)
        self.details.edit_requested.connect(self._on_edit_requested)
        self.details.mark_requested.connect(self._on_mark_requested)
        self.importer.imported.connect(self._on_imported)
        self.toolbar.filters_changed.connect(self._on_filters_changed)
        self.toolbar.dataset_chosen.connect(self._on_dataset_chosen)
        self.empty.import_wanted.connect(self.choose_file)
        self.empty.sample_wanted.connect(self.sample_wanted)
        self.empty.clear_wanted.connect(self._on_clear_wanted)
        for action, slot in (
            (self.actions_here.add, self._on_add),
            (self.actions_here.delete, self._on_delete),
            (self.actions_here.undo, self._on_undo),
            (self.actions_here.redo, self._on_redo),
            (self.actions_here.find, self.toolbar.focus_search),
            (self.actions_here.bring_in, self.choose_file),
        ):
            action.triggered.connect(slot)

    # What the presenter asks to be shown.

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None:
        """The choices of the first picker."""
        self.toolbar.show_datasets(datasets, current)

    def find_rows(self, query: Query) -> None:
        """Look for rows in a thread: a search over a million rows takes its time."""
        path = self._project.path
        self._background.run(lambda: _find(path, query), self._on_found, self._on_failed)

    def count_rows(self, dataset_id: int) -> None:
        """Count the rows of each split in a thread, for the status bar."""
        path = self._project.path
        self._background.run(lambda: _count(path, dataset_id), self._on_counted, self._on_failed)

    def clear_filters(self) -> None:
        """Empty the search field and the split filter."""
        self.toolbar.clear_filters()

    def show_rows(self, kind: Kind, ids: Ids, selected: int | None) -> None:
        """Fill the table."""
        self._stack.setCurrentWidget(self.splitter)
        self.table.show_rows(kind, ids, selected)

    def refresh_rows(self, row_ids: Iterable[int]) -> None:
        """Paint changed rows anew."""
        self.model.refresh(row_ids)

    def show_empty(self, why: Emptiness) -> None:
        """Show where to begin, or the way back."""
        self.empty.show_reason(why)
        tint_icons(self.empty, colours_for(self.palette()))
        self._stack.setCurrentWidget(self.empty)

    def show_details(self, row: Row | None) -> None:
        """Show one example in full."""
        self.details.show_row(row)

    def show_allowed(self, allowed: Allowed) -> None:
        """Switch actions on and off."""
        self.actions_here.show_allowed(allowed)

    def show_summary(self, text: str) -> None:
        """Tell the status bar how many examples there are."""
        self.summary_changed.emit(text)

    # What the user did.

    def _on_found(self, found: FoundRows) -> None:
        if not self._left:
            self._presenter.rows_found(found.query, found.ids)

    def _on_counted(self, found: CountedRows) -> None:
        if not self._left:
            self._presenter.rows_counted(found.dataset_id, found.counts)

    def _on_changed(self, changes: Changes) -> None:
        self._presenter.changed(changes)

    def _on_rows_chosen(self, row_ids: tuple[int, ...]) -> None:
        self._presenter.select(row_ids)

    def _on_filters_changed(self) -> None:
        self._presenter.filter(self.toolbar.search_text(), self.toolbar.split())

    def _on_dataset_chosen(self, dataset_id: int) -> None:
        self._presenter.choose_dataset(dataset_id)

    def _on_clear_wanted(self) -> None:
        self.clear_filters()
        self._on_filters_changed()

    def _on_imported(self, report: "ImportReport") -> None:
        if report.dataset is not None:
            self._presenter.show_imported(report.dataset.id)

    def _on_files_chosen(self, files: list[str]) -> None:
        self.import_files(Path(file) for file in files)

    def _on_edit_requested(self, request: EditRequest) -> None:
        self._change(lambda writer: writer.update_field(request.row_id, request.field, request.text))

    def _on_mark_requested(self, request: SplitRequest | StatusRequest) -> None:
        ids = self._presenter.selected
        if isinstance(request, SplitRequest):
            self._change(lambda writer: writer.set_split(ids, request.value))
        else:
            self._change(lambda writer: writer.set_status(ids, request.value))

    def _on_add(self) -> None:
        content = self._presenter.blank_row()
        dataset = self._presenter.dataset
        if content is None:
            return
        name = dataset.name if dataset else _("Examples")
        self._change(lambda writer: _add(writer, name, content))
        QTimer.singleShot(0, self.table, self.table.setFocus)

    def _on_delete(self) -> None:
        ids = self._presenter.selected
        self._project.write(lambda writer: writer.delete_rows(ids), self._on_deleted, self._on_failed)

    def _on_deleted(self, changes: Changes) -> None:
        self._project.announce(changes)
        count = len(changes.deleted)
        self._messages.notice(
            ngettext("{count} example deleted.", "{count} examples deleted.", count).format(count=count),
            "",
            Offer(_("Undo"), self._on_undo),
        )

    def _on_undo(self) -> None:
        self.details.keep()
        self._change(lambda writer: writer.undo())

    def _on_redo(self) -> None:
        self._change(lambda writer: writer.redo())

    def _change(self, work: "Callable[[Project], Changes]") -> None:
        self._project.change(work, self._on_failed)

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)


def _find(path: Path, query: Query) -> FoundRows:
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        return FoundRows(query, reader.row_ids(query.dataset_id, query.search, query.split))


def _count(path: Path, dataset_id: int) -> CountedRows:
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        return CountedRows(dataset_id, reader.split_counts(dataset_id))


def _add(writer: "Project", dataset: str, content: Content) -> Changes:
    found = writer.dataset(dataset) or writer.add_dataset(dataset, content.kind)
    return writer.add_rows(found.id, [content])
