"""Which metrics fit an evaluation: by the kind of its rows, its contract, and what the models gave."""

from collections.abc import Sequence

from studio.assess.answered import AnsweredRow
from studio.assess.measure import Measure
from studio.core.evaluation import AnswersHead, EvaluationJob, Timing


def measures_of(
    job: EvaluationJob, head: AnswersHead | None, rows: Sequence[AnsweredRow], timings: Sequence[Timing]
) -> tuple[Measure, ...]:
    """One model's metrics; none where it has answered nothing."""
    return ()
