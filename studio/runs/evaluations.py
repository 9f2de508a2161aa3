"""The folders of a project's evaluations: run folders of another kind, with rows in and answers out."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from studio.core.evaluation import Answer, AnswersHead, EvaluatedRow, EvaluationJob, Timing
from studio.core.events import Event, Failed, Progress
from studio.errors import RunFailed
from studio.runs.folder import RunFolder, RunState, readable
from studio.runs.run import numbered_folders
from studio.runs.state import run_state
from studio.runs.tail import events_backwards, first_event, read_ending
from studio.words import _

EVALUATIONS = "evaluations"
"""The folder of the evaluations in a project's."""
_Line = TypeVar("_Line", bound=BaseModel)


@dataclass(frozen=True)
class EvaluationSummary:
    """One line of the list of evaluations; `message` is what a failed one said."""

    run: RunFolder
    job: EvaluationJob | None
    state: RunState
    started_at: float | None
    message: str


def rows_file(run: RunFolder) -> Path:
    """Where the rows of an evaluation lie, one EvaluatedRow a line."""
    return run.path / "rows.jsonl"


def answers_file(run: RunFolder, subject: int) -> Path:
    """Where one model's answers lie: an AnswersHead, then an Answer a line."""
    return run.path / "answers" / f"{subject}.jsonl"


def timings_file(run: RunFolder, subject: int) -> Path:
    """Where one model's timings lie, a Timing a line."""
    return run.path / "timings" / f"{subject}.jsonl"


def read_evaluation(run: RunFolder) -> EvaluationJob:
    """What the evaluation was asked to do; raises RunFailed."""
    try:
        return EvaluationJob.model_validate_json(run.job_file.read_bytes())
    except FileNotFoundError as error:
        raise RunFailed(_("{path} is not the folder of an evaluation.").format(path=run.path)) from error
    except (OSError, ValidationError) as error:
        raise RunFailed(
            _("The job of the evaluation {run} is not readable.").format(run=run.name), hint=str(error)
        ) from error


def read_evaluated_rows(run: RunFolder) -> tuple[EvaluatedRow, ...]:
    """The rows in their order; raises RunFailed when they are not, byte by byte, those that the job names."""
    with readable(run):
        stored = rows_file(run).read_bytes()
    # Answers to rows that were edited since would be scored by what nobody was asked.
    if hashlib.sha256(stored).hexdigest() != read_evaluation(run).rows_sha256:
        raise _damaged(run)
    try:
        return tuple(EvaluatedRow.model_validate_json(line) for line in stored.split(b"\n")[:-1])
    except ValidationError as error:
        raise _damaged(run) from error


def read_answers_head(run: RunFolder, subject: int) -> AnswersHead | None:
    """What says how a model answered; None before it has begun. Raises RunFailed."""
    with readable(run):
        try:
            with answers_file(run, subject).open("rb") as file:
                line = file.readline()
        except FileNotFoundError:
            return None
    try:
        return AnswersHead.model_validate_json(line)
    except ValidationError:
        # Cut off while its first line was written.
        return None


def read_answers(run: RunFolder, subject: int) -> dict[int, Answer]:
    """The answers so far, by row; a line that was cut off is left out. Raises RunFailed."""
    if read_answers_head(run, subject) is None:
        return {}
    return {each.id: each for each in _read_whole(run, answers_file(run, subject), Answer)}


def read_timings(run: RunFolder, subject: int) -> tuple[Timing, ...]:
    """What answering row by row took; empty where nothing was timed. Raises RunFailed."""
    file = timings_file(run, subject)
    return tuple(_read_whole(run, file, Timing)) if file.exists() else ()


def answers_like(project: Path, fingerprint: str, but: Path) -> Iterator[Answer]:
    """Answers that a model of this fingerprint gave in the project's evaluations, but for one file of answers."""
    for run in numbered_folders(project / EVALUATIONS):
        for file in sorted((run.path / "answers").glob("*.jsonl")):
            if file == but or not file.stem.isdecimal():
                continue
            # What is being deleted, or not for this user to read, is asked again.
            with suppress(RunFailed):
                head = read_answers_head(run, int(file.stem))
                if head and head.fingerprint == fingerprint:
                    yield from read_answers(run, int(file.stem)).values()


def list_evaluations(project: Path) -> list[EvaluationSummary]:
    """Every evaluation of a project, newest first; raises RunFailed when the folder cannot be read."""
    return [summarise(run) for run in numbered_folders(project / EVALUATIONS)]


def summarise(run: RunFolder) -> EvaluationSummary:
    """How one evaluation stands; a damaged one says so instead of hiding the others."""
    try:
        with readable(run):
            job = read_evaluation(run) if run.job_file.exists() else None
            first, ending = first_event(run), read_ending(run)
            message = ending.message if isinstance(ending, Failed) else ""
            return EvaluationSummary(run, job, run_state(run), first.at if first else None, message)
    except RunFailed as error:
        return EvaluationSummary(run, None, "died", None, error.message)


def answered_so_far(run: RunFolder) -> Progress | None:
    """How far the worker is, by its own last word on it."""
    told: Iterable[Event] = events_backwards(run)
    return next((event for event in told if isinstance(event, Progress)), None)


def _damaged(run: RunFolder) -> RunFailed:
    return RunFailed(
        _("The rows of the evaluation {run} are damaged.").format(run=run.name), hint=_("Start a new evaluation.")
    )


def _read_whole(run: RunFolder, file: Path, kind: type[_Line]) -> Iterator[_Line]:
    """Without what a worker left that was cut off while writing: it is made again when another goes on."""
    for line in _lines(run, file):
        with suppress(ValidationError):
            yield kind.model_validate_json(line)


def _lines(run: RunFolder, file: Path) -> list[bytes]:
    with readable(run):
        # What follows the last line end is being written, or was cut off.
        return file.read_bytes().split(b"\n")[:-1]
