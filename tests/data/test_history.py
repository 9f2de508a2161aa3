"""Every change can be undone and made again, also after a restart."""

from pathlib import Path

import pytest

from studio.core.example import Instruction
from studio.data.history import Label, read_label
from studio.data.importers import import_file
from studio.data.project import Dataset, Project, ProjectReader, Row
from studio.data.records import RowQuery
from studio.errors import ProjectFailed
from studio.words import use_language


def everything(path: Path) -> tuple[list[Dataset], list[Row], list[list[int]]]:
    with ProjectReader(path) as reader:
        datasets = reader.datasets()
        ids = [reader.find_rows(RowQuery(dataset_id=each.id)).tolist() for each in datasets]
        return datasets, [row for some in ids for row in reader.rows(some)], ids


def test_every_kind_of_change_goes_back_and_forth(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("instruction,output,family\n" + "".join(f"q{i},a{i},f{i % 7}\n" for i in range(100)))
    states = [everything(project.path)]

    def note() -> None:
        states.append(everything(project.path))

    dataset = project.add_dataset("cases", "instruction")
    note()
    project.add_rows(dataset.id, [Instruction(instruction=f"Cas {i}", response="x") for i in range(200)])
    note()
    project.update_field(3, "response", "IRM")
    note()
    project.delete_rows(range(1, 120))
    note()
    import_file(project, file)
    note()
    project.set_split(range(150, 260), "test")
    note()
    project.set_status(range(150, 260), "rejected")
    note()
    for state in reversed(states[:-1]):
        project.undo()
        assert everything(project.path) == state
        path = project.path
        project.close()
        project = Project.open(path)
    for state in states[1:]:
        project.redo()
        assert everything(project.path) == state
    for state in reversed(states[:-1]):
        project.undo()
        assert everything(project.path) == state
    project.close()


def test_search_follows_undo_and_redo(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.update_field(2, "response", "scanner cérébral")
    project.undo()
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="scanner")).size == 0
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="réponse")).size == 20
    project.redo()
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="scanner")).tolist() == [2]
    project.delete_rows(range(1, 100))
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="cas")).size == 0
    project.undo()
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="scanner")).tolist() == [2]


def test_a_new_change_after_an_undo_drops_what_could_be_redone(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.update_field(2, "response", "a")
    project.undo()
    assert reader.redo_label() == "Edit a text"
    project.update_field(2, "response", "b")
    assert reader.redo_label() is None
    with pytest.raises(ProjectFailed, match="nothing to redo"):
        project.redo()


def test_a_change_of_nothing_keeps_what_can_be_redone(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.update_field(2, "response", "a")
    project.undo()
    project.set_status([1], "draft")
    assert reader.redo_label() == "Edit a text"


def test_nothing_to_undo_is_said(project: Project) -> None:
    with pytest.raises(ProjectFailed, match="nothing to undo"):
        project.undo()


def test_ids_are_never_used_twice(project: Project, dataset: Dataset) -> None:
    project.delete_rows([20])
    assert project.add_rows(dataset.id, [Instruction(instruction="x", response="y")]).inserted == (21,)
    project.undo()
    assert project.add_rows(dataset.id, [Instruction(instruction="z", response="y")]).inserted == (22,)


def test_undo_tells_what_screens_must_refresh(project: Project, dataset: Dataset) -> None:
    project.delete_rows([3, 5])
    assert project.undo().inserted == (3, 5)
    assert project.redo().deleted == (3, 5)
    project.undo()
    assert project.undo().deleted == tuple(range(1, 21))
    assert project.undo().everything


def test_many_rows_are_told_as_everything(project: Project, dataset: Dataset) -> None:
    changes = project.add_rows(dataset.id, [Instruction(instruction=str(i), response="y") for i in range(10_001)])
    assert (changes.everything, changes.inserted) == (True, ())
    assert project.undo().everything


def test_the_history_reads_in_either_language() -> None:
    label = read_label(Label("Add rows: {count}", {"count": 3}).stored())
    assert label.text() == "Add rows: 3"
    use_language("fr")
    try:
        assert "3" in label.text()
    finally:
        use_language("en")


def test_a_project_changed_behind_our_back_is_left_alone(project: Project, dataset: Dataset) -> None:
    import sqlite3

    project.update_field(2, "response", "a")
    db = sqlite3.connect(project.path / "project.db")
    db.execute("UPDATE example SET content = json_set(content, '$.response', 'other') WHERE id = 2")
    db.commit()
    db.close()
    with pytest.raises(ProjectFailed, match="no longer fits"):
        project.undo()
    with ProjectReader(project.path) as reader:
        assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="other")).tolist() == [2]
