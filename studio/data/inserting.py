"""Many new rows at once: ids, families, duplicates and splits."""

import json
import time
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import cast

import apsw
import numpy as np
from numpy.typing import NDArray

from studio.core.example import Split
from studio.data.history import Recording
from studio.data.indexing import indexed_together
from studio.data.records import NewRow
from studio.data.split import SEED, TEST, VALIDATION, assign_splits

_BATCH_ROWS = 10_000
_BATCH_CHARACTERS = 16_000_000
_COLUMNS = (
    "id, dataset_id, family, split, status, created_at, edited_at, digest, "
    "origin_file, origin_line, origin_how, tags, note, extra, content"
)
_INSERT = f"INSERT INTO example ({_COLUMNS}) VALUES ({', '.join('?' * 15)})"

Values = tuple[int | float | str | None, ...]


def digest(content: str) -> int:
    """A 64-bit fingerprint by which identical contents are found."""
    return int.from_bytes(blake2b(content.encode(), digest_size=8).digest(), "little", signed=True)


def batches(rows: Iterable[NewRow]) -> Iterator[list[NewRow]]:
    """Cut into pieces that fit in memory, however long single rows are."""
    batch: list[NewRow] = []
    characters = 0
    for row in rows:
        batch.append(row)
        characters += len(row.content) + len(row.extra)
        if len(batch) >= _BATCH_ROWS or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


@dataclass(frozen=True)
class RowSource:
    """Where rows about to be stored come from; told in each row's origin."""

    rows: Iterable[NewRow]
    file: str = ""
    how: str = "added"


class RowInserter:
    """Stores rows of one data set inside the caller's transaction; `finish` completes them."""

    def __init__(self, db: apsw.Connection, dataset_id: int) -> None:
        self._db, self._dataset_id = db, dataset_id
        # The sequence remembers ids of rows that were deleted since.
        last_id = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'example'").get
        self._first_id = int(last_id or 0) + 1
        self._next_id = self._first_id
        self._labels: dict[str, int] = dict(
            db.execute("SELECT label, family FROM family WHERE dataset_id = ?", (dataset_id,))
        )
        self._new_labels: dict[str, int] = {}
        self._present: dict[int, int] = dict(
            db.execute("SELECT digest, family FROM example WHERE dataset_id = ? ORDER BY id DESC", (dataset_id,))
        )
        self._seen: dict[int, int] = {}
        self._known_splits: dict[int, Split] = {}
        self._open_ids, self._open_families = array("q"), array("q")
        self.repeated_here = 0
        """Rows identical to one inserted before by this object."""
        self.repeated_there = 0
        """Rows identical to one that the data set already had."""

    @property
    def count(self) -> int:
        """Rows stored so far."""
        return self._next_id - self._first_id

    def insert(self, source: RowSource) -> None:
        """Store all rows, a bounded number at a time."""
        for batch in batches(source.rows):
            now = time.time()
            with indexed_together(self._db, range(self._next_id, self._next_id + len(batch))):
                self._db.executemany(_INSERT, [self._values(row, source, now) for row in batch])

    def finish(self, recording: Recording) -> None:
        """Give a split to rows that came without one, keep the families' names, note the rows in the history."""
        if not self.count:
            return
        self._assign_splits()
        if self._new_labels:
            with recording.part():
                self._db.executemany(
                    "INSERT INTO family (dataset_id, label, family) VALUES (?, ?, ?)",
                    [(self._dataset_id, label, family) for label, family in self._new_labels.items()],
                )
        recording.insert_range(self._first_id, self._next_id - 1)

    def _values(self, row: NewRow, source: RowSource, now: float) -> Values:
        id, self._next_id = self._next_id, self._next_id + 1
        fingerprint = digest(row.content)
        family = self._family(row, fingerprint, id)
        if row.split is None:
            self._open_ids.append(id)
            self._open_families.append(family)
        else:
            self._known_splits.setdefault(family, row.split)
        return (
            *(id, self._dataset_id, family, row.split or "train", row.status, now, now, fingerprint),
            *(source.file, row.line, source.how, row.tags, row.note, row.extra, row.content),
        )

    def _family(self, row: NewRow, fingerprint: int, id: int) -> int:
        """Identical rows are one family, so that none of them can be trained on while another is the test."""
        twin = self._seen.get(fingerprint)
        if twin is not None:
            self.repeated_here += 1
        else:
            twin = self._present.get(fingerprint)
            self.repeated_there += twin is not None
        family = id if twin is None else twin
        if row.family is not None:
            known = self._labels.get(row.family)
            if known is None:
                self._labels[row.family] = self._new_labels[row.family] = family
            else:
                family = known
        self._seen.setdefault(fingerprint, family)
        return family

    def _assign_splits(self) -> None:
        families = np.frombuffer(self._open_families, np.int64) if self._open_families else np.empty(0, np.int64)
        known = self._splits_before(families) | self._known_splits
        free = families[~np.isin(families, np.fromiter(known, np.int64))]
        splits = known | assign_splits(free, seed=SEED, validation=VALIDATION, test=TEST)
        moved = (
            (split, id)
            for id, family in zip(self._open_ids, self._open_families, strict=True)
            if (split := splits.get(family, "train")) != "train"
        )
        self._db.executemany("UPDATE example SET split = ? WHERE id = ?", moved)

    def _splits_before(self, families: NDArray[np.int64]) -> dict[int, Split]:
        before = np.unique(families[families < self._first_id])
        found = self._db.execute(
            "SELECT family, min(split) FROM example"
            " WHERE family IN (SELECT value FROM json_each(?)) AND id < ? AND split IS NOT NULL GROUP BY family",
            (json.dumps(before.tolist()), self._first_id),
        )
        return dict(cast(list[tuple[int, Split]], found.fetchall()))
