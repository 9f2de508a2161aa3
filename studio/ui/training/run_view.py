"""Everything that is shown of one run: header, problem, curves, answers, comparison, log."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from studio.runs.folder import RunFolder
from studio.ui.theme import GRID
from studio.ui.training.comparison import Comparison
from studio.ui.training.comparison_panel import ComparisonPanel
from studio.ui.training.curves import Curves
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.log_panel import LogPanel
from studio.ui.training.problem_card import ProblemCard
from studio.ui.training.run_header import RunHeader
from studio.ui.training.samples_panel import SamplesPanel
from studio.words import _

SHARES = (13, 12)
"""Curves and details share the height like this until the user drags the handle."""


class RunView(QWidget):
    """The same for a run that is going on and for one long over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunFolder | None = None
        self._led = False
        self.header, self.problem, self.curves = RunHeader(), ProblemCard(), Curves()
        self.samples, self.comparison, self.log = SamplesPanel(), ComparisonPanel(), LogPanel()
        self.details = QTabWidget()
        self.details.setAccessibleName(_("Details of the run"))
        self.details.addTab(self.samples, _("Sample answers"))
        self.details.addTab(self.comparison, _("Before / after"))
        self.details.addTab(self.log, _("Log"))
        self.details.tabBarClicked.connect(self._on_tab_clicked)
        self.curves.best_changed.connect(self.header.show_best)
        self._lay_out()

    def show_run(self, run: ListedRun) -> None:
        """Name the run; another one than before begins with empty curves."""
        self.header.show_run(run)
        self.curves.name_run(run.title, run.full_title)
        if run.run != self._run:
            self._run, self._led = run.run, False
            self.curves.clear()
            self.log.follow(run.run)

    def show_comparison(self, comparison: Comparison) -> None:
        """The result comes to the front by itself, once, unless the reader has chosen something else."""
        self.comparison.show_comparison(comparison)
        if comparison.verdict != "unknown" and not self._led:
            self._led = True
            self.details.setCurrentWidget(self.comparison)

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GRID)
        split.addWidget(self.curves)
        split.addWidget(self.details)
        for at, share in enumerate(SHARES):
            split.setStretchFactor(at, share)
        split.setSizes([100 * share for share in SHARES])
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.header)
        column.addWidget(self.problem)
        column.addWidget(split, 1)

    def _on_tab_clicked(self) -> None:
        self._led = True
