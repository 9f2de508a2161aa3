"""One line under the header when something is wrong with the run in view; a press shows the findings."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from studio.assess.diagnosis.diagnosis import Diagnosis
from studio.ui.controls import button, label
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for, set_role
from studio.ui.training.doctor.card import SIGNS
from studio.ui.training.doctor.remedy import FAILURES, headline
from studio.words import _


class DoctorStrip(QFrame):
    """Takes no room while there is nothing to warn of."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._sign = QLabel()
        self.words = label("", wrap=True)
        self.more = button(_("What to do"), role="quiet")
        self.more.clicked.connect(self.opened)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID + GRID // 2)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(self.more)
        self.hide()

    def show_findings(self, findings: tuple[Diagnosis, ...]) -> None:
        """Say the gravest, or be gone."""
        said = headline(findings)
        self.setVisible(bool(said))
        if not said or said == self.words.text():
            return
        self.words.setText(said)
        name, tint = SIGNS[next(each.severity for each in findings if each.key not in FAILURES)]
        give_icon(self._sign, name, tint, 20)
        tint_icons(self, colours_for(self.window().palette()))
