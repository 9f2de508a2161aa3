"""Everything slow that the Playground asks for; the models live in a child process that is kept a while."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import SaidBy
from studio.data.child import ChildCancelled
from studio.data.kept_child import KeptChild
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background, Progress
from studio.ui.evaluation.playground.looking import find_choices, judge_answer, store_example
from studio.ui.evaluation.playground.wishes import Choices, Chosen, NewExample, Verdict
from studio.ui.project_context import Made, ProjectContext

PATIENCE_S = 10.0
"""For a model that reads a long question to notice that nobody wants more; then its process is ended."""
MINUTE_S = 60.0


@dataclass(frozen=True)
class Judged:
    """The verdict on the answer of a model (`side`) to a question (`at`)."""

    at: int
    side: int
    verdict: Verdict


class PlaygroundDesk(QObject):
    """One question is asked at a time, of all models at once; `leave` must be called."""

    choices_found = Signal(object)  # Choices
    said = Signal(object)  # list[SaidBy]: all since the last time
    _heard = Signal()
    ended = Signal()
    stopped = Signal()
    failed = Signal(object)  # StudioError
    judged = Signal(object)  # Judged
    stored = Signal(object)  # Made
    released = Signal()
    look_failed = Signal(object)  # StudioError

    def __init__(
        self, project: ProjectContext, background: Background, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._settings = project, background, settings
        self.child = KeptChild(idle_s=settings.playground_minutes * MINUTE_S, patience_s=PATIENCE_S)
        self._asking: Progress | None = None
        self._waiting: deque[SaidBy] = deque()
        self._heard.connect(self._on_heard)
        # By hand, each with what it is put on; a choice that could not be read is not kept.
        self._chosen: tuple[Chosen, ...] = ()

    def find_choices(self, model: str = "", bases: tuple[str, ...] = ()) -> None:
        """Look for models, also at a path chosen by hand, on each of these bases; `choices_found` follows."""
        path, folders = self._project.path, self._settings.model_folders
        picked = tuple(dict.fromkeys((*self._chosen, *((model, base) for base in bases))))
        self._background.run(
            lambda: (find_choices(path, folders, picked), picked), self._on_choices_found, self.look_failed.emit
        )

    def ask(self, pair: Sequence[Subject], turns: Mapping[int, Sequence[Message]], decoding: Decoding) -> None:
        """`said` follows as tokens come, then `ended`, `stopped` or `failed`; `turns` by the place in the pair."""
        asking = self._asking = Progress(self)
        self._background.run(lambda: self._converse(asking, pair, turns, decoding), self._on_ended, self._on_failed)

    def stop(self) -> None:
        """The model ends within a token; `stopped` follows."""
        if self._asking is not None:
            self._asking.cancel()

    def judge(self, at: int, side: int, question: str, answer: str) -> None:
        """`judged` follows."""
        path = self._project.path
        self._background.run(
            lambda: Judged(at, side, judge_answer(path, question, answer)), self.judged.emit, self.look_failed.emit
        )

    def add_example(self, wanted: NewExample) -> None:
        """`stored` follows, or why not."""
        self._project.write(lambda writer: store_example(writer, wanted), self._on_stored, self.look_failed.emit)

    def keep_for(self, minutes: int) -> None:
        """How long models stay in memory after an answer, from the next one on."""
        self.child.idle_s = minutes * MINUTE_S

    def release(self) -> None:
        """Take the models out of memory; `released` follows."""
        self.stop()
        self._background.run(self.child.close, self._on_released, self.look_failed.emit)

    def leave(self) -> None:
        """End everything; what a model still says is heard by nobody."""
        self.stop()
        self.child.close()

    def _converse(
        self, asking: Progress, pair: Sequence[Subject], turns: Mapping[int, Sequence[Message]], decoding: Decoding
    ) -> None:
        from studio.evaluating.conversing import converse_together

        for each in converse_together(self.child.rows, pair, turns, decoding, asking.cancelled):
            self._waiting.append(each)
            self._heard.emit()

    def _on_choices_found(self, found: tuple[Choices, tuple[Chosen, ...]]) -> None:
        choices, picked = found
        self._chosen = tuple(dict.fromkeys((*self._chosen, *picked)))
        self.choices_found.emit(choices)

    def _on_heard(self) -> None:
        """All that has come since: a window that is slow shows several tokens at once and does not fall behind."""
        said = [self._waiting.popleft() for _each in range(len(self._waiting))]
        if said:
            self.said.emit(said)

    def _on_ended(self, _none: None) -> None:
        self._on_heard()
        self._asking = None
        self.ended.emit()

    def _on_failed(self, error: StudioError) -> None:
        self._on_heard()
        self._asking = None
        if isinstance(error, ChildCancelled):
            self.stopped.emit()
        else:
            self.failed.emit(error)

    def _on_stored(self, made: Made) -> None:
        self._project.announce(made.changes)
        self.stored.emit(made)

    def _on_released(self, _none: None) -> None:
        self.released.emit()
