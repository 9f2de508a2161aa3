"""What can be counted without expected answers, by hand."""

import pytest

from studio.assess.answered import AnsweredRow
from studio.assess.unreferenced import Observed, unreferenced_measures
from studio.core.evaluation import Answer
from studio.core.example import Instruction


def row(id: int, text: str) -> AnsweredRow:
    return AnsweredRow(id, Instruction(instruction="?", response=""), Answer(id=id, asked="", text=text))


def test_shares_and_lengths_by_hand() -> None:
    rows = [row(1, ""), row(2, "Repos au calme."), row(3, "Un deux trois quatre cinq."), row(4, "…")]
    observed = Observed({2: True, 3: False}, {1: True}, {2: False, 3: True}, {1: 1.0, 2: 3.0})
    found = {each.metric: each.value for each in unreferenced_measures(None, {}, rows, observed)}
    assert found == {
        "disliked": 1.0,
        "empty": 0.5,
        "other_language": 0.5,
        "answer_words": 1.5,
        "latency_p50": 2.0,
        "latency_p95": pytest.approx(2.9),
    }
