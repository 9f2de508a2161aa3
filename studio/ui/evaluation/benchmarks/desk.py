"""Does what is asked of benchmarks: looks at files, prepares and queues evaluations, reads what they found."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.benchmark import BENCHMARKS
from studio.errors import StudioError
from studio.runs.evaluations import EVALUATIONS, answered_so_far, list_evaluations
from studio.runs.folder import LIVING, RunFolder, RunState
from studio.runs.queue import enqueue, is_waiting
from studio.runs.tail import first_event, last_event
from studio.ui.background import Background
from studio.ui.evaluation.benchmarks.presenter import FileLook
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.project_queue import ProjectQueue
from studio.ui.training.runs_watch import RunsWatch
from studio.words import _, current_language

if TYPE_CHECKING:
    from studio.data.published import PublishedScore
    from studio.evaluating.benchmark_results import BenchmarkOutcome
    from studio.evaluating.benchmarks import BenchmarkWanted, PreparedBenchmark
    from studio.evaluating.subjects import TrainedModel

LOOK_MS = 2000


@dataclass(frozen=True)
class Asked:
    """One benchmark's evaluation as it stands; `seconds` is what a question took, where that is known."""

    outcome: "BenchmarkOutcome"
    waiting: bool
    done: int
    total: int
    seconds: float | None


@dataclass(frozen=True)
class Found:
    """Everything to show."""

    asked: tuple[Asked, ...]
    trained: "tuple[TrainedModel, ...]"
    published: "dict[str, tuple[PublishedScore, ...]]"


class BenchmarkDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread."""

    looked = Signal(object)  # FileLook
    prepared = Signal(object)  # PreparedBenchmark
    prepare_failed = Signal(object)  # StudioError
    found = Signal(object)  # Found

    def __init__(
        self, project: ProjectContext, background: Background, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._reading = self._read_again = False
        self._settled: dict[RunFolder, Asked] = {}
        self._watch = RunsWatch(project.path, project.path / EVALUATIONS, self)
        self._watch.changed.connect(self.read)
        self._queue = ProjectQueue(project, background, messages, self)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._on_tick)

    def look_at(self, file: Path, benchmark: str) -> None:
        """Read a file in the background and tell what it is."""
        self._background.run(lambda: _look(file, benchmark), self.looked.emit, self._on_failed)

    def start(self, wanted: "BenchmarkWanted") -> None:
        """Copy the questions and put the evaluation in the queue."""
        path = self._project.path
        self._background.run(lambda: _prepare(path, wanted), self._on_prepared, self._on_prepare_failed)

    def read(self) -> None:
        """Read all results in the background; asked again meanwhile, they are read once more afterwards."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        path, settled = self._project.path, dict(self._settled)
        self._background.run(lambda: _read(path, settled), self._on_found, self._on_read_failed)

    def close(self) -> None:
        """Tell nothing more; what is under way goes on."""
        self._timer.stop()
        self._watch.close()

    def _on_prepared(self, prepared: "PreparedBenchmark") -> None:
        self.prepared.emit(prepared)
        self._queue.look()
        self.read()

    def _on_prepare_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
        self.prepare_failed.emit(error)

    def _on_tick(self) -> None:
        self._queue.look()
        self.read()

    def _on_found(self, found: Found) -> None:
        self._reading = False
        self._settled = {each.outcome.run: each for each in found.asked if not _goes_on(each)}
        self.found.emit(found)
        if any(_goes_on(each) for each in found.asked):
            self._timer.start()
        else:
            self._timer.stop()
        if self._read_again:
            self._read_again = False
            self.read()

    def _on_read_failed(self, error: StudioError) -> None:
        self._reading = self._read_again = False
        self._messages.problem(error)

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)


def _goes_on(asked: Asked) -> bool:
    return asked.waiting or asked.outcome.state in LIVING


def _look(file: Path, name: str) -> FileLook:
    from studio.data.benchmark_files import read_benchmark, recognised_benchmarks

    fitting: tuple[str, ...] = ()
    # What is wrong is said beside the file, not in the window's bar: another one is chosen at once.
    try:
        fitting = tuple(each.name for each in recognised_benchmarks(file))
        read = read_benchmark(file, BENCHMARKS[name])
    except StudioError as error:
        return FileLook(file, name, fitting=fitting, problem=error.message, hint=error.hint)
    out = tuple(_("line {line}: {reason}").format(line=each.line, reason=each.reason) for each in read.skipped)
    return FileLook(file, name, len(read.rows), out, fitting)


def _prepare(project: Path, wanted: "BenchmarkWanted") -> "PreparedBenchmark":
    from studio.evaluating.benchmarks import prepare_benchmark

    prepared = prepare_benchmark(project, wanted, current_language())
    enqueue(prepared.run)
    return prepared


def _read(project: Path, settled: dict[RunFolder, Asked]) -> Found:
    from studio.data.published import published_scores
    from studio.evaluating.subjects import trained_models

    asked = [
        settled.get(each.run) or _asked(each.run, each.state)
        for each in list_evaluations(project)
        if each.job is not None and each.job.benchmark is not None
    ]
    return Found(tuple(asked), trained_models(project), dict(published_scores()))


def _asked(run: RunFolder, state: RunState) -> Asked:
    from studio.evaluating.benchmark_results import read_outcome

    outcome = read_outcome(run, state)
    waits = is_waiting(run)
    progress = answered_so_far(run) if state in LIVING else None
    first, last = first_event(run), last_event(run)
    seconds = None
    if state == "finished" and first and last and outcome.rows:
        seconds = (last.at - first.at) / (outcome.rows * len(outcome.models))
    return Asked(outcome, waits, progress.done if progress else 0, progress.total if progress else 0, seconds)
