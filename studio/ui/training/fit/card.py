"""What the next run will take, against what there is; one button measures it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.ui.training.doctor.offer import RemedyOffer
from studio.ui.training.doctor.remedy import Remedy
from studio.ui.training.fit.bar import AmountBar
from studio.ui.training.fit.presenter import TrialProgress, Trouble
from studio.ui.training.fit.words import Bar, Level, Shown
from studio.ui.training.warning_list import WarningList
from studio.words import _

SIGNS: dict[Level, str] = {"good": "done", "warn": "warning", "bad": "problem"}
FULL = 1000


class FitCard(QWidget):
    """Shows what its presenter decides."""

    seen, hidden = Signal(), Signal()
    measure_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = label("", "caption", wrap=True)
        self._bars = QVBoxLayout()
        self._amounts: list[AmountBar] = []
        self.sign, self.verdict = QLabel(), label("", wrap=True)
        self.facts = label("", "caption", wrap=True)
        self.trouble = WarningList()
        self.offer = RemedyOffer(narrow=True)
        self.measure = button(_("Measure with a trial"), "clock")
        self.step = label("", "caption", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, FULL)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Progress of the trial"))
        self.cancel = button(_("Cancel"), "close", "quiet")
        self._trial = QWidget()
        self._verdict_row = QWidget()
        self._shown: Shown | None = None
        self._lay_out()
        self.measure.clicked.connect(self.measure_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.show_forecast(None)
        self.show_trial(None)

    def amounts(self) -> tuple[AmountBar, ...]:
        """The bars on show."""
        return tuple(self._amounts)

    def show_forecast(self, shown: Shown | None) -> None:
        """Replace what is said; nothing is known without one."""
        for each in (self.source, self._verdict_row, self.facts):
            each.setVisible(shown is not None)
        if shown is None or shown.bars != (self._shown.bars if self._shown else ()):
            self._replace(shown.bars if shown else ())
        self._shown = shown
        if shown is None:
            return
        self.source.setText(shown.source)
        self.verdict.setText(shown.verdict)
        self.facts.setText("\n".join(shown.facts))
        self.facts.setVisible(bool(shown.facts))
        give_icon(self.sign, SIGNS[shown.level], shown.level, 16)
        tint_icons(self, colours_for(self.window().palette()))

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Why there is no forecast, or a trial came to nothing."""
        said = () if trouble is None else (" ".join(filter(None, (trouble.message, trouble.hint))),)
        self.trouble.show_texts(said)

    def show_remedy(self, remedy: Remedy | None) -> None:
        """A recipe that takes less."""
        self.offer.show_remedy(remedy)

    def show_trial(self, progress: TrialProgress | None) -> None:
        """How far the trial is; the button is back when there is none."""
        had_focus = self.measure.hasFocus() or self.cancel.hasFocus()
        self._trial.setVisible(progress is not None)
        self.measure.setVisible(progress is None)
        if had_focus:
            (self.measure if progress is None else self.cancel).setFocus()
        if progress is not None:
            self.step.setText(progress.words)
            self.progress.setValue(round(FULL * progress.share))
            self.progress.setAccessibleDescription(progress.words)

    def show_measurable(self, obstacle: str) -> None:
        """A trial can be made, or what stands in its way."""
        self.measure.setEnabled(not obstacle)
        self.measure.setAccessibleDescription(obstacle)
        about = _("Trains for four steps on the longest examples, evaluates and saves; nothing of it is kept.")
        self.measure.setToolTip(obstacle or about)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()

    def _replace(self, bars: Sequence[Bar]) -> None:
        for old in self._amounts:
            old.hide()
            old.deleteLater()
        self._amounts = [AmountBar(bar) for bar in bars]
        for new in self._amounts:
            self._bars.addWidget(new)

    def _lay_out(self) -> None:
        self._bars.setSpacing(GRID // 2)
        verdict = _row(self._verdict_row)
        verdict.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        verdict.addWidget(self.verdict, 1)
        trial = QVBoxLayout(self._trial)
        trial.setContentsMargins(0, 0, 0, 0)
        trial.setSpacing(GRID // 2)
        line = QHBoxLayout()
        line.addWidget(self.step, 1)
        line.addWidget(self.cancel)
        trial.addLayout(line)
        trial.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._verdict_row)
        column.addWidget(self.source)
        column.addLayout(self._bars)
        for each in (self.facts, self.offer, self.trouble, self._trial):
            column.addWidget(each)
        column.addSpacing(GRID // 2)
        column.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeft)


def _row(holder: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    return row
