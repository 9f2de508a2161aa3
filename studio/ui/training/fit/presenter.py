"""Decides what is forecast of the chosen run and when a trial may measure it; knows no Qt."""

from dataclasses import dataclass
from typing import Protocol

from studio.assess.diagnosis.remedies import leaner
from studio.core.events import Event, Failed, Metric, Phase, PhaseName, Planned
from studio.core.forecast import Forecast
from studio.errors import StudioError
from studio.ui.training.doctor.remedy import Remedy, remedy_by
from studio.ui.training.fit.estimating import Estimate, Question, question_of
from studio.ui.training.fit.words import Shown, as_refuted, shown_forecast
from studio.ui.training.readiness import Readiness, Wish
from studio.ui.training.wording import phase_words
from studio.words import _

# Of the whole trial, where each phase begins; imports and loading take most of a short one.
_REACHED: dict[PhaseName, float] = {
    "import": 0.02,
    "load": 0.25,
    "tokenise": 0.35,
    "score_base": 0.4,
    "train": 0.5,
    "evaluate": 0.8,
    "save": 0.9,
    "score_tuned": 0.95,
}
_TRAIN_SHARE = 0.3


@dataclass(frozen=True)
class TrialProgress:
    """What the trial does, and its share done."""

    words: str
    share: float


@dataclass(frozen=True)
class Trouble:
    """Why there is no forecast, and what to do."""

    message: str
    hint: str = ""


@dataclass(frozen=True)
class Measured:
    """A trial's forecast with what it was of; `longest` in characters, as rows may change under the same counts."""

    question: Question
    longest: int
    forecast: Forecast


class FitView(Protocol):
    """What the card can show."""

    def show_forecast(self, shown: Shown | None) -> None: ...
    def show_trouble(self, trouble: Trouble | None) -> None: ...
    def show_remedy(self, remedy: Remedy | None) -> None: ...
    def show_trial(self, progress: TrialProgress | None) -> None: ...
    def show_measurable(self, obstacle: str) -> None: ...


class FitDesk(Protocol):
    """What the presenter can have done; answers come back through its `on_…` methods."""

    def estimate(self, question: Question) -> None: ...
    def measure(self, question: Question) -> None: ...
    def cancel(self) -> None: ...


class FitPresenter:
    """The newest question is the one on show; a trial's answer is kept for when its question is asked again."""

    def __init__(self, view: FitView, desk: FitDesk) -> None:
        self._view, self._desk = view, desk
        self._wish, self._readiness = Wish(), Readiness()
        self._question: Question | None = None
        self._estimate: Estimate | None = None
        self._measured: list[Measured] = []
        self._refuted: list[Question] = []
        self._measuring: Question | None = None
        self._seen = self._out_of_memory = False
        self._progress = TrialProgress("", 0.0)
        self._total = self._done = 0

    def on_seen(self) -> None:
        """Someone looks: only while they do is anything computed, for it may mean reading every row."""
        self._seen = True
        self._ask()

    def on_hidden(self) -> None:
        """Nobody looks any more."""
        self._seen = False

    def on_wish_changed(self, wish: Wish) -> None:
        self._wish = wish
        self._ask()

    def on_readiness(self, readiness: Readiness) -> None:
        """What keeps a run from starting keeps a trial from it too."""
        self._readiness = readiness
        self._offer()

    def on_estimated(self, estimate: Estimate) -> None:
        if estimate.question == self._question:
            self._estimate = estimate
            self._show()

    def on_estimate_failed(self, error: StudioError) -> None:
        self._view.show_forecast(None)
        self._view.show_trouble(Trouble(str(error), error.hint))

    def on_measure(self) -> None:
        """Begin a trial of what is chosen now."""
        if self._obstacle() or self._measuring is not None or self._question is None:
            return
        self._measuring, self._out_of_memory, self._total, self._done = self._question, False, 0, 0
        self._progress = TrialProgress(phase_words("import"), 0.0)
        self._view.show_trouble(None)
        self._view.show_trial(self._progress)
        self._desk.measure(self._question)

    def on_cancel(self) -> None:
        """Also when a run starts: both would want the same memory."""
        if self._measuring is not None:
            self._desk.cancel()

    def on_trial_event(self, event: Event) -> None:
        """What the worker of the trial tells."""
        match event:
            case Phase(name=name) if name in _REACHED:
                self._reach(phase_words(name), _REACHED[name])
            case Planned(total_steps=total):
                self._total = total
            case Metric(name="loss", step=step):
                self._done = max(self._done, step)
                words = _("Step {done} of {total}").format(done=self._done, total=self._total)
                self._reach(words, _REACHED["train"] + _TRAIN_SHARE * self._done / max(1, self._total))
            case Failed(kind="out_of_memory"):
                self._out_of_memory = True

    def on_measured(self, measured: Measured) -> None:
        self._end_trial()
        self._measured = [each for each in self._measured if each.question != measured.question]
        self._refuted = [each for each in self._refuted if each != measured.question]
        self._measured.append(measured)
        self._show()

    def on_measuring_failed(self, error: StudioError) -> None:
        tried, on_show = self._measuring, self._best() is not None and self._measuring == self._question
        self._end_trial()
        if self._out_of_memory and tried is not None:
            self._refuted.append(tried)
            self._show()
        if not (self._out_of_memory and on_show):
            self._view.show_trouble(Trouble(str(error), error.hint))

    def on_measuring_cancelled(self) -> None:
        self._end_trial()

    def forecast_for(self, wish: Wish) -> Forecast | None:
        """What is kept with a run that is started with this wish: measured, else by formula."""
        question = question_of(wish)
        if question is None or self._estimate is None or self._estimate.question != question:
            return None
        return self._best()

    def _ask(self) -> None:
        if not self._seen:
            return
        question = question_of(self._wish)
        if question != self._question:
            self._question, self._estimate = question, None
            self._view.show_remedy(self._remedy())
            self._view.show_trouble(None)
        # Also for the same question: rows may have changed under the same counts.
        if question is not None:
            self._desk.estimate(question)
        else:
            self._view.show_forecast(None)
        self._offer()

    def _show(self) -> None:
        estimate = self._estimate
        self._view.show_remedy(self._remedy())
        if estimate is None:
            return
        best = self._best()
        if best is None:
            self._view.show_forecast(None)
            self._view.show_trouble(Trouble(estimate.problem))
            return
        shown = shown_forecast(best, estimate.machine, estimate.accuracies.get(best.source))
        self._view.show_forecast(as_refuted(shown) if estimate.question in self._refuted else shown)

    def _remedy(self) -> Remedy | None:
        """Where a trial ran out of memory: what the doctor advises after a run that did."""
        question, data = self._question, self._wish.data
        if question is None or data is None or question not in self._refuted:
            return None
        return remedy_by(self._wish.preset, data.name, question.recipe, leaner(question.recipe))

    def _best(self) -> Forecast | None:
        estimate = self._estimate
        if estimate is None:
            return None
        asked = (estimate.question, estimate.longest)
        measured = (each.forecast for each in self._measured if (each.question, each.longest) == asked)
        return next(measured, estimate.forecast)

    def _obstacle(self) -> str:
        if self._readiness.obstacle:
            return self._readiness.obstacle
        if self._wish.data is not None and self._wish.data.undivided:
            return _("Divide the examples first: a trial learns from those set aside for learning.")
        return "" if self._question is not None else _("Choose a preset, a model and examples first.")

    def _offer(self) -> None:
        self._view.show_measurable(self._obstacle())

    def _reach(self, words: str, share: float) -> None:
        if self._measuring is not None:
            self._progress = TrialProgress(words, max(share, self._progress.share))
            self._view.show_trial(self._progress)

    def _end_trial(self) -> None:
        self._measuring = None
        self._view.show_trial(None)
        self._offer()
