"""One evaluation in view: its card, then scores, rows and groups."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.background import Background
from studio.ui.controls import label
from studio.ui.evaluation.results.head import EvaluationHead
from studio.ui.evaluation.results.parts import ResultParts
from studio.ui.evaluation.results.reading import Read
from studio.ui.theme import GRID
from studio.words import _


class EvaluationView(QWidget):
    """Shows what it is given."""

    def __init__(self, background: Background, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read: Read | None = None
        self.head = EvaluationHead(read_only=read_only)
        self.nothing = label(_("Nothing has been answered yet. The scores appear here."), "muted", wrap=True)
        self.parts = ResultParts(background, read_only=read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.head)
        column.addWidget(self.nothing)
        column.addWidget(self.parts, 1)
        column.addStretch(0)

    def show_read(self, read: Read | None) -> None:
        """What was found so far; None until something was."""
        if read is not None and read is self.read:
            return
        self.read = read if read and any(each.answered for each in read.found.results.subjects) else None
        self.nothing.setVisible(self.read is None)
        self.parts.setVisible(self.read is not None)
        if self.read is not None:
            self.parts.show_read(self.read)

    def leave(self) -> None:
        """Store what is still being typed."""
        self.parts.rows.store()
