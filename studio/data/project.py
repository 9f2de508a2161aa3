"""A project folder and its one writer."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Self, cast

import apsw
from filelock import FileLock, Timeout

from studio.core.example import Content, Kind, Split, Status
from studio.data.connection import FILE, connect_reader, connect_writer, expect_same_file, explained
from studio.data.fields import characters_of, with_field
from studio.data.history import History, Label, Recording
from studio.data.indexing import index_some, waiting
from studio.data.inserting import RowInserter, RowSource, digest
from studio.data.reader import CONTENT, ProjectReader
from studio.data.records import Changes, Dataset, NewRow, Origin, Row, Step
from studio.data.schema import check_schema, create_schema, upgrade_schema
from studio.data.write_ahead import WriteAheadLog
from studio.errors import ProjectFailed, ReadOnlyProject
from studio.words import N_, _

# The one door to the project for windows and commands.
__all__ = ["Changes", "Dataset", "Inserted", "Origin", "Project", "ProjectReader", "Row", "Step"]

_LOCK = "project.lock"
_BATCH = 5_000
_STATUS_LABELS: dict[Status, str] = {
    "draft": N_("Mark rows as drafts"),
    "reviewed": N_("Mark rows as reviewed"),
    "approved": N_("Mark rows as approved"),
    "rejected": N_("Mark rows as rejected"),
}
_SPLIT_LABELS: dict[Split | None, str] = {
    "train": N_("Move rows to training"),
    "validation": N_("Move rows to validation"),
    "test": N_("Move rows to test"),
    None: N_("Take rows out of the splits"),
}


@dataclass(frozen=True)
class Inserted:
    """What an insertion did; the two counts are rows identical to others of the file and of the data set."""

    dataset: Dataset | None
    count: int
    repeated_here: int
    repeated_there: int
    changes: Changes


class Project:
    """The only writer of a project folder; every change is one step of its history, whole or not at all.

    May be handed from one thread to another, but is used by one at a time.
    """

    def __init__(self, path: Path, db: apsw.Connection, lock: FileLock) -> None:
        """Use `create` or `open`."""
        self.path = path
        self.db = db
        """For the modules of this package that change the project in further ways."""
        self.author = ""
        """Who makes the changes from now on, as the history names them."""
        self._lock = lock
        self._log = WriteAheadLog(db)
        self.history = History(db)
        """For modules that undo, redo or restore; inside `changing`."""
        self._file = (path / FILE).stat()
        self.name = str(db.execute("SELECT value FROM meta WHERE key = 'name'").get)

    @classmethod
    def create(cls, path: Path, name: str) -> Self:
        """Make a project in a new folder or in one that has none; raises ProjectFailed."""
        with explained(path):
            path.mkdir(parents=True, exist_ok=True)
            return cls._opened(path, name)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open for writing; raises ReadOnlyProject when another process does so or the folder cannot be written."""
        with explained(path):
            # A folder without a project must not become one.
            with closing(connect_reader(path)) as db:
                check_schema(db)
            return cls._opened(path, None)

    @classmethod
    def _opened(cls, path: Path, new_name: str | None) -> Self:
        lock = _take_lock(path)
        db = None
        try:
            db = connect_writer(path)
            if new_name is None:
                upgrade_schema(db)
            else:
                _lay_out(db, path, new_name)
            return cls(path, db, lock)
        except BaseException:
            if db is not None:
                db.close()
            lock.release()
            raise

    def close(self) -> None:
        """Let go of the folder."""
        with explained(self.path):
            self.db.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_about: object) -> None:
        self.close()

    def dataset(self, name: str) -> Dataset | None:
        """The data set of this name."""
        with explained(self.path):
            found = self.db.execute(
                "SELECT id, name, kind,"
                " ifnull((SELECT sum(rows) FROM split_size WHERE dataset_id = dataset.id), 0)"
                " FROM dataset WHERE name = ?",
                (name,),
            ).fetchone()
        return None if found is None else Dataset(*found)

    def add_dataset(self, name: str, kind: Kind) -> Dataset:
        """A new, empty data set; raises ProjectFailed when the name is taken or empty."""
        with self.step(Label(N_("Add the data set “{name}”"), {"name": name})) as recording:
            return self.begin_dataset(recording, name, kind)

    def insert_rows(self, name: str, kind: Kind, source: RowSource) -> Inserted:
        """Store all rows, or none when `source.rows` raises, in the data set `name`, made when it is missing."""
        pending = iter(source.rows)
        first = next(pending, None)
        if first is None:
            label = Label(N_("Import from “{file}”"), {"file": source.file})
            return Inserted(self.dataset(name), 0, 0, 0, Changes(label.text()))
        rows = replace(source, rows=chain([first], pending))
        with self.step(Label(N_("Import from “{file}”"), {"file": source.file})) as recording:
            found = self.dataset(name) or self.begin_dataset(recording, name, kind)
            _expect_kind(found, kind)
            inserter = RowInserter(self.db, found.id)
            inserter.insert(rows)
            inserter.finish(recording)
            words: dict[str, str | int] = {"file": source.file, "count": inserter.count}
            recording.relabel(Label(N_("Import from “{file}” (rows: {count})"), words))
        counts = inserter.count, inserter.repeated_here, inserter.repeated_there
        return Inserted(self.dataset(name), *counts, recording.changes())

    def add_rows(self, dataset_id: int, contents: Sequence[Content], *, split: Split | None = None) -> Changes:
        """New draft rows; without `split` a few rows are trained on and larger numbers are shared among the splits."""
        with self.step(Label(N_("Add rows: {count}"), {"count": len(contents)})) as recording:
            dataset = self._dataset_by_id(dataset_id)
            for content in contents:
                _expect_kind(dataset, content.kind)
            inserter = RowInserter(self.db, dataset_id)
            inserter.insert(RowSource([NewRow(each.model_dump_json(), split=split) for each in contents]))
            inserter.finish(recording)
        return recording.changes()

    def delete_rows(self, row_ids: Iterable[int]) -> Changes:
        """Take rows out; undo brings them back with their ids."""
        ids = sorted({int(id) for id in row_ids})
        with self.step(Label(N_("Delete rows: {count}"), {"count": len(ids)})) as recording:
            for batch in _batches(ids):
                with recording.part():
                    self.db.execute("DELETE FROM example WHERE id IN (SELECT value FROM json_each(?))", (batch,))
        return recording.changes()

    def update_field(self, row_id: int, field: str, text: str) -> Changes:
        """Replace one text of a row; `field` as in `field_names`; the same text again is no change."""
        with self.step(Label(N_("Edit a text"))) as recording, recording.part():
            found = self.db.execute("SELECT content FROM example WHERE id = ?", (row_id,)).fetchone()
            if found is None:
                raise ProjectFailed(_("This row no longer exists."))
            before = str(found[0])
            after = with_field(CONTENT.validate_json(before), field, text).model_dump_json()
            if after != before:
                self.db.execute(
                    "UPDATE example SET content = ?, digest = ?, characters = ?, edited_at = ? WHERE id = ?",
                    (after, digest(after), characters_of(after), time.time(), row_id),
                )
        return recording.changes()

    def set_status(self, row_ids: Iterable[int], status: Status) -> Changes:
        """Mark rows; rejected ones are left out of training."""
        return self._set("status", Label(_STATUS_LABELS[status]), status, row_ids)

    def set_split(self, row_ids: Iterable[int], split: Split | None) -> Changes:
        """Move rows, each with its whole family, since a family never crosses splits; None uses them nowhere."""
        wanted = json.dumps([int(id) for id in row_ids])
        with explained(self.path):
            relatives = self.db.execute(
                "SELECT id FROM example WHERE family IN"
                " (SELECT family FROM example WHERE id IN (SELECT value FROM json_each(?)))",
                (wanted,),
            ).fetchall()
        return self._set("split", Label(_SPLIT_LABELS[split]), split, [cast(int, id) for (id,) in relatives])

    def index_some(self, rows: int = _BATCH) -> int:
        """Let the full-text index follow by about so many rows; how many it still has to, about, 0 only for none.

        To be called when nothing else is to be done, also for 0 rows: what changes left undone is done here.
        """
        with self.changing():
            with self.db:
                index_some(self.db, rows)
            return waiting(self.db)

    def forget_history(self) -> None:
        """Make what is there now the beginning: nothing before it can be undone."""
        with explained(self.path):
            self.history.forget()

    def undo(self) -> Changes:
        """Take the last step back; raises ProjectFailed when there is none."""
        with self.changing():
            return self.history.undo()

    def redo(self) -> Changes:
        """Make the step last undone again; raises ProjectFailed when there is none."""
        with self.changing():
            return self.history.redo()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """SQLite goes on writing to a file that was deleted, where every change would be lost in silence."""
        with explained(self.path):
            expect_same_file(self.path, self._file)
            self._log.settle()
            yield

    @contextmanager
    def step(self, label: Label) -> Iterator[Recording]:
        """One labelled change, whole or not at all; what is done to `db` inside `Recording.part` can be undone."""
        with self.changing(), self.history.step(label, self.author) as recording:
            yield recording

    @contextmanager
    def aside(self) -> Iterator[None]:
        """One transaction beside the history, which no undo takes back: names of versions, locks, views, findings."""
        with self.changing(), self.db:
            yield

    def _set(self, column: str, label: Label, value: str | None, row_ids: Iterable[int]) -> Changes:
        with self.step(label) as recording:
            for batch in _batches(sorted({int(id) for id in row_ids})):
                with recording.part():
                    self.db.execute(
                        f"UPDATE example SET {column} = ?, edited_at = ?"
                        f" WHERE id IN (SELECT value FROM json_each(?)) AND {column} IS NOT ?",
                        (value, time.time(), batch, value),
                    )
        return recording.changes()

    def begin_dataset(self, recording: Recording, name: str, kind: Kind) -> Dataset:
        """As `add_dataset`, within a step that does more."""
        if not name.strip():
            raise ProjectFailed(_("A data set needs a name."))
        if self.dataset(name) is not None:
            raise ProjectFailed(_("There already is a data set “{name}”.").format(name=name))
        with recording.part():
            self.db.execute("INSERT INTO dataset (name, kind, created_at) VALUES (?, ?, ?)", (name, kind, time.time()))
            # Read here: keeping the part inserts a row of its own.
            dataset_id = self.db.last_insert_rowid()
        return Dataset(dataset_id, name, kind, 0)

    def _dataset_by_id(self, dataset_id: int) -> Dataset:
        found = self.db.execute("SELECT id, name, kind, 0 FROM dataset WHERE id = ?", (dataset_id,)).fetchone()
        if found is None:
            raise ProjectFailed(_("This data set no longer exists."))
        return Dataset(*found)


def _take_lock(path: Path) -> FileLock:
    # Not per thread: the window opens the project on one thread and may close it on another.
    lock = FileLock(path / _LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise ReadOnlyProject(
            _("Another window or command is working on this project: {path}").format(path=path),
            hint=_("You can look at it here. To change it, close the other one first."),
        ) from error
    return lock


def _lay_out(db: apsw.Connection, path: Path, name: str) -> None:
    # A creation that was killed leaves an empty file, which is taken over.
    if db.execute("SELECT count(*) FROM sqlite_schema").get:
        raise ProjectFailed(
            _("There already is a project in this folder: {path}").format(path=path / FILE),
            hint=_("Open it, or choose another folder."),
        )
    with db:
        create_schema(db)
        db.executemany(
            "INSERT INTO meta (key, value) VALUES (?, ?)", [("name", name), ("created_at", str(time.time()))]
        )


def _expect_kind(dataset: Dataset, kind: Kind) -> None:
    if dataset.kind != kind:
        raise ProjectFailed(
            _("The data set “{name}” holds examples of another kind ({kind}).").format(
                name=dataset.name, kind=dataset.kind
            ),
            hint=_("Choose another data set, or a new one."),
        )


def _batches(ids: list[int]) -> Iterator[str]:
    for start in range(0, len(ids), _BATCH):
        yield json.dumps(ids[start : start + _BATCH])
