"""The section of the examples: what is looked for above, the table, the chosen example in full beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.core.example import Kind
from studio.data.records import Changes, Dataset, Row, RowQuery
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.controls import card
from studio.ui.data.actions import DataActions
from studio.ui.data.column_menu import ColumnMenu
from studio.ui.data.commands import Commands
from studio.ui.data.dialogs.opening import Dialogs
from studio.ui.data.editors.pane import DetailPane
from studio.ui.data.editors.requests import MarkRequest, SplitRequest, StatusRequest, TagsRequest
from studio.ui.data.editors.storing import PaneStoring
from studio.ui.data.empty_state import EmptyState
from studio.ui.data.filter_bar import FilterBar
from studio.ui.data.filter_panel import FilterPanel
from studio.ui.data.filters import without
from studio.ui.data.presenter import Allowed, DataPresenter, Emptiness
from studio.ui.data.rows_wanted import Ids, RowsWanted
from studio.ui.data.saved_views import ViewMenu
from studio.ui.data.searching import (
    CountedRows,
    FoundRows,
    KnownValues,
    Reading,
    ValueColumn,
    counting,
    finding,
    listing,
)
from studio.ui.data.selection_bar import SelectionBar
from studio.ui.data.table_model import ExampleTableModel
from studio.ui.data.table_view import Chosen, ExampleTable
from studio.ui.data.toolbar import DataToolbar
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.words import _

SLOW_MS = 300
"""A search that takes longer says so."""


@dataclass(frozen=True)
class DatasetChoice:
    """The data sets of the project and the one on show."""

    datasets: tuple[Dataset, ...]
    current: int | None

    @property
    def chosen(self) -> Dataset | None:
        """The one on show."""
        return next((each for each in self.datasets if each.id == self.current), None)


class ExamplesSection(QWidget):
    """Lays out, forwards and shows; the presenter decides and the store does."""

    datasets_shown = Signal(object)  # DatasetChoice
    summary_changed = Signal(object)  # str

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        actions: DataActions,
    ) -> None:
        super().__init__()
        self._project = project
        self._background = background
        self._messages = messages
        self._left = False
        self._search: Reading[FoundRows] | None = None
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._actions = actions
        self.presenter = DataPresenter(self, project.reader, read_only=project.read_only)
        self.model = ExampleTableModel(project.reader.rows, self)
        self.model.read_only = project.read_only
        self.columns = ColumnMenu(settings, messages, self)
        self.views = ViewMenu(project, messages, self)
        self.toolbar = DataToolbar(actions, self.columns, self.views)
        self.filters, self.filter_panel = FilterBar(), FilterPanel(self)
        self.table, self.selection = ExampleTable(self.model, settings), SelectionBar(actions)
        self._commands = Commands(project, background, messages, self.presenter, self.table)
        self.edits = self._commands.edits
        self._dialogs = Dialogs(project, background, messages, lambda: self.presenter.scope, self)
        self.details = DetailPane(project, background, settings)
        self._storing = PaneStoring(self.details, project)
        self.empty = EmptyState(read_only=project.read_only)
        self._lay_out()
        self._connect()

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show the examples of another data set."""
        if dataset is not None:
            self.presenter.choose_dataset(dataset.id)

    def refresh(self, changes: Changes) -> None:
        """Show what has become of the rows."""
        self.details.forget_values()
        self.presenter.changed(changes)

    def leave(self) -> None:
        """Store what is still being typed and look no more."""
        self.details.keep()
        self._left = True
        self._slow.stop()
        if self._search is not None:
            self._search.drop()

    def _lay_out(self) -> None:
        frame, inside = card(spacing=0, margin=1)
        inside.addWidget(self.table)
        inside.addWidget(self.selection)
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
        column.addWidget(self.toolbar)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.table.rows_chosen.connect(self._on_rows_chosen)
        self.table.sort_wanted.connect(self.presenter.sort)
        self.table.deletion_wanted.connect(self._actions.delete.trigger)
        self.table.addAction(self._actions.delete)
        self.model.edit_requested.connect(self.edits.set_field)
        self.model.failed.connect(self._on_failed)
        self._storing.failed.connect(self._on_failed)
        self.details.failed.connect(self._on_failed)
        self.details.mark_requested.connect(self._on_mark_requested)
        self.views.view_chosen.connect(self.presenter.open_view)
        self.views.name_changed.connect(self.toolbar.show_view)
        self.toolbar.search_changed.connect(self._on_search_changed)
        self._slow.timeout.connect(self._on_slow)
        self.columns.columns_changed.connect(self.presenter.show_again)
        self.table.horizontalHeader().customContextMenuRequested.connect(self._on_header_menu)
        self.filter_panel.closed.connect(self.table.setFocus)
        self.filter_panel.query_changed.connect(self.presenter.filter)
        self.filter_panel.values_wanted.connect(self._on_values_wanted)
        self.filters.removal_wanted.connect(self._on_filter_removed)
        self.filters.all_wanted.connect(self.presenter.show_all)
        self.filters.clear_wanted.connect(self.presenter.clear_filters)
        self.empty.clear_wanted.connect(self.presenter.clear_filters)
        for leads in (self._commands.about_to_change, self._dialogs.about_to_open):
            leads.connect(self.details.keep)
        self._dialogs.connect_actions(self._actions)
        self._commands.connect_actions(self._actions)
        self._actions.find.triggered.connect(self.toolbar.focus_search)
        self._actions.filter.triggered.connect(self._on_filter_wanted)
        self._actions.select_all.triggered.connect(self._on_select_all)
        self.table.customContextMenuRequested.connect(self._on_row_menu)
        self.selection.dropped.connect(self.table.select_current_only)

    # What the presenter asks to be shown.

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None:
        """Pass the choices on to whoever shows them."""
        self.toolbar.setVisible(bool(datasets))
        self.datasets_shown.emit(DatasetChoice(tuple(datasets), current))

    def find_rows(self, query: RowQuery) -> None:
        """Look for rows in a thread: a search over a million rows takes its time."""
        if self._search is not None:
            self._search.drop()
        self._search = finding(self._project.path, query)
        self._slow.start()
        self._background.run(self._search, self._on_found, self._on_failed)

    def count_rows(self, dataset_id: int) -> None:
        """Count the rows of each split in a thread, for the status bar."""
        self._background.run(counting(self._project.path, dataset_id), self._on_counted, self._on_failed)

    def show_query(self, query: RowQuery | None, wanted: RowsWanted | None) -> None:
        """Show what is looked for."""
        self.toolbar.show_query(query)
        self.filters.show_query(query, wanted)
        self.views.show_query(query if wanted is None else None)
        self.table.show_order(query.sort if query else "", query is not None and query.descending)
        if query is not None and self.filter_panel.isVisible():
            self.filter_panel.show_query(query)

    def show_rows(self, kind: Kind, ids: Ids, selected: int | None) -> None:
        """Fill the table."""
        self._stack.setCurrentWidget(self.splitter)
        self.columns.show_kind(kind)
        self.table.show_rows(kind, ids, selected)

    def refresh_rows(self, row_ids: Iterable[int]) -> None:
        """Paint changed rows anew."""
        self.model.refresh(row_ids)

    def show_empty(self, why: Emptiness) -> None:
        """Show where to begin, or the way back."""
        self.table.show_nothing()
        self.empty.show_reason(why)
        tint_icons(self.empty, colours_for(self.palette()))
        self._stack.setCurrentWidget(self.empty)

    def show_details(self, row: Row | None) -> None:
        """Show one example in full."""
        self.details.show_row(row, self.presenter.query.dataset_id if self.presenter.query else 0)

    def show_allowed(self, allowed: Allowed) -> None:
        """Switch actions on and off."""
        self._actions.show_allowed(allowed)
        self.selection.show_allowed(allowed)

    def show_count(self, text: str) -> None:
        """How many of the rows are on show."""
        self.toolbar.count.setText(text)

    def show_summary(self, text: str) -> None:
        """Tell the status bar how many examples there are."""
        self.summary_changed.emit(text)

    # What the user did.

    def _on_found(self, found: FoundRows | None) -> None:
        if found is not None and not self._left:
            self._slow.stop()
            self.presenter.rows_found(found.query, found.ids)

    def _on_slow(self) -> None:
        self.show_count(_("Searching…"))

    def _on_counted(self, found: CountedRows | None) -> None:
        if found is not None and not self._left:
            self.presenter.rows_counted(found.dataset_id, found.counts)

    def _on_rows_chosen(self, chosen: Chosen) -> None:
        self.presenter.select(chosen.current, chosen.ids)

    def _on_search_changed(self, text: str) -> None:
        if self.presenter.query is not None:
            self.presenter.filter(self.presenter.query.model_copy(update={"search": text}))

    def _on_values_wanted(self, column: ValueColumn) -> None:
        if self.presenter.query is not None:
            wanted = listing(self._project.path, self.presenter.query.dataset_id, column)
            self._background.run(wanted, self._on_values_found, self._on_failed)

    def _on_values_found(self, known: KnownValues | None) -> None:
        query = self.presenter.query
        if known is not None and query is not None and query.dataset_id == known.dataset_id:
            self.filter_panel.show_values(known)

    def _on_header_menu(self, at: QPoint) -> None:
        self.columns.popup(self.table.horizontalHeader().mapToGlobal(at))

    def _on_filter_removed(self, key: str) -> None:
        if self.presenter.query is not None:
            self.presenter.filter(without(self.presenter.query, key))

    def _on_mark_requested(self, request: MarkRequest) -> None:
        ids = self.presenter.selected
        match request:
            case SplitRequest(value=split):
                self.edits.set_split(ids, split)
            case StatusRequest(value=status):
                self.edits.set_status(ids, status)
            case TagsRequest(add=add, remove=remove):
                self.edits.tag(ids, add=add, remove=remove)

    def _on_filter_wanted(self) -> None:
        query, dataset = self.presenter.query, self.presenter.dataset
        if self.filter_panel.isVisible():
            self.filter_panel.close_panel()
        elif query is not None and dataset is not None and self.toolbar.isVisible():
            self.filter_panel.open_under(self.toolbar.filter_button, query, dataset.kind)

    def _on_select_all(self) -> None:
        if self.table.isVisible():
            self.table.selectAll()

    def _on_row_menu(self, at: QPoint) -> None:
        if len(self.presenter.selected):
            self._actions.row_menu.popup(self.table.viewport().mapToGlobal(at))

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
