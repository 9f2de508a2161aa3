"""What the newest runs of a project were asked to do, read without their journals."""

from itertools import islice
from pathlib import Path

from studio.core.job import Job
from studio.errors import RunFailed
from studio.runs.folder import RUNS, RunFolder
from studio.runs.run import read_job


def recent_jobs(project: Path, most: int) -> list[Job]:
    """At most so many, newest first; a run that cannot be read is left out."""
    folders = sorted((project / RUNS).glob("[0-9]*-*"), key=_number, reverse=True)
    return list(islice((job for folder in folders if (job := _job(folder))), most))


def _job(folder: Path) -> Job | None:
    try:
        return read_job(RunFolder(folder))
    except RunFailed:
        # The list of runs in the Train tab says what is wrong with it.
        return None


def _number(folder: Path) -> int:
    number = folder.name.partition("-")[0]
    return int(number) if number.isdecimal() else 0
