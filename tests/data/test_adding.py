"""An answer of a model as a draft row: never into the test, never beside its own question there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.core.example import Chat, Content, Instruction, Message
from studio.data.adding import add_answer
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import Row, RowQuery
from studio.errors import ProjectFailed

HELD_OUT = Instruction(instruction="Que faire ?", input="Céphalée « brutale ».\nFièvre.", response="IRM")
NEW = Instruction(instruction="Un autre cas ?", response="Surveillance")
WHERE = "Playground, Run 1, 2026-11-22"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path, "p") as made:
        made.add_rows(made.add_dataset("cases", "instruction").id, [HELD_OUT], split="test")
        yield made


def rows(project: Project, dataset: str) -> list[Row]:
    found = project.dataset(dataset)
    assert found is not None
    with ProjectReader(project.path) as reader:
        return reader.rows([int(id) for id in reader.find_rows(RowQuery(dataset_id=found.id))])


def test_it_is_a_draft_of_a_model_that_says_where_it_comes_from_and_can_be_undone(project: Project) -> None:
    add_answer(project, "cases", NEW, "train", WHERE)
    row = rows(project, "cases")[-1]
    assert (row.content, row.status, row.split) == (NEW, "draft", "train")
    assert (row.origin.how, row.origin.file) == ("model", WHERE)
    project.undo()
    assert len(rows(project, "cases")) == 1


def test_a_new_data_set_comes_and_goes_with_its_row(project: Project) -> None:
    chat = Chat(messages=(Message(role="user", content="a"), Message(role="assistant", content="b")))
    add_answer(project, "talks", chat, None, WHERE)
    (row,) = rows(project, "talks")
    assert (row.content, row.split) == (chat, None)
    project.undo()
    assert project.dataset("talks") is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (HELD_OUT, "is there already: number 1"),
        (Instruction(instruction="Que faire ?", input=HELD_OUT.input, response="Rien"), "kept for validation or test"),
        (Instruction(instruction=HELD_OUT.input, response="Rien"), "kept for validation or test"),
        (Instruction(instruction=f"Que faire ?\n\n{HELD_OUT.input}", response="Rien"), "kept for validation or test"),
        (Chat(messages=()), "another kind"),
    ],
)
def test_what_would_spoil_the_test_is_refused(project: Project, content: Content, why: str) -> None:
    with pytest.raises(ProjectFailed, match=why):
        add_answer(project, "cases", content, "train", WHERE)
    assert len(rows(project, "cases")) == 1
