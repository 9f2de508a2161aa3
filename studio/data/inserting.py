"""Many new rows at once: ids, families, duplicates and splits."""

import json
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import repeat
from typing import cast

import apsw
import numpy as np
from numpy.typing import NDArray

from studio.core.example import SPLITS, Split
from studio.data.batches import RowBatch, gathered
from studio.data.families import NO_SPLIT, NewRows, exact_splits, find_twins, united_families
from studio.data.fields import characters_of
from studio.data.history import Recording
from studio.data.locked_rows import is_locked
from studio.data.records import AskedSplit, NewRow
from studio.data.split import SEED, TEST, VALIDATION, distinct, likely_splits

_MANY = 5_000
_COLUMNS = (
    "id, dataset_id, family, split, status, created_at, edited_at, digest, "
    "origin_file, origin_line, origin_how, tags, note, extra, content, characters"
)
_INSERT = f"INSERT INTO example ({_COLUMNS}) VALUES ({', '.join('?' * 16)})"

# They count rows and note texts to index; new rows are beyond those indexed.
_PER_ROW = ("row_inserted", "text_inserted")
# What is stored for a position in SPLITS, and for NO_SPLIT.
_NAMES: tuple[Split | None, ...] = (*SPLITS, None)
_POSITIONS: dict[AskedSplit, int] = {**{name: at for at, name in enumerate(SPLITS)}, "none": NO_SPLIT}


def digest(content: str) -> int:
    """A 64-bit fingerprint by which identical contents are found."""
    return int.from_bytes(blake2b(content.encode(), digest_size=8).digest(), "little", signed=True)


@dataclass(frozen=True)
class RowSource:
    """Where rows about to be stored come from; told in each row's origin."""

    rows: Iterable[NewRow | RowBatch]
    file: str = ""
    how: str = "added"


class RowInserter:
    """Stores rows of one data set inside the caller's transaction; `finish` completes them.

    What it remembers of a row takes 18 bytes: twins are found, and splits made exact, when all rows are there.
    """

    def __init__(self, db: apsw.Connection, dataset_id: int) -> None:
        self._db, self._dataset_id = db, dataset_id
        # The sequence remembers ids of rows that were deleted since.
        last_id = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'example'").get
        self._first_id = int(last_id or 0) + 1
        self._had_rows = bool(
            db.execute("SELECT EXISTS (SELECT 1 FROM example WHERE dataset_id = ?)", (dataset_id,)).get
        )
        self._labels: dict[str, int] = dict(
            db.execute("SELECT label, family FROM family WHERE dataset_id = ?", (dataset_id,))
        )
        self._new_labels: dict[str, int] = {}
        # A locked test split takes no row.
        self._test = 0 if is_locked(db, dataset_id) else TEST
        self._digests, self._families, self._splits, self._open = array("q"), array("q"), array("b"), array("b")
        self._resting: list[str] = []
        self._counted = 0
        self.repeated_here = 0
        """Rows identical to one inserted before by this object; known after `finish`, as `repeated_there`."""
        self.repeated_there = 0
        """Rows identical to one that the data set already had."""

    @property
    def count(self) -> int:
        """Rows stored so far."""
        return len(self._digests)

    def insert(self, source: RowSource) -> None:
        """Store all rows, a bounded number at a time."""
        for batch in gathered(source.rows):
            if self.count >= _MANY and not self._resting:
                self._rest_triggers()
            self._insert(batch, source)

    def _rest_triggers(self) -> None:
        """Ahead of many rows: what the triggers do for each is done at once when all are there.

        An error must end the transaction, which brings them back.
        """
        self._counted = self.count
        for name in _PER_ROW:
            self._resting.append(str(self._db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).get))
            self._db.execute(f"DROP TRIGGER {name}")

    def _wake_triggers(self) -> None:
        if not self._resting:
            return
        counts = np.bincount(np.frombuffer(self._splits, np.int8)[self._counted :], minlength=len(_NAMES)).tolist()
        self._db.executemany(
            "INSERT INTO split_size VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET rows = rows + excluded.rows",
            [(self._dataset_id, name or "", count) for name, count in zip(_NAMES, counts, strict=True) if count],
        )
        for script in self._resting:
            self._db.execute(script)
        self._resting.clear()

    def _insert(self, batch: RowBatch, source: RowSource) -> None:
        start, count = self._first_id + self.count, len(batch.content)
        ids = range(start, start + count)
        digests = [
            digest(content) if known is None else known
            for content, known in zip(batch.content, batch.digest, strict=True)
        ]
        families = [id if name is None else self._family(name, id) for id, name in zip(ids, batch.family, strict=True)]
        likely = likely_splits(np.array(families, np.int64), seed=SEED, validation=VALIDATION, test=self._test).tolist()
        splits = [at if name is None else _POSITIONS[name] for at, name in zip(likely, batch.split, strict=True)]
        characters = [
            characters_of(content) if known is None else known
            for content, known in zip(batch.content, batch.characters, strict=True)
        ]
        now = repeat(time.time())
        around = ids, repeat(self._dataset_id), families, map(_NAMES.__getitem__, splits), batch.status, now, now
        origin = repeat(source.file), batch.line, repeat(source.how)
        texts = batch.tags, batch.note, batch.extra, batch.content
        self._db.executemany(_INSERT, zip(*around, digests, *origin, *texts, characters, strict=False))
        self._digests.extend(digests)
        self._families.extend(families)
        self._splits.extend(splits)
        self._open.extend([name is None for name in batch.split])

    def _family(self, label: str, id: int) -> int:
        known = self._labels.get(label)
        if known is None:
            self._labels[label] = self._new_labels[label] = known = id
        return known

    def finish(self, recording: Recording) -> None:
        """Make families and splits exact, keep the families' names, note the rows in the history."""
        if not self.count:
            return
        self._wake_triggers()
        rows = NewRows(
            self._first_id,
            np.frombuffer(self._digests, np.int64),
            np.frombuffer(self._families, np.int64),
            np.frombuffer(self._splits, np.int8),
            np.frombuffer(self._open, np.int8).astype(np.bool_),
        )
        twins = find_twins(rows, self._digests_there(rows.digests))
        self.repeated_here, self.repeated_there = twins.repeated_here, twins.repeated_there
        families = united_families(rows, twins)
        self._update("family", rows.families, families, int)
        splits = exact_splits(rows, families, self._splits_before(families), self._test)
        self._update("split", rows.splits, splits, _NAMES.__getitem__)
        if self._new_labels:
            with recording.part():
                self._db.executemany(
                    "INSERT INTO family (dataset_id, label, family) VALUES (?, ?, ?)",
                    [
                        (self._dataset_id, label, int(families[family - self._first_id]))
                        for label, family in self._new_labels.items()
                    ],
                )
        recording.insert_range(self._first_id, self._first_id + self.count - 1)

    def _update(
        self, column: str, before: NDArray[np.generic], after: NDArray[np.generic], stored: Callable[[int], object]
    ) -> None:
        changed = np.flatnonzero(before != after)
        values = ((stored(after[at].item()), self._first_id + at) for at in changed.tolist())
        self._db.executemany(f"UPDATE example SET {column} = ? WHERE id = ?", values)

    def _digests_there(self, digests: NDArray[np.int64]) -> dict[int, int]:
        """The families of the first rows with these digests that were there before."""
        if not self._had_rows:
            return {}
        found = self._asked(
            "SELECT digest, family FROM example WHERE dataset_id = ? AND id < ?"
            " AND digest IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
            distinct(digests),
        )
        return dict(found)

    def _splits_before(self, families: NDArray[np.int64]) -> dict[int, Split]:
        found = self._asked(
            "SELECT family, min(split) FROM example WHERE dataset_id = ? AND id < ?"
            " AND family IN (SELECT value FROM json_each(?)) AND split IS NOT NULL GROUP BY family",
            distinct(families[families < self._first_id]),
        )
        return cast(dict[int, Split], dict(found))

    def _asked(self, sql: str, keys: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
        for start in range(0, len(keys), _MANY):
            listed = json.dumps(keys[start : start + _MANY].tolist())
            yield from cast(
                Iterator[tuple[int, int]], self._db.execute(sql, (self._dataset_id, self._first_id, listed))
            )
