"""What one waits for an answer."""

import numpy as np
import pytest

from studio.assess.speed import METRICS, speed_measures
from studio.core.evaluation import Timing


def test_waiting_by_hand() -> None:
    timings = [Timing(id=at, first_token_s=at / 10, total_s=float(at), tokens=10 * at) for at in (3, 1, 4, 2)]
    found = {each.metric: each for each in speed_measures(timings)}
    assert found["first_token_p50"].value == pytest.approx(0.25)
    assert found["latency_p50"].value == pytest.approx(2.5)
    assert found["latency_p95"].value == pytest.approx(3.85)
    assert found["tokens_per_second"].ids == (1, 2, 3, 4)
    assert found["tokens_per_second"].value == pytest.approx(10)
    assert found["latency_p95"].compute(np.array([0, 0])) == 1
    assert {*found} == {each.name for each in METRICS}


def test_nothing_timed_nothing_told() -> None:
    assert speed_measures([]) == []
