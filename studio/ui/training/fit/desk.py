"""Estimates and measures in the background; no widget of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.events import Event
from studio.errors import StudioError
from studio.ui.background import Background, Progress
from studio.ui.training.fit.estimating import Estimate, Estimator, Question
from studio.ui.training.fit.presenter import Measured
from studio.words import Language, current_language

# While an option is being typed, nothing is computed.
WAIT_MS = 300


class FitDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread."""

    estimated = Signal(object)  # Estimate
    estimate_failed = Signal(object)  # StudioError
    event_told = Signal(object)  # core.events.Event, of the trial
    measured = Signal(object)  # Measured
    measuring_failed = Signal(object)  # StudioError
    measuring_cancelled = Signal()

    def __init__(self, project: Path, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._background = project, background
        self._estimator = Estimator(project)
        self._asked: Question | None = None
        self._estimating = False
        self._trial: Progress | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._estimate)

    def estimate(self, question: Question) -> None:
        """The newest question alone is answered, once no other has come for a moment."""
        self._asked = question
        self._timer.start()

    def measure(self, question: Question) -> None:
        """Train for a few steps; `measured`, `measuring_failed` or `measuring_cancelled` follows."""
        trial = self._trial = Progress(self)
        work = partial(_measure, self._project, question, current_language(), self.event_told.emit, trial)
        self._background.run(work, self._on_measured, self._on_measuring_failed)

    def cancel(self) -> None:
        """End the trial, if there is one."""
        if self._trial is not None:
            self._trial.cancel()

    def close(self) -> None:
        """Compute nothing more."""
        self._timer.stop()
        self._asked = None
        self.cancel()

    def _estimate(self) -> None:
        if self._asked is None or self._estimating:
            return
        question, self._asked, self._estimating = self._asked, None, True
        self._background.run(lambda: self._estimator.estimate(question), self._on_estimated, self._on_estimate_failed)

    def _on_estimated(self, estimate: Estimate) -> None:
        self._estimating = False
        self.estimated.emit(estimate)
        self._estimate_next()

    def _on_estimate_failed(self, error: StudioError) -> None:
        self._estimating = False
        self.estimate_failed.emit(error)
        self._estimate_next()

    def _estimate_next(self) -> None:
        if self._asked is not None and not self._timer.isActive():
            self._timer.start()

    def _on_measured(self, measured: Measured) -> None:
        self._trial = None
        self.measured.emit(measured)

    def _on_measuring_failed(self, error: StudioError) -> None:
        cancelled = self._trial is not None and self._trial.cancelled()
        self._trial = None
        if cancelled:
            self.measuring_cancelled.emit()
        else:
            self.measuring_failed.emit(error)


def _measure(
    project: Path, question: Question, language: Language, told: Callable[[Event], None], trial: Progress
) -> Measured:
    from studio.data.longest import longest_contents
    from studio.data.reader import ProjectReader
    from studio.fitting import probe

    with ProjectReader(project) as reader:
        contents = longest_contents(reader, question.dataset_id, only_approved=question.recipe.data.only_approved)

    def tell(event: Event) -> None:
        # Cancelled, nobody may be there any more.
        if not trial.cancelled():
            told(event)

    forecast = probe(project, question.dataset_id, question.recipe, language, told=tell, cancelled=trial.cancelled)
    return Measured(question, max(map(len, contents), default=0), forecast)
