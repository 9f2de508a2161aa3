"""Hundreds of simulated runs: healthy ones are left in peace, and each way of failing has its name."""

import numpy as np
import pytest

from studio.assess.diagnosis.doctor import diagnose
from tests.assess.diagnosis import simulated

HEALTHY_SEEDS, FAILING_SEEDS = 200, 60
NAMED = 0.95


def test_two_hundred_healthy_runs_raise_no_alarm() -> None:
    alarms = {
        (seed, each.key)
        for seed in range(HEALTHY_SEEDS)
        for each in diagnose(simulated.healthy(np.random.default_rng(seed)))
        if each.severity != "information"
    }
    assert alarms == set()


@pytest.mark.parametrize("kind", simulated.FAILING)
def test_each_way_of_failing_is_named(kind: str) -> None:
    named = [
        any(each.key == kind for each in diagnose(simulated.FAILING[kind](np.random.default_rng(seed))))
        for seed in range(FAILING_SEEDS)
    ]
    assert np.mean(named) >= NAMED


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 0.9])
def test_a_healthy_run_raises_no_alarm_on_its_way(share: float) -> None:
    for seed in range(40):
        facts = simulated.healthy(np.random.default_rng(seed))
        assert [each.key for each in diagnose(simulated.so_far(facts, share)) if each.severity != "information"] == []
