"""A version is the project as it was, whatever was done, undone and changed since."""

from pathlib import Path

import pytest

from studio.core.example import Instruction
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.versions import (
    Pace,
    ReplayCancelled,
    Version,
    create_version,
    delete_version,
    rename_version,
    restore_version,
    undo_to,
    versions,
)
from studio.errors import ProjectFailed

TABLES = ("dataset", "family", "example", "review", "fold")


def state(path: Path) -> dict[str, list[object]]:
    """All that the history answers for, to the last byte."""
    with ProjectReader(path) as reader, reader.one_moment() as db:
        return {table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}


def test_going_back_is_one_step_that_can_be_undone(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    version = create_version(project, "Avant relecture")
    then = state(project.path)
    project.update_field(1, "response", "IRM")
    project.delete_rows([2, 3])
    project.add_rows(dataset.id, [Instruction(instruction="neuf", response="x")])
    now = state(project.path)
    changes = restore_version(project, version.id)
    assert state(project.path) == then
    assert (changes.updated, changes.inserted, changes.deleted) == ((1,), (2, 3), (21,))
    assert reader.undo_label() == "Go back to the version “Avant relecture”"
    project.undo()
    assert state(project.path) == now
    project.redo()
    assert state(project.path) == then


def test_a_version_among_undone_steps_outlives_a_new_change(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    before = state(project.path)
    project.add_rows(dataset.id, [Instruction(instruction=str(i), response="y") for i in range(6_000)])
    project.update_field(21, "response", "x")
    version, then = create_version(project, "v"), state(project.path)
    project.update_field(22, "response", "never again")
    for _step in range(3):
        project.undo()
    assert state(project.path) == before
    project.update_field(1, "response", "b")
    after = state(project.path)
    assert [step.label for step in reader.steps()][2:] == [
        "Add rows: 6000",
        "Edit a text",
        "Take back steps that a version keeps: 2",
        "Edit a text",
    ]
    restore_version(project, version.id)
    assert state(project.path) == then
    project.undo()
    assert state(project.path) == after
    project.undo()
    assert state(project.path) == before
    project.undo()
    assert state(project.path) == then
    project.undo()
    project.undo()
    assert state(project.path) == before
    undo_to(project, reader.steps()[-1].id)
    assert state(project.path) == then


def test_an_undone_version_is_reached_in_one_step(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.update_field(1, "response", "a")
    version, then = create_version(project, "v"), state(project.path)
    project.undo()
    before = state(project.path)
    restore_version(project, version.id)
    assert state(project.path) == then
    project.undo()
    assert state(project.path) == before


def test_what_no_version_needs_is_dropped_by_a_new_change(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.update_field(1, "response", "a")
    version = create_version(project, "v")
    project.undo()
    delete_version(project, version.id)
    project.update_field(1, "response", "b")
    assert [step.label for step in reader.steps()][2:] == ["Edit a text"]


def test_restoring_what_is_already_there_is_no_step(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    version = create_version(project, "v")
    project.update_field(1, "response", "a")
    project.undo()
    assert not restore_version(project, version.id).updated
    assert reader.redo_label() == "Edit a text"


def test_the_history_panel_jumps_in_one_change(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    states = [state(project.path)]
    for number in range(1, 6):
        project.update_field(number, "response", "x")
        states.append(state(project.path))
    ids = [step.id for step in reader.steps()][1:]
    for wanted in (2, 5, 0, 4, 4):
        changes = undo_to(project, ids[wanted])
        assert state(project.path) == states[wanted]
    assert changes.updated == ()
    assert undo_to(project, 0).everything
    assert reader.datasets() == []
    with pytest.raises(ProjectFailed, match="no longer in the history"):
        undo_to(project, 99)


@pytest.fixture
def long_way(project: Project, dataset: Dataset) -> Version:
    """A version that many changed rows separate from now: six parts."""
    version = create_version(project, "v")
    project.add_rows(dataset.id, [Instruction(instruction=str(i), response="y") for i in range(12_000)])
    project.set_status(range(1, 12_000), "approved")
    return version


def test_a_long_way_back_tells_how_far_it_is(project: Project, long_way: Version) -> None:
    told: list[tuple[int, int]] = []
    pace = Pace(progress=lambda done, total: told.append((done, total)))
    restore_version(project, long_way.id, pace)
    assert told == [(done, 6) for done in range(6)]


@pytest.mark.parametrize("back", ["restore", "undo"])
def test_a_long_way_back_can_be_stopped(project: Project, long_way: Version, back: str) -> None:
    before = state(project.path)
    asked = iter([False, False, False, True])
    pace = Pace(cancelled=lambda: next(asked))
    with pytest.raises(ReplayCancelled):
        restore_version(project, long_way.id, pace) if back == "restore" else undo_to(project, 2, pace)
    assert state(project.path) == before


def test_versions_have_names_authors_and_notes(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.author = "Dr Weiss"
    first = create_version(project, " Relu ", "tout vu")
    assert (first.name, first.author, first.note, first.step_id) == ("Relu", "Dr Weiss", "tout vu", 2)
    second = create_version(project, "Autre")
    with pytest.raises(ProjectFailed, match="already is a version"):
        rename_version(project, second.id, "Relu")
    with pytest.raises(ProjectFailed, match="needs a name"):
        create_version(project, " ")
    rename_version(project, second.id, "Autre")
    renamed = rename_version(project, second.id, "Final")
    assert versions(reader) == [first, renamed]
    delete_version(project, first.id)
    assert versions(reader) == [renamed]
    with pytest.raises(ProjectFailed, match="no longer exists"):
        restore_version(project, first.id)


def test_each_step_names_its_author(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.author = "Dr Weiss"
    project.update_field(1, "response", "a")
    assert [step.author for step in reader.steps()] == ["", "", "Dr Weiss"]
