"""Real runs by tools/record_journals.py, healthy or seeded to fail: the latter are named, the former raise no alarm."""

import pytest

from studio.assess.diagnosis.diagnosis import Diagnosis, Key
from studio.assess.diagnosis.doctor import diagnose
from studio.core.recipe import with_changes
from tests.assess.diagnosis.recorded import JOURNALS, read

NAMES = sorted(path.name.removesuffix(".jsonl.gz") for path in JOURNALS.glob("*.jsonl.gz"))
HEALTHY = [name for name in NAMES if name.startswith("healthy-")]
EXPECTED: dict[str, Key] = {
    "collapse": "divergence",
    "divergence": "divergence",
    "few": "few_examples",
    "imbalance": "imbalance",
    "inconclusive": "inconclusive",
    "nan-damaged": "damaged_base",
    "nan-step": "not_finite",
    "oscillation": "oscillation",
    "overfitting": "overfitting",
    "plateau": "plateau",
    "rate-too-low": "rate_too_low",
    "slow-loader": "starving",
    "small-evaluation": "small_evaluation",
    "too-short": "too_short",
    "truncated": "truncation",
    "zero": "zero_loss",
}
"""By how the names of the journals begin."""


def expected(name: str) -> Key:
    return next(key for beginning, key in EXPECTED.items() if name.startswith(beginning))


def alarms(found: tuple[Diagnosis, ...]) -> set[Key]:
    return {each.key for each in found if each.severity != "information"}


def test_the_catalogue_is_large_enough() -> None:
    assert len(HEALTHY) >= 8
    assert len(NAMES) - len(HEALTHY) >= 12
    assert {expected(name) for name in NAMES if name not in HEALTHY} == set(EXPECTED.values())


@pytest.mark.parametrize("name", [name for name in NAMES if name not in HEALTHY])
def test_a_failing_run_is_named_and_nothing_else_is_blamed(name: str) -> None:
    found = diagnose(read(name).facts())
    assert expected(name) in {each.key for each in found}
    assert alarms(found) <= {expected(name)}


@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_run_alarms_at_no_moment(name: str) -> None:
    for facts in read(name).moments():
        assert alarms(diagnose(facts)) == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in HEALTHY])
def test_what_is_said_of_a_living_run_is_not_taken_back(name: str) -> None:
    """Another kind of trouble may show first; an alarm about a run that goes on is never about nothing."""
    for facts in read(name).moments():
        assert alarms(diagnose(facts)) <= {expected(name), "divergence", "oscillation"}


@pytest.mark.parametrize("name", NAMES)
def test_every_remedy_is_a_recipe_and_changes_something(name: str) -> None:
    recorded = read(name)
    for each in diagnose(recorded.facts()):
        if each.remedy:
            assert with_changes(recorded.job.recipe, each.remedy) != recorded.job.recipe
