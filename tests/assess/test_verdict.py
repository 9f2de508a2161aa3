"""Verdicts in words, in both languages, as careful as their numbers."""

from collections.abc import Iterator
from math import inf

import pytest

from studio.assess.figures import difference_told, percents, told
from studio.assess.metric import MetricInfo
from studio.assess.paired import Paired, Verdict
from studio.assess.verdict import changes_words, verdict_words
from studio.words import use_language

INFO = MetricInfo("m", "Format compliance", "")


@pytest.fixture
def french() -> Iterator[None]:
    use_language("fr")
    yield
    use_language("en")


def paired(verdict: Verdict, p: float = 0.001, detectable: float = 0.1283, **changed: tuple[int, ...]) -> Paired:
    return Paired("m", 51, 0.62, 0.98, 0.36, 0.2, 0.5, p, detectable, verdict, **changed)


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (paired("better"), "Better, surely: “Format compliance” 62% → 98%."),
        (paired("better", 0.03), "Probably better: “Format compliance” 62% → 98%."),
        (paired("worse"), "Worse, surely: “Format compliance” 62% → 98%."),
        (
            paired("no_difference", 0.4),
            "No difference shown on “Format compliance”: 62% → 98% (n = 51; a difference below 13 points would hardly "
            "show).",
        ),
        (
            paired("no_difference", 0.4, inf),
            "No difference shown on “Format compliance”: 62% → 98% (n = 51; with so few rows, no difference could "
            "show).",
        ),
        (
            paired("no_difference", 1.0, 0.0),
            "No difference on “Format compliance”: 62% before and after, row by row (n = 51).",
        ),
    ],
)
def test_it_says_how_sure_it_is(result: Paired, text: str) -> None:
    assert verdict_words(result, INFO).text() == text


def test_a_metric_of_one_label_names_it() -> None:
    of_label = MetricInfo("recall:urgent", "Recall", "")
    assert verdict_words(paired("worse"), of_label).text() == "Worse, surely: “Recall: urgent” 62% → 98%."


@pytest.mark.usefixtures("french")
def test_french_numbers_stand_in_french_sentences() -> None:
    text = verdict_words(paired("no_difference", 0.4), INFO).text()
    assert "62\u00a0% → 98\u00a0%" in text
    assert "13\u00a0points" in text


def test_rows_that_changed_are_counted_whatever_the_verdict() -> None:
    assert changes_words(paired("no_difference")) is None
    both = changes_words(paired("no_difference", newly_wrong=(3, 9), newly_right=(4,)))
    assert both is not None
    assert both.text() == "Newly wrong: 2. Newly right: 1."
    worse = changes_words(paired("worse", newly_wrong=(3,)))
    assert worse is not None
    assert worse.text() == "Newly wrong: 1. Newly right: none."


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((0.62, 0.98), ["62%", "98%"]),
        ((0.976, 0.984), ["97.6%", "98.4%"]),
        ((0.9999, 1.0, 0.0), ["99%", "100%", "0%"]),
        ((0.5, 0.5), ["50%", "50%"]),
        # What is below a target must not read as if it were reached.
        ((0.949, 0.99, 0.95), ["94.9%", "99.0%", "95.0%"]),
    ],
)
def test_shares_that_differ_read_differently(shares: tuple[float, ...], said: list[str]) -> None:
    assert [each["en"] for each in percents(*shares)] == said


def test_units_are_written_as_each_language_does() -> None:
    assert told(1.234, "seconds") == {"en": "1.23 s", "fr": "1,23\u00a0s"}
    assert told(2.31e9, "bytes")["fr"] == "2,31\u00a0Go"
    assert told(-3.2, "number") == {"en": "−3.2", "fr": "−3,2"}
    assert difference_told(0.0042, "share") == {"en": "0.5 points", "fr": "0,5\u00a0point"}
    assert difference_told(-0.31, "seconds")["en"] == "0.31 s"
