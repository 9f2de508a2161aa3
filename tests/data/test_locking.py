"""A locked test split stays as it is, whatever tries to change it, until someone unlocks it and says why."""

from collections.abc import Callable

import pytest

from studio.core.example import Instruction
from studio.data import locking
from studio.data.inserting import RowSource
from studio.data.locking import audit, lock_test, unlock_test
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import NewRow, RowQuery
from studio.data.versions import create_version, restore_version, undo_to
from studio.errors import ProjectFailed, TestSplitLocked


@pytest.fixture
def locked(project: Project, dataset: Dataset) -> Dataset:
    project.set_split(range(1, 21), "train")
    project.set_split([1, 2], "test")
    lock_test(project, dataset.id)
    return dataset


CHANGES: dict[str, Callable[[Project], object]] = {
    "edit": lambda project: project.update_field(1, "response", "x"),
    "delete": lambda project: project.delete_rows([1, 3]),
    "status": lambda project: project.set_status([1, 3], "approved"),
    "move in": lambda project: project.set_split([3], "test"),
    "move out": lambda project: project.set_split([3, 1], None),
    "undo": Project.undo,
    "undo everything": lambda project: undo_to(project, 0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_change_reaches_a_test_row(
    project: Project, reader: ProjectReader, locked: Dataset, change: Callable[[Project], object]
) -> None:
    rows, steps = reader.rows(range(1, 21)), reader.steps()
    with pytest.raises(TestSplitLocked, match="cases"):
        change(project)
    assert (reader.rows(range(1, 21)), reader.steps()) == (rows, steps)


def test_an_import_into_the_test_split_is_refused_whole(
    project: Project, reader: ProjectReader, locked: Dataset
) -> None:
    content = Instruction(instruction="q", response="a").model_dump_json()
    with pytest.raises(TestSplitLocked):
        project.insert_rows("cases", "instruction", RowSource([NewRow(content), NewRow(content, split="test")]))
    assert len(reader.find_rows(RowQuery(dataset_id=locked.id))) == 20


def test_other_rows_and_other_data_sets_go_on(project: Project, reader: ProjectReader, locked: Dataset) -> None:
    project.update_field(3, "response", "x")
    project.undo()
    project.redo()
    other = project.add_dataset("autre", "instruction")
    rows = [Instruction(instruction=str(i), response="y") for i in range(20)]
    changes = project.add_rows(other.id, rows, split="test")
    project.delete_rows(changes.inserted)


def test_a_version_with_the_same_test_rows_can_be_restored(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.set_split(range(1, 21), "train")
    project.set_split([1, 2], "test")
    version = create_version(project, "v")
    project.update_field(3, "response", "x")
    project.update_field(1, "response", "slip")
    restore_version(project, create_version(project, "slip").id)
    test_rows = reader.rows([1, 2])
    lock_test(project, dataset.id)
    with pytest.raises(TestSplitLocked):
        restore_version(project, version.id)
    unlock_test(project, dataset.id, "the slip")
    restore_version(project, version.id)
    lock_test(project, dataset.id)
    assert reader.rows([1, 2]) != test_rows
    # Through the slip and back again, to the same test rows.
    project.update_field(3, "response", "y")
    before = reader.rows(range(1, 21))
    restore_version(project, version.id)
    assert reader.rows([3])[0].content != before[2].content
    with pytest.raises(TestSplitLocked):
        project.update_field(1, "response", "x")


def test_unlocking_needs_a_reason_and_both_are_remembered(
    project: Project, reader: ProjectReader, locked: Dataset
) -> None:
    project.author = "Dr Weiss"
    lock = locking.test_lock(reader, locked.id)
    assert lock is not None
    with pytest.raises(ProjectFailed, match="needs a reason"):
        unlock_test(project, locked.id, "  ")
    unlock_test(project, locked.id, "Deux doublons ")
    unlock_test(project, locked.id, "again")
    assert locking.test_lock(reader, locked.id) is None
    project.update_field(1, "response", "x")
    acts = [(each.what, each.author, each.reason) for each in audit(reader, locked.id)]
    assert acts == [("locked", "", ""), ("unlocked", "Dr Weiss", "Deux doublons")]
    project.undo()
    assert len(audit(reader, locked.id)) == 2


def test_undo_neither_locks_nor_unlocks(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.update_field(1, "response", "x")
    project.set_split([1], "test")
    lock_test(project, dataset.id)
    project.set_status([5], "approved")
    project.undo()
    assert locking.test_lock(reader, dataset.id) is not None
    with pytest.raises(TestSplitLocked):
        project.undo()


def test_a_data_set_without_test_rows_has_nothing_to_lock(project: Project) -> None:
    empty = project.add_dataset("vide", "instruction")
    with pytest.raises(ProjectFailed, match="no test row"):
        lock_test(project, empty.id)
