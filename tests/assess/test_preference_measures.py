"""Of two answers to one prompt, which a model finds likelier."""

from studio.assess.answered import AnsweredRow
from studio.assess.preference_measures import preference_measures
from studio.core.evaluation import Answer
from studio.core.example import Preference, Text


def row(id: int, *likelihoods: float) -> AnsweredRow:
    pair = Preference(prompt="p", chosen="a", rejected="b")
    return AnsweredRow(id, pair, Answer(id=id, asked="", likelihoods=likelihoods))


def test_the_better_answer_counts_where_it_is_likelier() -> None:
    (measure,) = preference_measures([row(1, -3.0, -9.0), row(2, -9.0, -3.0), row(3, -4.0, -4.0), row(4, -1.0)])
    assert measure.ids == (1, 2, 3)
    assert measure.outcomes.tolist() == [1.0, 0.0, 0.5]
    assert measure.value == 0.5


def test_rows_without_two_answers_have_no_say() -> None:
    assert preference_measures([row(1, -1.0), AnsweredRow(2, Text(text="t"), Answer(id=2, asked=""))]) == []
