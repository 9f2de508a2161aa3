"""An answer to try on the contract, and how many examples keep it."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from studio.core.contract import Contract
from studio.errors import StudioError
from studio.ui.background import Background, Progress
from studio.ui.controls import label
from studio.ui.data.checks.contract.compliance import Compliance, compliance_words, count_compliance
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _, current_language

PAUSE_MS = 400
LONGEST = 20_000
"""Characters of an answer to try; nobody types more, and a pattern of the contract may be slow."""
ICON = 18


class TrialPanel(QWidget):
    """Says at once of which kind an answer is and what is wrong with it; counts in the background."""

    def __init__(self, project: Path, dataset_id: int | None, background: Background) -> None:
        super().__init__()
        self._project, self._dataset_id, self._background = project, dataset_id, background
        self._contract: Contract | None = None
        self._counting: Progress | None = None
        self.answer = QPlainTextEdit()
        self.answer.setAccessibleName(_("Try an answer"))
        self.answer.setPlaceholderText(_("Type or paste an answer: what the contract says of it appears below."))
        self.answer.setTabChangesFocus(True)
        self._icon, self._verdict = QLabel(), label("", wrap=True)
        self._counted = label("", "muted", wrap=True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.answer.textChanged.connect(self._judge)
        self._lay_out()
        self._judge()

    def show_contract(self, contract: Contract | None) -> None:
        """Hold everything against another contract; None while it is wrong."""
        if contract == self._contract:
            return
        self._contract = contract
        self.leave()
        self._judge()
        if contract is None or self._dataset_id is None:
            self._counted.setText("")
        else:
            self._counted.setText(_("Counting…"))
            self._pause.start()

    def verdict_text(self) -> str:
        """What is said of the answer."""
        return self._verdict.text()

    def counted_text(self) -> str:
        """How many examples keep the contract."""
        return self._counted.text()

    def leave(self) -> None:
        """Drop what is being counted."""
        self._pause.stop()
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None

    def _lay_out(self) -> None:
        said = QHBoxLayout()
        said.setSpacing(GRID)
        said.addWidget(self._icon)
        said.addWidget(self._verdict, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(_("Try an answer"), "heading"))
        column.addWidget(self.answer, 1)
        column.addLayout(said)
        column.addSpacing(GRID)
        column.addWidget(label(_("The examples of this data set"), "heading"))
        column.addWidget(self._counted)
        column.addStretch(1)

    def _judge(self) -> None:
        text, contract = self.answer.toPlainText()[:LONGEST], self._contract
        name, tint, words = "notice", "muted", ""
        if contract is None:
            words = _("The contract has an error; mend it first.")
        elif text.strip():
            kind, wrong = contract.kind_of(text), contract.violations(text)
            named = getattr(kind.name, current_language()) if kind else ""
            name, tint = ("problem", "bad") if wrong else ("done", "good")
            lines = [_("Kind of answer: {name}.").format(name=named)] if named else []
            words = "\n".join([*lines, *(each.text() for each in wrong)])
        give_icon(self._icon, name, tint, ICON)
        tint_icons(self, colours_for(self.palette()))
        self._icon.setVisible(bool(words))
        self._verdict.setText(words)

    def _count(self) -> None:
        contract, dataset_id = self._contract, self._dataset_id
        if contract is None or dataset_id is None:
            return
        path, progress = self._project, Progress(self)
        self._counting = progress
        self._background.run(
            lambda: count_compliance(path, dataset_id, contract, progress.cancelled), self._on_counted, self._on_failed
        )

    def _on_counted(self, found: Compliance | None) -> None:
        # None is the answer to a question that was dropped; the one under way follows.
        if found is not None:
            self._counted.setText(compliance_words(found))

    def _on_failed(self, error: StudioError) -> None:
        self._counted.setText(error.message)
