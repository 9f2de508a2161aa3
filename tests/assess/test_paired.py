"""The verdict between two models on the same rows."""

from math import sqrt

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from studio.assess.holm import holm
from studio.assess.measure import Measure, mean_of
from studio.assess.metric import MetricInfo
from studio.assess.paired import Paired, adjusted, compare
from tests.assess import scenarios

HIGHER, LOWER = MetricInfo("m", "", ""), MetricInfo("m", "", "", better="lower")
NEITHER = MetricInfo("m", "", "", better="neither")


def right(rows: int, wrong: set[int]) -> Measure:
    return mean_of("m", {at: at not in wrong for at in range(rows)})


def compared(before: Measure, after: Measure, info: MetricInfo = HIGHER) -> Paired:
    paired = compare(before, after, info)
    assert paired is not None
    return paired


def test_only_rows_of_both_count() -> None:
    before = mean_of("m", {1: True, 2: False, 3: True, 4: True, 9: False})
    after = mean_of("m", {0: True, 1: False, 2: True, 3: True, 4: True})
    paired = compared(before, after)
    assert (paired.n, paired.before, paired.after) == (4, 0.75, 0.75)
    assert (paired.newly_right, paired.newly_wrong) == ((2,), (1,))
    assert (paired.p, paired.verdict) == (1.0, "no_difference")


@pytest.mark.parametrize(
    ("info", "verdict", "newly_right"), [(HIGHER, "better", 20), (LOWER, "worse", 0), (NEITHER, "different", 0)]
)
def test_the_verdict_follows_the_direction_of_the_metric(info: MetricInfo, verdict: str, newly_right: int) -> None:
    paired = compared(right(60, set(range(25))), right(60, set(range(20, 25))), info)
    assert (paired.verdict, len(paired.newly_right)) == (verdict, newly_right)
    assert paired.difference == pytest.approx(1 / 3)
    assert 0 < paired.low < paired.difference < paired.high


def test_metrics_of_all_rows_name_no_row() -> None:
    before, after = scenarios.two_f1((0.5, 0.5), 0.6)(np.random.default_rng(1), 150, 0.3)
    paired = compared(before, after)
    assert (paired.verdict, paired.newly_right, paired.newly_wrong) == ("better", (), ())


def test_rows_that_cannot_decide_give_no_verdict() -> None:
    assert compare(right(5, set()), mean_of("m", {9: True}), HIGHER) is None
    undecided = Measure("m", (0, 1, 2), lambda _positions: np.nan)
    assert compare(undecided, right(3, set()), HIGHER) is None


def test_copies_of_a_row_do_not_make_a_difference_surer() -> None:
    before, after = (right(60, {at for at in range(60) if at % 12 < wrong}) for wrong in (6, 3))
    families = {at: at % 12 for at in range(60)}
    assert compared(before, after).verdict == "better"
    together = compare(before, after, HIGHER, clusters=families)
    assert together is not None
    assert together.verdict == "no_difference"


def test_holms_adjustment_is_the_one_of_statsmodels() -> None:
    p_values = [0.04, 0.001, 0.3, 0.012, 0.04, 0.9]
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_what_one_comparison_shows_ten_may_not() -> None:
    paired = compared(right(40, set(range(6))), right(40, set()))
    assert (paired.verdict, 0.01 < paired.p < 0.05) == ("better", True)
    still = adjusted([(paired, HIGHER)] * 10)[0]
    assert (still.verdict, still.p) == ("no_difference", pytest.approx(10 * paired.p))


def alarms(draw: scenarios.Two, rows: int, draws: int, *, families: bool = False) -> float:
    found = []
    for number in range(draws):
        before, after = draw(np.random.default_rng([number, rows]), rows, 0.0)
        paired = compare(before, after, HIGHER, clusters=scenarios.families(rows) if families else None)
        assert paired is not None
        found.append(paired.verdict != "no_difference")
    return float(np.mean(found))


def seldom(share: float, draws: int) -> bool:
    """As far as so few draws can tell: they are the same ones every time."""
    return share <= 0.05 + 2 * sqrt(0.05 * 0.95 / draws)


@pytest.mark.parametrize(
    ("draw", "families"),
    [
        (scenarios.two_scores, False),
        (scenarios.two_latencies, False),
        (scenarios.two_mostly_perfect, False),
        (scenarios.two_proportions(0.8, 0.2, 0.5), True),
    ],
    ids=["scores", "latencies", "perfect", "families"],
)
def test_equal_models_are_seldom_called_different(draw: scenarios.Two, *, families: bool) -> None:
    assert seldom(alarms(draw, 40, 150, families=families), 150)


@pytest.mark.slow
def test_nor_by_metrics_of_all_rows_at_once() -> None:
    assert seldom(alarms(scenarios.two_areas(0.85, 0.3), 50, 60), 60)


@pytest.mark.parametrize(("rows", "verdict", "detectable"), [(5, "no_difference", float("inf")), (6, "better", 0.5)])
def test_differences_that_are_all_alike_need_six_rows(rows: int, verdict: str, detectable: float) -> None:
    before, after = (mean_of("m", dict.fromkeys(range(rows), value)) for value in (1.5, 2.0))
    paired = compared(before, after)
    assert (paired.verdict, paired.detectable, paired.difference) == (verdict, detectable, 0.5)
