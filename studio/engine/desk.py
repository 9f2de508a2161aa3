"""What every stage of a run works with."""

from collections.abc import Callable
from dataclasses import dataclass

from studio.core.evaluation import EvaluationJob
from studio.core.events import Event, Notice, Phase, PhaseName, Progress
from studio.core.export import ExportJob
from studio.core.job import Job
from studio.engine.pulse import Pulse
from studio.engine.room import Room
from studio.engine.wishes import Wishes
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalWriter

_REPORTS = 50


@dataclass(frozen=True)
class Post:
    """Where a worker works: the folder, the journal to tell in, the wishes to obey, the room on the disk."""

    run: RunFolder
    journal: JournalWriter
    wishes: Wishes
    pulse: Pulse
    room: Room

    def tell(self, event: Event) -> None:
        """Append to the journal."""
        self.journal.append(event)

    def remark(self, *messages: str) -> None:
        """Tell the user something that stops nothing."""
        for message in messages:
            self.tell(Notice(message=message))

    def enter(self, phase: PhaseName, total: int = 0, detail: str = "") -> Callable[[int], None]:
        """Begin a stage; call the answer with the units done, as often as you like: the journal gets fifty of them."""
        self.wishes.obey_stop_now()
        self.tell(Phase(name=phase, total=total, detail=detail))
        every = max(1, total // _REPORTS)

        def progressed(done: int) -> None:
            if done % every == 0 or done == total:
                self.wishes.obey_stop_now()
                self.tell(Progress(done=done, total=total))

        return progressed


@dataclass(frozen=True)
class Desk(Post):
    """One run of training, and what was asked."""

    job: Job


@dataclass(frozen=True)
class EvaluationDesk(Post):
    """One evaluation, and what was asked."""

    job: EvaluationJob


@dataclass(frozen=True)
class ExportDesk(Post):
    """One export, and what was asked."""

    job: ExportJob
