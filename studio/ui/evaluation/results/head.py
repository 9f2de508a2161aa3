"""Which evaluation is in view, how far it is, and what can be asked of it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from studio.core.events import Event, Phase, Progress
from studio.runs.folder import LIVING, RESUMABLE, RunState
from studio.ui.controls import ShortLabel, button, card, label
from studio.ui.evaluation.reporting import ReportButton
from studio.ui.evaluation.results.listing import ListedEvaluation
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.ui.training.standing import STATE_ICONS, state_tint
from studio.ui.training.wording import phase_words, state_words
from studio.words import _


class EvaluationHead(QWidget):
    """One card above what is shown of an evaluation."""

    stop_wanted = Signal()
    report_wanted = Signal(object)  # Language
    resume_wanted = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self.title, self.facts = label("", "title"), ShortLabel("")
        self.sign, self.state, self.phase = QLabel(), label("", "heading"), label("", "muted")
        self.problem = label("", "caution", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = button(_("Stop"), "stop")
        self.stop.setToolTip(_("What was answered stays; it can go on later."))
        self.resume = button(_("Go on"), "play", "primary")
        self.report = ReportButton(self.report_wanted.emit)
        self._lay_out()
        self.stop.clicked.connect(self.stop_wanted)
        self.resume.clicked.connect(self.resume_wanted)

    def show_evaluation(self, each: ListedEvaluation) -> None:
        """Name it, and say what it is about."""
        self.title.setText(each.full_title)
        models = ", ".join(subject.title for subject in each.job.subjects) if each.job else ""
        self.facts.show_text(models)
        self.show_state(each.state, each.message)

    def show_state(self, state: RunState, message: str) -> None:
        """Its state as icon and words; `message` is why it failed or died."""
        give_icon(self.sign, STATE_ICONS[state], state_tint(state), 20)
        tint_icons(self.sign, colours_for(self.palette()))
        self.state.setText(state_words(state))
        living = state in LIVING or state == "waiting"
        self.bar.setVisible(living)
        if not living or state == "waiting":
            self.phase.setText(_("Starts when nothing else is at work in this project.") if living else "")
        if state == "waiting":
            self.bar.setRange(0, 1)
            self.bar.setValue(0)
        self.stop.setVisible(living and not self._read_only)
        self.resume.setVisible(state in RESUMABLE and not self._read_only)
        self.problem.setText(message)
        self.problem.setVisible(bool(message))

    def take(self, events: tuple[Event, ...]) -> None:
        """What its worker tells, in order."""
        for event in events:
            if isinstance(event, Phase):
                words = phase_words(event.name)
                self.phase.setText(f"{words} · {event.detail}" if event.detail else words)
                self.bar.setRange(0, event.total)
                self.bar.setValue(0)
            elif isinstance(event, Progress):
                self.bar.setRange(0, event.total)
                self.bar.setValue(event.done)

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID)
        top = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        facts = QHBoxLayout()
        facts.addWidget(self.facts)
        facts.addStretch(1)
        names.addLayout(facts)
        top.addLayout(names, 1)
        top.addWidget(self.report)
        top.addWidget(self.resume)
        top.addWidget(self.stop)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        self.sign.setFixedSize(QSize(20, 20))
        line.addWidget(self.sign)
        line.addWidget(self.state)
        line.addSpacing(GRID)
        line.addWidget(self.phase)
        line.addStretch(1)
        inside.addLayout(top)
        inside.addLayout(line)
        inside.addWidget(self.bar)
        inside.addWidget(self.problem)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
