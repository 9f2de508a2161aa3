"""Which metrics fit an evaluation: by the kind of its rows, its contract, and what the models gave."""

from collections.abc import Iterator, Sequence

from studio.assess.answered import AnsweredRow
from studio.assess.benchmark_scores import benchmark_measures
from studio.assess.choices import choice_measures
from studio.assess.classification import classification_measures
from studio.assess.contract_measures import contract_measures
from studio.assess.measure import Measure
from studio.assess.preference_measures import preference_measures
from studio.assess.speed import speed_measures
from studio.assess.text_overlap import overlap_measures, overlap_remark, text_measures
from studio.core.evaluation import AnswersHead, EvaluationJob, Timing
from studio.data.languages import languages_of


def measures_of(
    job: EvaluationJob,
    head: AnswersHead | None,
    rows: Sequence[AnsweredRow],
    timings: Sequence[Timing],
    common: frozenset[str] | None = None,
) -> tuple[Measure, ...]:
    """One model's metrics; none where it has answered nothing. `common` are the labels of most training rows."""
    if not rows or head is None:
        return ()
    return (*_of_kind(job, head, rows, common), *(speed_measures(timings) if timings else ()))


def _of_kind(
    job: EvaluationJob, head: AnswersHead, rows: Sequence[AnsweredRow], common: frozenset[str] | None
) -> Iterator[Measure]:
    if job.benchmark is not None:
        yield from benchmark_measures(rows)
    elif job.kind == "choice":
        yield from choice_measures(rows)
    elif job.kind == "classification":
        yield from classification_measures(rows, head, common)
    elif job.kind == "preference":
        yield from preference_measures(rows)
        yield from text_measures(rows, languages_of)
    elif job.kind == "text":
        yield from text_measures(rows)
    else:
        if job.contract is not None:
            yield from contract_measures(job.contract, rows)
        yield from text_measures(rows, languages_of)
        if not overlap_remark():
            yield from overlap_measures(rows)
