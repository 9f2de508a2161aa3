"""Everything that is shown of one run: header, problem, curves, answers, comparison, log."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from studio.assess.diagnosis.diagnosis import Diagnosis
from studio.core.job import Job
from studio.runs.folder import RunFolder
from studio.ui.theme import GRID
from studio.ui.training.comparison import Comparison
from studio.ui.training.comparison_panel import ComparisonPanel
from studio.ui.training.curves import Curves
from studio.ui.training.doctor.panel import DoctorPanel
from studio.ui.training.doctor.remedy import FAILURES, remedy_of
from studio.ui.training.doctor.strip import DoctorStrip
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.log_panel import LogPanel
from studio.ui.training.problem_card import ProblemCard
from studio.ui.training.run_header import RunHeader
from studio.ui.training.running.silence_card import SilenceCard
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
        self.silence = SilenceCard()
        self.samples, self.comparison, self.log = SamplesPanel(), ComparisonPanel(), LogPanel()
        self.doctor, self.strip = DoctorPanel(), DoctorStrip()
        self.details = QTabWidget()
        self.details.setAccessibleName(_("Details of the run"))
        self.details.addTab(self.samples, _("Sample answers"))
        self.details.addTab(self.comparison, _("Before / after"))
        self.details.addTab(self.doctor, _("Diagnosis"))
        self.details.addTab(self.log, _("Log"))
        self.strip.opened.connect(self._on_strip_opened)
        self.details.tabBarClicked.connect(self._on_tab_clicked)
        self.curves.best_changed.connect(self.header.show_best)
        self.problem.remedy_wanted.connect(self.doctor.remedy_wanted)
        self._lay_out()

    def show_run(self, run: ListedRun) -> None:
        """Name the run; another one than before begins with empty curves."""
        self.header.show_run(run)
        self.samples.show_run(run)
        self.curves.name_run(run.title, run.full_title)
        if run.run != self._run:
            self._run, self._led = run.run, False
            self.curves.clear()
            self.header.show_kept(None)
            self.log.follow(run.run)
            self.doctor.clear()
            self.problem.show_remedy(None)
            self._count_findings(())

    def show_findings(self, findings: tuple[Diagnosis, ...], job: Job) -> None:
        """What is wrong with the run: one line under the header, everything on cards, what ended it to the front."""
        self.doctor.show_findings(findings, job)
        self._count_findings(findings)
        ended_by = findings[0] if findings and findings[0].key in FAILURES else None
        self.problem.show_remedy(remedy_of(job, ended_by) if ended_by else None)
        if ended_by and not self._led:
            self._led = True
            self.details.setCurrentWidget(self.doctor)

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
        column.addWidget(self.silence)
        column.addWidget(self.strip)
        column.addWidget(split, 1)

    def _count_findings(self, findings: tuple[Diagnosis, ...]) -> None:
        self.strip.show_findings(findings)
        title = _("Diagnosis ({count})").format(count=len(findings)) if findings else _("Diagnosis")
        self.details.setTabText(self.details.indexOf(self.doctor), title)

    def _on_strip_opened(self) -> None:
        self._led = True
        self.details.setCurrentWidget(self.doctor)

    def _on_tab_clicked(self) -> None:
        self._led = True
