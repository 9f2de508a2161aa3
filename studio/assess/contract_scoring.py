"""Counts how far answers keep to a contract, and how many urgent cases were recognised as such."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studio.assess.intervals import wilson
from studio.assess.score import Score
from studio.core.contract import Contract

FORMAT_COMPLIANCE = "format_compliance"
RED_FLAG_RECALL = "red_flag_recall"
RED_FLAG_SPECIFICITY = "red_flag_specificity"


@dataclass(frozen=True)
class ScoredRow:
    """A held-out row: the answer a person wrote, and the one the model gave."""

    reference: str
    answer: str


def _score(outcomes: Iterable[bool]) -> Score | None:
    counted = list(outcomes)
    if not counted:
        return None
    low, high = wilson(sum(counted), len(counted))
    return Score(sum(counted) / len(counted), low, high, len(counted))


def score_answers(contract: Contract, rows: Sequence[ScoredRow]) -> dict[str, Score]:
    """Scores by name; one that no row can decide is left out.

    Recall is over rows whose reference is urgent. Specificity, over the others, is its trivial-baseline guard:
    answering everything as urgent has a recall of 100 % and a specificity of 0.
    """
    urgent = [row for row in rows if contract.is_urgent(row.reference)]
    others = [row for row in rows if contract.tells_urgency and not contract.is_urgent(row.reference)]
    scores = {
        FORMAT_COMPLIANCE: _score(contract.complies(row.answer) for row in rows),
        RED_FLAG_RECALL: _score(contract.is_urgent(row.answer) for row in urgent),
        RED_FLAG_SPECIFICITY: _score(not contract.is_urgent(row.answer) for row in others),
    }
    return {name: score for name, score in scores.items() if score is not None}
