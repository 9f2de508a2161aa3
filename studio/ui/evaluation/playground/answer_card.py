"""One model's answer to one question: the text as it comes, what the rules say of it, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.evaluation.playground.answer_text import AnswerText
from studio.ui.evaluation.playground.exchange import DONE, Reply
from studio.ui.evaluation.playground.wishes import Verdict
from studio.ui.evaluation.playground.words import kind_words, mention_words, reply_words
from studio.ui.flow import FlowLayout
from studio.ui.theme import GRID, set_role
from studio.words import _

_MENTIONS = 8
"""Signs named under an answer; the others are underlined in it like these."""


class AnswerCard(QFrame):
    """Is told of every token; `example_wanted` and `prompt_wanted` carry nothing: the card stands for its answer."""

    example_wanted = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._reply: Reply | None = None
        self.token = label("", "caption", wrap=True)
        self.status = label("", "caption", wrap=True)
        self.text = AnswerText()
        self.problem = label("", "caution", wrap=True)
        self.kind = label("", "caption", wrap=True)
        self.remarks = label("", "caution", wrap=True)
        self.urgency, self.mentions = label("", "caption", wrap=True), label("", "caption", wrap=True)
        self.copy = button(_("Copy"), "copy", "quiet")
        self.example = button(_("Add as an example…"), "add", "quiet")
        self.example.setToolTip(_("A draft for the data set; you can correct the answer first."))
        self._read_only = read_only
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        for widget in (
            self.text,
            self.token,
            self.problem,
            self.status,
            self.kind,
            self.remarks,
            self.urgency,
            self.mentions,
        ):
            column.addWidget(widget)
        deeds = FlowLayout()
        for deed in (self.copy, self.example):
            deeds.addWidget(deed)
        column.addLayout(deeds)
        column.addStretch(1)
        for each in (
            self.token,
            self.problem,
            self.kind,
            self.remarks,
            self.urgency,
            self.mentions,
            self.copy,
            self.example,
        ):
            each.hide()
        self.text.token_chosen.connect(self._on_token_chosen)
        self.copy.clicked.connect(self._on_copy)
        self.example.clicked.connect(self.example_wanted)

    def show_reply(self, reply: Reply) -> None:
        """Go on with what was said since."""
        self._reply = reply
        self.text.show_tokens(reply.tokens)
        self.status.setText(reply_words(reply))
        self.problem.setText(reply.problem)
        self.problem.setVisible(bool(reply.problem))
        done = reply.state in DONE and bool(reply.text)
        self.copy.setVisible(done)
        self.example.setVisible(done and not self._read_only)

    def show_verdict(self, verdict: Verdict) -> None:
        """What the contract and the findings say of the whole answer."""
        remarks = [each.text() for each in (*verdict.violations, *verdict.flags)]
        named = list(dict.fromkeys(map(mention_words, verdict.mentions)))
        if (more := len(named) - _MENTIONS) > 0:
            named[_MENTIONS:] = [_("and {count} more").format(count=more)]
        signs = _("Signs: {names}").format(names=", ".join(named)) if named else ""
        mark = "✓ " if verdict.kind else "✗ "
        for shown, text in (
            (self.kind, mark + kind_words(verdict) if verdict.has_contract else ""),
            (self.remarks, "\n".join(f"• {each}" for each in remarks)),
            (self.urgency, verdict.urgency.text() if verdict.urgency else ""),
            (self.mentions, signs),
        ):
            shown.setText(text)
            shown.setVisible(bool(text))
        self.text.show_mentions(verdict.mentions)

    def _on_token_chosen(self, words: str) -> None:
        self.token.setText(words)
        self.token.show()

    def _on_copy(self) -> None:
        if self._reply is not None:
            QGuiApplication.clipboard().setText(self._reply.text)
