"""Looks at a file in the background, anew whenever it is to be read in another way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.errors import StudioError
from studio.ui.background import Background, Progress
from studio.ui.data.importing.job import Question, Source, all_alike, look

if TYPE_CHECKING:
    from studio.data.importers import FileSummary

CHOOSING_PAUSE_MS = 120
"""The arrow keys go through a picker faster than files are looked at."""


@dataclass(frozen=True)
class _Answer:
    question: Question
    summary: "FileSummary | None" = None
    error: StudioError | None = None


class Inspection(QObject):
    """One question at a time: a newer one drops the one under way."""

    looked = Signal(object)  # FileSummary
    failed = Signal(object)  # StudioError
    others_alike = Signal(object)  # bool

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._question: Question | None = None
        self._looking, self._comparing = Progress(self), Progress(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHOOSING_PAUSE_MS)
        self._pause.timeout.connect(self._look)

    @property
    def question(self) -> Question | None:
        """What was asked last."""
        return self._question

    def begin(self, source: Source) -> None:
        """Look at another source, at once."""
        self._question = Question(source)
        self._look()

    def ask(self, question: Question) -> None:
        """Look at it read in another way, when no further wish follows."""
        self._looking.cancel()
        self._question = question
        self._pause.start()

    def compare(self, others: tuple[Source, ...], first: "FileSummary") -> None:
        """Find out whether these would be read as the first is."""
        self._comparing.cancel()
        self._comparing = Progress(self)
        self._background.run(_comparing(others, first, self._comparing), self._on_compared, self._on_compare_failed)

    def drop(self) -> None:
        """Nothing is wanted any more."""
        self._pause.stop()
        self._question = None
        self._looking.cancel()
        self._comparing.cancel()

    def _look(self) -> None:
        question = self._question
        if question is None:
            return
        self._looking.cancel()
        self._looking = Progress(self)
        self._background.run(_looking(question, self._looking), self._on_answered, self.failed.emit)

    def _on_answered(self, answer: _Answer) -> None:
        if answer.question is not self._question:
            return
        if answer.summary is not None:
            self.looked.emit(answer.summary)
        else:
            self.failed.emit(answer.error)

    def _on_compared(self, alike: bool) -> None:
        if not self._comparing.cancelled():
            self.others_alike.emit(alike)

    def _on_compare_failed(self, _error: StudioError) -> None:
        # Said when it is that file's turn.
        self._on_compared(False)


def _looking(question: Question, progress: Progress) -> Callable[[], _Answer]:
    def work() -> _Answer:
        try:
            return _Answer(question, summary=look(question, progress.cancelled))
        except StudioError as error:
            return _Answer(question, error=error)

    return work


def _comparing(others: tuple[Source, ...], first: "FileSummary", progress: Progress) -> Callable[[], bool]:
    return lambda: all_alike(others, first, progress.cancelled)
