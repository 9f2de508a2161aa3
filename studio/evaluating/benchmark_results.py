"""What benchmarks have found: every model's scores with intervals, what no knowledge gets, and what training cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.assess.benchmark_scores import (
    Baselines,
    baselines,
    benchmark_measures,
    primary_metric,
)
from studio.assess.forgetting import Forgetting, forgetting
from studio.assess.intervals import score_of
from studio.assess.measure import Measure
from studio.assess.score import Score
from studio.core.benchmark import BENCHMARKS, OWN, Benchmark
from studio.core.evaluation import BenchmarkFile, EvaluationJob, Subject
from studio.core.example import Choice
from studio.evaluating.results import Results, SubjectResults, read_results
from studio.runs.evaluations import list_evaluations
from studio.runs.folder import RunFolder, RunState


@dataclass(frozen=True)
class ModelOutcome:
    """One model on one benchmark; `scores` by metric, of the questions answered so far."""

    subject: Subject
    answered: int
    scores: Mapping[str, Score]
    forgetting: Forgetting | None
    """Against the same model before its training, where that was asked too."""


@dataclass(frozen=True)
class BenchmarkOutcome:
    """One benchmark's evaluation."""

    run: RunFolder
    state: RunState
    benchmark: Benchmark
    file: BenchmarkFile
    rows: int
    leaked: int
    """Questions left out because a run has learned them."""
    several: bool
    primary: str
    """The metric that is shown first."""
    nothing_known: Baselines | None
    nothing_known_hamming: Baselines | None
    """Where questions may have several right answers."""
    models: tuple[ModelOutcome, ...]


def read_outcomes(project: Path) -> tuple[BenchmarkOutcome, ...]:
    """Every benchmark of a project, the newest first; raises RunFailed where one is damaged."""
    return tuple(
        read_outcome(each.run, each.state)
        for each in list_evaluations(project)
        if each.job is not None and each.job.benchmark is not None
    )


def read_outcome(run: RunFolder, state: RunState) -> BenchmarkOutcome:
    """One of them; raises RunFailed, also for an evaluation of the project's own rows."""
    results = read_results(run)
    job, file = results.job, _file(results.job)
    benchmark = BENCHMARKS.get(file.name, BENCHMARKS[OWN])
    questions = [row.content for row in results.rows if isinstance(row.content, Choice)]
    several = benchmark.several or any(len(each.answers) > 1 for each in questions)
    measures = [_measures(each) for each in results.subjects]
    primary = primary_metric(benchmark)
    return BenchmarkOutcome(
        run=run,
        state=state,
        benchmark=benchmark,
        file=file,
        rows=len(results.rows),
        leaked=len({each.id for each in job.leaked}),
        several=several,
        primary=primary,
        nothing_known=baselines(questions, several=several),
        nothing_known_hamming=baselines(questions, several=True, hamming=True) if several else None,
        models=tuple(_model(results, measures, at, primary) for at in range(len(results.subjects))),
    )


def _file(job: EvaluationJob) -> BenchmarkFile:
    return job.benchmark or BenchmarkFile(name=OWN, file=job.dataset, sha256=job.rows_sha256, rows=job.rows)


def _measures(model: SubjectResults) -> dict[str, Measure]:
    return {each.metric: each for each in benchmark_measures(model.answered)}


def _model(results: Results, measures: list[dict[str, Measure]], at: int, primary: str) -> ModelOutcome:
    subject = results.subjects[at].subject
    found = {name: score for name, each in measures[at].items() if (score := score_of(each)) is not None}
    before = _before(results, subject)
    cost = None
    if before is not None and primary in measures[before] and primary in measures[at]:
        cost = forgetting(measures[before][primary], measures[at][primary])
    return ModelOutcome(subject, len(results.subjects[at].answered), found, cost)


def _before(results: Results, subject: Subject) -> int | None:
    """The place of the model that a run began with, as that run loaded it."""
    if not subject.run:
        return None
    wanted = (subject.base, subject.kept, subject.template)
    for at, each in enumerate(results.subjects):
        known = each.subject
        if not known.result and (known.base, known.kept, known.template) == wanted:
            return at
    return None
