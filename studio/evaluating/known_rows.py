"""Rows that prove nothing of a model, because a run behind it has met them."""

from collections.abc import Sequence
from pathlib import Path

from studio.core.evaluation import LeakedRow, Subject
from studio.data.evaluated import CandidateRow, find_learned, find_validated
from studio.evaluating.subjects import runs_behind
from studio.runs.folder import RUNS, RunFolder
from studio.runs.run import read_job


def known_rows(
    project: Path, subjects: Sequence[Subject], rows: Sequence[CandidateRow], *, validated: bool = False
) -> tuple[LeakedRow, ...]:
    """What any of the runs has learned or, if wished, validated on; a row that several know is named for each.

    Raises RunFailed.
    """
    found: list[LeakedRow] = []
    for name in runs_behind(project, subjects):
        run = RunFolder(project / RUNS / name)
        snapshot = read_job(run).snapshot
        learned = find_learned(rows, name, run.data / snapshot.train.file)
        found += learned
        if validated and snapshot.validation.rows:
            known = {each.id for each in learned}
            others = [row for row in rows if row.id not in known]
            found += find_validated(others, name, run.data / snapshot.validation.file)
    return tuple(found)
