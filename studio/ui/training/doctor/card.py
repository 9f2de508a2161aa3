"""One finding: how grave, what is seen, what to try, and the way to the changed recipe."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from studio.assess.diagnosis.diagnosis import Diagnosis, Severity
from studio.core.job import Job
from studio.ui.controls import label
from studio.ui.icons import give_icon
from studio.ui.theme import GRID, set_role
from studio.ui.training.doctor.offer import RemedyOffer
from studio.ui.training.doctor.remedy import remedy_of, severity_words
from studio.words import _

SIGNS: dict[Severity, tuple[str, str]] = {
    "problem": ("problem", "bad"),
    "warning": ("warning", "warn"),
    "information": ("notice", "accent"),
}
"""Icon and tint."""


class DiagnosisCard(QFrame):
    """What is found stays as it is; a changed recipe is offered where there is one."""

    remedy_wanted = Signal(object)  # doctor.remedy.Remedy

    def __init__(self, finding: Diagnosis, job: Job) -> None:
        super().__init__()
        set_role(self, "card")
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
        self.offer = RemedyOffer()
        self.offer.remedy_wanted.connect(self.remedy_wanted)
        column.addWidget(self.offer)
        self.offer.show_remedy(remedy_of(job, finding))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, GRID + GRID // 2)
        row.setSpacing(GRID + GRID // 2)
        row.addWidget(_sign(finding.severity, severity), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)


def _sign(severity: Severity, words: str) -> QLabel:
    sign = QLabel()
    name, tint = SIGNS[severity]
    give_icon(sign, name, tint, 20)
    sign.setToolTip(words)
    sign.setAccessibleName(words)
    return sign
