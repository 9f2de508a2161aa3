"""Keeps the undone steps that a version needs when a new change would drop them."""

import time
import zlib
from collections.abc import Iterable
from typing import cast

import apsw

from studio.data.labels import Label
from studio.words import N_

_LAST_DONE = "SELECT id FROM step WHERE NOT undone ORDER BY id DESC LIMIT 1"


def last_done(db: apsw.Connection) -> int:
    """The last step done, 0 before the first; those after it are undone."""
    return cast(int | None, db.execute(_LAST_DONE).get) or 0


def forget_undone(db: apsw.Connection) -> None:
    """Drop the undone steps."""
    _forget_after(db, last_done(db))


def keep_versions(db: apsw.Connection, author: str) -> None:
    """Make undone steps that a version needs done, and add one step that takes them back: the data stay as they are.

    Undone steps after the last one needed are dropped. The caller holds a transaction.
    """
    done = last_done(db)
    needed = cast(int | None, db.execute("SELECT max(step_id) FROM version WHERE step_id > ?", (done,)).get)
    if needed is None:
        return
    _forget_after(db, needed)
    kept = [cast(int, id) for (id,) in db.execute("SELECT id FROM step WHERE id > ? ORDER BY id DESC", (done,))]
    db.execute("UPDATE step SET undone = 0 WHERE id > ?", (done,))
    label = Label(N_("Take back steps that a version keeps: {count}"), {"count": len(kept)})
    db.execute("INSERT INTO step (label, at, author) VALUES (?, ?, ?)", (label.stored(), time.time(), author))
    inverse, number = db.last_insert_rowid(), 0
    for step_id in kept:
        number = _take_back(db, step_id, inverse, number)


def _forget_after(db: apsw.Connection, step_id: int) -> None:
    db.execute("DELETE FROM step_part WHERE step_id > ?", (step_id,))
    db.execute("DELETE FROM step WHERE id > ?", (step_id,))


def _take_back(db: apsw.Connection, step_id: int, inverse: int, number: int) -> int:
    """Give the step `inverse` what undoes another; the parts are numbered on from `number`, the next is returned."""
    for removed, part in _parts(db, step_id):
        # The rows of an inserted range were deleted when it was undone, and that is what was kept of it.
        if removed:
            db.execute(
                "UPDATE step_part SET step_id = ?, removed = 0, number = ?"
                " WHERE step_id = ? AND removed AND number = ?",
                (inverse, number, step_id, part),
            )
        else:
            query = "SELECT changeset FROM step_part WHERE step_id = ? AND NOT removed AND number = ?"
            packed = cast(bytes, db.execute(query, (step_id, part)).get)
            inverted = zlib.compress(apsw.Changeset.invert(zlib.decompress(packed)), 1)
            db.execute(
                "INSERT INTO step_part (step_id, removed, number, changeset) VALUES (?, 0, ?, ?)",
                (inverse, number, inverted),
            )
        number += 1
    return number


def _parts(db: apsw.Connection, step_id: int) -> list[tuple[int, int]]:
    """In the order of an undo: the removals of a range as they were made, then the changes, the last one first."""
    query = (
        "SELECT removed, number FROM step_part WHERE step_id = ?"
        " ORDER BY removed DESC, CASE WHEN removed THEN number ELSE -number END"
    )
    return list(cast(Iterable[tuple[int, int]], db.execute(query, (step_id,))))
