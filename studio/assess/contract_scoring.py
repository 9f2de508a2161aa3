"""Counts how far answers keep to a contract, and how many urgent cases were recognised as such, while training."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.assess.contract_measures import (
    FORMAT_COMPLIANCE,
    RED_FLAG_RECALL,
    RED_FLAG_SPECIFICITY,
    ContractResults,
)
from studio.assess.contract_verdicts import judge
from studio.assess.intervals import score_of
from studio.assess.score import Score
from studio.core.contract import Contract

_SHOWN = (FORMAT_COMPLIANCE, RED_FLAG_RECALL, RED_FLAG_SPECIFICITY)


@dataclass(frozen=True)
class ScoredRow:
    """A held-out row: the answer a person wrote, and the one the model gave."""

    reference: str
    answer: str


def score_answers(contract: Contract, rows: Sequence[ScoredRow]) -> dict[str, Score]:
    """Scores by name; one that no row can decide is left out.

    Recall is over rows whose reference is urgent. Specificity, over the others, is its trivial-baseline guard:
    answering everything as urgent has a recall of 100 % and a specificity of 0.
    """
    verdict = judge(contract)
    results = ContractResults(contract, {at: verdict(row.reference, row.answer) for at, row in enumerate(rows)})
    scores = {each.metric: score_of(each) for each in results.measures if each.metric in _SHOWN}
    return {name: score for name, score in scores.items() if score is not None}
