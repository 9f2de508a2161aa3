"""Whatever is done in whatever order, every step and version gives back exactly what was, and differences are right."""

import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.example import Instruction
from studio.data import locking
from studio.data.differences import compare_versions, content_at
from studio.data.history import Label
from studio.data.inserting import RowSource
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.reader import CONTENT
from studio.data.records import NewRow
from studio.data.versions import create_version, delete_version, restore_version, undo_to
from studio.errors import ProjectFailed, TestSplitLocked

State = dict[str, dict[int, tuple[object, ...]]]
TABLES = ("dataset", "example", "review", "fold")
COMPARED = (2, 3, 4, 11, 12, 13, 14)
CONTENT_AT = 14


class World:
    """A project, and what it is known to have been after each step and in each version."""

    def __init__(self, path: Path) -> None:
        self.project = Project.create(path, "p")
        self.reader = ProjectReader(path)
        self.versions: dict[int, State] = {}
        self.after: dict[int, State] = {}
        self.names = count()
        self.locked: list[tuple[object, ...]] | None = None

    def close(self) -> None:
        self.reader.close()
        self.project.close()

    def state(self) -> State:
        with self.reader.one_moment() as db:
            found = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        return {table: {row[0]: row for row in rows} for table, rows in found.items()}

    def ids(self) -> list[int]:
        return list(self.state()["example"])

    def some(self, number: int) -> list[int]:
        """A few neighbours among the rows there are."""
        ids = self.ids()
        start = number % (len(ids) + 1)
        return ids[start : start + 1 + number % 7]

    def insert(self, number: int) -> None:
        content = [Instruction(instruction=f"q{number}-{i}", response="a").model_dump_json() for i in range(number % 5)]
        rows = [NewRow(each, family=f"f{number % 3}") for each in content]
        self.project.insert_rows(f"set {number % 2}", "instruction", RowSource(rows))

    def edit(self, number: int) -> None:
        for id in self.some(number)[:1]:
            self.project.update_field(id, "response", f"a{number % 3}")

    def delete(self, number: int) -> None:
        self.project.delete_rows(self.some(number))

    def mark(self, number: int) -> None:
        self.project.set_status(self.some(number), ("draft", "approved")[number % 2])

    def move(self, number: int) -> None:
        self.project.set_split(self.some(number), ("train", "test", None)[number % 3])

    def fold(self, number: int) -> None:
        with self.project.step(Label("fold")) as recording, recording.part():
            values = [(id, number % 5) for id in self.some(number)]
            self.project.db.executemany("INSERT OR REPLACE INTO fold VALUES (?, ?)", values)

    def undo(self, _number: int) -> None:
        if self.reader.undo_label():
            self.project.undo()

    def redo(self, _number: int) -> None:
        if self.reader.redo_label():
            self.project.redo()

    def jump(self, number: int) -> None:
        steps = [0, *(step.id for step in self.reader.steps())]
        undo_to(self.project, steps[number % len(steps)])

    def name(self, _number: int) -> None:
        self.versions[create_version(self.project, f"v{next(self.names)}").id] = self.state()

    def forget(self, number: int) -> None:
        if self.versions:
            id = list(self.versions)[number % len(self.versions)]
            delete_version(self.project, id)
            del self.versions[id]

    def restore(self, number: int) -> None:
        if self.versions:
            id = list(self.versions)[number % len(self.versions)]
            before = self.state()
            restore_version(self.project, id)
            assert self.state() == self.versions[id]
            if number % 2 and before != self.versions[id]:
                self.project.undo()
                assert self.state() == before
                self.project.redo()

    def lock(self, number: int) -> None:
        if self.locked is None and self.test_rows():
            locking.lock_test(self.project, 1)
            self.locked = self.test_rows()
        elif number % 3 == 0:
            locking.unlock_test(self.project, 1, "why not")
            self.locked = None

    def test_rows(self) -> list[tuple[object, ...]]:
        return [row for row in self.state()["example"].values() if row[1] == 1 and row[3] == "test"]

    def act(self, name: str, number: int) -> None:
        before = self.state()
        try:
            ACTS[name](self, number)
        except TestSplitLocked:
            assert self.locked
            assert self.state() == before
        assert self.locked is None or self.test_rows() == self.locked

    def check(self) -> None:
        now = self.state()
        assert self.after.setdefault(self.project.history.position, now) == now
        for id, then in self.versions.items():
            for dataset_id in (1, 2):
                self.check_difference(id, None, then, now, dataset_id)
        for (first, before), (second, after) in zip(
            self.versions.items(), reversed(self.versions.items()), strict=True
        ):
            self.check_difference(first, second, before, after, 1)

    def check_difference(self, first: int, second: int | None, before: State, after: State, dataset_id: int) -> None:
        old, new = ({id: row for id, row in s["example"].items() if row[1] == dataset_id} for s in (before, after))
        both = sorted(old.keys() & new.keys())
        found = compare_versions(self.reader, first, second, dataset_id=dataset_id)
        assert found is not None
        assert found.added.tolist() == sorted(new.keys() - old.keys())
        assert found.removed.tolist() == sorted(old.keys() - new.keys())
        assert found.changed.tolist() == [id for id in both if any(old[id][at] != new[id][at] for at in COMPARED)]
        assert found.rewritten.tolist() == [id for id in both if old[id][CONTENT_AT] != new[id][CONTENT_AT]]
        for id in sorted(old.keys() | new.keys())[:5]:
            for version, state in ((first, old), (second, new)):
                expected = CONTENT.validate_json(str(state[id][CONTENT_AT])) if id in state else None
                assert content_at(self.reader, id, version) == expected


ACTS: dict[str, Callable[[World, int], None]] = {
    name: getattr(World, name)
    for name in (
        *("insert", "edit", "delete", "mark", "move", "fold"),
        *("undo", "redo", "jump", "name", "forget", "restore", "lock"),
    )
}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1000)), min_size=8, max_size=30))
def test_any_sequence_of_changes_gives_back_what_was(acts: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "p")
        try:
            world.insert(4)
            world.insert(9)
            for name, number in acts:
                world.act(name, number)
                world.check()
        finally:
            world.close()


def test_a_version_that_is_gone_cannot_be_compared(project: Project, reader: ProjectReader) -> None:
    with pytest.raises(ProjectFailed, match="no longer exists"):
        compare_versions(reader, 1, None, dataset_id=1)


def test_a_comparison_can_be_cancelled(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    version = create_version(project, "v")
    project.delete_rows([1])
    assert compare_versions(reader, version.id, None, dataset_id=dataset.id, cancelled=lambda: True) is None
