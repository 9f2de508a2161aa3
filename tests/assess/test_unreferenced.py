"""What can be counted without expected answers, by hand."""

import pytest

from studio.assess.answered import AnsweredRow
from studio.assess.unreferenced import Observed, repeats_itself, unreferenced_measures
from studio.core.evaluation import Answer
from studio.core.example import Instruction


def row(id: int, text: str) -> AnsweredRow:
    return AnsweredRow(id, Instruction(instruction="?", response=""), Answer(id=id, asked="", text=text))


def test_shares_and_lengths_by_hand() -> None:
    again = "un deux trois quatre cinq six sept huit "
    rows = [row(1, ""), row(2, "Repos au calme."), row(3, again + again), row(4, "…")]
    observed = Observed({2: True, 3: False}, {1: True}, {2: False, 3: True}, {1: 1.0, 2: 3.0})
    found = {each.metric: each.value for each in unreferenced_measures(None, {}, rows, observed)}
    assert found == {
        "disliked": 1.0,
        "empty": 0.5,
        "repeating": 0.25,
        "other_language": 0.5,
        "answer_words": 1.5,
        "latency_p50": 2.0,
        "latency_p95": pytest.approx(2.9),
    }


def test_overlapping_runs_count_as_said_twice_and_short_texts_never() -> None:
    assert repeats_itself(["non"] * 9)
    assert not repeats_itself(["non"] * 8)
