"""What differs between two versions of a data set, from the steps between them alone."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import apsw
import numpy as np
from numpy.typing import NDArray

from studio.core.example import Content
from studio.data.project import ProjectReader
from studio.data.reader import CONTENT
from studio.data.replaying import StoredStep, part_numbers, read_part, stored_steps
from studio.data.touched import row_id
from studio.data.tracing import CONTENT_AT, Values, row_at
from studio.data.versions import step_of

Ids = NDArray[np.int64]

# Columns by their places in the table of examples. When a row was edited is no difference.
_THERE, _DATASET = 0, 1
_TRACKED = (2, 3, 4, 11, 12, 13, CONTENT_AT)
_LOOKED_UP = 10_000
_DATASETS = "SELECT id, dataset_id FROM example WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class Difference:
    """Ids, ascending, of rows that came, went or changed; `rewritten` are those changed rows whose content did."""

    added: Ids
    removed: Ids
    changed: Ids
    rewritten: Ids

    @property
    def is_empty(self) -> bool:
        """Whether both versions are the same."""
        return not (self.added.size or self.removed.size or self.changed.size)


def compare_versions(
    reader: ProjectReader,
    before: int | None,
    after: int | None,
    *,
    dataset_id: int,
    cancelled: Callable[[], bool] = lambda: False,
) -> Difference | None:
    """What happened to a data set from one version to another, None being now; None when it was cancelled.

    The other way round it tells what going back would do. Memory grows with the rows that were touched, not with
    their texts. Raises ProjectFailed for a version that is gone.
    """
    with reader.one_moment() as db:
        first, last = step_of(db, before), step_of(db, after)
        net = _Net(db)
        for step in stored_steps(db, "id > ? AND id <= ? ORDER BY id", min(first, last), max(first, last)):
            for _part in net.add(step):
                if cancelled():
                    return None
        found = net.difference(dataset_id)
    if first > last:
        return Difference(found.removed, found.added, found.changed, found.rewritten)
    return found


def content_at(reader: ProjectReader, row_id: int, version: int | None) -> Content | None:
    """An example as it was in a version, None being now; None when it was not there."""
    with reader.one_moment() as db:
        row = row_at(db, row_id, step_of(db, version))
    return None if row is None else CONTENT.validate_json(cast(str, row[CONTENT_AT]))


class _Net:
    """Sums up changes: for each row and column the first value before and the last one after, as fingerprints."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._entries: list[NDArray[np.int64]] = [np.empty((4, 0), np.int64)]

    def add(self, step: StoredStep) -> Iterator[None]:
        """Add what a step did, a bounded number of rows at a time."""
        for number in part_numbers(self._db, step.id):
            entries = list(_entries(read_part(self._db, step.id, number)))
            self._entries.append(np.array(entries, np.int64).reshape(-1, 4).T)
            yield
        if step.first_inserted is not None and step.last_inserted is not None:
            ids = np.arange(step.first_inserted, step.last_inserted + 1)
            zeros, ones = np.zeros_like(ids), np.ones_like(ids)
            self._entries.append(np.stack([ids, zeros + _THERE, zeros, ones]))
            yield

    def difference(self, dataset_id: int) -> Difference:
        """What all of it comes to, for the rows of one data set."""
        ids, columns, old, new = self._summed()
        there = columns == _THERE
        added, removed = ids[there & (old < new)], ids[there & (old > new)]
        never = ids[there & (old == 0) & (new == 0)]
        differs = (old != new) & (columns > _DATASET) & ~np.isin(ids, np.concatenate([added, removed, never]))
        changed, rewritten = np.unique(ids[differs]), ids[differs & (columns == CONTENT_AT)]
        told = columns == _DATASET
        known = ids[told], np.maximum(old[told], new[told])
        ours = self._of_dataset(dataset_id, np.concatenate([added, removed, changed]), known)
        return Difference(*(some[np.isin(some, ours)] for some in (added, removed, changed, rewritten)))

    def _summed(self) -> NDArray[np.int64]:
        """Each row and column once: id, column, first old value, last new value."""
        entries = np.concatenate(self._entries, axis=1)
        self._entries.clear()
        # Stable, so that changes of one value stay in the order they were made.
        entries = entries[:, np.lexsort(entries[1::-1])]
        ids, columns, old, new = entries
        starts = np.ones(len(ids), bool)
        starts[1:] = (ids[1:] != ids[:-1]) | (columns[1:] != columns[:-1])
        ends = np.roll(starts, -1)
        return np.stack([ids[starts], columns[starts], old[starts], new[ends]])

    def _of_dataset(self, dataset_id: int, ids: Ids, told: tuple[Ids, Ids]) -> Ids:
        """Those of the ids whose rows are, or were, of a data set; `told` are ids and data sets that are known."""
        there: list[int] = []
        ours: list[int] = []
        for start in range(0, len(ids), _LOOKED_UP):
            batch = json.dumps(ids[start : start + _LOOKED_UP].tolist())
            found = self._db.execute(_DATASETS, (batch,))
            for id, dataset in cast(Iterator[tuple[int, int]], found):
                there.append(id)
                if dataset == dataset_id:
                    ours.append(id)
        known, datasets = told
        gone = ids[~np.isin(ids, np.concatenate([np.array(there, np.int64), known]))]
        ours += known[datasets == dataset_id].tolist()
        ours += self._found_elsewhere(dataset_id, set(gone.tolist()))
        return np.array(ours, np.int64)

    def _found_elsewhere(self, dataset_id: int, wanted: set[int]) -> Iterator[int]:
        """Rows that are not there now: some step, done or undone, tells them whole where it takes them out."""
        query = "SELECT step_id, number, removed FROM step_part ORDER BY step_id DESC"
        for step_id, number, removed in self._db.execute(query).fetchall() if wanted else ():
            changeset = read_part(self._db, cast(int, step_id), cast(int, number), removed=bool(removed))
            for change in apsw.Changeset.iter(changeset):
                if change.name == "example" and change.op != "UPDATE" and (id := row_id(change)) in wanted:
                    wanted.remove(id)
                    if _values(change)[_DATASET] == dataset_id:
                        yield id
            if not wanted:
                return


def _entries(changeset: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Id, column, and fingerprints of the old and new value, for each value of an example that changed."""
    for change in apsw.Changeset.iter(changeset):
        if change.name != "example":
            continue
        id = row_id(change)
        if change.op == "UPDATE":
            old, new = cast(tuple[Values, Values], (change.old, change.new))
            yield from ((id, at, hash(old[at]), hash(new[at])) for at in _TRACKED if new[at] is not apsw.no_change)
            continue
        there, values = int(change.op == "INSERT"), _values(change)
        dataset = cast(int, values[_DATASET])
        yield id, _THERE, 1 - there, there
        yield id, _DATASET, dataset * (1 - there), dataset * there
        yield from ((id, at, hash(values[at]) * (1 - there), hash(values[at]) * there) for at in _TRACKED)


def _values(change: apsw.TableChange) -> Values:
    """All columns of a row that came or went."""
    return cast(Values, change.new if change.op == "INSERT" else change.old)
