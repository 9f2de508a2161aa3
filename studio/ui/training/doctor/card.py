"""One finding: how grave, what is seen, what to try, and the way to the changed recipe."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from studio.assess.diagnosis.diagnosis import Diagnosis, Severity
from studio.core.job import Job
from studio.ui.controls import button, label
from studio.ui.icons import give_icon
from studio.ui.theme import GRID, set_role
from studio.ui.training.doctor.remedy import change_lines, remedy_of, severity_words
from studio.words import _

SIGNS: dict[Severity, tuple[str, str]] = {
    "problem": ("problem", "bad"),
    "warning": ("warning", "warn"),
    "information": ("notice", "accent"),
}
"""Icon and tint."""


class DiagnosisCard(QFrame):
    """The button proposes the recipe; it starts nothing."""

    remedy_wanted = Signal(object)  # doctor.remedy.Remedy

    def __init__(self, finding: Diagnosis, job: Job) -> None:
        super().__init__()
        set_role(self, "card")
        self._finding, self._job = finding, job
        severity = severity_words(finding.severity)
        self.title = label(_(finding.title), "heading", wrap=True)
        self.evidence = label(finding.evidence.text(), wrap=True)
        self.advice = label(finding.advice.text(), wrap=True)
        self.setAccessibleName(f"{severity}: {self.title.text()}")
        self.setAccessibleDescription(f"{self.evidence.text()} {self.advice.text()}")
        column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        for each in (self.title, self.evidence, self.advice):
            column.addWidget(each)
        if finding.remedy:
            column.addLayout(self._remedy())
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, GRID + GRID // 2)
        row.setSpacing(GRID + GRID // 2)
        row.addWidget(_sign(finding.severity, severity), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _remedy(self) -> QHBoxLayout:
        changes = " · ".join(change_lines(self._job.recipe, self._finding.remedy))
        self.changes = label(changes, "caption", wrap=True)
        self.try_it = button(_("New run with these changes"), "play")
        self.try_it.setToolTip(_("Puts the changed recipe into “New run” on the left; you start it."))
        self.try_it.setAccessibleDescription(changes)
        self.try_it.clicked.connect(self._on_try_it)
        line = QHBoxLayout()
        line.setSpacing(GRID + GRID // 2)
        line.addWidget(self.try_it)
        line.addWidget(self.changes, 1)
        return line

    def _on_try_it(self) -> None:
        self.remedy_wanted.emit(remedy_of(self._job, self._finding))


def _sign(severity: Severity, words: str) -> QLabel:
    sign = QLabel()
    name, tint = SIGNS[severity]
    give_icon(sign, name, tint, 20)
    sign.setToolTip(words)
    sign.setAccessibleName(words)
    return sign
