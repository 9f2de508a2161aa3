"""What an evaluation has found so far: every row with each model's answer, and the metrics of each model."""

from dataclasses import dataclass

from studio.assess.answered import AnsweredRow
from studio.assess.measure import Measure
from studio.core.evaluation import AnswersHead, EvaluatedRow, EvaluationJob, Subject, Timing
from studio.evaluating.measuring import measures_of
from studio.runs.evaluations import (
    read_answers,
    read_answers_head,
    read_evaluated_rows,
    read_evaluation,
    read_timings,
)
from studio.runs.folder import RunFolder


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
    return Results(run, job, rows, tuple(_read(run, job, rows, at) for at in range(len(job.subjects))))


def _read(run: RunFolder, job: EvaluationJob, rows: tuple[EvaluatedRow, ...], at: int) -> SubjectResults:
    answers, head, timings = read_answers(run, at), read_answers_head(run, at), read_timings(run, at)
    answered = tuple(AnsweredRow(row.id, row.content, answers[row.id], row.groups) for row in rows if row.id in answers)
    return SubjectResults(job.subjects[at], head, answered, timings, measures_of(job, head, answered, timings))
