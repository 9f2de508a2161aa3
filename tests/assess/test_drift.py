"""Drift is found where there is some, and seldom where there is none."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from scipy.stats import chi2_contingency, fisher_exact, ks_2samp

from studio.assess.drift import Drift, adjusted_drifts, category_drift, number_drift
from studio.assess.text_drift import length_drift, word_drift
from studio.core.sentence import Sentence

WHAT = Sentence("Length")


def found(drift: Drift | None) -> Drift:
    assert drift is not None
    return drift


def categories(counts: Sequence[int]) -> list[str]:
    return [name for name, count in zip("abcd", counts, strict=False) for _each in range(count)]


def test_numbers_have_the_test_of_kolmogorov_and_smirnov() -> None:
    chance = np.random.default_rng(1)
    before, after = chance.normal(size=60), chance.normal(size=80) + 1
    drift = found(number_drift(WHAT, list(before), list(after), "seconds"))
    assert drift.p == pytest.approx(ks_2samp(before, after).pvalue)
    assert drift.distance == pytest.approx(1, abs=0.35)
    assert drift.shifted
    assert drift.words().text().startswith("“Length” has shifted: half lie above ")


@pytest.mark.parametrize(
    ("before", "after", "test"),
    [
        ((30, 20), (25, 31), "Fisher"),
        ((30, 20, 15), (25, 31, 12), "chi-squared"),
        ((8, 3, 1), (2, 5, 2), "chi-squared of random tables"),
    ],
)
def test_categories_have_the_test_that_their_counts_allow(before: list[int], after: list[int], test: str) -> None:
    drift = found(category_drift(WHAT, categories(before), categories(after)))
    exact = fisher_exact([before, after], method=None).pvalue if test == "Fisher" else None
    expected = exact or chi2_contingency([before, after], correction=False).pvalue
    assert drift.test == test
    # Random tables and the limit of many counts need not agree where counts are small.
    assert drift.p == pytest.approx(expected, abs=0.04 if "random" in test else 1e-9)


def test_the_category_that_moved_most_is_named() -> None:
    drift = found(category_drift(Sentence("Sex"), categories((90, 5, 5)), categories((50, 10, 40))))
    assert drift.shifted
    assert "“a”: 90% in the test set, 50% in use (n = 100, against 100)" in drift.words().text()
    assert drift.distance == pytest.approx(0.4)


def test_one_category_cannot_drift() -> None:
    drift = found(category_drift(WHAT, ["a"] * 5, ["a"] * 9))
    assert drift.p == 1.0
    assert drift.words().text() == "No shift shown in “Length” (n = 9, against 5 in the test set)."


def test_without_anything_to_compare_there_is_no_drift() -> None:
    assert number_drift(WHAT, [], [1.0], "number") is None
    assert category_drift(WHAT, ["a"], []) is None
    assert word_drift(WHAT, [], ["a"]) is None


def texts(chance: np.random.Generator, count: int, words: int = 3000, length: int = 40) -> list[str]:
    """Of made-up words, some common and most rare, as in any language."""
    commonness = 1 / np.arange(1, words + 1)
    names = ["".join(chr(97 + int(digit)) for digit in str(number)) for number in range(words)]
    drawn = chance.choice(words, (count, length), p=commonness / commonness.sum())
    return [" ".join(names[at] for at in row) for row in drawn]


def test_new_words_are_found_and_those_of_few_texts_kept_quiet() -> None:
    chance = np.random.default_rng(2)
    before = texts(chance, 80)
    after = [f"{text} téléconsultation plateforme bilan" for text in texts(chance, 60)]
    after[0] += " Durand"
    found_words = word_drift(Sentence("Words"), before, after)
    assert found_words is not None
    assert found_words.drift.shifted
    assert {"teleconsultation", "plateforme", "bilan"} <= {*found_words.words}
    assert "durand" not in found_words.words


def test_longer_texts_are_found() -> None:
    chance = np.random.default_rng(3)
    assert found(length_drift(WHAT, texts(chance, 40), texts(chance, 40, length=44))).shifted


def test_ten_tests_together_raise_no_more_alarms_than_one() -> None:
    weak = found(category_drift(WHAT, categories((30, 20)), categories((20, 32))))
    assert 0.01 < weak.p < 0.05
    assert not adjusted_drifts([weak] * 10)[0].shifted


def few_kinds(chance: np.random.Generator) -> Drift | None:
    drawn = ["abcd"[at] for at in chance.choice(4, 40, p=(0.6, 0.25, 0.1, 0.05))]
    return category_drift(WHAT, drawn[:25], drawn[25:])


def same_words(chance: np.random.Generator) -> Drift | None:
    novelty = word_drift(WHAT, texts(chance, 40, 800, 20), texts(chance, 30, 800, 20))
    return novelty.drift if novelty else None


def same_numbers(chance: np.random.Generator) -> Drift | None:
    return number_drift(WHAT, list(chance.poisson(6, 40)), list(chance.poisson(6, 30)), "number")


@pytest.mark.parametrize("drawn", [few_kinds, same_words, same_numbers])
def test_what_stays_the_same_seldom_raises_an_alarm(drawn: Callable[[np.random.Generator], Drift | None]) -> None:
    alarms = [found(drawn(np.random.default_rng(seed))).shifted for seed in range(200)]
    assert np.mean(alarms) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 200)
