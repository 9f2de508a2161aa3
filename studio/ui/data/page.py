"""The Data tab: the data set and its sections above, the section on show below."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from studio.data.records import Changes, Dataset
from studio.settings import Settings
from studio.ui.background import Amount, Background
from studio.ui.data.actions import DataActions
from studio.ui.data.examples import DatasetChoice, ExamplesSection
from studio.ui.data.header import DataHeader
from studio.ui.data.importing.desk import ImportDesk
from studio.ui.data.importing.job import Source
from studio.ui.data.importing.panel import ImportPanel
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.data.search_preparation import SearchPreparation
from studio.ui.data.sections import OpensRows, Section, TakesRows
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.words import _

if TYPE_CHECKING:
    from studio.data.importers import ImportReport

EXAMPLES, REVIEW = "examples", "review"


@dataclass(frozen=True)
class Waiting:
    """What a section out of sight has not been told yet."""

    dataset: bool = False
    changes: bool = False


class DataPage(QWidget):
    """Holds the sections: tells each which data set is on show and what has changed, when it is looked at."""

    summary_changed = Signal(object)  # str
    sample_wanted = Signal()
    xray_wanted = Signal(object)  # RowsWanted

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._messages = messages
        self._dataset: Dataset | None = None
        self._front = EXAMPLES
        self._sections: dict[str, Section] = {}
        self._waiting: dict[str, Waiting] = {}
        self.actions_here = DataActions(self, read_only=project.read_only)
        self.header = DataHeader(self.actions_here)
        self.importer = ImportPanel(project, background, messages)
        self.imports = ImportDesk(project, background, messages, self.importer, self)
        self.examples = ExamplesSection(project, background, messages, settings, self.actions_here)
        self.model, self.table, self.details = self.examples.model, self.examples.table, self.examples.details
        self.toolbar, self.empty = self.examples.toolbar, self.examples.empty
        self._preparation = SearchPreparation(project, messages, self)
        self._summary = self._preparing = ""
        self._stack = QStackedWidget()
        self.add_section(EXAMPLES, _("Examples"), self.examples)
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Show the project; called once everyone who listens is connected."""
        self.examples.presenter.open()
        self._preparation.begin()

    def add_section(self, key: str, title: str, widget: QWidget) -> None:
        """Offer a further section: a widget that is a `Section`, and `OpensRows` when it has rows to show."""
        if not isinstance(widget, Section):
            raise TypeError(f"{type(widget).__name__} is no section")
        self._sections[key] = widget
        self._stack.addWidget(widget)
        self.header.sections.add(key, title)
        if isinstance(widget, OpensRows):
            widget.rows_wanted.connect(self.show_only)
        if key != EXAMPLES:
            self._waiting[key] = Waiting(dataset=True)

    def show_section(self, key: str) -> None:
        """Bring a section to the front."""
        section = self._sections[key]
        self.header.sections.choose(key)
        if isinstance(section, QWidget):
            self._stack.setCurrentWidget(section)
        self._front = key
        self._tell(key)

    def show_only(self, wanted: RowsWanted) -> None:
        """Open these rows in the table, with a way back."""
        self.show_section(EXAMPLES)
        self.examples.presenter.show_only(wanted)
        self.table.setFocus()

    def review_only(self, wanted: RowsWanted) -> None:
        """Review these rows, whichever data set was on show."""
        section = self._sections.get(REVIEW)
        if isinstance(section, TakesRows):
            self.examples.presenter.choose_dataset(wanted.dataset_id)
            self.show_section(REVIEW)
            section.show_only(wanted)

    def import_files(self, files: Iterable[Source]) -> None:
        """Show what was dropped, and import what is wanted of it."""
        self.imports.take(files)

    def choose_file(self) -> None:
        """Ask which files to import."""
        self.imports.choose_files()

    def leave(self) -> None:
        """Let every section store what is still being typed: the project is about to be closed."""
        for each in self._sections.values():
            each.leave()
        self.imports.leave()
        self.importer.cancel()
        self._preparation.stop()
        self._project.changed.disconnect(self._on_changed)

    def focusInEvent(self, _event: QFocusEvent) -> None:
        # No proxy: Qt would tear the chain of the Tab key in two (6.11), and half of the page would be out of reach.
        self.table.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.importer)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._project.changed.connect(self._on_changed)
        self.examples.datasets_shown.connect(self._on_datasets_shown)
        self.examples.summary_changed.connect(self._on_summary_changed)
        self._preparation.advanced.connect(self._on_prepared)
        self.header.dataset_chosen.connect(self.examples.presenter.choose_dataset)
        self.header.sections.section_chosen.connect(self.show_section)
        self.details.lineage.rows_wanted.connect(self.show_only)
        self.importer.imported.connect(self._on_imported)
        self.empty.import_wanted.connect(self.choose_file)
        self.empty.sample_wanted.connect(self.sample_wanted)
        self.actions_here.bring_in.triggered.connect(self.choose_file)
        self.actions_here.review.triggered.connect(self._on_review_wanted)
        self.actions_here.xray.triggered.connect(self._on_xray_wanted)
        self.actions_here.bring_in_folder.triggered.connect(self.imports.choose_folder)
        self.actions_here.paste.triggered.connect(self._on_paste)

    def _tell(self, key: str) -> None:
        """Tell a section that comes to the front what it has missed."""
        section, waiting = self._sections[key], self._waiting.pop(key, None)
        if waiting is not None and waiting.dataset:
            section.show_dataset(self._dataset)
        elif waiting is not None and waiting.changes:
            section.refresh(Changes("", everything=True))

    def _on_changed(self, changes: Changes) -> None:
        self.examples.refresh(changes)
        for key, section in self._sections.items():
            if key == self._front and key != EXAMPLES:
                section.refresh(changes)
            elif key != EXAMPLES:
                before = self._waiting.get(key, Waiting())
                self._waiting[key] = replace(before, changes=True)

    def _on_datasets_shown(self, choice: DatasetChoice) -> None:
        self.header.show_datasets(choice.datasets, choice.current)
        before, self._dataset = self._dataset, choice.chosen
        if _identity(before) == _identity(self._dataset):
            return
        for key, section in self._sections.items():
            if key == self._front and key != EXAMPLES:
                section.show_dataset(self._dataset)
            elif key != EXAMPLES:
                self._waiting[key] = Waiting(dataset=True)

    def _on_summary_changed(self, text: str) -> None:
        self._summary = text
        self._show_summary()

    def _on_prepared(self, amount: Amount) -> None:
        percent = 100 * amount.done // amount.total
        done = amount.done >= amount.total
        self._preparing = "" if done else _("preparing the search… {percent} %").format(percent=percent)
        self._show_summary()

    def _on_review_wanted(self) -> None:
        if self._dataset is not None and self._front == EXAMPLES:
            selected = self.examples.presenter.selected
            self.review_only(RowsWanted(self._dataset.id, selected, _("Selected examples")))

    def _on_xray_wanted(self) -> None:
        if self._dataset is not None and self._front == EXAMPLES:
            self.details.keep()
            selected = self.examples.presenter.selected
            self.xray_wanted.emit(RowsWanted(self._dataset.id, selected, _("Selected examples")))

    def _show_summary(self) -> None:
        self.summary_changed.emit("  ·  ".join(filter(None, (self._preparing, self._summary))))

    def _on_imported(self, report: "ImportReport") -> None:
        if report.dataset is not None:
            self.examples.presenter.show_filled(report.dataset.id)

    def _on_paste(self) -> None:
        # The keys work on every tab, and a text field that is not to be typed in leaves them to us.
        if self._stack.isVisible() and not isinstance(self.window().focusWidget(), QPlainTextEdit):
            self.imports.paste()


def _identity(dataset: Dataset | None) -> tuple[int, str] | None:
    """What makes a data set another one for a section; a new number of rows is a change like others."""
    return (dataset.id, dataset.name) if dataset else None
