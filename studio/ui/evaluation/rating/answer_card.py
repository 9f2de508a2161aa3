"""The texts that raters read: the case, and an answer with what is asked of it."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from studio.core.example import Role
from studio.core.rating_rows import ShownRow
from studio.ui.controls import label
from studio.ui.theme import GRID, set_role
from studio.words import N_, _

_ROLES: dict[Role, str] = {
    "system": N_("Instructions to the model"),
    "user": N_("Question"),
    "assistant": N_("Earlier answer"),
    "tool": N_("Tool"),
}


class CaseCard(QFrame):
    """What the models were asked and, where raters may see it, what was expected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._with_reference = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._column.setSpacing(GRID // 2)
        self._labels: list[QLabel] = []

    def show_reference_there(self, there: bool) -> None:
        """Whether expected answers are shown from now on."""
        self._with_reference = there

    def show_row(self, row: ShownRow) -> None:
        """Show what was asked in a row."""
        for each in self._labels:
            self._column.removeWidget(each)
            each.deleteLater()
        self._labels = []
        for turn in row.turns:
            self._add(_(_ROLES[turn.role]), turn.content)
        if self._with_reference:
            self._add(_("Expected answer"), row.reference or _("(nothing)"))

    def _add(self, title: str, text: str) -> None:
        for made in (label(title, "caption"), label(text, wrap=True)):
            self._labels.append(made)
            self._column.addWidget(made)


class AnswerCard(QFrame):
    """One answer; what is asked of it stands at the bottom, level with what is asked of its neighbour."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.text = label("", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID, 2 * GRID, GRID, GRID)
        self._column.setSpacing(GRID // 2)
        inside = QVBoxLayout()
        inside.setContentsMargins(GRID, 0, GRID, GRID)
        inside.addWidget(label(title, "heading"))
        inside.addWidget(self.text)
        inside.addStretch(1)
        self._column.addLayout(inside, 1)

    def show_text(self, text: str) -> None:
        """Show an answer."""
        self.text.setText(text or _("(nothing)"))

    def add(self, scale: QWidget) -> None:
        """Ask something of the answer."""
        self._column.addWidget(scale)
