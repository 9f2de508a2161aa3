"""The threshold costs least of all on the rows that choose it, and is measured on others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_curve

from studio.assess.intervals import score_of
from studio.assess.predictions import Predictions, read_predictions
from studio.assess.threshold import Costs, pick_threshold, threshold_limits
from studio.core.evaluation import AnswersHead
from tests.assess.answers import labelled

HEAD = AnswersHead(fingerprint="", labels=("non urgent", "urgent"))


def predictions(told: list[float], urgent: list[bool]) -> Predictions:
    rows = zip(told, urgent, strict=True)
    made = [labelled(at, [HEAD.labels[have]], probabilities=(1 - each, each)) for at, (each, have) in enumerate(rows)]
    return read_predictions(made, HEAD)


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.35, 0.5, 0.8, 1.0]), st.booleans()), min_size=1, max_size=12),
    st.sampled_from([0.1, 1.0, 10.0]),
)
def test_no_threshold_costs_less(rows: list[tuple[float, bool]], miss: float) -> None:
    told, urgent = np.array([each for each, _ in rows]), np.array([have for _, have in rows])
    picked = pick_threshold(predictions(told.tolist(), urgent.tolist()), "urgent", Costs(miss, 1.0))

    def cost(threshold: float) -> float:
        given = told >= threshold
        return float((miss * (urgent & ~given) + (~urgent & given)).mean())

    least = min(cost(each) for each in [*np.linspace(0, 1, 41), np.inf])
    assert cost(picked.chosen.threshold) == pytest.approx(least)
    assert picked.cost.value == pytest.approx(picked.chosen.cost) == pytest.approx(least)
    assert picked.optimistic


def test_the_curve_is_that_of_the_reference() -> None:
    draw = np.random.default_rng(1)
    told, urgent = np.round(draw.random(60), 2), draw.random(60) < 0.4
    alarms, found, _thresholds = roc_curve(urgent, told, drop_intermediate=False)
    curve = pick_threshold(predictions(told.tolist(), urgent.tolist()), "urgent", Costs(1, 1)).curve
    assert [point.sensitivity for point in curve] == pytest.approx(found.tolist())
    assert [1 - point.specificity for point in curve] == pytest.approx(alarms.tolist())


def test_what_was_chosen_on_validation_is_measured_on_the_test() -> None:
    validation = predictions([0.9, 0.6, 0.4, 0.1], [True, True, False, False])
    tested = predictions([0.9, 0.45, 0.55, 0.1], [True, True, False, False])
    picked = pick_threshold(validation, "urgent", Costs(miss=10, false_alarm=1), tested)
    assert picked.chosen.threshold == pytest.approx(0.5)
    assert picked.chosen.cost == 0
    assert picked.cost.value == pytest.approx((10 + 1) / 4)
    assert picked.missed == (1,)
    assert not picked.optimistic
    score = score_of(picked.cost)
    assert score is not None
    assert score.low <= 11 / 4 <= score.high


def test_dear_misses_lower_the_threshold() -> None:
    draw = np.random.default_rng(3)
    told = draw.random(200)
    made = predictions(told.tolist(), (draw.random(200) < told).tolist())
    dear, cheap = (pick_threshold(made, "urgent", Costs(miss, 1.0)).chosen for miss in (10.0, 0.1))
    assert dear.threshold < cheap.threshold
    assert dear.sensitivity > cheap.sensitivity


def test_never_giving_the_label_is_a_choice() -> None:
    picked = pick_threshold(predictions([1.0, 0.9], [False, False]), "urgent", Costs(1.0, 1.0))
    assert picked.chosen.threshold == np.inf
    assert np.isnan(picked.chosen.sensitivity)


def test_where_other_rows_would_put_the_threshold() -> None:
    clear = predictions([0.8] * 10 + [0.2] * 10, [True] * 10 + [False] * 10)
    assert threshold_limits(clear, "urgent", Costs(1, 1)) == (0.5, 0.5)
    draw = np.random.default_rng(2)
    urgent = draw.random(80) < 0.5
    blurred = predictions((0.3 + 0.3 * urgent + 0.3 * draw.random(80)).tolist(), urgent.tolist())
    low, high = threshold_limits(blurred, "urgent", Costs(1, 1))
    assert 0.3 < low < pick_threshold(blurred, "urgent", Costs(1, 1)).chosen.threshold <= high < 0.9
    families = {at: at // 20 for at in range(80)}
    assert threshold_limits(blurred, "urgent", Costs(1, 1), families) != (low, high)
