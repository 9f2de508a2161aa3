"""Patience counts evaluations since the best one, and forgets what a resume has thrown away."""

import pytest

from studio.core.patience import Evaluation, Patience


def patience(limit: int, *losses: float) -> Patience:
    made = Patience(limit)
    for at, loss in enumerate(losses):
        made.take(at * 20, loss)
    return made


@pytest.mark.parametrize(
    ("losses", "best", "waited", "exhausted"),
    [
        ((), None, 0, False),
        ((2.0, 1.0, 0.5), Evaluation(40, 0.5), 0, False),
        ((2.0, 1.0, 1.1, 1.2), Evaluation(20, 1.0), 2, True),
        ((2.0, 1.0, 1.1, 0.9), Evaluation(60, 0.9), 0, False),
        ((1.0, 1.0, 1.0), Evaluation(0, 1.0), 2, True),  # no lower is no better
    ],
)
def test_it_ends_after_so_many_evaluations_without_a_lower_loss(
    losses: tuple[float, ...], best: Evaluation | None, waited: int, exhausted: bool
) -> None:
    found = patience(2, *losses)
    assert (found.best, found.waited, found.exhausted) == (best, waited, exhausted)


def test_without_a_limit_it_waits_for_ever() -> None:
    assert not patience(0, 1.0, *[2.0] * 50).exhausted


def test_evaluations_after_the_checkpoint_resumed_from_are_forgotten() -> None:
    found = patience(2, 2.0, 1.0, 0.1, 1.2)
    found.take(40, 0.95)
    assert found.best == Evaluation(40, 0.95)
    assert found.waited == 0
