"""Which rows are drawn, what is asked of them, and which ratings cannot be."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from studio.core.evaluation import Answer, EvaluatedRow
from studio.core.example import Chat, Choice, Instruction, Message
from studio.core.rating import RatedRow, Rating, RatingSession, is_whole, questions_of, rating_problems
from studio.core.rating_rows import draw_rows, draw_turns, shares_of, shown_row, texts_hash
from studio.core.row_words import question_of

CASE = Instruction(system="Soyez bref.", instruction="Que faire ?", input="Céphalée.", response="IRM")
TWO = RatingSession(
    id="one", title="Lecture", created_at=0, evaluation="0001-x", models=(0, 1), rows=(RatedRow(id=4, sides=(1, 0)),),
    texts_sha256="",
)  # fmt: skip
WHOLE = {"correct": 2, "complete": 1, "dangerous": 0, "sign": 1}


def rows(urgent: int, others: int) -> list[EvaluatedRow]:
    kinds = ["urgent"] * urgent + ["other"] * others
    return [EvaluatedRow(id=at, content=CASE, groups={"kind": kind}) for at, kind in enumerate(kinds, 1)]


def test_strata_are_in_proportion_with_a_minimum() -> None:
    assert shares_of({"urgent": 10, "other": 90}, 20) == {"other": 18, "urgent": 2}
    assert shares_of({"urgent": 10, "other": 90}, 20, minimum=5) == {"other": 15, "urgent": 5}
    assert shares_of({"urgent": 3, "other": 90}, 20, minimum=5) == {"other": 17, "urgent": 3}
    assert shares_of({"a": 9, "b": 9, "c": 9}, 2, minimum=5) == {"a": 1, "b": 1, "c": 0}


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 40), min_size=1), st.integers(1, 100), st.integers(0, 5)
)
def test_shares_add_up_and_no_stratum_gives_more_than_it_has(sizes: dict[str, int], count: int, minimum: int) -> None:
    shares = shares_of(sizes, count, minimum)
    assert sum(shares.values()) == min(count, sum(sizes.values()))
    assert all(0 <= shares[name] <= size for name, size in sizes.items())
    if count >= minimum * len(sizes):
        assert all(shares[name] >= min(minimum, size) for name, size in sizes.items())


def test_each_model_stands_on_each_side_alike_in_every_stratum() -> None:
    drawn = draw_rows(rows(30, 70), 40, models=2, seed=1, strata="kind", minimum=15)
    assert len({row.id for row in drawn}) == 40
    sides = Counter((row.stratum, row.sides) for row in drawn)
    assert Counter(row.stratum for row in drawn) == {"other": 25, "urgent": 15}
    for stratum in ("urgent", "other"):
        assert abs(sides[stratum, (0, 1)] - sides[stratum, (1, 0)]) <= 1
    assert sum(row.sides == (0, 1) for row in drawn) == 20
    assert [row.id for row in drawn] != sorted(row.id for row in drawn)


@pytest.mark.parametrize(("urgent", "others", "count"), [(30, 70, 40), (9, 8, 17), (1, 1, 2), (1, 0, 1), (2, 1, 3)])
def test_every_sheet_turns_some_rows_and_leaves_the_sides_as_even(urgent: int, others: int, count: int) -> None:
    drawn = draw_rows(rows(urgent, others), count, models=2, seed=1, strata="kind")
    sheets = draw_turns(drawn, 7)
    assert sheets == draw_turns(drawn, 7)
    assert len(set(sheets)) > 1
    assert {row.id for row in drawn} == {id for sheet in sheets for id in sheet}
    for sheet in sheets:
        seen = Counter((row.stratum, row.sides[::-1] if row.id in sheet else row.sides) for row in drawn)
        for stratum in ("urgent", "other"):
            assert abs(seen[stratum, (0, 1)] - seen[stratum, (1, 0)]) <= 1


def test_each_rater_has_a_sheet_and_one_model_alone_has_no_sides() -> None:
    drawn = draw_rows(rows(30, 70), 40, models=2, seed=1)
    session = TWO.model_copy(update={"rows": drawn, "turns": draw_turns(drawn, 1)})
    names = [f"Dr {name}" for name in ("Anna", "Bela", "Chloé", "Driss", "Eva", "Farid", "Gaëlle", "Hugo")]
    assert len({session.turned_for(name) for name in names}) > 3
    assert session.turned_for("Anna") == session.turned_for("Anna") != frozenset()
    assert TWO.turned_for("Anna") == frozenset()
    assert draw_turns(draw_rows(rows(3, 3), 4, models=1, seed=1), 1) == ()


def test_sides_exchanged_twice_are_as_before() -> None:
    rating = Rating(row=4, a={"correct": 2}, b={"sign": 1}, preference=-2, comment="x", at=1)
    assert rating.exchanged == Rating(row=4, a={"sign": 1}, b={"correct": 2}, preference=2, comment="x", at=1)
    assert rating.exchanged.exchanged == rating
    assert Rating(row=4, at=1).exchanged.preference is None


def test_a_seed_draws_the_same_and_another_does_not() -> None:
    there = rows(30, 70)
    first = draw_rows(there, 20, models=2, seed=1)
    assert first == draw_rows(list(reversed(there)), 20, models=2, seed=1)
    assert first != draw_rows(there, 20, models=2, seed=2)


def test_a_row_is_shown_with_its_sides_and_the_system_prompt_that_was_used() -> None:
    answers = (Answer(id=4, asked="", text="base"), Answer(id=4, asked="", text="tuned"))
    shown = shown_row(EvaluatedRow(id=4, content=CASE), answers, (1, 0), system="Autrement.")
    assert shown.answers == ("tuned", "base")
    assert [turn.content for turn in shown.turns] == ["Autrement.", "Que faire ?\n\nCéphalée."]
    assert shown.reference == "IRM"
    assert texts_hash([shown]) != texts_hash([shown_row(EvaluatedRow(id=4, content=CASE), answers, (0, 1))])


def test_only_what_comes_before_the_last_answer_is_the_question() -> None:
    said = (("user", "1"), ("assistant", "2"), ("user", "3"), ("assistant", "4"))
    turns = [Message.model_validate({"role": role, "content": text}) for role, text in said]
    assert [turn.content for turn in question_of(Chat(messages=tuple(turns)))] == ["1", "2", "3"]
    choice = Choice(question="Lequel ?", options=("oui", "non"), answers=(1,))
    assert question_of(choice)[0].content == "Lequel ?\n\nA. oui\nB. non"


def test_a_row_is_finished_when_everything_is_answered() -> None:
    rating = Rating(row=4, at=0)
    for number, question in enumerate(questions_of(TWO)):
        assert not is_whole(TWO, rating)
        assert question.answered(rating) is None
        rating = question.answer(rating, number % len(question.levels))
        assert question.answered(rating) == number % len(question.levels)
    assert is_whole(TWO, rating)
    assert len(questions_of(TWO)) == 9
    assert questions_of(TWO)[0].answer(rating, None).a.keys() == {"complete", "dangerous", "sign"}


@pytest.mark.parametrize(
    ("rating", "said"),
    [
        (Rating(row=9, at=0), "Row 9 is not among"),
        (Rating(row=4, a={"correct": 3}, at=0), "3 is no answer to “Accurate”"),
        (Rating(row=4, b={"dangerous": -1}, at=0), "-1 is no answer"),
    ],
)
def test_a_rating_that_cannot_be_is_named(rating: Rating, said: str) -> None:
    assert said in "".join(rating_problems(TWO, rating))


def test_nothing_is_asked_of_an_answer_that_is_not_there() -> None:
    one = TWO.model_copy(update={"models": (0,), "rows": (RatedRow(id=4, sides=(0,)),)})
    assert len(questions_of(one)) == 4
    assert len(list(rating_problems(one, Rating(row=4, b={"sign": 1}, preference=1, at=0)))) == 2
    assert not list(rating_problems(TWO, Rating(row=4, a=WHOLE, b=WHOLE, preference=-2, at=0)))


def test_a_session_shows_every_model_once() -> None:
    with pytest.raises(ValidationError, match="every model once"):
        RatingSession.model_validate({**TWO.model_dump(), "rows": [{"id": 4, "sides": [0, 0]}]})
