"""What an evaluation has found so far: every row with each model's answer, and the metrics of each model."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from studio.assess.answered import AnsweredRow
from studio.assess.measure import Measure
from studio.core.evaluation import AnswersHead, EvaluatedRow, EvaluationJob, Subject, Timing
from studio.data.frozen_answers import commonest_labels
from studio.errors import RunFailed
from studio.evaluating.measuring import measures_of
from studio.runs.evaluations import (
    read_answers,
    read_answers_head,
    read_evaluated_rows,
    read_evaluation,
    read_timings,
)
from studio.runs.folder import RUNS, RunFolder
from studio.runs.run import read_job

_KNOWN = 16


@dataclass(frozen=True)
class SubjectResults:
    """One model's answers; rows that it has not answered yet are missing."""

    subject: Subject
    head: AnswersHead | None
    answered: tuple[AnsweredRow, ...]
    timings: tuple[Timing, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Results:
    """An evaluation as its folder tells it."""

    run: RunFolder
    job: EvaluationJob
    rows: tuple[EvaluatedRow, ...]
    subjects: tuple[SubjectResults, ...]


def read_results(run: RunFolder) -> Results:
    """Everything so far, metrics included; raises RunFailed when a file is damaged."""
    job = read_evaluation(run)
    rows = read_evaluated_rows(run)
    common = common_labels(run, job)
    subjects = tuple(read_subject(run, job, rows, at, common) for at in range(len(job.subjects)))
    return Results(run, job, rows, subjects)


def read_subject(
    run: RunFolder, job: EvaluationJob, rows: Sequence[EvaluatedRow], at: int, common: frozenset[str] | None
) -> SubjectResults:
    """One model on these of the rows, judged as this job says; raises RunFailed when a file is damaged."""
    wanted = {row.id for row in rows}
    answers, head = read_answers(run, at), read_answers_head(run, at)
    timings = tuple(each for each in read_timings(run, at) if each.id in wanted)
    answered = tuple(AnsweredRow(row.id, row.content, answers[row.id], row.groups) for row in rows if row.id in answers)
    return SubjectResults(job.subjects[at], head, answered, timings, measures_of(job, head, answered, timings, common))


def common_labels(run: RunFolder, job: EvaluationJob) -> frozenset[str] | None:
    """What the first run among the models learned most often, so that all are held against the same trivial answer."""
    if job.kind != "classification":
        return None
    for name in (subject.run for subject in job.subjects if subject.run):
        with suppress(RunFailed):
            # A run that was deleted since; then the commonest label of these rows has to do.
            trained = RunFolder(run.path.parent.parent / RUNS / name)
            return _learned_most(trained.data / read_job(trained).snapshot.train.file)
    return None


@lru_cache(_KNOWN)
def _learned_most(frozen: Path) -> frozenset[str] | None:
    """Frozen data never change, and a window asks again every few seconds."""
    return commonest_labels(frozen) or None
