"""Reads, changes and asks the kept prompts in the background."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.evaluation import Subject
from studio.core.prompt import RegressionPrompt
from studio.data.child import ChildCancelled
from studio.data.kept_child import KeptChild
from studio.data.prompts import (
    Kept,
    export_prompts,
    import_prompts,
    keep_prompt,
    put_back,
    read_prompts,
    remove_prompts,
)
from studio.errors import StudioError
from studio.ui.background import Background, Progress
from studio.ui.project_context import ProjectContext

if TYPE_CHECKING:
    from studio.core.contract import Contract
    from studio.evaluating.prompting import PromptRun


@dataclass(frozen=True)
class Questions:
    """Where prompts are asked, and what carries how far that is."""

    child: KeptChild
    progress: Progress


class PromptsDesk(QObject):
    """The models are those of the Playground, in its child process."""

    found = Signal(object)  # tuple[RegressionPrompt, ...]
    contract_found = Signal(object)  # Contract | None
    kept = Signal(object)  # Kept
    exported = Signal(object)  # Path
    answered = Signal(object)  # PromptRun
    cancelled = Signal()
    failed = Signal(object)  # StudioError
    ask_failed = Signal(object)  # StudioError

    def __init__(
        self, project: ProjectContext, background: Background, child: KeptChild, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._child = project, background, child

    def read(self) -> None:
        """`found` and `contract_found` follow."""
        path = self._project.path
        self._background.run(lambda: read_prompts(path), self.found.emit, self.failed.emit)
        self._background.run(lambda: _contract(path), self.contract_found.emit, self.failed.emit)

    def keep(self, prompt: RegressionPrompt) -> None:
        """`kept` follows, as after the other changes."""
        self._change(lambda path: keep_prompt(path, prompt))

    def remove(self, ids: Sequence[int]) -> None:
        self._change(lambda path: remove_prompts(path, ids))

    def import_(self, file: Path) -> None:
        self._change(lambda path: import_prompts(path, file))

    def put_back(self, kept: Kept) -> None:
        """Undo a change; `found` follows."""
        path = self._project.path
        self._background.write(lambda: _put_back(path, kept), self.found.emit, self.failed.emit)

    def export(self, file: Path, prompts: Sequence[RegressionPrompt]) -> None:
        """`exported` follows."""
        self._background.write(lambda: _exported(prompts, file), self.exported.emit, self.failed.emit)

    def ask(self, pair: Sequence[Subject], side: int, prompts: Sequence[RegressionPrompt], progress: Progress) -> None:
        """`answered` follows, or why not."""
        path, keeps = self._project.path, not self._project.read_only
        questions = Questions(self._child, progress)
        self._background.run(
            lambda: _asked(path, questions, pair, side, prompts, keeps=keeps), self.answered.emit, self._on_ask_failed
        )

    def _change(self, work: Callable[[Path], Kept]) -> None:
        path = self._project.path
        # On the writer's thread, so that two changes never meet.
        self._background.write(lambda: work(path), self.kept.emit, self.failed.emit)

    def _on_ask_failed(self, error: StudioError) -> None:
        if isinstance(error, ChildCancelled):
            self.cancelled.emit()
        else:
            self.ask_failed.emit(error)


def _asked(
    path: Path,
    questions: Questions,
    pair: Sequence[Subject],
    side: int,
    prompts: Sequence[RegressionPrompt],
    *,
    keeps: bool,
) -> "PromptRun":
    from studio.data.contract_file import read_contract
    from studio.evaluating.prompting import Questioner, ask_prompts, keep_answers

    progress = questions.progress
    questioner = Questioner(questions.child.rows, progress.cancelled, progress.report)
    run = ask_prompts(pair, side, prompts, (path, read_contract(path)), questioner)
    if keeps:
        keep_answers(path, run, time.time())
    return run


def _contract(path: Path) -> "Contract | None":
    from studio.data.contract_file import read_contract

    return read_contract(path)


def _put_back(path: Path, kept: Kept) -> tuple[RegressionPrompt, ...]:
    put_back(path, kept)
    return read_prompts(path)


def _exported(prompts: Sequence[RegressionPrompt], file: Path) -> Path:
    export_prompts(prompts, file)
    return file
