"""McNemar's test against statsmodels and a published table, and its false alarms by counting all cases."""

from itertools import product
from math import isinf

import numpy as np
import pytest
from scipy.stats import binom
from statsmodels.stats.contingency_tables import mcnemar

from studio.assess.mcnemar import detectable_share, false_alarm_rate, mcnemar_p, paired_limits, power


def answers(both: int, lost: int, won: int, neither: int) -> tuple[np.ndarray, np.ndarray]:
    cells = np.repeat([(1, 1), (1, 0), (0, 1), (0, 0)], [both, lost, won, neither], axis=0).astype(float)
    return cells[:, 0], cells[:, 1]


@pytest.mark.parametrize(("lost", "won"), [(1, 7), (0, 6), (3, 3), (12, 25), (40, 22)])
def test_it_is_the_exact_test_less_half_of_the_case_seen(lost: int, won: int) -> None:
    exact = mcnemar([[0, lost], [won, 0]], exact=True).pvalue
    expected = exact - binom.pmf(min(lost, won), lost + won, 0.5) if lost != won else 1.0
    assert mcnemar_p(lost, won, 200) == pytest.approx(expected)
    # Here the models disagree on every row.
    assert mcnemar_p(lost, won, lost + won) == pytest.approx(exact)


def test_the_published_example() -> None:
    # Airway reactivity before and after stem cell transplantation; Fagerland, Lydersen, Laake 2013 and 2014.
    before, after = answers(1, 1, 7, 12)
    assert mcnemar_p(1, 7, 21) == pytest.approx(0.039, abs=5e-4)
    assert paired_limits(before, after) == pytest.approx((0.026, 0.507), abs=5e-4)


def test_models_that_answer_alike_still_may_differ_elsewhere() -> None:
    low, high = paired_limits(*answers(46, 0, 0, 5))
    assert low == pytest.approx(-high)
    assert 0.02 < high < 0.2
    assert mcnemar_p(0, 0, 51) == 1.0


@pytest.mark.parametrize("rows", [10, 20, 51, 100, 200, 500])
def test_equal_models_are_called_different_five_times_in_a_hundred_at_most(rows: int) -> None:
    assert max(false_alarm_rate(rows, share) for share in np.linspace(0.02, 1, 50)) <= 0.05


@pytest.mark.parametrize(("rows", "discordance"), list(product([30, 51, 200], [0.0, 0.1, 0.4])))
def test_what_can_be_detected_is_shown_four_times_in_five(rows: int, discordance: float) -> None:
    least = detectable_share(rows, discordance)
    assert power(rows, max(discordance, least), least) == pytest.approx(0.8, abs=1e-3)
    chance = np.random.default_rng(rows)
    differing = max(discordance, least)
    lost, won, _same = chance.multinomial(
        rows, [(differing - least) / 2, (differing + least) / 2, 1 - differing], 500
    ).T
    shown = [mcnemar_p(int(one), int(other), rows) <= 0.05 for one, other in zip(lost, won, strict=True)]
    assert np.mean(shown) == pytest.approx(0.8, abs=0.05)


def test_five_rows_can_show_nothing() -> None:
    assert isinf(detectable_share(4, 0.2))
    assert not isinf(detectable_share(6, 0.2))
