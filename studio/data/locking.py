"""Locking the test split of a data set, and the record of who unlocked it and why."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from studio.data.locked_rows import guard_locked_rows, is_locked
from studio.data.project import Project, ProjectReader
from studio.errors import ProjectFailed
from studio.words import _

Act = Literal["locked", "unlocked"]

_HAS_TEST = "SELECT 1 FROM example WHERE dataset_id = ? AND split = 'test' LIMIT 1"


@dataclass(frozen=True)
class TestLock:
    """Since when the test split is locked, and by whom."""

    __test__ = False  # pytest takes what is called Test… for tests

    at: float
    author: str


@dataclass(frozen=True)
class Audited:
    """One act of locking or unlocking; no undo takes it back."""

    at: float
    author: str
    what: Act
    reason: str


def lock_test(project: Project, dataset_id: int) -> None:
    """Refuse every change of the data set's test rows from now on; raises ProjectFailed when there are none."""
    with project.aside():
        if is_locked(project.db, dataset_id):
            return
        if project.db.execute(_HAS_TEST, (dataset_id,)).get is None:
            raise ProjectFailed(
                _("There is no test row to lock."),
                hint=_("Assign splits first, so that some rows are kept for testing."),
            )
        project.db.execute("INSERT INTO split_lock VALUES (?, ?, ?)", (dataset_id, time.time(), project.author))
        guard_locked_rows(project.db)
        _note(project, dataset_id, "locked", "")


def unlock_test(project: Project, dataset_id: int, reason: str) -> None:
    """Allow changes of the test rows again; raises ProjectFailed without a reason, which is kept for good."""
    if not reason.strip():
        raise ProjectFailed(
            _("Unlocking the test split needs a reason."),
            hint=_("It is kept in the project, so that others can judge the scores made before and after."),
        )
    with project.aside():
        if not is_locked(project.db, dataset_id):
            return
        project.db.execute("DELETE FROM split_lock WHERE dataset_id = ?", (dataset_id,))
        guard_locked_rows(project.db)
        _note(project, dataset_id, "unlocked", reason.strip())


def test_lock(reader: ProjectReader, dataset_id: int) -> TestLock | None:
    """The lock of the data set's test split."""
    with reader.one_moment() as db:
        found = db.execute("SELECT at, author FROM split_lock WHERE dataset_id = ?", (dataset_id,)).fetchone()
    return None if found is None else TestLock(*found)


def audit(reader: ProjectReader, dataset_id: int) -> list[Audited]:
    """Every locking and unlocking of the data set's test split, oldest first."""
    with reader.one_moment() as db:
        found = db.execute("SELECT at, author, what, reason FROM audit WHERE dataset_id = ? ORDER BY id", (dataset_id,))
        return [Audited(*row) for row in cast(Iterable[tuple[float, str, Act, str]], found)]


def _note(project: Project, dataset_id: int, what: Act, reason: str) -> None:
    project.db.execute(
        "INSERT INTO audit (dataset_id, at, author, what, reason) VALUES (?, ?, ?, ?, ?)",
        (dataset_id, time.time(), project.author, what, reason),
    )
