"""Doing steps of the history again, and taking them back, inside the caller's transaction."""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

import apsw

from studio.data.labels import Label, read_label
from studio.data.locked_rows import any_locked, locked_refusal
from studio.errors import ProjectFailed
from studio.words import _

BATCH = 5_000
"""Rows of an inserted range that are taken out together."""

_COLUMNS = "id, label, first_inserted, last_inserted"
# The caller rolls everything back anyway, and a savepoint around many triggers takes time that grows as its square.
_PLAIN = apsw.SQLITE_CHANGESETAPPLY_NOSAVEPOINT
_INVERT = _PLAIN | apsw.SQLITE_CHANGESETAPPLY_INVERT


class ReplayCancelled(ProjectFailed):
    """The user stopped an undo, a redo or a way back to a version; the project is as it was."""


@dataclass
class Pace:
    """Tells how many parts are done of how many, and ends the work when it is no longer wanted."""

    progress: Callable[[int, int], None] = lambda _done, _total: None
    cancelled: Callable[[], bool] = lambda: False
    done: int = 0
    total: int = 0

    def expect(self, db: apsw.Connection, steps: Iterable["StoredStep"]) -> None:
        """Count what there is to do for some more steps, each of their parts once."""
        self.total += sum(len(part_numbers(db, step.id)) + len(list(step.batches())) for step in steps)

    def advance(self) -> None:
        """Before each part; raises ReplayCancelled."""
        if self.cancelled():
            raise ReplayCancelled(_("Stopped. The project is as it was."))
        self.progress(self.done, self.total)
        self.done += 1


@dataclass(frozen=True)
class StoredStep:
    """A step with the ids of the rows it inserted outside any changeset, if it did."""

    id: int
    label: Label
    first_inserted: int | None
    last_inserted: int | None

    def batches(self) -> Iterable[tuple[int, int]]:
        """First and last id of each part of the inserted range."""
        if self.first_inserted is None or self.last_inserted is None:
            return
        for start in range(self.first_inserted, self.last_inserted + 1, BATCH):
            yield start, min(start + BATCH - 1, self.last_inserted)


def stored_steps(db: apsw.Connection, condition: str, *values: int) -> list[StoredStep]:
    """The steps that meet a condition of SQL, which may order them."""
    found = db.execute(f"SELECT {_COLUMNS} FROM step WHERE {condition}", values)
    rows = cast(Iterable[tuple[int, str, int | None, int | None]], found)
    return [StoredStep(id, read_label(label), first, last) for id, label, first, last in rows]


def part_numbers(db: apsw.Connection, step_id: int, *, removed: bool = False, descending: bool = False) -> list[int]:
    """The parts of a step in the order they were made, or backwards."""
    order = "DESC" if descending else "ASC"
    found = db.execute(
        f"SELECT number FROM step_part WHERE step_id = ? AND removed = ? ORDER BY number {order}", (step_id, removed)
    )
    return [cast(int, number) for (number,) in found]


def read_part(db: apsw.Connection, step_id: int, number: int, *, removed: bool = False) -> bytes:
    """One changeset."""
    packed = db.execute(
        "SELECT changeset FROM step_part WHERE step_id = ? AND removed = ? AND number = ?", (step_id, removed, number)
    ).get
    if not isinstance(packed, bytes):
        raise TypeError(f"part {number} of step {step_id} is no changeset")
    return zlib.decompress(packed)


def apply_changeset(db: apsw.Connection, changeset: bytes, *, inverted: bool) -> None:
    """Make its changes, or take them back; raises ProjectFailed when they do not fit, TestSplitLocked when refused."""
    reasons: list[int] = []

    def abort(reason: int, _change: apsw.TableChange) -> int:
        reasons.append(reason)
        return apsw.SQLITE_CHANGESET_ABORT

    try:
        apsw.Changeset.apply(changeset, db, conflict=abort, flags=_INVERT if inverted else _PLAIN)
    except apsw.AbortError as error:
        if apsw.SQLITE_CHANGESET_CONSTRAINT in reasons and any_locked(db):
            raise locked_refusal(db) from error
        raise ProjectFailed(
            _("This step no longer fits the data: the project was changed by another program."),
            hint=_("Nothing was changed. Continue from the data as it is."),
        ) from error
