"""Choice questions: what is taken is scored, and trivial answers score as published."""

import json
import math
from pathlib import Path

import pytest

from studio.assess.answered import AnsweredRow
from studio.assess.choices import METRICS, choice_measures, likeliest_choices, read_choices
from tests.assess.answers import choice

FIVE = ("Glycolyse", "Lipolyse", "Néoglucogenèse", "Glycogénolyse", "Cétogenèse")
QUESTIONS = Path(__file__).parents[3] / "shared" / "data" / "qa"
needs_questions = pytest.mark.skipif(not QUESTIONS.is_dir(), reason="the shared questions are not on this machine")


def scores(rows: list[AnsweredRow]) -> dict[str, float]:
    return {each.metric: each.value for each in choice_measures(rows)}


def test_single_answers_by_hand() -> None:
    rows = [
        choice(1, FIVE, [1], "B", likelihoods=(-3, -1, -2, -4, -5)),
        choice(2, FIVE, [2], "La réponse est B.", likelihoods=(-3, -2, -1, -4, -5)),
        choice(3, FIVE, [1], "Je ne sais pas.", likelihoods=(-1, -2, -3, -4, -5)),
        choice(4, FIVE, [0], "Glycolyse", likelihoods=(-1, -2, -3, -4, -5)),
    ]
    assert scores(rows) == {
        "choice_exact_match": 0.5,
        "choice_unreadable": 0.25,
        "choice_likelihood_accuracy": 0.75,
        "choice_best_letter_accuracy": 0.5,
        "choice_chance": 0.2,
    }
    assert [each.taken for each in read_choices(rows)] == [{1}, {1}, None, {0}]


def test_several_answers_by_hand() -> None:
    rows = [
        choice(1, FIVE, [0, 1], "A, B, C", likelihoods=[math.log(each) for each in (0.4, 0.4, 0.1, 0.05, 0.05)]),
        choice(2, FIVE, [4], "?", likelihoods=[math.log(each) for each in (0.05, 0.05, 0.1, 0.3, 0.5)]),
    ]
    found = scores(rows)
    assert found["choice_exact_match"] == 0
    assert found["choice_hamming_score"] == pytest.approx((2 / 3 + 0) / 2)
    assert found["choice_unreadable"] == 0.5
    assert [each.taken for each in likeliest_choices(rows)] == [{0, 1}, {3, 4}]
    assert found["choice_likelihood_accuracy"] == 0.5
    assert found["choice_likelihood_hamming_score"] == pytest.approx((1 + 1 / 2) / 2)
    assert found["choice_all_letters_hamming_score"] == pytest.approx((2 / 5 + 1 / 5) / 2)
    assert found["choice_best_letter_accuracy"] == 0.5
    assert found["choice_chance"] == pytest.approx(0.1)
    assert set(found) == {each.name for each in METRICS}


def test_models_that_give_only_likelihoods_have_no_letters() -> None:
    rows = [choice(1, ("yes", "no"), [0], likelihoods=(-1, -2))]
    assert {"choice_likelihood_accuracy", "choice_best_letter_accuracy", "choice_chance"} == set(scores(rows))


def test_options_that_are_all_alike_are_all_taken() -> None:
    rows = [choice(1, FIVE, [0, 1], likelihoods=(-1,) * 5)]
    assert likeliest_choices(rows)[0].taken == {0, 1, 2, 3, 4}


@needs_questions
@pytest.mark.parametrize(("answer", "exact", "hamming"), [("a+b+c+d+e", 0.6, 38.3), ("c", 15.4, 25.1)])
def test_trivial_answers_to_french_questions_score_as_published(answer: str, exact: float, hamming: float) -> None:
    questions = json.loads((QUESTIONS / "frenchmedmcqa_dev.json").read_text(encoding="utf-8"))
    rows = [
        choice(at, list(each["answers"].values()), ["abcde".index(right) for right in each["correct_answers"]], answer)
        for at, each in enumerate(questions)
    ]
    found = scores(rows)
    assert round(100 * found["choice_exact_match"], 1) == exact
    assert round(100 * found["choice_hamming_score"], 1) == hamming
    assert round(100 * found["choice_best_letter_accuracy"], 1) == 15.4
    assert round(100 * found["choice_best_letter_hamming_score"], 1) == 25.1
    assert round(100 * found["choice_all_letters_exact_match"], 1) == 0.6
    assert round(100 * found["choice_all_letters_hamming_score"], 1) == 38.3


@needs_questions
def test_always_yes_scores_as_published() -> None:
    questions = json.loads((QUESTIONS / "pubmedqa_pqal_dev500.json").read_text(encoding="utf-8"))
    options = ("yes", "no", "maybe")
    rows = [
        choice(at, options, [options.index(each["final_decision"])], "Yes.")
        for at, each in enumerate(questions.values())
    ]
    found = scores(rows)
    assert found["choice_exact_match"] == found["choice_best_letter_accuracy"] == pytest.approx(0.552)
