"""Rows are changed, copied, merged and split as one step each, and data sets renamed and deleted."""

from collections.abc import Callable

import pytest

from studio.core.example import Chat, Choice, Content, Instruction, Message, Role, Text
from studio.data import editing
from studio.data.history import Label
from studio.data.inserting import RowSource
from studio.data.project import Dataset, Project, ProjectReader, Row
from studio.data.records import NewRow, RowQuery
from studio.errors import ProjectFailed


def everything(reader: ProjectReader) -> list[Row]:
    return [
        row
        for each in reader.datasets()
        for row in reader.rows(reader.find_rows(RowQuery(dataset_id=each.id)).tolist())
    ]


def chat(*turns: tuple[Role, str]) -> Chat:
    return Chat(messages=tuple(Message(role=role, content=text) for role, text in turns))


def add(project: Project, *contents: Content) -> list[int]:
    kind = contents[0].kind
    dataset = project.dataset(kind) or project.add_dataset(kind, kind)
    return list(project.add_rows(dataset.id, contents).inserted)


@pytest.mark.parametrize(
    "change",
    [
        lambda project: editing.set_content(project, 2, Instruction(instruction="neuf", response="x")),
        lambda project: editing.set_tags(project, [1, 2], add=["vu"], remove=["a"]),
        lambda project: editing.set_note(project, 3, "à revoir"),
        lambda project: editing.duplicate_rows(project, [1, 3]),
        lambda project: editing.merge_rows(project, [4, 2, 3]),
        lambda project: editing.rename_dataset(project, 1, "autre"),
        lambda project: editing.delete_dataset(project, 1),
    ],
)
def test_each_change_is_one_step_that_goes_back_and_forth(
    project: Project, reader: ProjectReader, dataset: Dataset, change: Callable[[Project], object]
) -> None:
    before, steps = (everything(reader), reader.datasets()), len(reader.steps())
    change(project)
    after = everything(reader), reader.datasets()
    assert after != before
    assert len(reader.steps()) == steps + 1
    project.undo()
    assert (everything(reader), reader.datasets()) == before
    project.redo()
    assert (everything(reader), reader.datasets()) == after


def test_many_contents_change_together_and_missing_rows_are_passed_over(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    same = Instruction(instruction="Cas 0", response="Réponse 0")
    new = Instruction(instruction="neuf", response="œ")
    changes = editing.set_contents(project, [(1, same), (2, new), (999, new)], Label("Edit a row"))
    assert changes.updated == (2,)
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, longest=5)).tolist() == [2]


def test_a_content_of_another_kind_or_a_row_that_is_gone_is_refused(project: Project, dataset: Dataset) -> None:
    with pytest.raises(ProjectFailed, match="another kind"):
        editing.set_content(project, 1, Text(text="a"))
    changes: tuple[Callable[[], object], ...] = (
        lambda: editing.set_content(project, 99, Text(text="a")),
        lambda: editing.set_note(project, 99, "a"),
        lambda: editing.merge_rows(project, [1, 99]),
        lambda: editing.split_turn(project, 99, 1),
        lambda: editing.rename_dataset(project, 99, "a"),
        lambda: editing.delete_dataset(project, 99),
    )
    for change in changes:
        with pytest.raises(ProjectFailed, match="no longer exist"):
            change()


def test_tags_come_and_go_without_repeating(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    assert editing.set_tags(project, [1, 2], add=["vu", " ", "long "]).updated == (1, 2)
    assert editing.set_tags(project, [2, 3], add=["vu"]).updated == (3,)
    editing.set_tags(project, [1], add=["neuf"], remove=["vu", "jamais"])
    assert [row.tags for row in reader.rows([1, 2, 3])] == [("long", "neuf"), ("vu", "long"), ("vu",)]


def test_a_copy_stays_in_the_family_and_split_of_its_original(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.set_split([5], "test")
    project.set_status([5], "approved")
    (copy,) = reader.rows(editing.duplicate_rows(project, [5]).inserted)
    assert (copy.id, copy.family, copy.split, copy.status, copy.origin.how) == (21, 5, "test", "draft", "copied")
    assert copy.content == reader.rows([5])[0].content


def test_merged_rows_are_one_family_and_keep_tags_and_notes(project: Project, reader: ProjectReader) -> None:
    twin = Text(text="deux")
    one, two, other = add(project, Text(text="un"), twin, twin)
    project.set_split([one, two], "train")
    editing.set_tags(project, [two], add=["vu"])
    editing.set_note(project, two, "note")
    editing.merge_rows(project, [one, two])
    merged, relative = reader.rows([one, two, other])
    assert (merged.content, merged.tags, merged.note) == (Text(text="un\n\ndeux"), ("vu",), "note")
    assert merged.family == relative.family == one


def test_rows_of_two_splits_are_not_merged(project: Project, dataset: Dataset) -> None:
    project.set_split([1], "train")
    project.set_split([2], "test")
    with pytest.raises(ProjectFailed, match="different splits"):
        editing.merge_rows(project, [1, 2])
    with pytest.raises(ProjectFailed, match="at least two"):
        editing.merge_rows(project, [1, 1])


def test_merging_joins_turns_and_texts(project: Project, reader: ProjectReader) -> None:
    start: tuple[Role, str] = ("system", "s")
    ids = add(project, chat(start, ("user", "a"), ("assistant", "b")), chat(start, ("user", "c"), ("assistant", "d")))
    editing.merge_rows(project, ids)
    (row,) = reader.rows(ids)
    assert row.content == chat(start, ("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d"))
    ids = add(
        project,
        Instruction(system="s", instruction="a", response="b"),
        Instruction(system="s", instruction="c", input="d", response="e"),
    )
    editing.merge_rows(project, ids)
    (row,) = reader.rows(ids)
    assert row.content == Instruction(system="s", instruction="a\n\nc", input="d", response="b\n\ne")


def test_what_cannot_be_merged_is_said(project: Project) -> None:
    ids = add(project, *[Choice(question=each, options=("a", "b"), answers=(0,)) for each in "pq"])
    with pytest.raises(ProjectFailed, match="choice"):
        editing.merge_rows(project, ids)
    with pytest.raises(ProjectFailed, match="system messages"):
        editing.merge_rows(project, add(project, chat(("system", "a")), chat(("system", "b"))))


def test_a_conversation_becomes_two(project: Project, reader: ProjectReader) -> None:
    (id,) = add(project, chat(("system", "s"), ("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")))
    (new,) = editing.split_turn(project, id, 3).inserted
    first, second = reader.rows([id, new])
    assert first.content == chat(("system", "s"), ("user", "a"), ("assistant", "b"))
    assert second.content == chat(("system", "s"), ("user", "c"), ("assistant", "d"))
    assert (second.family, second.split) == (first.family, first.split)
    for at in (0, 1, 3, -1):
        with pytest.raises(ProjectFailed, match="empty"):
            editing.split_turn(project, id, at)


def test_only_conversations_are_split(project: Project, dataset: Dataset) -> None:
    with pytest.raises(ProjectFailed, match="Only conversations"):
        editing.split_turn(project, 1, 1)


def test_a_data_set_is_not_given_anothers_name(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.add_dataset("autre", "text")
    for name in ("autre", " autre ", "", "  "):
        with pytest.raises(ProjectFailed):
            editing.rename_dataset(project, dataset.id, name)
    editing.rename_dataset(project, dataset.id, "Cases ")
    assert [each.name for each in reader.datasets()] == ["Cases", "autre"]


def test_deleting_a_data_set_leaves_the_others(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    rows = [NewRow(Text(text=str(i)).model_dump_json(), family=f"f{i % 3}") for i in range(10)]
    project.insert_rows("textes", "text", RowSource(rows))
    before = everything(reader)
    editing.delete_dataset(project, 2)
    assert [(each.name, each.rows) for each in reader.datasets()] == [("cases", 20)]
    assert project.dataset("textes") is None
    project.undo()
    assert everything(reader) == before
    assert [(each.name, each.rows) for each in reader.datasets()] == [("cases", 20), ("textes", 10)]
