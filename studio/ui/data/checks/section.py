"""The section of the checks: run them, see what they found, open the rows, mend what one click can."""

import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.data.checks import CheckOptions, ChecksCancelled, Finding, RuleFindings
from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.controls import button, card, label
from studio.ui.data.checks.contract.dialog import ContractDialog
from studio.ui.data.checks.finding_list import PageWanted, read_page
from studio.ui.data.checks.findings_panel import FindingsPanel
from studio.ui.data.checks.rule_list import RuleList, RulesModel
from studio.ui.data.checks.runner import CheckRunner, Known, MendWanted, read_known
from studio.ui.data.checks.settings_dialog import CheckSettingsDialog
from studio.ui.data.checks.words import settings_words, state_words
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.data.undoing import undo_offers
from studio.ui.messages import Messages
from studio.ui.project_context import Made, ProjectContext
from studio.ui.theme import GRID
from studio.words import _

AGE_SHOWN_EVERY_MS = 30_000


class ChecksSection(QWidget):
    """Shows what is known of one data set; the runner finds out and mends."""

    rows_wanted = Signal(object)  # RowsWanted
    remembered = Signal()
    """What is known of some rows may have changed."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._settings = settings
        self._dataset: Dataset | None = None
        self._known: Known | None = None
        self._stale = False
        self.runner = CheckRunner(project, background, settings, self)
        self.run_button = button(_("Run the checks"), "play", "primary")
        self.settings_button = button(_("Settings…"))
        self.contract_button = button(_("Answer contract…"))
        self._state, self._set = label("", "muted"), label("", "caption")
        self.progress = ProgressRow(_("Progress of the checks"))
        self.rules = RuleList(RulesModel(self))
        self.panel = FindingsPanel(read_only=project.read_only)
        self.intro = _intro()
        self._ages = QTimer(self)
        self._ages.setInterval(AGE_SHOWN_EVERY_MS)
        self._lay_out()
        self._connect()
        self._show_allowed()

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show what is known of another data set."""
        self._dataset = dataset
        self._known = None
        self._read()

    def refresh(self, _changes: Changes) -> None:
        """Show how much has changed since the last run."""
        self._read()

    def leave(self) -> None:
        """Stop what is under way."""
        self._ages.stop()
        self.runner.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._read()

    def state_text(self) -> str:
        """When the data set was checked."""
        return self._state.text()

    def _lay_out(self) -> None:
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self._state)
        said.addWidget(self._set)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.run_button)
        head.addSpacing(GRID)
        head.addLayout(said, 1)
        head.addWidget(self.settings_button)
        head.addWidget(self.contract_button)
        rules_card, rules = card(margin=1)
        rules.addWidget(self.rules)
        panel_card, panel = card()
        panel.addWidget(self.panel)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(2 * GRID)
        self._split.addWidget(rules_card)
        self._split.addWidget(panel_card)
        self._split.setSizes([400, 820])
        self._split.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.intro)
        self._stack.addWidget(self._split)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(head)
        column.addWidget(self.progress)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.run_button.clicked.connect(self._on_run)
        self.settings_button.clicked.connect(self._on_settings)
        self.contract_button.clicked.connect(self._on_contract)
        self.rules.rule_chosen.connect(self._on_rule_chosen)
        self.panel.page_wanted.connect(self._on_page_wanted)
        self.panel.open_wanted.connect(self._on_open_wanted)
        self.panel.row_wanted.connect(self._on_row_wanted)
        self.panel.mend_wanted.connect(self._on_mend_wanted)
        self.runner.remembered.connect(self._on_remembered)
        self.runner.mended.connect(self._on_mended)
        self.runner.failed.connect(self._on_failed)
        self._ages.timeout.connect(self._show_state)

    def _read(self) -> None:
        self._stale = False
        if self._dataset is None:
            self._show_known(None)
            return
        path, dataset_id = self._project.path, self._dataset.id
        self._background.run(lambda: read_known(path, dataset_id), self._on_read, self._on_read_failed)

    def _on_read(self, known: Known) -> None:
        if self._dataset is not None and known.dataset_id == self._dataset.id:
            self._show_known(known)

    def _show_known(self, known: Known | None) -> None:
        self._known = known
        checked = known is not None and known.state is not None
        self._stack.setCurrentWidget(self._split if checked else self.intro)
        self._show_state()
        self._show_allowed()
        if checked:
            self._ages.start()
        else:
            self._ages.stop()
        if known is not None:
            self.rules.show_known(known.findings)

    def _show_state(self) -> None:
        state = self._known.state if self._known is not None else None
        words = state_words(state, time.time()) if self._dataset is not None else _("There is no data set yet.")
        self._state.setText(words)
        said = settings_words(state.options) if state is not None else ""
        self._set.setText(said)
        self._set.setVisible(bool(said))

    def _show_allowed(self) -> None:
        possible = self._dataset is not None and not self._project.read_only and not self.runner.busy
        for each in (self.run_button, self.settings_button):
            each.setEnabled(possible)
        self.run_button.setToolTip(
            _("This project is open in another window; it is checked there.") if self._project.read_only else ""
        )
        self.panel.hold(self.runner.busy)

    def _options(self) -> CheckOptions | None:
        """Those of the last run, None before the first one."""
        state = self._known.state if self._known is not None else None
        return state.options if state is not None else None

    def _on_run(self) -> None:
        self._check(self._options())

    def _check(self, options: CheckOptions | None) -> None:
        if self._dataset is not None and not self.runner.busy:
            self.runner.run(self._dataset.id, options, self.progress.begin())
            self._show_allowed()

    def _on_remembered(self) -> None:
        if not self.runner.busy:
            self.progress.end()
        if self.isVisible():
            self._read()
        else:
            self._stale = True
        self._show_allowed()
        self.remembered.emit()

    def _on_settings(self) -> None:
        options = self.runner.options(self._options())
        self.asking = CheckSettingsDialog(options, self._settings.base_model, self.window())
        self.asking.chosen.connect(self._check)
        self.asking.finished.connect(self.asking.deleteLater)
        self.asking.open()

    def _on_contract(self) -> None:
        dataset_id = self._dataset.id if self._dataset is not None else None
        self.contract = ContractDialog(
            self._project, self._background, self._messages, dataset_id, parent=self.window()
        )
        self.contract.saved.connect(self.runner.look_again_soon)
        self.contract.finished.connect(self.contract.deleteLater)
        self.contract.open()

    def _on_rule_chosen(self, known: RuleFindings | None) -> None:
        if known is not None and self._dataset is not None:
            self.panel.show_known(self._dataset.id, known)
        self.panel.setVisible(known is not None)

    def _on_page_wanted(self, wanted: PageWanted) -> None:
        path = self._project.path
        self._background.run(lambda: read_page(path, wanted), self.panel.add_page, self._on_read_failed)

    def _on_open_wanted(self, known: RuleFindings) -> None:
        if self._dataset is not None:
            path, dataset_id = self._project.path, self._dataset.id
            self._background.run(lambda: _rows(path, dataset_id, known), self._on_rows_found, self._on_read_failed)

    def _on_row_wanted(self, finding: Finding) -> None:
        if self._dataset is not None:
            path, dataset_id = self._project.path, self._dataset.id
            self._background.run(lambda: _row(path, dataset_id, finding), self._on_rows_found, self._on_read_failed)

    def _on_rows_found(self, wanted: RowsWanted) -> None:
        self.rows_wanted.emit(wanted)

    def _on_mend_wanted(self, known: RuleFindings) -> None:
        if self._dataset is not None and not self.runner.busy:
            self.runner.mend(MendWanted(self._dataset.id, known.rule.id), self.progress.begin())
            self._show_allowed()

    def _on_mended(self, made: Made) -> None:
        self.progress.end()
        self._project.announce(made.changes)
        self._messages.done(made.changes.label, "", *undo_offers(self._project, self._messages, made))
        self._check(self._options())

    def _on_failed(self, error: StudioError) -> None:
        self.progress.end()
        self._show_allowed()
        if isinstance(error, ChecksCancelled):
            self._messages.notice(error.message, error.hint)
        else:
            self._messages.problem(error)

    def _on_read_failed(self, error: StudioError) -> None:
        self._messages.problem(error)


def _intro() -> QWidget:
    frame, inside = card(spacing=GRID, margin=4 * GRID)
    words = (
        _("Empty answers, garbled letters, duplicates, the same question answered in two ways."),
        _("Examples of the test split that are also in training: every score would then be too good."),
        _("Answers that break the answer contract, once the project has one."),
    )
    title = label(_("What would ruin a run, found before it starts"), "title")
    inside.addWidget(title)
    for each in words:
        inside.addWidget(label(f"·  {each}", wrap=True))
    inside.addWidget(
        label(_("Nothing is changed by a check. Later, what you edit is checked again by itself."), "muted", wrap=True)
    )
    inside.addStretch(1)
    return frame


def _rows(path: Path, dataset_id: int, known: RuleFindings) -> RowsWanted:
    from studio.data.checks import finding_ids
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        return RowsWanted(dataset_id, finding_ids(reader, dataset_id, known.rule.id), _(known.rule.title))


def _row(path: Path, dataset_id: int, finding: Finding) -> RowsWanted:
    """The row, followed by those of its group."""
    from studio.data.checks import finding_ids, rule_by_id
    from studio.data.project import ProjectReader

    ids = np.array([finding.row_id], np.int64)
    if finding.group:
        with ProjectReader(path) as reader:
            group = finding_ids(reader, dataset_id, finding.rule, group=finding.group)
        ids = np.concatenate([ids, group[group != finding.row_id]])
    return RowsWanted(dataset_id, ids, _(rule_by_id(finding.rule).title))
