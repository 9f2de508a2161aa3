"""One line above the example: which it is, how it stands, and why it cannot be decided where it cannot."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.data.records import Origin
from studio.ui.controls import label
from studio.ui.data.columns import SPLIT_NAMES, STATUS_NAMES
from studio.ui.data.review.looking import RowView
from studio.ui.theme import GRID
from studio.words import _


class RowLine(QWidget):
    """Number, status, split, tags and source."""

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._title, self._facts = label("", "title"), label("", "muted")
        self.refusal = label("", "caution", wrap=True)
        self._facts.setMinimumWidth(0)
        line = QHBoxLayout()
        line.setSpacing(GRID + GRID // 2)
        line.addWidget(self._title)
        line.addWidget(self._facts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(line)
        column.addWidget(self.refusal)
        self.show_view(None)

    def show_view(self, view: RowView | None) -> None:
        """Show another row."""
        self._title.setText(_("Example {number}").format(number=view.row.id) if view else "")
        facts = _facts(view) if view else ""
        self._facts.setText(facts)
        self._facts.setToolTip(facts)
        self.refusal.setText(self._why_not(view))
        self.refusal.setVisible(bool(self.refusal.text()))

    def _why_not(self, view: RowView | None) -> str:
        if self._read_only:
            return _("This window is read only: you can look, but not decide.")
        if view is not None and view.locked:
            return _("The test split is locked: nothing can be decided about this example. Unlock it under “Split…”.")
        return ""


def _facts(view: RowView) -> str:
    row = view.row
    split = _(SPLIT_NAMES[row.split]) if row.split else ""
    return "  ·  ".join(filter(None, (_(STATUS_NAMES[row.status]), split, ", ".join(row.tags), _source(row.origin))))


def _source(origin: Origin) -> str:
    if origin.file and origin.line:
        return _("{file}, line {line}").format(file=origin.file, line=origin.line)
    return origin.file
