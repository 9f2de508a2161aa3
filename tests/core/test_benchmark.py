"""The catalogue of benchmarks, and the words in which every model is asked."""

import pytest

from studio.core.benchmark import BENCHMARKS, OWN, asked_in_words, fitting
from studio.core.example import Choice
from studio.words import use_language

QUESTION = Choice(question="Lequel est un opioïde ?", options=("Morphine", "Ibuprofène"), answers=(0,))


def test_a_question_is_put_in_the_benchmark_s_language_whatever_the_window_s() -> None:
    use_language("en")
    assert asked_in_words(QUESTION, "fr", several=False) == (
        "Question : Lequel est un opioïde ?\n\nA. Morphine\nB. Ibuprofène\n\n"
        "Répondez uniquement par la lettre de la bonne réponse."
    )


def test_how_many_answers_are_right_is_never_told() -> None:
    two = QUESTION.model_copy(update={"answers": (0, 1)})
    assert asked_in_words(QUESTION, "en", several=True) == asked_in_words(two, "en", several=True)


def test_the_context_comes_before_the_question() -> None:
    assert asked_in_words(QUESTION.model_copy(update={"context": "Un résumé."}), "fr", several=False).startswith(
        "Un résumé.\n\nQuestion :"
    )


@pytest.mark.parametrize("benchmark", BENCHMARKS.values(), ids=lambda each: each.name)
def test_each_says_what_it_measures_and_under_which_licence(benchmark) -> None:
    assert benchmark.measures
    assert benchmark.forms
    assert benchmark.layouts
    assert benchmark.name == OWN or (benchmark.licence and benchmark.official_rows)


def test_a_layout_leads_to_the_benchmarks_that_have_it() -> None:
    assert [each.name for each in fitting("pubmedqa")] == ["pubmedqa", OWN]
    assert [each.name for each in fitting("medqa")] == ["medqa", "medmcqa", OWN]
    assert fitting("messages") == []
