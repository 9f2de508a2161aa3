"""Options weighed by their texts, and what no knowledge gets: against hand-worked rows and the field's own figures."""

import random
from itertools import combinations

import pytest

from studio.assess.answered import AnsweredRow
from studio.assess.benchmark_scores import (
    NORMALISED_ACCURACY,
    SHOWN,
    TEXT_ACCURACY,
    baselines,
    benchmark_measures,
    primary_metric,
    text_measures,
)
from studio.assess.choices import LIKELIHOOD_EXACT
from studio.core.benchmark import BENCHMARKS
from studio.core.evaluation import Answer
from studio.core.example import Choice

LONG = "une réponse bien plus longue"


def answered(id: int, right: tuple[int, ...], letters: tuple[float, ...], texts: tuple[float, ...]) -> AnsweredRow:
    question = Choice(question="?", options=("oui", "non", LONG), answers=right)
    return AnsweredRow(id, question, Answer(id=id, asked="", text="A", likelihoods=letters, text_likelihoods=texts))


ROWS = (
    answered(1, (0,), (-1.0, -2.0, -3.0), (-2.0, -4.0, -9.0)),
    answered(2, (2,), (-1.0, -2.0, -3.0), (-2.0, -4.0, -9.0)),
    answered(3, (1,), (-3.0, -1.0, -2.0), (-4.0, -2.0, -40.0)),
)


def values(rows: tuple[AnsweredRow, ...]) -> dict[str, float]:
    return {each.metric: each.value for each in benchmark_measures(rows)}


def test_letters_texts_and_texts_by_their_length_choose_differently() -> None:
    found = values(ROWS)
    assert found[LIKELIHOOD_EXACT] == pytest.approx(2 / 3)
    assert found[TEXT_ACCURACY] == pytest.approx(2 / 3)
    # -2/3, -4/3 and -9/28: the long option is the likeliest by character in the first two.
    assert found[NORMALISED_ACCURACY] == pytest.approx(2 / 3)
    assert [each.outcomes.tolist() for each in text_measures(ROWS)] == [[1, 0, 1], [0, 1, 1]]


def test_they_come_in_one_order_and_rows_without_texts_have_no_say() -> None:
    assert list(values(ROWS)) == [name for name in SHOWN if name in values(ROWS)]
    assert TEXT_ACCURACY not in values((answered(1, (0,), (-1.0, -2.0, -3.0), ()),))


def test_several_right_answers_are_not_chosen_by_text() -> None:
    assert text_measures((*ROWS, answered(4, (0, 1), (-1.0, -1.1, -9.0), (-1.0, -1.0, -9.0)))) == ()


def test_the_benchmark_says_which_way_counts() -> None:
    assert primary_metric(BENCHMARKS["pubmedqa"]) == TEXT_ACCURACY
    assert primary_metric(BENCHMARKS["medqa"]) == LIKELIHOOD_EXACT


def questions(*right: tuple[int, ...], options: int = 5) -> list[Choice]:
    return [Choice(question="?", options=tuple("abcde")[:options], answers=each) for each in right]


def test_always_yes_gets_the_share_of_yes() -> None:
    found = baselines(questions(*[(0,)] * 276, *[(1,)] * 169, *[(2,)] * 55, options=3), several=False)
    assert found is not None
    assert (round(found.constant, 3), found.constant_answer) == (0.552, (0,))
    assert found.chance == pytest.approx(1 / 3)


def test_ticking_all_of_five_options_gets_a_high_hamming_score_and_no_exact_match() -> None:
    """The number of right answers in FrenchMedMCQA's development part."""
    draw = random.Random(1)
    counts = {1: 164, 2: 45, 3: 71, 4: 30, 5: 2}
    asked = questions(
        *(tuple(sorted(draw.sample(range(5), size))) for size, count in counts.items() for _ in range(count))
    )
    hamming, exact = (baselines(asked, several=True, hamming=each) for each in (True, False))
    assert hamming is not None
    assert exact is not None
    assert (hamming.constant_answer, round(100 * hamming.constant, 1)) == ((0, 1, 2, 3, 4), 38.3)
    assert exact.chance == pytest.approx(1 / 31)
    best = max(combinations(range(5), 1), key=lambda guess: sum(each.answers == guess for each in asked))
    assert exact.constant >= sum(each.answers == best for each in asked) / len(asked)


def test_no_questions_no_baselines() -> None:
    assert baselines([], several=False) is None
