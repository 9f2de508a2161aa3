"""One row, or one side of a preference: its tokens, how many of each kind, and what is to be known of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.tokens import RowTokens
from studio.ui.controls import label
from studio.ui.theme import GRID
from studio.ui.xray.legend import Legend
from studio.ui.xray.token_text import SIDES, Filling, Part, label_words, total_words
from studio.ui.xray.token_view import TokenView
from studio.words import _


class RowPane(QWidget):
    """`token_changed` tells the token at the cursor in words."""

    token_changed = Signal(str)

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self.side, self.total = label("", "heading"), label("", "caption")
        self.labels, self.note = label("", wrap=True), label("", "caution", wrap=True)
        self.legend, self.tokens = Legend(parts), TokenView()
        self.tokens.token_changed.connect(self.token_changed)
        counts = QHBoxLayout()
        counts.setSpacing(GRID)
        counts.addWidget(self.legend, 1)
        counts.addWidget(self.total, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.side)
        column.addLayout(counts)
        column.addWidget(self.labels)
        column.addWidget(self.note)
        column.addWidget(self.tokens, 1)
        for each in (self.side, self.labels, self.note):
            each.hide()

    def show_row(self, row: RowTokens, filling: Filling, max_length: int) -> None:
        """Show a row from its beginning."""
        self.tokens.setPlaceholderText("")
        self.tokens.show_row(row)
        self.legend.show_row(row, filling)
        self.total.setText(total_words(row, max_length))
        side = _(SIDES[row.side]) if row.side else ""
        self.tokens.setAccessibleName(side or _("Tokens of the example"))
        for words, text in ((self.side, side), (self.labels, label_words(row.labels) if row.labels else "")):
            words.setText(text)
            words.setVisible(bool(text))
        self.show_note(_remark(row))

    def show_waiting(self, text: str) -> None:
        """Show no row, and what is waited for."""
        self.show_note("")
        self.legend.show_row(None)
        self.total.clear()
        for words in (self.side, self.labels):
            words.hide()
        self.tokens.show_nothing()
        self.tokens.setPlaceholderText(text)

    def show_note(self, text: str) -> None:
        """Show a sentence above the tokens, or none."""
        self.note.setText(text)
        self.note.setVisible(bool(text))


def _remark(row: RowTokens) -> str:
    if row.refusal:
        return _("This example is left out: {reason}").format(reason=row.refusal)
    if not row.tokens:
        return _("This example is no longer there.") if not row.labels else _("This example has no text.")
    if row.added_end:
        return _(
            "The chat template closes no answer, so Atelier adds the last token: without it the model would not learn "
            "where to stop."
        )
    return ""
