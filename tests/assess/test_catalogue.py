"""Every metric has one name, and says what it is in both languages."""

import importlib
import pkgutil

import pytest

import studio.assess
from studio.assess.catalogue import METRICS, info, label_of
from studio.assess.metric import MetricInfo


def described() -> list[MetricInfo]:
    # What needs libraries that need not be there describes nothing.
    names = [each.name for each in pkgutil.iter_modules(studio.assess.__path__) if each.name != "overlap_scores"]
    modules = [importlib.import_module(f"studio.assess.{name}") for name in names]
    tuples = [each.METRICS for each in modules if isinstance(getattr(each, "METRICS", None), tuple)]
    return [metric for metrics in tuples for metric in metrics]


def test_all_metrics_are_known_by_one_name() -> None:
    found = described()
    assert len(found) == len({each.name for each in found})
    assert {each.name: each for each in found} == METRICS


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda each: each.name)
def test_every_metric_is_described(metric: MetricInfo) -> None:
    assert metric.title
    assert not metric.title.endswith(".")
    assert metric.explanation.endswith(".")
    assert metric.name == metric.name.lower()
    assert metric.name.isidentifier()


def test_a_metric_of_one_label_is_described_as_the_metric_is() -> None:
    of_label = info("recall:urgent: oui")
    assert (of_label.title, of_label.name) == (METRICS["recall"].title, "recall:urgent: oui")
    assert label_of(of_label.name) == "urgent: oui"
    assert label_of("recall") == ""
