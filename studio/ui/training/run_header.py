"""What run is in view, how far it is, and what can be asked of it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from studio.core.patience import Evaluation
from studio.ui.controls import ShortLabel, card, label
from studio.ui.formats import number
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.ui.training.estimate_words import EstimateWords
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.presenter import Status
from studio.ui.training.running.buttons import RunButtons
from studio.ui.training.standing import STATE_ICONS, state_tint
from studio.ui.training.wording import state_words, step_words
from studio.words import _

FULL = 1000


class RunHeader(QWidget):
    """One card above everything that is shown of a run."""

    stop_requested = Signal(object)  # core.control.ControlAction

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign, self.title = QLabel(), label("", "title")
        self.state = label("", "heading")
        self.facts = label("", "muted")
        self.phase = label("", "heading")
        self.star, self.best = QLabel(), ShortLabel("")
        give_icon(self.star, "star", "accent", 16)
        self._run: ListedRun | None = None
        self._best: Evaluation | None = None
        self._kept: int | None = None
        self._outcome = ""
        self.times = label("", "muted")
        self.forecast = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.buttons = RunButtons()
        self.save, self.now = self.buttons.save, self.buttons.now
        self.buttons.wished.connect(self.stop_requested)
        self._lay_out()

    def show_run(self, run: ListedRun) -> None:
        """Name the run."""
        self.title.setText(run.full_title)
        self.facts.setText(" · ".join(filter(None, (run.model, run.dataset))))
        self._run = run
        self._show_steps()
        self._show_history()

    def show_best(self, best: Evaluation | None) -> None:
        """The step with the lowest validation loss."""
        self._best = best
        self._show_steps()

    def show_kept(self, step: int | None) -> None:
        """The step whose weights the result holds; None while there is no result."""
        self._kept = step
        self._show_steps()

    def _show_steps(self) -> None:
        for each in (self.star, self.best):
            each.setVisible(self._best is not None)
        if self._best is None or self._run is None:
            return
        known = {"where": step_words(self._best.step), "value": number(self._best.loss)}
        if self._run.origin is None:
            words = [_("best: {where}, validation loss {value}").format(**known)]
        else:
            words = [_("best in this run: {where}, validation loss {value}").format(**known)]
        if self._kept is not None:
            words.append(self._run.kept_words(self._kept))
        self.best.show_text(" · ".join(words))

    def show_forecast(self, words: str) -> None:
        """What the run took beside what was forecast; "" while that is not known."""
        self._outcome = words
        self._show_history()

    def _show_history(self) -> None:
        words = " · ".join(filter(None, (self._run.origin_words if self._run else "", self._outcome)))
        self.forecast.setText(words)
        self.forecast.setVisible(bool(words))

    def show_status(self, status: Status) -> None:
        """Its state as icon and words; the stop buttons are there while they do something."""
        give_icon(self.sign, STATE_ICONS[status.state], state_tint(status.state), 20)
        ending = _("Pausing…") if status.pausing else _("Stopping…")
        self.state.setText(ending if status.stopping else state_words(status.state))
        tint_icons(self.sign, colours_for(self.palette()))
        self.buttons.show_living(can_stop=status.can_stop, stopping=status.stopping)

    def show_estimate(self, words: EstimateWords) -> None:
        """The bar runs to and fro while the length of a phase is not known."""
        self.phase.setText(words.phase)
        self.times.setText(" · ".join(filter(None, (words.elapsed, words.remaining, words.finish))))
        if words.share is None:
            self.bar.setRange(0, 0)
            return
        self.bar.setRange(0, FULL)
        self.bar.setValue(round(FULL * words.share))

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        facts = QHBoxLayout()
        facts.setSpacing(GRID)
        facts.addWidget(self.facts)
        facts.addWidget(self.star)
        facts.addWidget(self.best, 1)
        facts.addStretch(0)
        names.addLayout(facts)
        names.addWidget(self.forecast)
        top.addLayout(names, 1)
        top.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        self.sign.setFixedSize(QSize(20, 20))
        line.addWidget(self.sign)
        line.addWidget(self.state)
        line.addSpacing(GRID)
        line.addWidget(self.phase)
        line.addStretch(1)
        line.addWidget(self.times)
        self.show_best(None)
        self.show_forecast("")
        inside.addLayout(top)
        inside.addLayout(line)
        inside.addWidget(self.bar)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
