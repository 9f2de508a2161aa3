"""Examines the run in view while its events come in; no widget of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from studio.assess.diagnosis.diagnosis import Diagnosis
from studio.assess.diagnosis.doctor import diagnose
from studio.assess.diagnosis.facts import FactsBook
from studio.core.events import Event, Failed, Finished, Metric, Planned, Scored
from studio.core.job import Job
from studio.errors import RunFailed, StudioError
from studio.runs.folder import RunFolder
from studio.runs.run import read_job
from studio.ui.background import Background
from studio.ui.training.run_desk import RunStanding

STEPS_BETWEEN = 50


@dataclass(frozen=True)
class Findings:
    """What the doctor says of a run, whose job a changed recipe comes from."""

    job: Job
    findings: tuple[Diagnosis, ...]


@dataclass(frozen=True)
class _Asked:
    """What was asked of a run, and how its training rows are answered."""

    run: RunFolder
    job: Job
    answers: Mapping[str, int]


class DoctorDesk(QObject):
    """Looks again at evaluations, every fifty steps and when the run ends: a look costs a few milliseconds."""

    run_changed = Signal()
    found = Signal(object)  # Findings

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._run: RunFolder | None = None
        self._asked: _Asked | None = None
        self._book: FactsBook | None = None
        self._waiting: list[Event] = []
        self._died, self._reading, self._looked_at = False, False, 0

    def show_run(self, run: RunFolder) -> None:
        """Another run is in view, or the same as before."""
        if run == self._run:
            return
        self._run, self._asked, self._book = run, None, None
        self._waiting, self._died, self._looked_at = [], False, 0
        self.run_changed.emit()
        self._read()

    def take(self, events: Sequence[Event]) -> None:
        """The next events of the run in view."""
        if self._book is None:
            self._waiting.extend(events)
            self._read()
            return
        self._book.take(events)
        if self._worth_a_look(events):
            self._look()

    def show_standing(self, standing: RunStanding) -> None:
        """A worker that is gone without a last word has ended the run too."""
        died = standing.run == self._run and standing.state == "died"
        if died and not self._died:
            self._died = True
            self._look()

    def _worth_a_look(self, events: Sequence[Event]) -> bool:
        if any(isinstance(each, Planned | Scored | Failed | Finished) or _is_evaluation(each) for each in events):
            return True
        last = max((each.step for each in events if isinstance(each, Metric)), default=0)
        return last >= self._looked_at + STEPS_BETWEEN

    def _look(self) -> None:
        if self._book is None or self._asked is None:
            return
        facts = self._book.facts(died=self._died)
        self._looked_at = int(facts.loss.steps[-1]) if len(facts.loss) else 0
        self.found.emit(Findings(self._asked.job, diagnose(facts)))

    def _read(self) -> None:
        run = self._run
        if run is not None and not self._reading:
            self._reading = True
            self._background.run(lambda: _read(run), self._on_read, self._on_unreadable)

    def _on_read(self, asked: _Asked) -> None:
        self._reading = False
        if asked.run != self._run:
            self._read()
            return
        self._asked, self._book = asked, FactsBook(asked.job, asked.answers)
        self._book.take(self._waiting)
        self._waiting = []
        self._look()

    def _on_unreadable(self, _error: StudioError) -> None:
        # A run that is still being prepared has no job yet; its first events bring another try.
        self._reading = False


def _is_evaluation(event: Event) -> bool:
    return isinstance(event, Metric) and event.name == "validation_loss"


def _read(run: RunFolder) -> _Asked:
    """Its parts are read in a thread: the frozen rows may be many."""
    from studio.data.frozen_answers import answer_counts

    job = read_job(run)
    train = run.data / job.snapshot.train.file
    try:
        answers = answer_counts(train, job.contract)
    except RunFailed:
        # A run whose data were taken away can still be examined by its curves.
        answers = {}
    return _Asked(run, job, answers)
