"""Targets are judged by the bound of the interval."""

import pytest

from studio.assess.intervals import wilson
from studio.assess.metric import MetricInfo
from studio.assess.score import Score
from studio.assess.targets import judge, judge_all, rows_needed, target_words, too_few_words
from studio.core.targets import DEFAULT_TARGETS, Target

FORMAT = Target(metric="format_compliance", at_least=0.95)
LATENCY = Target(metric="latency_p95", at_most=2.0)
SHARE, SECONDS = MetricInfo("m", "Format compliance", ""), MetricInfo("m", "Latency (p95)", "", unit="seconds")


def score(low: float, high: float, n: int = 100) -> Score:
    return Score((low + high) / 2, low, high, n)


@pytest.mark.parametrize(
    ("target", "low", "high", "light"),
    [
        (FORMAT, 0.95, 0.99, "green"),
        (FORMAT, 0.949, 1.0, "amber"),
        (FORMAT, 0.9, 0.95, "amber"),
        (FORMAT, 0.9, 0.949, "red"),
        (LATENCY, 1.2, 2.0, "green"),
        (LATENCY, 1.2, 2.1, "amber"),
        (LATENCY, 2.1, 3.0, "red"),
    ],
)
def test_the_bound_decides_not_the_point(target: Target, low: float, high: float, light: str) -> None:
    assert judge(target, score(low, high)).light == light


def test_the_words_name_the_bound_that_decided() -> None:
    assert (
        target_words(judge(FORMAT, score(0.949, 0.99)), SHARE).text()
        == "Open: “Format compliance” lies between 94.9% and 99.0%, and at least 95.0% is asked."
    )
    assert (
        target_words(judge(LATENCY, score(2.1, 3)), SECONDS).text()
        == "Missed: “Latency (p95)” is at least 2.1 s, and no more than 2 s is asked."
    )


def test_metrics_without_a_score_are_left_out_and_the_order_is_the_targets() -> None:
    scores = {"latency_p95": score(1, 1.5), "accuracy": score(0.9, 0.95), "other": score(0, 1)}
    judged = judge_all(DEFAULT_TARGETS, scores)
    assert [(each.target.metric, each.light) for each in judged] == [("accuracy", "green"), ("latency_p95", "green")]


@pytest.mark.parametrize("target", [FORMAT, Target(metric="m", at_most=0.02), Target(metric="m", at_least=0.9)])
def test_so_many_faultless_rows_are_needed_and_no_fewer(target: Target) -> None:
    rows = rows_needed(target)
    faultless = rows if target.at_least is not None else 0
    assert judge(target, Score(1.0, *wilson(faultless, rows), rows)).light == "green"
    fewer = rows - 1
    assert judge(target, Score(1.0, *wilson(min(faultless, fewer), fewer), fewer)).light == "amber"


def test_it_is_said_when_the_rows_could_prove_nothing() -> None:
    low, high = wilson(51, 51)
    words = too_few_words(judge(FORMAT, Score(1.0, low, high, 51)), SHARE)
    assert words is not None
    assert words.text() == "With 51 rows even a faultless model could not prove it; 73 are needed."
    assert too_few_words(judge(FORMAT, score(0.9, 0.97)), SHARE) is None
    assert too_few_words(judge(LATENCY, score(1.2, 2.1, 20)), SECONDS) is None
