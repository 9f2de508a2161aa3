"""Why a run ended badly, said calmly, with what to do and the last lines of its log."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, code_font, colours_for, set_role
from studio.ui.training.doctor.offer import RemedyOffer
from studio.ui.training.doctor.remedy import Remedy
from studio.ui.training.presenter import Problem

SHOWN_LINES = 6


class ProblemCard(QFrame):
    """Takes no room while there is no problem."""

    resume_wanted = Signal()
    remedy_wanted = Signal(object)  # doctor.remedy.Remedy

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "alert")
        self.message = label("", "heading", wrap=True)
        self.hint = label("", wrap=True)
        self.log = label("", wrap=True)
        self.log.setFont(code_font())
        self.offer = RemedyOffer()
        self.offer.remedy_wanted.connect(self.remedy_wanted)
        self.resume = button("", "play", "primary")
        self.resume.clicked.connect(self.resume_wanted)
        sign = QLabel()
        give_icon(sign, "problem", "bad", 20)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, GRID + GRID // 2)
        row.setSpacing(GRID + GRID // 2)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        for each in (self.message, self.hint, self.offer, self.log):
            column.addWidget(each)
        row.addLayout(column, 1)
        row.addWidget(self.resume, 0, Qt.AlignmentFlag.AlignTop)
        self.show_resume("")
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Say it, or be gone."""
        self.setVisible(problem is not None)
        if problem is None:
            return
        for shown, text in (
            (self.message, problem.message),
            (self.hint, problem.hint),
            (self.log, "\n".join(problem.log_lines[-SHOWN_LINES:])),
        ):
            shown.setText(text)
            shown.setVisible(bool(text))
        self._tint()

    def show_remedy(self, remedy: Remedy | None) -> None:
        """A recipe that may not end like this."""
        self.offer.show_remedy(remedy)
        self._tint()

    def show_resume(self, words: str) -> None:
        """How to go on from what was saved; empty where nothing was."""
        self.resume.setVisible(bool(words))
        self.resume.setText(words)
        self.resume.setEnabled(True)
        self._tint()

    def _tint(self) -> None:
        # This frame has a ground of its own, so that its palette is no theme's.
        tint_icons(self, colours_for(self.window().palette()))
