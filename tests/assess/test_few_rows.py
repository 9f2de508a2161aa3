"""However few and however odd the rows: a finite interval around the value, or none, and a verdict that can be said."""

from math import isfinite

import numpy as np
import pytest

from studio.assess.intervals import score_of
from studio.assess.measure import mean_of, quantile_of
from studio.assess.metric import MetricInfo
from studio.assess.paired import compare
from studio.assess.verdict import verdict_words
from tests.assess import scenarios

INFO = MetricInfo("m", "Accuracy", "")
DRAWS: dict[str, scenarios.One] = {
    "share": scenarios.proportion(0.5, 1.0),
    "mean": scenarios.latency(2.0),
    "p95": scenarios.latency_p95(20.0),
    "same": lambda _chance, rows: (mean_of("m", dict.fromkeys(range(rows), 1.5)), 1.5),
    "same p50": lambda _chance, rows: (quantile_of("m", dict.fromkeys(range(rows), 0.0), 0.5), 0.0),
    "mostly perfect": scenarios.chrf(0.9),
    "macro F1": scenarios.f1((0.5, 0.3, 0.2), 0.9),
    "AUROC": scenarios.area(0.9, 0.3),
    "perplexity": scenarios.perplexity,
}


@pytest.mark.parametrize("name", DRAWS)
@pytest.mark.parametrize("rows", [1, 2, 3, 11])
@pytest.mark.parametrize("clusters", [None, {0: 0, 1: 0, 5: 0, 7: 9, 8: 9}])
def test_nothing_breaks(name: str, rows: int, clusters: dict[int, int] | None) -> None:
    chance = np.random.default_rng(rows)
    before, after = (DRAWS[name](chance, rows)[0] for _model in range(2))
    score = score_of(before, clusters=clusters)
    if score is not None:
        assert score.low <= score.value <= score.high
        assert isfinite(score.low)
        assert isfinite(score.high)
    paired = compare(before, after, INFO, clusters=clusters)
    if paired is not None:
        assert paired.low <= paired.difference <= paired.high
        assert 0 <= paired.p <= 1
        assert verdict_words(paired, INFO).text()
