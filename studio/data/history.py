"""Every change as a labelled step that can be undone, also tomorrow."""

import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import cast

import apsw

from studio.data.keeping import forget_undone, keep_versions, last_done
from studio.data.labels import Label, read_label
from studio.data.locked_rows import locked_rows_kept, refusals_explained
from studio.data.records import Changes, Step
from studio.data.replaying import Pace, StoredStep, apply_changeset, part_numbers, read_part, stored_steps
from studio.data.touched import LISTED, Touched
from studio.errors import ProjectFailed
from studio.words import _

__all__ = ["LISTED", "History", "Label", "Recording", "read_label", "read_steps"]

_TABLES = ("dataset", "family", "example", "review", "fold", "lineage")
_STEPS = "SELECT id, label, at, undone, author FROM step ORDER BY id"
_LAST_DONE = "NOT undone ORDER BY id DESC LIMIT 1"
_FIRST_UNDONE = "undone ORDER BY id LIMIT 1"


class Recording:
    """One step being made: its changes are kept in parts, so that memory stays bounded however large it is."""

    def __init__(self, db: apsw.Connection, step_id: int, label: Label) -> None:
        self._db, self.step_id, self.label = db, step_id, label
        self._parts = 0
        self._has_range = False
        self._touched = Touched()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has changed so far."""
        return self._parts == 0 and not self._has_range

    def changes(self) -> Changes:
        """What the step touched so far."""
        return self._touched.changes(self.label.text())

    @contextmanager
    def part(self, *, removed: bool = False) -> Iterator[None]:
        """Keep what the block changes, one block per batch; `removed` marks an inserted range being taken out."""
        session = apsw.Session(self._db, "main")
        try:
            for table in _TABLES:
                session.attach(table)
            yield
            changeset = session.changeset()
        finally:
            session.close()
        if not changeset:
            return
        self._touched.add_changeset(changeset, inverted=False)
        self._db.execute(
            "INSERT INTO step_part (step_id, removed, number, changeset) VALUES (?, ?, ?, ?)",
            (self.step_id, removed, self._parts, zlib.compress(changeset, 1)),
        )
        self._parts += 1

    def relabel(self, label: Label) -> None:
        """Give the step its final words, when they depend on what happened."""
        self._db.execute("UPDATE step SET label = ? WHERE id = ?", (label.stored(), self.step_id))
        self.label = label

    def insert_range(self, first: int, last: int) -> None:
        """Note rows inserted outside any part: the rows themselves are the record until an undo takes them out."""
        self._db.execute(
            "UPDATE step SET first_inserted = ?, last_inserted = ? WHERE id = ?", (first, last, self.step_id)
        )
        self._has_range = True
        self._touched.add_range("INSERT", first, last)

    def take_out_range(self, step: StoredStep, pace: Pace, *, removed: bool) -> None:
        """Delete the rows that another step inserted as a range."""
        for first, last in step.batches():
            pace.advance()
            with self.part(removed=removed):
                self._db.execute("DELETE FROM example WHERE id BETWEEN ? AND ?", (first, last))


class History:
    """The steps of one project, through its writing connection: done ones, then undone ones, in the order of ids."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    @property
    def position(self) -> int:
        """The last step done, 0 before the first."""
        return last_done(self._db)

    @contextmanager
    def step(self, label: Label, author: str = "") -> Iterator[Recording]:
        """One transaction and one step; without a change nothing is kept, and an error leaves all as it was."""
        with self._whole():
            keep_versions(self._db, author)
            # When nothing changes they come back with the end of the transaction.
            forget_undone(self._db)
            self._db.execute(
                "INSERT INTO step (label, at, author) VALUES (?, ?, ?)", (label.stored(), time.time(), author)
            )
            recording = Recording(self._db, self._db.last_insert_rowid(), label)
            yield recording
            if recording.is_empty:
                _roll_back(self._db)

    def forget(self) -> None:
        """Drop every step and with them all versions, so that what is there now is the beginning."""
        with self._whole():
            for table in ("step_part", "step", "version"):
                self._db.execute(f"DELETE FROM {table}")

    def undo(self) -> Changes:
        """Take the last step back; raises ProjectFailed when there is none."""
        found = stored_steps(self._db, _LAST_DONE)
        if not found:
            raise ProjectFailed(_("There is nothing to undo."))
        touched = Touched()
        with self._whole():
            self._undo(found[0], touched, Pace())
        return touched.changes(found[0].label.text())

    def redo(self) -> Changes:
        """Make the step last undone again; raises ProjectFailed when there is none."""
        found = stored_steps(self._db, _FIRST_UNDONE)
        if not found:
            raise ProjectFailed(_("There is nothing to redo."))
        touched = Touched()
        with self._whole():
            self._redo(found[0], touched, Pace())
        return touched.changes(found[0].label.text())

    def go_to(self, step_id: int, pace: Pace) -> Changes:
        """Undo or redo, all at once, until this step is the last one done, 0 for none; raises ProjectFailed."""
        if step_id and not stored_steps(self._db, "id = ?", step_id):
            raise ProjectFailed(_("This step is no longer in the history."))
        touched, last = Touched(), None
        to_undo = stored_steps(self._db, "NOT undone AND id > ? ORDER BY id DESC", step_id)
        to_redo = stored_steps(self._db, "undone AND id <= ? ORDER BY id", step_id)
        pace.expect(self._db, [*to_undo, *to_redo])
        with self._whole(), locked_rows_kept(self._db):
            for last in to_undo:
                self._undo(last, touched, pace)
            for last in to_redo:
                self._redo(last, touched, pace)
        return touched.changes(last.label.text() if last else "")

    def return_to(self, step_id: int, label: Label, author: str, pace: Pace) -> Changes:
        """Make everything as it was after this step, 0 for before the first, as one new step."""
        position = self.position
        if step_id == position:
            return Changes(label.text())
        with self.step(label, author) as recording, locked_rows_kept(self._db):
            # A version among undone steps: they are done by now, followed by one that took them back.
            last = position if step_id < position else recording.step_id - 1
            steps = stored_steps(self._db, "id > ? AND id <= ? ORDER BY id DESC", step_id, last)
            pace.expect(self._db, steps)
            for step in steps:
                recording.take_out_range(step, pace, removed=False)
                for number in part_numbers(self._db, step.id, descending=True):
                    pace.advance()
                    with recording.part():
                        apply_changeset(self._db, read_part(self._db, step.id, number), inverted=True)
        return recording.changes()

    def _undo(self, step: StoredStep, touched: Touched, pace: Pace) -> None:
        if step.first_inserted is not None and step.last_inserted is not None:
            Recording(self._db, step.id, step.label).take_out_range(step, pace, removed=True)
            touched.add_range("DELETE", step.first_inserted, step.last_inserted)
        for number in part_numbers(self._db, step.id, descending=True):
            pace.advance()
            self._apply(read_part(self._db, step.id, number), touched, inverted=True)
        self._db.execute("UPDATE step SET undone = 1 WHERE id = ?", (step.id,))

    def _redo(self, step: StoredStep, touched: Touched, pace: Pace) -> None:
        for number in part_numbers(self._db, step.id):
            pace.advance()
            self._apply(read_part(self._db, step.id, number), touched, inverted=False)
        if step.first_inserted is not None and step.last_inserted is not None:
            self._put_back(step.id, pace)
            touched.add_range("INSERT", step.first_inserted, step.last_inserted)
        self._db.execute("UPDATE step SET undone = 0 WHERE id = ?", (step.id,))

    def _put_back(self, step_id: int, pace: Pace) -> None:
        for number in part_numbers(self._db, step_id, removed=True):
            pace.advance()
            apply_changeset(self._db, read_part(self._db, step_id, number, removed=True), inverted=True)
        self._db.execute("DELETE FROM step_part WHERE step_id = ? AND removed", (step_id,))

    def _apply(self, changeset: bytes, touched: Touched, *, inverted: bool) -> None:
        apply_changeset(self._db, changeset, inverted=inverted)
        touched.add_changeset(changeset, inverted=inverted)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """One transaction; the block may roll it back itself."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            with refusals_explained(self._db):
                yield
        except BaseException:
            _roll_back(self._db)
            raise
        if self._db.in_transaction:
            _commit(self._db)


def _commit(db: apsw.Connection) -> None:
    try:
        db.execute("COMMIT")
    except apsw.Error:
        _roll_back(db)
        raise


def _roll_back(db: apsw.Connection) -> None:
    # SQLite may already have rolled back by itself, on a full disk for instance.
    if db.in_transaction:
        db.execute("ROLLBACK")


def read_steps(db: apsw.Connection) -> list[Step]:
    """The whole history, oldest first."""
    found = cast(Iterable[tuple[int, str, float, int, str]], db.execute(_STEPS))
    return [Step(id, read_label(label).text(), at, bool(undone), author) for id, label, at, undone, author in found]
