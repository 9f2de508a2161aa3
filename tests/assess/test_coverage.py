"""Intervals hold the truth 93 to 97 times in 100, on simulated test sets; benchmarks/intervals.py prints all."""

from math import sqrt

import numpy as np
import pytest

from studio.assess.intervals import score_of
from tests.assess import scenarios

LEAST, MOST = 0.93, 0.97


def coverage(draw: scenarios.One, rows: int, draws: int, *, families: bool = False) -> float:
    held = 0
    for number in range(draws):
        measure, truth = draw(np.random.default_rng([number, rows]), rows)
        score = score_of(measure, clusters=scenarios.families(rows) if families else None)
        assert score is not None
        held += score.low <= truth <= score.high
    return held / draws


def within(share: float, draws: int) -> bool:
    """As far as so few draws can tell: they are the same ones every time."""
    leeway = 2 * sqrt(0.95 * 0.05 / draws)
    return LEAST - leeway <= share <= MOST + leeway


@pytest.mark.parametrize(
    ("draw", "families"),
    [
        (scenarios.proportion(0.9, 0.99), False),
        (scenarios.proportion(0.8, 0.95, 0.5), True),
        (scenarios.latency(0.5), False),
        (scenarios.latency_p95(0.5), False),
        (scenarios.chrf(0.95), False),
    ],
    ids=["high", "families", "latency", "p95", "perfect"],
)
def test_of_proportions_means_and_quantiles(draw: scenarios.One, *, families: bool) -> None:
    assert within(coverage(draw, 50, 200, families=families), 200)


@pytest.mark.slow
@pytest.mark.parametrize(
    "draw",
    [scenarios.f1((0.4, 0.35, 0.25), 0.85), scenarios.area(0.9, 0.3), scenarios.perplexity],
    ids=["macro F1", "AUROC", "perplexity"],
)
def test_of_metrics_of_all_rows_at_once(draw: scenarios.One) -> None:
    assert within(coverage(draw, 40, 60), 60)
