"""Distances between what two models say, and where two lists of tokens part."""

from math import inf, log

import pytest

from studio.engine.parity.distance import divergence, first_difference, gap
from studio.engine.parity.reader import Distribution


def made(**shares: float) -> Distribution:
    ordered = sorted(shares.items(), key=lambda pair: -pair[1])
    return Distribution(tuple(int(id[1:]) for id, _share in ordered), tuple(log(share) for _id, share in ordered))


def test_whole_distributions_have_their_divergence() -> None:
    one, other = made(t1=0.5, t2=0.3, t3=0.2), made(t1=0.2, t2=0.3, t3=0.5)
    assert divergence(one, other) == pytest.approx(0.5 * log(2.5) + 0.2 * log(0.4))
    assert divergence(one, one) == 0


def test_what_is_not_told_counts_as_one_and_never_adds() -> None:
    """Both know two of the tokens only, each its own two: token 2 lies with the others."""
    whole = divergence(made(t1=0.6, t2=0.3, t3=0.1), made(t1=0.6, t2=0.1, t3=0.3))
    lumped = divergence(made(t1=0.6, t2=0.3), made(t1=0.6, t3=0.3))
    assert 0 <= lumped <= whole
    # A token that only one of them thinks of is far away all the same.
    assert divergence(made(t1=0.9), made(t2=0.9)) == 0
    assert divergence(made(t1=0.99, t2=0.01), made(t2=0.99, t3=0.01)) > 4
    assert divergence(made(t1=0.9, t2=0.05), made(t3=0.9, t4=0.05)) > 1
    assert divergence(made(t1=0.9), Distribution((1,), ())) is None


def test_a_gap_tells_how_much_less_likely_another_token_is() -> None:
    told = made(t1=0.5, t2=0.25)
    assert gap(told, 2) == pytest.approx(log(2))
    assert gap(told, 1) == 0
    assert gap(told, 9) == inf
    assert gap(Distribution((1,), ()), 1) == inf


@pytest.mark.parametrize(
    ("one", "other", "at", "ids"),
    [((1, 2, 3), (1, 5, 3), 1, (2, 5)), ((1, 2), (1, 2, 3), 2, (None, 3)), ((), (4,), 0, (None, 4))],
)
def test_lists_part_at_the_first_token_that_differs(one, other, at, ids) -> None:
    found = first_difference(one, other, str, str)
    assert (found.at, (found.reference_id, found.artefact_id)) == (at, ids)
    assert first_difference(one, one, str, str) is None
