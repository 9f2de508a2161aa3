"""What was found, in tabs: scores in words, table and plot; rows one by one; groups."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from studio.ui.background import Background
from studio.ui.controls import label
from studio.ui.evaluation.results.forest_panel import ForestPanel
from studio.ui.evaluation.results.group_panel import GroupPanel
from studio.ui.evaluation.results.labels.panel import LabelsPanel
from studio.ui.evaluation.results.reading import Read
from studio.ui.evaluation.results.rows_panel import RowsPanel
from studio.ui.evaluation.results.score_table import ScoreTable
from studio.ui.evaluation.results.verdict_panel import VerdictPanel
from studio.ui.theme import GRID
from studio.words import _


class ResultParts(QTabWidget):
    """Of one evaluation, or of several side by side."""

    note_written = Signal(object)  # RowNote
    targets_wanted = Signal()
    export_wanted = Signal(object)  # ExportKind

    def __init__(
        self, background: Background, *, read_only: bool, noted: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.setAccessibleName(_("What was found"))
        self.verdicts, self.scores, self.plot = VerdictPanel(read_only=read_only), ScoreTable(), ForestPanel()
        self.rows, self.groups = RowsPanel(read_only=read_only, noted=noted), GroupPanel(background)
        self.labels = LabelsPanel()
        self.signs = label(
            _("● target reached · ◐ open · ○ missed. Better, worse and different: beside the first model."),
            "caption",
            wrap=True,
        )
        table = QVBoxLayout()
        table.setSpacing(GRID // 2)
        table.addWidget(self.scores)
        table.addWidget(self.signs)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, GRID, 0, GRID)
        inside.setSpacing(2 * GRID)
        # What is said of many models is long: their table comes first then.
        inside.addLayout(table)
        inside.addWidget(self.plot)
        inside.insertWidget(0 if noted else -1, self.verdicts)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        self.addTab(scroll, _("Scores"))
        self.addTab(self.rows, _("Rows"))
        self.addTab(self.groups, _("Groups"))
        self._labels_at = self.addTab(self.labels, _("Labels"))
        self.labels.rows_wanted.connect(self._on_rows_wanted)
        self.verdicts.rows_wanted.connect(self._on_rows_wanted)
        self.verdicts.targets_wanted.connect(self.targets_wanted)
        self.rows.note_written.connect(self.note_written)
        self.plot.export_wanted.connect(self.export_wanted)

    def show_read(self, read: Read) -> None:
        """Everything anew; what is chosen stays where it is still there."""
        titles = [each.subject.title for each in read.found.results.subjects]
        self.verdicts.show_digest(read.digest, titles)
        self.scores.show_scores(titles, read.scores)
        self.signs.setVisible(any(cell and (cell.light or cell.verdict) for line in read.scores for cell in line.cells))
        self.plot.show_forest(read.forest)
        self.rows.show_found(read.found, read.lines, read.notes)
        self.groups.show_found(read.found)
        self.labels.show_views(read.labels)
        self.setTabVisible(self._labels_at, bool(read.labels))
        are_kinds = read.found.results.job.kind != "classification"
        self.setTabText(self._labels_at, _("Kinds of answer") if are_kinds else _("Labels"))

    def _on_rows_wanted(self, ids: Sequence[int]) -> None:
        self.setCurrentWidget(self.rows)
        self.rows.show_only(ids)
