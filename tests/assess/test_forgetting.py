"""What training has cost, in words that claim no more than the rows allow."""

import pytest

from studio.assess.benchmark_scores import TEXT_ACCURACY
from studio.assess.choices import LIKELIHOOD_EXACT
from studio.assess.forgetting import forgetting
from studio.assess.measure import Measure, mean_of
from studio.words import use_language


def measure(right: int, wrong: int, metric: str = LIKELIHOOD_EXACT) -> Measure:
    return mean_of(metric, dict(enumerate([1.0] * right + [0.0] * wrong)))


@pytest.mark.parametrize(
    ("after", "finding"), [((80, 120), "forgot"), ((139, 61), "not_shown"), ((190, 10), "learned")]
)
def test_the_finding_follows_the_paired_verdict(after: tuple[int, int], finding: str) -> None:
    found = forgetting(measure(140, 60), measure(*after))
    assert found is not None
    assert found.finding == finding


def test_the_sentence_has_difference_interval_and_count_in_both_languages() -> None:
    found = forgetting(measure(140, 60, TEXT_ACCURACY), measure(139, 61, TEXT_ACCURACY))
    assert found is not None
    use_language("en")
    english = found.sentence.text()
    assert english.startswith("No forgetting shown: −0.5 points (−")
    assert "n = 200" in english
    assert "to +" in english
    assert found.sentence.words["difference"] == {"en": "−0.5", "fr": "−0,5"}


def test_no_difference_has_no_sign() -> None:
    found = forgetting(measure(10, 10), measure(10, 10))
    assert found is not None
    assert found.sentence.words["difference"] == {"en": "0.0", "fr": "0,0"}


def test_nothing_is_said_of_too_few_rows_or_of_another_metric() -> None:
    assert forgetting(measure(1, 0), measure(1, 0)) is None
    assert forgetting(measure(10, 10, "rouge"), measure(10, 10, "rouge")) is None
