"""One evaluation in view: its card, then scores, rows and groups."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from studio.ui.controls import label
from studio.ui.evaluation.results.group_panel import GroupPanel
from studio.ui.evaluation.results.head import EvaluationHead
from studio.ui.evaluation.results.reading import Read
from studio.ui.evaluation.results.rows_panel import RowsPanel
from studio.ui.evaluation.results.score_table import ScoreTable
from studio.ui.evaluation.results.verdict_panel import VerdictPanel
from studio.ui.theme import GRID
from studio.words import _


class EvaluationView(QWidget):
    """Shows what it is given."""

    note_written = Signal(object)  # RowNote

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = EvaluationHead(read_only=read_only)
        self.verdicts, self.scores = VerdictPanel(), ScoreTable()
        self.rows, self.groups = RowsPanel(read_only=read_only), GroupPanel()
        self.nothing = label(_("Nothing has been answered yet. The scores appear here."), "muted", wrap=True)
        self.parts = QTabWidget()
        self.parts.setDocumentMode(True)
        self.parts.setAccessibleName(_("What was found"))
        self._lay_out()
        self.verdicts.rows_wanted.connect(self._on_rows_wanted)
        self.rows.note_written.connect(self.note_written)

    def show_read(self, read: Read | None) -> None:
        """What was found so far; None until something was."""
        something = read is not None and any(each.answered for each in read.found.results.subjects)
        self.nothing.setVisible(not something)
        self.parts.setVisible(something)
        if read is None or not something:
            return
        titles = [each.subject.title for each in read.found.results.subjects]
        self.verdicts.show_digest(read.digest, titles)
        self.scores.show_scores(titles, read.scores)
        self.rows.show_found(read.found, read.lines, dict(read.notes))
        self.groups.show_found(read.found)

    def leave(self) -> None:
        """Store what is still being typed."""
        self.rows.store()

    def _on_rows_wanted(self, ids: tuple[int, ...]) -> None:
        self.parts.setCurrentWidget(self.rows)
        self.rows.show_only(ids)

    def _lay_out(self) -> None:
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, GRID, 0, GRID)
        inside.setSpacing(2 * GRID)
        inside.addWidget(self.verdicts)
        inside.addWidget(self.scores)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        self.parts.addTab(scroll, _("Scores"))
        self.parts.addTab(self.rows, _("Rows"))
        self.parts.addTab(self.groups, _("Groups"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.head)
        column.addWidget(self.nothing)
        column.addWidget(self.parts, 1)
        column.addStretch(0)
