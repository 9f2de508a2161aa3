"""What readings come to, by hand and in simulation."""

import math
from itertools import product

import numpy as np
import pytest

from studio.assess.human import mean_score, summarise
from studio.assess.intervals import wilson
from studio.core.rating import RatedRow, Rating, RatingSession

ROWS = tuple(RatedRow(id=id, sides=(0, 1) if id % 2 else (1, 0)) for id in range(1, 5))
SESSION = RatingSession(
    id="s", title="", created_at=0, evaluation="0001", models=(3, 5), scales=("correct", "dangerous"), rows=ROWS,
    texts_sha256="",
)  # fmt: skip


CHANCES = ((0.4, 0.3, 0.3), (0.6, 0.3, 0.1), (0.2, 0.7, 0.1))


def rated(row: int, first: tuple[int, int], second: tuple[int, int], prefers: int) -> Rating:
    """By model; `prefers` is positive where the first model is better."""
    said = [dict(zip(SESSION.scales, each, strict=True)) for each in (first, second)]
    on_left = ROWS[row - 1].sides[0]
    preference = -prefers if on_left == 0 else prefers
    return Rating(row=row, a=said[on_left], b=said[1 - on_left], preference=preference, at=0)


ANNA = {
    1: rated(1, (2, 0), (0, 1), 2),
    2: rated(2, (2, 0), (1, 0), 1),
    3: rated(3, (1, 0), (1, 0), 0),
    4: rated(4, (2, 1), (2, 0), -1),
}
BELA = {1: rated(1, (2, 0), (2, 0), 1), 2: rated(2, (0, 0), (2, 0), -2), 3: rated(3, (1, 0), (1, 0), 0)}


def test_scores_are_those_of_the_models_whatever_side_they_stood_on() -> None:
    found = summarise(SESSION, {"Anna": ANNA})
    scores = {(each.scale, each.model): each for each in found.scales}
    assert scores["correct", 0].counts == (0, 1, 3)
    assert scores["correct", 1].counts == (1, 2, 1)
    assert scores["correct", 0].yes.value == 0.75
    assert (scores["correct", 0].yes.low, scores["correct", 0].yes.high) == wilson(3, 4)
    assert scores["dangerous", 1].counts == (3, 1)
    difference = {each.scale: each.difference for each in found.differences}
    assert difference["correct"].value == pytest.approx(0.5)
    assert difference["dangerous"].value == 0
    assert found.wins is not None
    assert (found.wins.first, found.wins.ties, found.wins.second) == (2, 1, 1)
    assert found.wins.rate.value == pytest.approx(2.5 / 4)
    assert found.agreements == ()


def test_raters_count_by_row_and_their_disagreements_are_listed() -> None:
    found = summarise(SESSION, {"Anna": ANNA, "Bela": BELA})
    assert [(each.rater, each.begun, each.whole) for each in found.raters] == [("Anna", 4, 4), ("Bela", 3, 3)]
    assert found.wins is not None
    assert found.wins.rate.n == 4
    # Row by row: both, one of two, neither, the second.
    assert found.wins.rate.value == pytest.approx((1 + 0.5 + 0.5 + 0) / 4)
    assert {(each.row, each.scale, each.model) for each in found.disagreements} == {
        (2, None, None), (1, "correct", 1), (2, "correct", 0), (1, "dangerous", 1),
    }  # fmt: skip
    agreements = {each.scale: each for each in found.agreements}
    # Six pairs of answers were judged by both: alike but for the three above and (1, 2) of row 2.
    assert agreements["correct"].same == pytest.approx(3 / 6)
    assert agreements["dangerous"].alpha.n == 3
    assert agreements[None].same == pytest.approx(1 / 3)


def test_strata_are_told_apart_where_there_are_several() -> None:
    assert summarise(SESSION, {"Anna": ANNA}).strata == ()
    rows = tuple(row.model_copy(update={"stratum": "urgent" if row.id < 3 else "other"}) for row in ROWS)
    found = summarise(SESSION.model_copy(update={"rows": rows}), {"Anna": ANNA}).strata
    assert [(each.stratum, each.wins.rate.value) for each in found] == [("other", 0.25), ("urgent", 1.0)]


def test_all_alike_is_no_proof_of_agreement() -> None:
    calm = {row: rated(row, (2, 0), (2, 0), 0) for row in range(1, 5)}
    found = {each.scale: each for each in summarise(SESSION, {"Anna": calm, "Bela": calm}).agreements}
    assert found["dangerous"].same == 1
    assert math.isnan(found["dangerous"].alpha.value)
    assert math.isnan(found["dangerous"].kappa.low)


def test_ties_alone_leave_it_open_who_wins() -> None:
    score = mean_score([0.5] * 20)
    assert score is not None
    assert score.low < 0.46
    assert score.high > 0.54
    assert mean_score([]) is None


@pytest.mark.parametrize(("n", "shares"), list(product((20, 60), CHANCES)))
def test_the_interval_of_a_win_rate_covers_what_it_should(n: int, shares: tuple[float, float, float]) -> None:
    chance = np.random.default_rng(11)
    truth, hits = shares[0] + shares[1] / 2, 0
    for _time in range(1_000):
        score = mean_score(chance.choice([1, 0.5, 0], n, p=shares).tolist())
        assert score is not None
        hits += score.low <= truth <= score.high
    assert 0.93 <= hits / 1_000 <= 0.97
