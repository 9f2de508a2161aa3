"""Runs of the pictures that are over: real ones that the doctor's catalogue keeps, put into a project as they ended."""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from studio.core.events import Event, Failed, Started
from studio.core.job import Job
from studio.runs.folder import RunFolder
from studio.runs.run import begin_run, commit_job
from studio.words import Language, _
from tests.assess.diagnosis.recorded import read

_SHOWN = {"overfitting": "overfitting-random", "failed": "nan-step-21"}
_FAILED_AT = 21
_AGO_S = 3600.0


def place_runs(project: Path, preset: str, language: Language) -> dict[str, RunFolder]:
    """The two by what they show, with what a run said in the language that it was started in."""
    return {shows: _place(project, name, preset, language) for shows, name in _SHOWN.items()}


def remove_runs(runs: Iterable[RunFolder]) -> None:
    """Before they are placed in another language."""
    for run in runs:
        shutil.rmtree(run.path)


def _place(project: Path, name: str, preset: str, language: Language) -> RunFolder:
    recorded, began = read(name), time.time() - _AGO_S
    run = begin_run(project, preset)
    known = {"name": run.name, "project": str(project), "preset": preset, "language": language, "created_at": began}
    commit_job(run, Job.model_validate(recorded.job.model_dump() | known))
    started = Started(seq=0, at=began, mono=1.0, pid=0, device="CPU", versions={})
    lines = [started, *(_as_told(event, began) for event in recorded.events)]
    run.events.write_text("".join(f"{line.model_dump_json()}\n" for line in lines), "utf-8")
    return run


def _as_told(event: Event, began: float) -> Event:
    changed: dict[str, object] = {"at": began + event.at, "mono": event.at + 1.0}
    if isinstance(event, Failed):
        changed["message"] = _("The loss or its gradient is no longer a number at step {step}.").format(step=_FAILED_AT)
        changed["hint"] = _("Lower the learning rate; if it happens at the first step, the base model is damaged.")
    return event.model_copy(update=changed)
