"""What one click does: one step, undone like any other, that leaves a locked test split alone."""

from collections.abc import Callable

import pytest

from studio.core.example import Chat, Choice, Classification, Instruction, Message, Preference, Text
from studio.data.checks import finding_ids
from studio.data.checks.mending import mend
from studio.data.checks.report import ChecksCancelled
from studio.data.locking import lock_test
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from studio.errors import ProjectFailed, TestSplitLocked

Filled = Callable[..., Dataset]
Check = Callable[..., dict]


def case(question: str, answer: str = "Du repos.", **more: str) -> Instruction:
    return Instruction(instruction=question, response=answer, **more)


def splits(reader: ProjectReader, dataset: Dataset) -> dict[int, str | None]:
    ids = reader.find_rows(RowQuery(dataset_id=dataset.id))
    return {row.id: row.split for row in reader.rows(ids.tolist())}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (case(" a\n", "b "), case("a", "b")),
        (
            Chat(messages=(Message(role="user", content=" q"), Message(role="assistant", content="a\n"))),
            Chat(messages=(Message(role="user", content="q"), Message(role="assistant", content="a"))),
        ),
        (Preference(prompt=" q", chosen="a ", rejected="b"), Preference(prompt="q", chosen="a", rejected="b")),
        (Classification(text=" t", labels=("x ",)), Classification(text="t", labels=("x",))),
        (
            Choice(question="q ", options=(" a", "b"), answers=(1,)),
            Choice(question="q", options=("a", "b"), answers=(1,)),
        ),
        (Text(text="\nt"), Text(text="t")),
    ],
)
def test_white_space_is_trimmed_in_every_kind(
    filled: Filled, check: Check, project: Project, reader: ProjectReader, before: object, after: object
) -> None:
    dataset = filled([before])
    check(dataset)
    assert mend(project, dataset.id, "spaces").updated == (1,)
    assert reader.rows([1])[0].content == after
    assert finding_ids(reader, dataset.id, "spaces").size == 0
    project.undo()
    assert reader.rows([1])[0].content == before
    check(dataset)
    assert finding_ids(reader, dataset.id, "spaces").tolist() == [1]


def test_characters_are_mended(filled: Filled, check: Check, project: Project, reader: ProjectReader) -> None:
    dataset = filled([case("q", "Du\x07 re\u200bpos\ufeff"), case("r", "L\x92Ã©tÃ© « chaud »")])
    check(dataset)
    assert mend(project, dataset.id, "control").updated == (1,)
    assert mend(project, dataset.id, "mojibake").updated == (2,)
    assert [row.content for row in reader.rows([1, 2])] == [case("q", "Du repos"), case("r", "L’été « chaud »")]


def test_of_duplicates_the_judged_or_edited_one_stays(
    filled: Filled, check: Check, project: Project, reader: ProjectReader
) -> None:
    dataset = filled([case("a"), case("a"), case("b"), case("b"), case("b"), case("c")])
    project.set_status([5], "approved")
    project.update_field(2, "response", "autre")
    project.update_field(2, "response", "Du repos.")
    check(dataset)
    assert mend(project, dataset.id, "duplicate").deleted == (1, 3, 4)
    check(dataset)
    assert finding_ids(reader, dataset.id, "duplicate").size == 0
    project.undo()
    assert len(splits(reader, dataset)) == 6


def test_rows_that_are_no_longer_equal_stay(filled: Filled, check: Check, project: Project) -> None:
    dataset = filled([case("a"), case("a")])
    check(dataset)
    project.update_field(2, "response", "autre")
    assert mend(project, dataset.id, "duplicate").deleted == ()


def test_the_common_system_prompt_is_given(filled: Filled, check: Check, project: Project, reader: ProjectReader):
    dataset = filled([case("a", system="Rare"), case("b", system="Usuel"), case("c", system="Usuel"), case("d")])
    check(dataset)
    mend(project, dataset.id, "system")
    assert reader.rows([4])[0].content == case("d", system="Usuel")


def test_a_chat_gets_the_system_prompt_as_its_first_turn(
    filled: Filled, check: Check, project: Project, reader: ProjectReader
) -> None:
    turns = (Message(role="user", content="q"), Message(role="assistant", content="a"))
    system = Message(role="system", content="Usuel")
    dataset = filled([Chat(messages=(system, *turns)), Chat(messages=turns)])
    check(dataset)
    mend(project, dataset.id, "system")
    assert reader.rows([2])[0].content == Chat(messages=(system, *turns))


def test_a_leak_is_closed_with_whole_families(
    filled: Filled, check: Check, project: Project, reader: ProjectReader
) -> None:
    dataset = filled([case("a")])
    filled([case("A", "x"), case("a !", "variante")], split="test")
    filled([case("c")], split="validation")
    project.db.execute("UPDATE example SET family = 2 WHERE id = 3")
    check(dataset)
    assert finding_ids(reader, dataset.id, "leak").tolist() == [1, 2]
    mend(project, dataset.id, "leak")
    assert splits(reader, dataset) == {1: "train", 2: "train", 3: "train", 4: "validation"}
    check(dataset)
    assert finding_ids(reader, dataset.id, "leak").size == 0
    project.undo()
    assert splits(reader, dataset)[3] == "test"


def test_what_leaks_into_a_locked_test_leaves_the_splits(
    filled: Filled, check: Check, project: Project, reader: ProjectReader
) -> None:
    dataset = filled([case("a")])
    filled([case("A", "x")], split="test")
    lock_test(project, dataset.id)
    check(dataset)
    mend(project, dataset.id, "leak")
    assert splits(reader, dataset) == {1: None, 2: "test"}


def test_a_locked_test_row_is_not_mended(filled: Filled, check: Check, project: Project, reader: ProjectReader):
    dataset = filled([case("a ")])
    filled([case("b ")], split="test")
    lock_test(project, dataset.id)
    check(dataset)
    assert mend(project, dataset.id, "spaces").updated == (1,)
    assert finding_ids(reader, dataset.id, "spaces").tolist() == [2]
    with pytest.raises(TestSplitLocked):
        mend(project, dataset.id, "spaces")


def test_of_duplicates_the_locked_one_stays(filled: Filled, check: Check, project: Project) -> None:
    dataset = filled([case("a")])
    filled([case("a")], split="test")
    project.set_status([1], "approved")
    project.db.execute("UPDATE example SET split = 'test' WHERE id = 2")
    project.db.execute("UPDATE example SET split = 'train' WHERE id = 1")
    lock_test(project, dataset.id)
    check(dataset)
    assert mend(project, dataset.id, "duplicate").deleted == (1,)


@pytest.mark.parametrize("rule", ["spaces", "duplicate", "leak"])
def test_a_mend_that_is_stopped_has_changed_nothing(
    filled: Filled, check: Check, project: Project, reader: ProjectReader, rule: str
) -> None:
    dataset = filled([case("a ")])
    filled([case("a ")], split="test")
    project.db.execute("UPDATE example SET split = 'test' WHERE id = 2")
    check(dataset)
    before = reader.rows([1, 2])
    with pytest.raises(ChecksCancelled):
        mend(project, dataset.id, rule, cancelled=lambda: True)
    assert reader.rows([1, 2]) == before
    told: list[tuple[int, int]] = []
    assert mend(project, dataset.id, rule, progress=lambda done, total: told.append((done, total))).label
    assert told
    assert all(done == total for done, total in told)


def test_a_rule_without_a_mend_says_so(filled: Filled, project: Project) -> None:
    dataset = filled([case("a")])
    with pytest.raises(ProjectFailed, match="Nothing can be done at once"):
        mend(project, dataset.id, "empty")
    with pytest.raises(ProjectFailed, match="no check called"):
        mend(project, dataset.id, "nonsense")
