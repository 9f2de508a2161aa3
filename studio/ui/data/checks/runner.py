"""Runs the checks and mends, one at a time, and by itself those of single rows shortly after an edit."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.data.checks import CheckOptions, ChecksCancelled, CheckState, RuleFindings, check_state, rules_for
from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background, Progress
from studio.ui.project_context import Made, ProjectContext
from studio.ui.training.local_models import tokenizer_file

if TYPE_CHECKING:
    from studio.data.checks import CheckReport
    from studio.data.project import Project

AFTER_EDIT_MS = 1_500
"""Of quiet, before rows that were edited are looked at again."""
HUGE = 100_000
"""Rows; a larger data set is checked only when someone asks for it."""
LONGEST_TOKENS = 1_024
"""What the presets train on; the settings of the checks say otherwise."""


@dataclass(frozen=True)
class Known:
    """What is known of a data set: None for `state` before its first run."""

    dataset_id: int
    state: CheckState | None
    findings: tuple[RuleFindings, ...]


@dataclass(frozen=True)
class MendWanted:
    """What to do about a rule of a data set."""

    dataset_id: int
    rule: str


class CheckRunner(QObject):
    """Everything slow about the checks; what it does by itself is told in no message."""

    remembered = Signal()
    """What is known has changed; so it has when a run was stopped or failed."""
    mended = Signal(object)  # Made
    failed = Signal(object)  # StudioError

    def __init__(self, project: ProjectContext, background: Background, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._background, self._settings = project, background, settings
        self._asked: Progress | None = None
        self._quiet: Progress | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(AFTER_EDIT_MS)
        self._pause.timeout.connect(self._look_again)
        project.changed.connect(self._on_changed)

    @property
    def busy(self) -> bool:
        """Whether the user waits for a run or a mend."""
        return self._asked is not None

    def options(self, chosen: CheckOptions | None) -> CheckOptions:
        """The options with the tokenizer of the chosen model; the usual ones where none were chosen."""
        options = chosen or CheckOptions(longest_tokens=LONGEST_TOKENS)
        return options.model_copy(update={"tokenizer": tokenizer_file(self._settings.base_model)})

    def run(self, dataset_id: int, chosen: CheckOptions | None, progress: Progress) -> None:
        """Look at a data set as far as it is needed; `remembered` follows."""
        self._begin(progress)
        path, options = self._project.path, self.options(chosen)
        self._background.run(lambda: _run(path, dataset_id, options, progress), self._on_run, self._on_failed)

    def mend(self, wanted: MendWanted, progress: Progress) -> None:
        """Do what a rule offers; `mended` follows."""
        self._begin(progress)
        self._project.make(lambda writer: _mend(writer, wanted, progress), self._on_mended, self._on_failed)

    def look_again_soon(self) -> None:
        """Something that rules depend on has changed: look at single rows again, where they were looked at before."""
        if not self._project.read_only:
            self._pause.start()

    def leave(self) -> None:
        """Stop everything: the project is about to be closed."""
        self._pause.stop()
        self._project.changed.disconnect(self._on_changed)
        for progress in (self._asked, self._quiet):
            if progress is not None:
                progress.cancel()

    def _begin(self, progress: Progress) -> None:
        self._pause.stop()
        if self._quiet is not None:
            self._quiet.cancel()
        self._asked = progress

    def _on_run(self, report: "CheckReport") -> None:
        self._project.write(lambda writer: _remember(writer, report), self._on_remembered, self._on_failed)

    def _on_remembered(self, _nothing: None) -> None:
        self._asked = None
        self.remembered.emit()

    def _on_mended(self, made: Made) -> None:
        self._asked = None
        self.mended.emit(made)

    def _on_failed(self, error: StudioError) -> None:
        self._asked = None
        self.failed.emit(error)
        self.remembered.emit()

    def _on_changed(self, _changes: Changes) -> None:
        self.look_again_soon()

    def _look_again(self) -> None:
        if self._asked is not None or self._quiet is not None:
            self._pause.start()
            return
        path, progress = self._project.path, Progress(self)
        self._quiet = progress
        self._background.run(lambda: _look_again(path, self.options, progress), self._on_looked, self._on_look_failed)

    def _on_looked(self, reports: "list[CheckReport]") -> None:
        if self._quiet is not None and self._quiet.cancelled():
            self._quiet = None
            return
        self._project.write(
            lambda writer: _remember(writer, *reports), self._on_quietly_remembered, self._on_look_failed
        )

    def _on_quietly_remembered(self, _nothing: None) -> None:
        self._quiet = None
        self.remembered.emit()

    def _on_look_failed(self, error: StudioError) -> None:
        self._quiet = None
        if not isinstance(error, ChecksCancelled):
            self.failed.emit(error)


def read_known(path: Path, dataset_id: int) -> Known:
    """What is known of a data set; called in the background."""
    from studio.data.checks import findings
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        return Known(dataset_id, check_state(reader, dataset_id), tuple(findings(reader, dataset_id)))


def _run(path: Path, dataset_id: int, options: CheckOptions, progress: Progress) -> "CheckReport":
    from studio.data.checks.running import run_checks
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        return run_checks(reader, dataset_id, options=options, progress=progress.report, cancelled=progress.cancelled)


def _look_again(
    path: Path, options: Callable[[CheckOptions | None], CheckOptions], progress: Progress
) -> "list[CheckReport]":
    """The rules of single rows, over every data set that was checked before and is not huge."""
    from studio.data.checks.running import run_checks
    from studio.data.project import ProjectReader

    reports = []
    with ProjectReader(path) as reader:
        for dataset in reader.datasets():
            state = check_state(reader, dataset.id)
            if state is None or dataset.rows > HUGE:
                continue
            reports.append(
                run_checks(
                    reader,
                    dataset.id,
                    options=options(state.options),
                    rules=_row_rules(dataset),
                    cancelled=progress.cancelled,
                )
            )
    return reports


def _row_rules(dataset: Dataset) -> tuple[str, ...]:
    return tuple(rule.id for rule in rules_for(dataset.kind) if rule.scope == "row")


def _remember(writer: "Project", *reports: "CheckReport") -> None:
    from studio.data.checks import remember

    for report in reports:
        remember(writer, report)


def _mend(writer: "Project", wanted: MendWanted, progress: Progress) -> Changes:
    from studio.data.checks.mending import mend

    return mend(writer, wanted.dataset_id, wanted.rule, progress=progress.report, cancelled=progress.cancelled)
