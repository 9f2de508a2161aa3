"""The folders of a project's exports: run folders of another kind, whose worker writes models for other programs."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from studio.core.evaluation import EvaluatedRow
from studio.core.events import Failed
from studio.core.export import ExportJob
from studio.errors import RunFailed
from studio.runs.evaluations import rows_file
from studio.runs.folder import LIVING, RunFolder, RunState, readable
from studio.runs.run import numbered_folders
from studio.runs.state import run_state
from studio.runs.tail import read_ending
from studio.words import _

EXPORTS = "exports"
"""The folder of the exports in a project's."""
CALIBRATION = "calibration.jsonl"
"""In the folder of an export: rows that were learned from, one EvaluatedRow a line."""
ARTEFACTS = "artefacts"
"""Where an export is written that has no other place: within its own folder."""


@dataclass(frozen=True)
class ExportSummary:
    """One line of the list of exports; `message` is what a failed one said, with what to do."""

    run: RunFolder
    job: ExportJob | None
    state: RunState
    message: str


def read_export(run: RunFolder) -> ExportJob:
    """What the export was asked to do, with the place where its own artefacts lie now; raises RunFailed."""
    try:
        job = ExportJob.model_validate_json(run.job_file.read_bytes())
    except FileNotFoundError as error:
        raise RunFailed(_("{path} is not the folder of an export.").format(path=run.path)) from error
    except (OSError, ValidationError) as error:
        raise RunFailed(
            _("The job of the export {run} is not readable.").format(run=run.name), hint=str(error)
        ) from error
    # Projects are renamed and moved, and unpacked on other systems.
    within = job.target.replace("\\", "/").endswith(f"/{EXPORTS}/{job.name}/{ARTEFACTS}")
    return job.model_copy(update={"target": str(run.path.resolve() / ARTEFACTS)}) if within else job


def read_export_rows(run: RunFolder, job: ExportJob) -> tuple[EvaluatedRow, ...]:
    """The rows to compare on; raises RunFailed when they are not, byte by byte, those that the job names."""
    return _read_rows(run, rows_file(run), job.rows_sha256) if job.rows else ()


def read_calibration_rows(run: RunFolder, job: ExportJob) -> tuple[EvaluatedRow, ...]:
    """The rows that quantising is fitted to; raises RunFailed when they are not, byte by byte, those of the job."""
    return _read_rows(run, run.path / CALIBRATION, job.calibration_sha256) if job.calibration else ()


def _read_rows(run: RunFolder, file: Path, sha256: str) -> tuple[EvaluatedRow, ...]:
    with readable(run):
        stored = file.read_bytes()
    if hashlib.sha256(stored).hexdigest() != sha256:
        raise RunFailed(
            _("The rows of the export {run} have changed since it was made.").format(run=run.name),
            hint=_("Make a new export."),
        )
    return tuple(EvaluatedRow.model_validate_json(line) for line in stored.split(b"\n")[:-1])


def last_change(path: Path) -> int:
    """Of a file, or of the newest one in a folder, in nanoseconds; 0 where there is none. Raises OSError."""
    files = [path] if path.is_file() else path.rglob("*")
    return max((each.stat().st_mtime_ns for each in files if each.is_file()), default=0)


def list_exports(project: Path) -> list[ExportSummary]:
    """Every export of a project, newest first; raises RunFailed when the folder cannot be read."""
    return [_summarise(run) for run in numbered_folders(project / EXPORTS)]


def delete_export(run: RunFolder) -> None:
    """Delete its folder, with the artefacts that lie in it; those in another folder stay.

    Raises RunFailed, also while it waits or is at work.
    """
    if run.waiting_file.exists() or run_state(run) in LIVING:
        raise RunFailed(_("The export {run} is still at work.").format(run=run.name), hint=_("Stop it first."))
    gone = run.path.with_name(f".{run.name}.deleted")
    try:
        # Out of the list first: half a folder would look like an export that has lost its files.
        run.path.rename(gone)
        shutil.rmtree(gone)
    except OSError as error:
        raise RunFailed(
            _("The folder {path} could not be deleted.").format(path=run.path), hint=error.strerror or str(error)
        ) from error


def _summarise(run: RunFolder) -> ExportSummary:
    try:
        with readable(run):
            job = read_export(run) if run.job_file.exists() else None
            ending = read_ending(run)
            message = f"{ending.message} {ending.hint}".strip() if isinstance(ending, Failed) else ""
            return ExportSummary(run, job, run_state(run), message)
    except RunFailed as error:
        return ExportSummary(run, None, "failed", error.message)
