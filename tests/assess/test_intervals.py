"""Intervals against published values, other libraries, and what a person would expect of them."""

import numpy as np
import pytest
from scipy.stats import bootstrap
from statsmodels.stats.proportion import proportion_confint

from studio.assess.intervals import deciding_rows, score_of, wilson
from studio.assess.measure import Measure, Positions, mean_of, quantile_of
from studio.assess.quantiles import ROWS_OF_P95, quantile_limits
from tests.assess import scenarios
from tests.assess.scenarios import numbered


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_limits(successes: int, total: int, low: float, high: float) -> None:
    assert wilson(successes, total) == pytest.approx((low, high), abs=5e-5)
    assert wilson(successes, total) == pytest.approx(proportion_confint(successes, total, method="wilson"))


def test_all_and_none_mirror_each_other() -> None:
    low, high = wilson(36, 36)
    assert high == 1.0
    assert wilson(0, 36) == pytest.approx((0.0, 1 - low))


@pytest.mark.parametrize(("successes", "total"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_proportion_is_refused(successes: int, total: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(successes, total)


def test_right_and_wrong_have_wilsons_interval() -> None:
    score = score_of(mean_of("m", {7: True, 3: False, 9: True}))
    assert score is not None
    assert (score.value, score.n) == (pytest.approx(2 / 3), 3)
    assert (score.low, score.high) == wilson(2, 3)


@pytest.mark.parametrize(
    "measure",
    [
        mean_of("m", {}),
        mean_of("m", {1: 0.3}),
        quantile_of("m", {1: 0.3}, 0.5),
        Measure("m", (1, 2), lambda _positions: np.nan),
    ],
)
def test_rows_that_cannot_say_give_no_score(measure: Measure) -> None:
    assert score_of(measure) is None


def test_the_same_rows_give_the_same_interval_to_the_last_digit() -> None:
    measure, _truth = scenarios.latency(0.5)(np.random.default_rng(1), 60)
    assert score_of(measure) == score_of(measure)


@pytest.mark.parametrize("draw", [scenarios.proportion(0.8, 0.8), scenarios.latency(0.5), scenarios.area(0.8, 0.3)])
def test_rows_of_a_family_say_less_than_as_many_strangers(draw: scenarios.One) -> None:
    measure, _truth = draw(np.random.default_rng(5), 60)
    thrice = np.tile(np.arange(60), 3)
    outcomes = None if measure.outcomes is None else measure.outcomes[thrice]
    copied = Measure("m", tuple(range(180)), lambda positions: measure.compute(thrice[positions]), outcomes)
    alone, apart = score_of(measure), score_of(copied)
    together = score_of(copied, clusters={at: at % 60 for at in range(180)})
    assert alone is not None
    assert apart is not None
    assert together is not None
    assert together.high - together.low == pytest.approx(alone.high - alone.low, rel=0.12)
    assert apart.high - apart.low < 0.7 * (together.high - together.low)


def test_a_label_without_a_miss_is_as_sure_as_its_own_rows() -> None:
    def recall(positions: Positions) -> float:
        return 1.0 if (positions < 8).any() else np.nan

    score = score_of(Measure("recall:urgent", tuple(range(100)), recall))
    assert score is not None
    assert (score.low, score.high) == wilson(8, 8)


def test_a_perfect_ranking_hangs_on_the_rarer_kind() -> None:
    measure, _truth = scenarios.area(1 - 1e-12, 0.2)(np.random.default_rng(3), 50)
    score = score_of(measure)
    assert score is not None
    rarer = deciding_rows(measure)
    assert 5 <= rarer <= 15
    assert (score.low, score.high) == wilson(rarer, rarer)


def test_a_number_that_is_no_share_has_the_accelerated_bootstrap() -> None:
    measure, _truth = scenarios.perplexity(np.random.default_rng(2), 400)
    score = score_of(measure)
    assert score is not None
    rows = (np.arange(400),)
    reference = bootstrap(
        rows,
        lambda drawn: measure.compute(np.asarray(drawn, dtype=np.intp)),
        vectorized=False,
        n_resamples=2000,
        method="BCa",
        rng=np.random.default_rng(1),
    ).confidence_interval
    assert (score.low, score.high) == pytest.approx((reference.low, reference.high), rel=0.02)


def test_answers_that_are_nearly_all_perfect_leave_room_for_the_next_one() -> None:
    all_perfect = score_of(mean_of("m", dict.fromkeys(range(20), 100.0)))
    assert all_perfect is not None
    assert (all_perfect.low / 100, all_perfect.high) == (pytest.approx(wilson(20, 20)[0], abs=0.03), 100.0)


def test_a_median_lies_between_the_order_statistics_of_the_binomial_interval() -> None:
    # Of 20 values the 6th and the 15th hold the median 95.9 times in 100, the 7th and the 14th 88.5 times.
    low, high = quantile_limits(np.arange(1.0, 21.0), 0.5)
    assert 6 <= low <= 7
    assert 14 <= high <= 15


def test_p95_needs_no_shape_from_so_many_rows_on() -> None:
    enough, too_few = (np.arange(1.0, rows + 1) for rows in (ROWS_OF_P95, ROWS_OF_P95 - 1))
    assert quantile_limits(enough, 0.95)[1] <= ROWS_OF_P95
    assert quantile_limits(too_few, 0.95)[1] > 2 * ROWS_OF_P95


def test_the_limit_of_p95_lies_beyond_all_times_while_they_are_few() -> None:
    times = np.exp(np.random.default_rng(4).normal(size=100))
    few, many = (
        score_of(quantile_of("m", numbered(times[:20]), 0.95)),
        score_of(quantile_of("m", numbered(times), 0.95)),
    )
    assert few is not None
    assert many is not None
    assert few.high > times[:20].max()
    assert few.high - few.low > many.high - many.low
    assert many.high <= times.max()
