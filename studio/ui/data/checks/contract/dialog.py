"""The answer contract: what one is for, its editor, an answer to try; saved only when it is right."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import button, card, label
from studio.ui.data.checks.contract.editor import ContractEditor, Judged
from studio.ui.data.checks.contract.trial import TrialPanel
from studio.ui.dialogs import PlainDialog
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

INTRO, EDITING = 0, 1


class ContractDialog(PlainDialog):
    """What is wrong with the contract is told below it, with its line and field."""

    saved = Signal()

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        dataset_id: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Answer contract"), "", parent)
        self._project, self._background, self._messages = project, background, messages
        self._stored: str | None = None
        """None where what is stored cannot be read."""
        self.setMinimumSize(900, 560)
        self.resize(960, 620)
        self.editor, self.trial = ContractEditor(), TrialPanel(project.path, dataset_id, background)
        self._trouble = label("", "caution", wrap=True)
        self._trouble.hide()
        self.sample_button, self.empty_button = button(_("Begin with the headache contract")), button(_("Begin empty"))
        self.close_button, self.save_button = button(_("Close")), button(_("Save"), "save", "primary")
        self._lay_out()
        self._connect()
        self._read()

    def trouble_text(self) -> str:
        """What is wrong with the contract, "" for nothing."""
        return self._trouble.text() if not self._trouble.isHidden() else ""

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return self._stored is not None and self.editor.text.exact_text() != self._stored

    def reject(self) -> None:
        """Escape loses nothing: with unsaved changes it says so and the button closes."""
        if not self.is_changed:
            super().reject()
            return
        self._say(_("The contract has changes that are not saved."))
        self.close_button.setFocus()

    def done(self, result: int) -> None:
        """Stop counting."""
        self.editor.stop()
        self.trial.leave()
        super().done(result)

    def _lay_out(self) -> None:
        trial_card, trial = card()
        trial.addWidget(self.trial)
        trial_card.setFixedWidth(272)
        editing = QWidget()
        row = QHBoxLayout(editing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.editor, 1)
        row.addWidget(trial_card)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_intro())
        self._pages.addWidget(editing)
        self.column.setSpacing(GRID + GRID // 2)
        self.column.addWidget(self._pages, 1)
        self.column.addWidget(self._trouble)
        self.add_buttons(self.close_button, self.save_button)
        self.save_button.setDefault(False)
        for each in (self.close_button, self.save_button, self.empty_button, self.sample_button):
            each.setAutoDefault(False)
        if self._project.read_only:
            self.save_button.setToolTip(_("This project is open in another window; the contract is saved there."))

    def _make_intro(self) -> QWidget:
        intro = QWidget()
        column = QVBoxLayout(intro)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        for words in (
            _("A contract says what an answer must look like: how it begins, what it contains, what it must not say."),
            _("The checks then find every example whose answer is not in that form, before a model learns it."),
            _("Later the same contract scores a trained model: how many of its answers can be used as they are."),
        ):
            column.addWidget(label(words, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for each in (self.empty_button, self.sample_button):
            row.addWidget(each)
        row.addStretch(1)
        column.addSpacing(GRID)
        column.addLayout(row)
        column.addStretch(1)
        return intro

    def _connect(self) -> None:
        self.editor.judged.connect(self._on_judged)
        self.empty_button.clicked.connect(self._on_begin_empty)
        self.sample_button.clicked.connect(self._on_begin_sample)
        self.close_button.clicked.connect(self._on_close)
        self.save_button.clicked.connect(self._on_save)

    def _read(self) -> None:
        """A file of a few kilobytes."""
        from studio.data.contract_file import read_contract_text

        try:
            self._stored = read_contract_text(self._project.path)
        except StudioError as error:
            self._say(_said(error))
            self.save_button.setEnabled(False)
            for each in (self.empty_button, self.sample_button):
                each.setEnabled(False)
            return
        if self._stored.strip():
            self._pages.setCurrentIndex(EDITING)
            self.editor.give(self._stored)
        else:
            self.editor.judge()

    def _on_begin_empty(self) -> None:
        self._pages.setCurrentIndex(EDITING)
        self.editor.begin_empty()

    def _on_begin_sample(self) -> None:
        self._pages.setCurrentIndex(EDITING)
        self.editor.begin_sample()

    def _on_judged(self, judged: Judged) -> None:
        self._say(judged.trouble)
        self.trial.show_contract(judged.contract)
        allowed = judged.contract is not None and self.is_changed and not self._project.read_only
        self.save_button.setEnabled(allowed)
        self.close_button.setText(_("Close without saving") if self.is_changed else _("Close"))

    def _say(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    def _on_close(self) -> None:
        self.done(0)

    def _on_save(self) -> None:
        judged = self.editor.judge()
        if self.save_button.isEnabled():
            path = self._project.path
            self.save_button.setEnabled(False)
            self._background.run(lambda: _save(path, judged.text), self._on_saved, self._on_failed)

    def _on_saved(self, text: str) -> None:
        self._stored = text
        self.editor.judge()
        self.saved.emit()
        self._messages.done(_("The answer contract is saved."))

    def _on_failed(self, error: StudioError) -> None:
        self.editor.judge()
        self._say(_said(error))


def _said(error: StudioError) -> str:
    return "\n".join(filter(None, (error.message, error.hint)))


def _save(path: Path, text: str) -> str:
    from studio.data.contract_file import write_contract

    write_contract(path, text)
    return text
