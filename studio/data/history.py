"""Every change as a labelled step that can be undone, also tomorrow."""

import json
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import apsw

from studio.data.indexing import indexed_together
from studio.data.records import Changes, Step
from studio.errors import ProjectFailed
from studio.words import _

LISTED = 10_000
"""A change of more rows than this is told as `everything`."""

Operation = Literal["INSERT", "DELETE"]
_TABLES = ("dataset", "family", "example")
_BATCH = 5_000
_INVERT = apsw.SQLITE_CHANGESETAPPLY_INVERT


@dataclass(frozen=True)
class Label:
    """A message id and what fills its placeholders, so that the history reads in either language."""

    message: str
    words: Mapping[str, str | int] = field(default_factory=dict)

    def text(self) -> str:
        """The label in the language in use."""
        return _(self.message).format(**self.words)

    def stored(self) -> str:
        """As it is kept in the history."""
        return json.dumps({"message": self.message, "words": dict(self.words)}, ensure_ascii=False)


def read_label(stored: str) -> Label:
    """The label that `Label.stored` wrote."""
    data = json.loads(stored)
    return Label(data["message"], data["words"])


class _Touched:
    """Collects the ids of changed rows until they are too many to list."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[int, None]] = {"INSERT": {}, "DELETE": {}, "UPDATE": {}}
        self._everything = False

    def add_range(self, op: Operation, first: int, last: int) -> None:
        if last - first >= LISTED:
            self._everything = True
        else:
            self._ids[op].update(dict.fromkeys(range(first, last + 1)))

    def add_changeset(self, changeset: bytes, *, inverted: bool) -> None:
        if self._everything:
            return
        opposite = {"INSERT": "DELETE", "DELETE": "INSERT", "UPDATE": "UPDATE"}
        for change in apsw.Changeset.iter(changeset):
            if change.name != "example":
                # A data set came or went: every screen that lists them has to look again.
                self._everything = self._everything or change.name == "dataset"
                continue
            self._ids[opposite[change.op] if inverted else change.op][_id(change)] = None

    def changes(self, label: str) -> Changes:
        if self._everything or sum(map(len, self._ids.values())) > LISTED:
            return Changes(label, everything=True)
        inserted, deleted, updated = (tuple(sorted(self._ids[op])) for op in ("INSERT", "DELETE", "UPDATE"))
        return Changes(label, inserted, deleted, updated)


def _id(change: apsw.TableChange) -> int:
    row = change.new if change.op == "INSERT" else change.old
    if not isinstance(row, tuple) or not isinstance(row[0], int):
        raise TypeError(f"a changed row without an id: {row!r}")
    return row[0]


def _with_new_text(changeset: bytes) -> set[int]:
    """Rows whose text comes, goes or differs; an update tells only the columns that changed."""
    return {
        _id(change)
        for change in apsw.Changeset.iter(changeset)
        if change.name == "example" and (change.op != "UPDATE" or _text(change) is not apsw.no_change)
    }


def _text(change: apsw.TableChange) -> object:
    return change.new[-1] if change.new else None


class Recording:
    """One step being made: its changes are kept in parts, so that memory stays bounded however large it is."""

    def __init__(self, db: apsw.Connection, step_id: int, label: Label) -> None:
        self._db, self._step_id, self.label = db, step_id, label
        self._parts = 0
        self._has_range = False
        self._touched = _Touched()

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
            (self._step_id, removed, self._parts, zlib.compress(changeset, 1)),
        )
        self._parts += 1

    def relabel(self, label: Label) -> None:
        """Give the step its final words, when they depend on what happened."""
        self._db.execute("UPDATE step SET label = ? WHERE id = ?", (label.stored(), self._step_id))
        self.label = label

    def insert_range(self, first: int, last: int) -> None:
        """Note rows inserted outside any part: the rows themselves are the record until an undo takes them out."""
        self._db.execute(
            "UPDATE step SET first_inserted = ?, last_inserted = ? WHERE id = ?", (first, last, self._step_id)
        )
        self._has_range = True
        self._touched.add_range("INSERT", first, last)


class History:
    """The steps of one project, through its writing connection."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db

    @contextmanager
    def step(self, label: Label) -> Iterator[Recording]:
        """One transaction and one step; without a change nothing is kept, and an error leaves all as it was."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute("INSERT INTO step (label, at) VALUES (?, ?)", (label.stored(), time.time()))
            recording = Recording(self._db, self._db.last_insert_rowid(), label)
            yield recording
            if not recording.is_empty:
                self._forget_undone()
        except BaseException:
            _roll_back(self._db)
            raise
        if recording.is_empty:
            _roll_back(self._db)
        else:
            _commit(self._db)

    def forget(self) -> None:
        """Drop every step, so that what is there now is the beginning."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("DELETE FROM step_part")
        self._db.execute("DELETE FROM step")
        _commit(self._db)

    def undo(self) -> Changes:
        """Take the last step back; raises ProjectFailed when there is none."""
        found = self._db.execute(
            "SELECT id, label, first_inserted, last_inserted FROM step WHERE NOT undone ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if found is None:
            raise ProjectFailed(_("There is nothing to undo."))
        step_id, label, first, last = found
        touched = _Touched()
        with self._whole():
            if first is not None:
                self._take_out(Recording(self._db, step_id, read_label(label)), first, last)
                touched.add_range("DELETE", first, last)
            for (number,) in self._parts(step_id, removed=False, descending=True):
                self._apply(step_id, number, touched, removed=False, inverted=True)
            self._db.execute("UPDATE step SET undone = 1 WHERE id = ?", (step_id,))
        return touched.changes(read_label(label).text())

    def redo(self) -> Changes:
        """Make the step last undone again; raises ProjectFailed when there is none."""
        found = self._db.execute(
            "SELECT id, label, first_inserted, last_inserted FROM step WHERE undone ORDER BY id LIMIT 1"
        ).fetchone()
        if found is None:
            raise ProjectFailed(_("There is nothing to redo."))
        step_id, label, first, last = found
        touched = _Touched()
        with self._whole():
            for (number,) in self._parts(step_id, removed=False):
                self._apply(step_id, number, touched, removed=False, inverted=False)
            if first is not None:
                touched.add_range("INSERT", first, last)
                self._put_back(step_id)
            self._db.execute("UPDATE step SET undone = 0 WHERE id = ?", (step_id,))
        return touched.changes(read_label(label).text())

    def _take_out(self, recording: Recording, first: int, last: int) -> None:
        for start in range(first, last + 1, _BATCH):
            with recording.part(removed=True):
                self._db.execute("DELETE FROM example WHERE id BETWEEN ? AND ?", (start, min(start + _BATCH - 1, last)))

    def _put_back(self, step_id: int) -> None:
        unlisted = _Touched()
        for (number,) in self._parts(step_id, removed=True):
            self._apply(step_id, number, unlisted, removed=True, inverted=True)
        self._db.execute("DELETE FROM step_part WHERE step_id = ? AND removed", (step_id,))

    def _parts(self, step_id: int, *, removed: bool, descending: bool = False) -> list[tuple[int]]:
        order = "DESC" if descending else "ASC"
        found = self._db.execute(
            f"SELECT number FROM step_part WHERE step_id = ? AND removed = ? ORDER BY number {order}",
            (step_id, removed),
        )
        return [(int(number),) for (number,) in found]

    def _apply(self, step_id: int, number: int, touched: _Touched, *, removed: bool, inverted: bool) -> None:
        packed = self._db.execute(
            "SELECT changeset FROM step_part WHERE step_id = ? AND removed = ? AND number = ?",
            (step_id, removed, number),
        ).get
        if not isinstance(packed, bytes):
            raise TypeError(f"part {number} of step {step_id} is no changeset")
        changeset = zlib.decompress(packed)
        try:
            with indexed_together(self._db, _with_new_text(changeset)):
                apsw.Changeset.apply(changeset, self._db, flags=_INVERT if inverted else 0)
        except apsw.AbortError as error:
            raise ProjectFailed(
                _("This step no longer fits the data: the project was changed by another program."),
                hint=_("Nothing was changed. Continue from the data as it is."),
            ) from error
        touched.add_changeset(changeset, inverted=inverted)

    def _forget_undone(self) -> None:
        self._db.execute("DELETE FROM step_part WHERE step_id IN (SELECT id FROM step WHERE undone)")
        self._db.execute("DELETE FROM step WHERE undone")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            _roll_back(self._db)
            raise
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
    found = db.execute("SELECT id, label, at, undone FROM step ORDER BY id")
    return [Step(int(id), read_label(str(label)).text(), float(at), bool(undone)) for id, label, at, undone in found]
