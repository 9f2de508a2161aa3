"""Named versions of the project, and the way back to them."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import apsw

from studio.data.history import Label
from studio.data.keeping import last_done
from studio.data.project import Project, ProjectReader
from studio.data.records import Changes
from studio.data.replaying import Pace, ReplayCancelled
from studio.errors import ProjectFailed
from studio.words import N_, _

__all__ = [
    "Pace",
    "ReplayCancelled",
    "Version",
    "create_version",
    "delete_version",
    "rename_version",
    "restore_version",
    "step_of",
    "undo_to",
    "versions",
]

_COLUMNS = "id, name, step_id, at, author, note"


@dataclass(frozen=True)
class Version:
    """A name for the project as it was after a step, 0 for before the first; `at` is when it was named."""

    id: int
    name: str
    step_id: int
    at: float
    author: str
    note: str


def create_version(project: Project, name: str, note: str = "") -> Version:
    """Name the project as it is now; raises ProjectFailed for a name that is empty or taken."""
    with project.aside():
        _expect_free(project.db, name)
        project.db.execute(
            "INSERT INTO version (name, step_id, at, author, note) VALUES (?, ?, ?, ?, ?)",
            (name.strip(), project.history.position, time.time(), project.author, note),
        )
        return _found(project.db, project.db.last_insert_rowid())


def rename_version(project: Project, version_id: int, name: str) -> Version:
    """Give it another name; raises ProjectFailed for one that is empty or taken."""
    with project.aside():
        if _found(project.db, version_id).name != name.strip():
            _expect_free(project.db, name)
            project.db.execute("UPDATE version SET name = ? WHERE id = ?", (name.strip(), version_id))
        return _found(project.db, version_id)


def delete_version(project: Project, version_id: int) -> None:
    """Forget the name; what it named stays in the history as far as undo and redo reach."""
    with project.aside():
        project.db.execute("DELETE FROM version WHERE id = ?", (version_id,))


def versions(reader: ProjectReader) -> list[Version]:
    """All versions, oldest first."""
    with reader.one_moment() as db:
        return _versions(db, "true ORDER BY id")


def restore_version(project: Project, version_id: int, pace: Pace | None = None) -> Changes:
    """Make everything as it was in the version, as one step that can be undone.

    Raises ReplayCancelled when `pace` says so, and TestSplitLocked.
    """
    with project.changing():
        version = _found(project.db, version_id)
        label = Label(N_("Go back to the version “{name}”"), {"name": version.name})
        return project.history.return_to(version.step_id, label, project.author, pace or Pace())


def undo_to(project: Project, step_id: int, pace: Pace | None = None) -> Changes:
    """Undo or redo, all at once, until this step is the last one done, 0 for none.

    Raises ProjectFailed for a step that is gone, ReplayCancelled when `pace` says so, and TestSplitLocked.
    """
    with project.changing():
        return project.history.go_to(step_id, pace or Pace())


def step_of(db: apsw.Connection, version: int | None) -> int:
    """The step after which the project is meant, that of now for None; raises ProjectFailed for a lost version."""
    if version is None:
        return last_done(db)
    return _found(db, version).step_id


def _found(db: apsw.Connection, version_id: int) -> Version:
    found = _versions(db, "id = ?", version_id)
    if not found:
        raise ProjectFailed(_("This version no longer exists."))
    return found[0]


def _versions(db: apsw.Connection, condition: str, *values: int) -> list[Version]:
    found = db.execute(f"SELECT {_COLUMNS} FROM version WHERE {condition}", values)
    return [Version(*row) for row in cast(Iterable[tuple[int, str, int, float, str, str]], found)]


def _expect_free(db: apsw.Connection, name: str) -> None:
    if not name.strip():
        raise ProjectFailed(_("A version needs a name."))
    if db.execute("SELECT 1 FROM version WHERE name = ?", (name.strip(),)).get is not None:
        raise ProjectFailed(_("There already is a version “{name}”.").format(name=name.strip()))
