"""Making, reading and listing the runs of a project."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from pydantic import ValidationError

from studio.core.evaluation import EvaluationJob
from studio.core.events import Event, Failed
from studio.core.export import ExportJob
from studio.core.job import Job
from studio.core.recipe import FROZEN
from studio.errors import RunFailed
from studio.placing import sync_folder, sync_tree
from studio.runs.folder import LIVING, RUNS, RunFolder, RunState, readable
from studio.runs.process import own_identity, write_identity
from studio.runs.slug import slug
from studio.runs.state import run_state
from studio.runs.tail import first_event, last_event, last_step, read_ending, total_steps
from studio.words import _

__all__ = [
    "LIVING",
    "RunFolder",
    "RunState",
    "RunSummary",
    "begin_run",
    "commit_job",
    "kind_of_job",
    "list_runs",
    "numbered_folders",
    "open_run",
    "read_job",
]

_NUMBERED = re.compile(r"(\d{4,})-")


@dataclass(frozen=True)
class RunSummary:
    """One line of the list of runs; times in Unix seconds, `message` what a failed run said."""

    run: RunFolder
    job: Job | None
    state: RunState
    last_step: int
    total_steps: int
    started_at: float | None
    ended_at: float | None
    message: str


def begin_run(project: Path, label: str, inside: str = RUNS) -> RunFolder:
    """Make the next numbered run folder; two processes never get the same number. Raises RunFailed."""
    runs = project / inside
    try:
        runs.mkdir(exist_ok=True)
        with FileLock(runs / ".numbers.lock"):
            taken = [int(found[1]) for path in runs.iterdir() if (found := _NUMBERED.match(path.name))]
            run = RunFolder(runs / f"{max(taken, default=0) + 1:04d}-{slug(label, 'run')}")
            run.path.mkdir()
        write_identity(run.preparing_file, own_identity())
    except OSError as error:
        raise RunFailed(_("No run folder could be made in {path}.").format(path=project), hint=str(error)) from error
    return run


def commit_job(run: RunFolder, job: Job | EvaluationJob | ExportJob) -> None:
    """Write job.json, which declares the folder complete: whole or not at all, and lasting. Raises RunFailed."""
    partial = run.job_file.with_suffix(".partial")
    try:
        sync_tree(run.path)
        with partial.open("w", encoding="utf-8") as file:
            file.write(job.model_dump_json(indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(run.job_file)
        for folder in (run.path, run.path.parent, run.path.parent.parent):
            sync_folder(folder)
        run.preparing_file.unlink(missing_ok=True)
    except OSError as error:
        raise RunFailed(_("The run could not be written to {path}.").format(path=run.path), hint=str(error)) from error


def open_run(path: Path) -> RunFolder:
    """The run at `path`; raises RunFailed when no run was ever made there."""
    run = RunFolder(path.resolve())
    with readable(run):
        found = run.job_file.exists() or run.preparing_file.exists()
    if not found:
        raise RunFailed(
            _("{path} is not the folder of a run.").format(path=path),
            hint=_("“studio runs --project DIR” lists the runs of a project with their folders."),
        )
    return run


def read_job(run: RunFolder) -> Job:
    """What the run was asked to do; raises RunFailed when job.json is missing or not readable."""
    try:
        return Job.model_validate_json(run.job_file.read_bytes(), context=FROZEN)
    except FileNotFoundError as error:
        raise RunFailed(
            _("{path} is not the folder of a run.").format(path=run.path),
            hint=_("“studio runs --project DIR” lists the runs of a project with their folders."),
        ) from error
    except (OSError, ValidationError) as error:
        raise RunFailed(_("The job of the run {run} is not readable.").format(run=run.name), hint=str(error)) from error


def kind_of_job(run: RunFolder) -> str:
    """What a worker is to do here: `training`, `evaluation` or `export`; raises RunFailed when nobody may read it.

    A job that says nothing of it is one of training: whoever reads it as such says what is wrong with it.
    """
    with readable(run):
        try:
            found = json.loads(run.job_file.read_bytes())
        except (FileNotFoundError, ValueError):
            return "training"
    return str(found.get("what", "training")) if isinstance(found, dict) else "training"


def list_runs(project: Path) -> list[RunSummary]:
    """Every run of a project, newest first; only the two ends of each journal are read. Raises RunFailed."""
    return [_summary(run) for run in numbered_folders(project / RUNS)]


def numbered_folders(parent: Path) -> list[RunFolder]:
    """Newest first, whatever is in them; raises RunFailed."""
    try:
        folders = [path for path in parent.iterdir() if _NUMBERED.match(path.name)] if parent.is_dir() else []
    except OSError as error:
        raise RunFailed(_("The folder {path} is not readable.").format(path=parent), hint=str(error)) from error
    return [RunFolder(path) for path in sorted(folders, key=_number, reverse=True)]


def _number(path: Path) -> tuple[int, str]:
    return int(path.name.partition("-")[0]), path.name


def _summary(run: RunFolder) -> RunSummary:
    # One damaged folder must not hide all the others.
    try:
        with readable(run):
            return _told(run)
    except RunFailed as error:
        return RunSummary(run, None, "died", 0, 0, None, None, error.message)


def _told(run: RunFolder) -> RunSummary:
    state, first, ending = run_state(run), first_event(run), read_ending(run)
    return RunSummary(
        run=run,
        job=_job_or_none(run),
        state=state,
        last_step=last_step(run),
        total_steps=total_steps(run),
        started_at=first.at if first else None,
        ended_at=None if state in LIVING else _time_of(ending or last_event(run)),
        message=ending.message if isinstance(ending, Failed) else "",
    )


def _time_of(event: Event | None) -> float | None:
    return event.at if event else None


def _job_or_none(run: RunFolder) -> Job | None:
    try:
        return read_job(run)
    except RunFailed:
        return None
