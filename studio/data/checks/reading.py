"""The rows of a data set as the checks read them: some at a time, and only those that changed where that is enough."""

import json
import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

import apsw
import numpy as np
from numpy.typing import NDArray

from studio.core.example import Content, Split, Status
from studio.data.reader import CONTENT, ProjectReader

CHUNK = 500


class CheckedRow(NamedTuple):
    """What the checks know of a row."""

    id: int
    content: Content
    family: int
    split: Split | None
    status: Status
    edited: bool
    """Whether a person has changed it since it came."""


_AFTER = """
SELECT id, content, family, split, status, edited_at > created_at FROM example
WHERE id > ? AND +dataset_id = ? ORDER BY id LIMIT ?
"""
_SOME = """
SELECT id, content, family, split, status, edited_at > created_at FROM example
WHERE id IN (SELECT value FROM json_each(?)) AND +dataset_id = ? ORDER BY id
"""
_CONTENTS = "SELECT id, content FROM example WHERE id IN (SELECT value FROM json_each(?))"


def read_rows(reader: ProjectReader, dataset_id: int) -> Iterator[list[CheckedRow]]:
    """All rows in the order of their ids, a bounded number at a time."""
    last = 0
    while True:
        with reader.one_moment() as db:
            found = db.execute(_AFTER, (last, dataset_id, CHUNK)).fetchall()
        if not found:
            return
        rows = [_row(values) for values in found]
        last = rows[-1].id
        yield rows


def _row(values: tuple[object, ...]) -> CheckedRow:
    id, content, family, split, status, edited = cast(tuple[int, str, int, Split | None, Status, int], values)
    return CheckedRow(id, CONTENT.validate_json(content), family, split, status, bool(edited))


def last_step(db: apsw.Connection) -> int:
    """The last step done, 0 for none: what the checks see is the project as it was after it."""
    return cast(int, db.execute("SELECT ifnull(max(id), 0) FROM step WHERE NOT undone").get)


def changed_since(db: apsw.Connection, step_id: int) -> NDArray[np.int64] | None:
    """Ids of the rows, deleted ones included, that steps and undos have touched since a step; None for perhaps all."""
    if not _is_known(db, step_id):
        return None
    ids = array("q")
    ranges = []
    steps = "SELECT id, first_inserted, last_inserted FROM step WHERE (id > ? AND NOT undone) OR (id <= ? AND undone)"
    for step, first, last in cast(list[tuple[int, int | None, int]], db.execute(steps, (step_id, step_id)).fetchall()):
        if first is not None:
            ranges.append(np.arange(first, last + 1, dtype=np.int64))
        for (packed,) in db.execute("SELECT changeset FROM step_part WHERE step_id = ?", (step,)):
            ids.extend(_touched(zlib.decompress(cast(bytes, packed))))
    return np.unique(np.concatenate([np.array(ids, np.int64), *ranges]))


def _is_known(db: apsw.Connection, step_id: int) -> bool:
    """A step that was dropped, with those after it, no longer tells what it did."""
    if step_id:
        return bool(db.execute("SELECT EXISTS (SELECT 1 FROM step WHERE id = ?)", (step_id,)).get)
    dropped = "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'step'), 0) > (SELECT count(*) FROM step)"
    return not db.execute(dropped).get


def _touched(changeset: bytes) -> Iterator[int]:
    for change in apsw.Changeset.iter(changeset):
        row = change.new if change.op == "INSERT" else change.old
        if change.name == "example" and isinstance(row, tuple):
            yield cast(int, row[0])


def read_some(reader: ProjectReader, dataset_id: int, ids: NDArray[np.int64]) -> Iterator[list[CheckedRow]]:
    """Those of the rows that are in the data set, a bounded number at a time."""
    for start in range(0, ids.size, CHUNK):
        with reader.one_moment() as db:
            found = db.execute(_SOME, (json.dumps(ids[start : start + CHUNK].tolist()), dataset_id)).fetchall()
        yield [_row(values) for values in found]


def read_contents(reader: ProjectReader, ids: Sequence[int]) -> list[tuple[int, Content]]:
    """The contents of rows by their ids; those that are gone are left out."""
    with reader.one_moment() as db:
        found = db.execute(_CONTENTS, (json.dumps(ids),)).fetchall()
    return [(cast(int, id), CONTENT.validate_json(cast(str, content))) for id, content in found]
