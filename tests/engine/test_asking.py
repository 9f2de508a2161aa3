"""What a model is asked: nothing in a question may tell how many answers are right."""

from collections.abc import Sequence

import pytest

from studio.core.evaluation import EvaluatedRow
from studio.core.example import Choice, Classification, Content, Instruction
from studio.engine.evaluating.asking import Manner, ask, manner_of


def rows_of(*contents: Content) -> list[EvaluatedRow]:
    return [EvaluatedRow(id=at, content=content) for at, content in enumerate(contents, 1)]


def choice(*answers: int) -> Choice:
    return Choice(question="Quelle cause ?", options=("Migraine", "Fièvre", "Déficit"), answers=answers)


def text(*labels: str) -> Classification:
    return Classification(text="Céphalée ancienne.", labels=labels)


def questions(rows: Sequence[EvaluatedRow]) -> set[str]:
    manner = manner_of(rows, "")
    return {turn.content for row in rows for turn in ask(row, manner).turns}


@pytest.mark.parametrize(
    "rows",
    [
        rows_of(choice(0), choice(0, 2), choice(1)),
        rows_of(choice(0), choice(1)),
        rows_of(text("a"), text("a", "b"), text()),
        rows_of(text("a"), text("b")),
    ],
)
def test_rows_alike_but_for_their_answer_are_asked_alike(rows) -> None:
    assert len(questions(rows)) == 1


@pytest.mark.parametrize("unlike", [choice(0, 1), text("a", "b"), text()])
def test_what_one_row_allows_is_allowed_in_all(unlike) -> None:
    alone = choice(2) if isinstance(unlike, Choice) else text("a")
    assert questions(rows_of(alone)) != questions(rows_of(alone, unlike))


def test_labels_are_those_of_all_rows() -> None:
    assert manner_of(rows_of(text("b"), text("a", "b")), "").labels == ("a", "b")


def test_a_system_prompt_takes_the_place_of_the_rows_own() -> None:
    (row,) = rows_of(Instruction(system="Un.", instruction="Que faire ?", response="Rien"))
    assert next(turn.content for turn in ask(row, Manner(system="Deux.")).turns) == "Deux."
    assert ask(row, Manner()).key != ask(row, Manner(system="Deux.")).key
