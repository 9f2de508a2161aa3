"""Scores of chosen labels agree with scikit-learn and stand beside the trivial answer."""

import pytest
from sklearn.metrics import f1_score

from studio.assess.label_scores import label_scores


def sets(*rows: tuple[int, ...]) -> list[frozenset[int]]:
    return [frozenset(row) for row in rows]


def test_scores_are_those_of_the_reference() -> None:
    truth, told = sets((0,), (0,), (1,), (2,), (0,)), sets((0,), (1,), (1,), (0,), (0,))
    scores = label_scores(truth, told, 4, frozenset({0}))
    assert scores["accuracy"].value == pytest.approx(3 / 5)
    expected = f1_score([0, 0, 1, 2, 0], [0, 1, 1, 0, 0], average="macro")
    assert scores["macro_f1"].value == pytest.approx(expected)
    assert scores["macro_f1"].low <= expected <= scores["macro_f1"].high
    assert scores["majority_accuracy"].value == pytest.approx(3 / 5)


def test_several_labels_must_all_be_right() -> None:
    truth, told = sets((0, 1), (), (1,)), sets((0, 1), (), (0, 1))
    scores = label_scores(truth, told, 2, frozenset())
    assert scores["accuracy"].value == pytest.approx(2 / 3)
    assert scores["macro_f1"].value == pytest.approx(
        f1_score([[1, 1], [0, 0], [0, 1]], [[1, 1], [0, 0], [1, 1]], average="macro")
    )
    assert scores["majority_accuracy"].value == pytest.approx(1 / 3)


def test_nothing_is_said_of_no_rows() -> None:
    assert label_scores([], [], 2, frozenset()) == {}


def test_a_single_row_tells_next_to_nothing() -> None:
    f1 = label_scores(sets((0,)), sets((0,)), 2, frozenset({0}))["macro_f1"]
    assert (f1.value, f1.low, f1.high) == (1.0, 0.0, 1.0)
