"""All findings about the run in view, the gravest on top."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from studio.assess.diagnosis.diagnosis import Diagnosis
from studio.core.job import Job
from studio.ui.controls import label
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.ui.training.doctor.card import DiagnosisCard
from studio.words import _


class DoctorPanel(QScrollArea):
    """Cards stay as they are while their findings do, so that nobody loses the button they are about to press."""

    remedy_wanted = Signal(object)  # doctor.remedy.Remedy

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._findings: tuple[Diagnosis, ...] | None = None
        self._cards: list[DiagnosisCard] = []
        self.calm = label("", "muted", wrap=True)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._column.setSpacing(GRID + GRID // 2)
        self._column.addWidget(self.calm)
        self._column.addStretch(1)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.clear()

    def clear(self) -> None:
        """Another run: nothing is known of it yet."""
        self._replace(None, ())
        self.calm.setText(_("Nothing can be said of this run yet."))

    def show_findings(self, findings: tuple[Diagnosis, ...], job: Job) -> None:
        """What is found now."""
        if findings == self._findings:
            return
        self._replace(findings, tuple(DiagnosisCard(each, job) for each in findings))
        self.calm.setText(_("Nothing is wrong with this run as far as its numbers tell."))
        tint_icons(self, colours_for(self.window().palette()))

    @property
    def known(self) -> bool:
        """Whether the run on show has been examined."""
        return self._findings is not None

    def cards(self) -> tuple[DiagnosisCard, ...]:
        """The cards on show."""
        return tuple(self._cards)

    def _replace(self, findings: tuple[Diagnosis, ...] | None, cards: tuple[DiagnosisCard, ...]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._findings, self._cards = findings, list(cards)
        for at, card in enumerate(cards):
            card.remedy_wanted.connect(self.remedy_wanted)
            self._column.insertWidget(at, card)
        self.calm.setVisible(not cards)
