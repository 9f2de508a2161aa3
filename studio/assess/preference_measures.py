"""Of two answers to one prompt, which a model finds likelier."""

from collections.abc import Sequence

from studio.assess.answered import AnsweredRow
from studio.assess.measure import Measure, mean_of
from studio.assess.metric import MetricInfo
from studio.core.example import Preference
from studio.words import N_

LIKELIER = "preferred_likelier"
METRICS = (
    MetricInfo(
        LIKELIER,
        N_("Better answer found likelier"),
        N_("Share of the pairs in which the model gives the better answer, as a whole, the higher likelihood."),
    ),
)


def preference_measures(rows: Sequence[AnsweredRow]) -> list[Measure]:
    """By the summed log-likelihood of each answer; equal ones count half. Rows with one answer have no say."""
    outcomes = {}
    for row in rows:
        if isinstance(row.content, Preference) and len(row.answer.likelihoods) > 1:
            better, worse = row.answer.likelihoods[:2]
            outcomes[row.id] = 0.5 if better == worse else float(better > worse)
    return [mean_of(LIKELIER, outcomes)] if outcomes else []
