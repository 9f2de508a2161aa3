"""Reliability bins are scikit-learn's, and the calibration error is the mean gap over them."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from studio.assess.calibration import Cut, expected_error, reliability
from studio.assess.predictions import Predictions, read_predictions
from studio.core.evaluation import AnswersHead
from tests.assess.answers import labelled

HEAD = AnswersHead(fingerprint="", labels=("non urgent", "urgent"))


def predictions(rows: int, rounded: bool = False) -> Predictions:
    draw = np.random.default_rng(rows)
    urgent = draw.random(rows)
    told = np.round(urgent, 1) if rounded else urgent
    names = [HEAD.labels[int(draw.random() < each**2)] for each in urgent]
    return read_predictions(
        [labelled(at, [names[at]], probabilities=(1 - told[at], told[at])) for at in range(rows)], HEAD
    )


@pytest.mark.parametrize(("cut", "strategy"), [("mass", "quantile"), ("width", "uniform")])
@pytest.mark.parametrize("rounded", [False, True])
def test_points_are_those_of_the_reference(cut: Cut, strategy: str, rounded: bool) -> None:
    made = predictions(230, rounded)
    assert made.probabilities is not None
    true, told = calibration_curve(made.truth[:, 1], made.probabilities[:, 1], n_bins=10, strategy=strategy)
    points = reliability(made, "urgent", cut=cut)
    assert [point.true.value for point in points] == pytest.approx(true.tolist())
    assert [point.told for point in points] == pytest.approx(told.tolist())
    assert sorted(each for point in points for each in point.ids) == list(range(230))
    error = sum(point.true.n * abs(point.true.value - point.told) for point in points) / 230
    assert expected_error(made, "urgent", cut=cut)(np.arange(230)) == pytest.approx(error)


def test_the_likeliest_label_is_what_is_told() -> None:
    rows = [
        labelled(1, ["urgent"], probabilities=(0.1, 0.9)),
        labelled(2, ["urgent"], probabilities=(0.3, 0.7)),
        labelled(3, ["urgent"], probabilities=(0.8, 0.2)),
    ]
    made = read_predictions(rows, HEAD)
    # By hand, in bins of a tenth: 0.7 and 0.9 were right, 0.8 was wrong.
    assert expected_error(made, cut="width")(np.arange(3)) == pytest.approx((0.3 + 0.8 + 0.1) / 3)
    assert expected_error(made, cut="width")(np.array([0, 0])) == pytest.approx(0.1)


def test_every_decision_counts_where_there_are_several_labels() -> None:
    head = AnswersHead(fingerprint="", labels=("a", "b"), several=True)
    rows = [labelled(1, ["a"], probabilities=(0.9, 0.6)), labelled(2, [], probabilities=(0.15, 0.65))]
    made = read_predictions(rows, head)
    # By hand: a gap of 0.1 at 0.9, of 0.6 and 0.65 together in theirs, and of 0.15 at 0.15.
    assert expected_error(made, cut="width")(np.arange(2)) == pytest.approx((0.1 + 1.25 + 0.15) / 4)
    assert sum(point.true.n for point in reliability(made)) == 4
    assert {each for point in reliability(made) for each in point.ids} == {1, 2}
