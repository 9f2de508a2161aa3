"""Coefficients of agreement against published tables, other libraries and the laws they must keep."""

import math

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from studio.assess.agreement import Agreement, Floats, Level, Weights, cohen_kappa, fleiss_kappa, krippendorff_alpha

NONE = math.nan
# Cohen 1960, Educ. Psychol. Meas. 20:37-46, table 1, as counts of 200.
COHEN = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
# The example of Wikipedia's “Fleiss' kappa”: ten subjects, fourteen raters, five categories.
FLEISS = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)
# Krippendorff 2011, “Computing Krippendorff's alpha-reliability”, section C: four observers, twelve units.
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3),
    (NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE),
)


def from_table(table: tuple[tuple[int, ...], ...]) -> Floats:
    """Two raters' ratings that give this table."""
    return np.array(
        [(one, other) for one, row in enumerate(table) for other, count in enumerate(row) for _ in range(count)], float
    )


def from_counts(counts: tuple[tuple[int, ...], ...]) -> Floats:
    return np.array([np.repeat(np.arange(len(row)), row) for row in counts], float)


def simulated(rows: int, raters: int, seed: int, missing: float = 0.0) -> Floats:
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 3, rows)
    ratings = np.where(chance.random((rows, raters)) < 0.7, truth[:, None], chance.integers(0, 3, (rows, raters)))
    return np.where(chance.random((rows, raters)) < missing, np.nan, ratings.astype(float))


def test_cohens_kappa_of_cohens_table() -> None:
    assert cohen_kappa(from_table(COHEN), 3).value == pytest.approx((0.70 - 0.41) / (1 - 0.41))


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_cohens_kappa_is_that_of_scikit_learn(weights: Weights) -> None:
    ratings = simulated(80, 2, seed=3)
    expected = cohen_kappa_score(*ratings.T.astype(int), weights=None if weights == "none" else weights)
    assert cohen_kappa(ratings, 3, weights).value == pytest.approx(expected)


def test_fleiss_kappa_of_the_published_table() -> None:
    assert fleiss_kappa(from_counts(FLEISS), 5).value == pytest.approx(0.210, abs=0.0005)


def test_fleiss_kappa_is_that_of_statsmodels() -> None:
    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")
    ratings = simulated(60, 4, seed=5)
    table, _categories = inter_rater.aggregate_raters(ratings.astype(int), n_cat=3)
    assert fleiss_kappa(ratings, 3).value == pytest.approx(inter_rater.fleiss_kappa(table, method="fleiss"))


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_krippendorffs_alpha_of_his_own_example(level: Level, expected: float) -> None:
    ratings = np.array(KRIPPENDORFF).T - 1
    found = krippendorff_alpha(ratings, 5, level)
    assert found.value == pytest.approx(expected, abs=0.0005)
    # The last unit has one rating, which pairs with nothing.
    assert found.score(resamples=50).n == 11


def test_interval_alpha_of_two_raters_nears_the_quadratic_kappa() -> None:
    ratings = simulated(3_000, 2, seed=8)
    alpha, kappa = krippendorff_alpha(ratings, 3, "interval"), cohen_kappa(ratings, 3, "quadratic")
    assert alpha.value == pytest.approx(kappa.value, abs=0.002)


@pytest.mark.parametrize("agreement", [cohen_kappa, fleiss_kappa, krippendorff_alpha])
def test_full_agreement_is_one_and_sameness_cannot_be_judged(agreement: object) -> None:
    assert callable(agreement)
    assert agreement(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]), 3).value == pytest.approx(1)
    assert math.isnan(agreement(np.ones((5, 2)), 3).value)
    nobody = agreement(np.full((4, 2), np.nan), 3).score()
    assert nobody.n == 0
    assert math.isnan(nobody.value)


def test_an_interval_is_as_resampling_the_rows_gives_it_and_comes_again() -> None:
    ratings = simulated(40, 3, seed=2, missing=0.2)
    score = krippendorff_alpha(ratings, 3, "ordinal").score(seed=7)
    chance = np.random.default_rng(1)
    again = [krippendorff_alpha(ratings[chance.integers(0, 40, 40)], 3, "ordinal").value for _ in range(1_000)]
    assert (score.low, score.high) == pytest.approx(np.percentile(again, (2.5, 97.5)), abs=0.03)
    assert score.low < score.value < score.high
    assert score == krippendorff_alpha(ratings, 3, "ordinal").score(seed=7)


def test_what_belongs_to_one_row_is_resampled_together() -> None:
    one = simulated(30, 2, seed=9)
    twice, rows = np.repeat(one, 2, axis=0), np.repeat(np.arange(30), 2)
    apart, together = cohen_kappa(twice, 3), cohen_kappa(twice, 3).grouped(rows)
    assert together.value == pytest.approx(apart.value)
    assert width(together) == pytest.approx(width(cohen_kappa(one, 3)))
    assert width(together) > 1.2 * width(apart)


def width(agreement: Agreement) -> float:
    score = agreement.score(seed=4)
    return score.high - score.low
