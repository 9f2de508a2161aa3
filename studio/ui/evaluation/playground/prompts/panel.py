"""The kept prompts: a table with each model's answer, the chosen prompt in full, and what can be done with them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QSplitter,
    QTableView,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from studio.core.contract import Contract
from studio.core.evaluation import Subject
from studio.core.prompt import RegressionPrompt
from studio.data.kept_child import KeptChild
from studio.data.prompts import Kept
from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import button, label
from studio.ui.data.delegates import FlatHeader, TextDelegate
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.evaluation.playground.prompts.desk import PromptsDesk
from studio.ui.evaluation.playground.prompts.details import details_html
from studio.ui.evaluation.playground.prompts.dialog import PromptDialog
from studio.ui.evaluation.playground.prompts.presenter import PromptLine, PromptsPresenter, PromptsStanding
from studio.ui.evaluation.playground.prompts.table_model import PromptTableModel
from studio.ui.flow import FlowLayout
from studio.ui.messages import Messages, Offer
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.words import _

_ROW_HEIGHT = 4 * GRID
_SHARES = (3, 2)


class PromptsPanel(QWidget):
    """`asking_changed` tells whether models are busy with the prompts."""

    asking_changed = Signal(bool)

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        child: KeptChild,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages, self._read_only = messages, project.read_only
        self._contract: Contract | None = None
        self._titles: list[str] = []
        self.ask_button = button(_("Ask all"), "play", "primary")
        self.new, self.edit = button(_("New prompt…"), "add"), button(_("Edit…"))
        self.remove = button(_("Remove"), "remove", "quiet")
        self.import_button = button(_("Import…"), "import", "quiet")
        self.export_button = button(_("Export…"), "export", "quiet")
        self.why = label("", "caption", wrap=True)
        self.summary = label("", "muted", wrap=True)
        self.progress = ProgressRow(_("Asking"))
        self.table = QTableView()
        self.model = PromptTableModel(self.table)
        self.details = QTextBrowser()
        self.desk = PromptsDesk(project, background, child, self)
        self.presenter = PromptsPresenter(self)
        self._lay_out()
        self._connect()

    def look_again(self) -> None:
        """Read what is kept, and by which contract it is judged."""
        self.desk.read()

    def offer(self, question: str, system: str) -> None:
        """Open the dialog for a question of the conversation."""
        self._open(PromptDialog(RegressionPrompt(prompt=question, system=system), self._contract, self))

    def leave(self) -> None:
        """End what is under way."""
        self.progress.cancel()

    def show_models(self, pair: Sequence[Subject]) -> None:
        """The models of the Playground."""
        self.presenter.on_models(pair)

    def show_busy_elsewhere(self, busy: bool) -> None:
        """A model is in conversation: nothing is asked meanwhile."""
        self.presenter.on_busy_elsewhere(busy)

    # What the presenter asks to be shown, and to be done.

    def show_lines(self, lines: Sequence[PromptLine], titles: Sequence[str]) -> None:
        row = self.table.currentIndex().row()
        self._titles = list(titles)
        self.model.show_lines(lines, titles)
        header = self.table.horizontalHeader()
        for column in range(self.model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        if lines:
            self.table.selectRow(min(max(0, row), len(lines) - 1))
        self._show_chosen()

    def show_standing(self, standing: PromptsStanding) -> None:
        self.ask_button.setEnabled(not standing.cannot_ask)
        self.ask_button.setAccessibleDescription(standing.cannot_ask)
        for shown, text in ((self.why, standing.cannot_ask), (self.summary, standing.summary)):
            shown.setText(text)
            shown.setVisible(bool(text))

    def ask(self, pair: Sequence[Subject], side: int, prompts: Sequence[RegressionPrompt]) -> None:
        self.desk.ask(pair, side, prompts, self.progress.begin())

    def _lay_out(self) -> None:
        about = _(
            "Questions that every new model must still answer well. They lie in the project’s folder, with what each "
            "model last answered."
        )
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Kept prompts"))
        self.table.setHorizontalHeader(FlatHeader(self.table))
        self.table.setItemDelegate(TextDelegate(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.details.setAccessibleName(_("Chosen prompt"))
        deeds = FlowLayout()
        changing = (self.new, self.edit, self.remove, self.import_button)
        for each in (self.ask_button, *changing, self.export_button):
            deeds.addWidget(each)
        for each in changing:
            each.setEnabled(not self._read_only)
        parts = QSplitter()
        parts.setOrientation(parts.orientation().Vertical)
        parts.setChildrenCollapsible(False)
        for at, widget in enumerate((self.table, self.details)):
            parts.addWidget(widget)
            parts.setStretchFactor(at, _SHARES[at])
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(about, "caption", wrap=True))
        column.addLayout(deeds)
        for each_line in (self.why, self.progress, self.summary):
            column.addWidget(each_line)
        column.addWidget(parts, 1)

    def _connect(self) -> None:
        presenter, desk = self.presenter, self.desk
        for signal, slot in (
            (self.ask_button.clicked, self._on_ask),
            (self.new.clicked, self._on_new),
            (self.edit.clicked, self._on_edit),
            (self.table.doubleClicked, self._on_edit),
            (self.remove.clicked, self._on_remove),
            (self.import_button.clicked, self._on_import),
            (self.export_button.clicked, self._on_export),
            (self.table.selectionModel().currentRowChanged, self._show_chosen),
            (desk.found, presenter.on_prompts),
            (desk.contract_found, self._on_contract),
            (desk.kept, self._on_kept),
            (desk.exported, self._on_exported),
            (desk.answered, self._on_answered),
            (desk.cancelled, self._on_ended),
            (desk.ask_failed, self._on_ask_failed),
            (desk.failed, self._messages.problem),
        ):
            signal.connect(slot)

    def _chosen(self) -> list[PromptLine]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.line(row) for row in rows]

    def _show_chosen(self) -> None:
        row = self.table.currentIndex().row()
        there = 0 <= row < self.model.rowCount()
        line = self.model.line(row) if there else None
        self.details.setHtml(details_html(line, self._titles, colours_for(self.palette())) if line else "")
        for each in (self.edit, self.remove):
            each.setEnabled(there and not self._read_only)
        self.export_button.setEnabled(self.model.rowCount() > 0)

    def _on_contract(self, contract: Contract | None) -> None:
        self._contract = contract

    def _on_ask(self) -> None:
        if self.presenter.on_ask():
            self.asking_changed.emit(True)

    def _on_answered(self, run: object) -> None:
        from studio.evaluating.prompting import PromptRun

        assert isinstance(run, PromptRun)
        self.progress.end()
        if not self.presenter.on_answered(run):
            self.asking_changed.emit(False)

    def _on_ended(self) -> None:
        self.progress.end()
        self.presenter.on_ended()
        self.asking_changed.emit(False)

    def _on_ask_failed(self, error: StudioError) -> None:
        self._on_ended()
        self._messages.problem(error)

    def _on_new(self) -> None:
        self._open(PromptDialog(None, self._contract, self))

    def _on_edit(self) -> None:
        if (chosen := self._chosen()) and not self._read_only:
            self._open(PromptDialog(chosen[0].prompt, self._contract, self))

    def _open(self, dialog: PromptDialog) -> None:
        dialog.wanted.connect(self.desk.keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_remove(self) -> None:
        if chosen := self._chosen():
            self.desk.remove([each.prompt.id for each in chosen])

    def _on_kept(self, kept: Kept) -> None:
        self.presenter.on_prompts(kept.prompts)
        undo = Offer(_("Undo"), lambda: self.desk.put_back(kept), once=True)
        self._messages.done(_("The kept prompts were changed."), "", undo)

    def _on_import(self) -> None:
        dialog = QFileDialog(self, _("Import prompts"))
        dialog.setNameFilter(_("Prompts") + " (*.jsonl)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_chosen(self, file: str) -> None:
        self.desk.import_(Path(file))

    def _on_export(self) -> None:
        dialog = QFileDialog(self, _("Export prompts"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.selectFile("prompts.jsonl")
        dialog.fileSelected.connect(self._on_target_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_target_chosen(self, file: str) -> None:
        self.desk.export(Path(file), self.presenter.prompts)

    def _on_exported(self, file: Path) -> None:
        self._messages.done(_("The prompts are in {path}.").format(path=file))
