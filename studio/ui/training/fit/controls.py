"""Ties the card, its presenter and its desk together, and holds a finished run against its forecast."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.core.events import Event, Finished, Resumed, Started
from studio.core.forecast import Forecast
from studio.errors import StudioError
from studio.runs.folder import RunFolder
from studio.runs.forecasts import read_forecast
from studio.ui.background import Background
from studio.ui.training.fit.card import FitCard
from studio.ui.training.fit.desk import FitDesk
from studio.ui.training.fit.presenter import FitPresenter
from studio.ui.training.fit.words import outcome_words
from studio.ui.training.readiness import Readiness, Wish


@dataclass(frozen=True)
class _Outcome:
    run: RunFolder
    words: str


class FitControls(QObject):
    """Tells in `outcome_known` how the run in view compares with its forecast, "" while that is not known."""

    outcome_known = Signal(str)

    def __init__(self, card: FitCard, project: Path, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._run: RunFolder | None = None
        self.desk = FitDesk(project, background, self)
        self._presenter = presenter = FitPresenter(card, self.desk)
        card.seen.connect(presenter.on_seen)
        card.hidden.connect(presenter.on_hidden)
        card.measure_requested.connect(presenter.on_measure)
        card.cancel_requested.connect(presenter.on_cancel)
        self.desk.estimated.connect(presenter.on_estimated)
        self.desk.estimate_failed.connect(presenter.on_estimate_failed)
        self.desk.event_told.connect(presenter.on_trial_event)
        self.desk.measured.connect(presenter.on_measured)
        self.desk.measuring_failed.connect(presenter.on_measuring_failed)
        self.desk.measuring_cancelled.connect(presenter.on_measuring_cancelled)

    def take_wish(self, wish: Wish) -> None:
        """Another run is wished for."""
        self._presenter.on_wish_changed(wish)

    def take_readiness(self, readiness: Readiness) -> None:
        """Whether it could start now."""
        self._presenter.on_readiness(readiness)

    def forecast_for(self, wish: Wish) -> Forecast | None:
        """What is forecast of a wish whose run starts; a trial that is going on makes room for it."""
        self._presenter.on_cancel()
        return self._presenter.forecast_for(wish)

    def show_run(self, run: RunFolder) -> None:
        """Another run is in view, or the same as before."""
        if run != self._run:
            self._run = run
            self.outcome_known.emit("")

    def take(self, events: Sequence[Event]) -> None:
        """The next events of the run in view."""
        run = self._run
        last = next((each for each in reversed(events) if isinstance(each, Finished | Resumed | Started)), None)
        if run is None or last is None:
            return
        if isinstance(last, Finished):
            self._background.run(lambda: _outcome(run, last), self._on_outcome, self._on_unreadable)
        else:
            self.outcome_known.emit("")

    def close(self) -> None:
        """Compute nothing more."""
        self.desk.close()

    def _on_outcome(self, outcome: _Outcome) -> None:
        if outcome.run == self._run:
            self.outcome_known.emit(outcome.words)

    def _on_unreadable(self, _error: StudioError) -> None:
        """A forecast that cannot be read is none; `read_forecast` says so."""


def _outcome(run: RunFolder, finished: Finished) -> _Outcome:
    forecast = read_forecast(run)
    return _Outcome(run, outcome_words(forecast, finished) if forecast and finished.reason == "completed" else "")
