"""The rows to be written, read a few at a time from one moment of the project."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from studio.core.example import Content
from studio.data.reader import CONTENT
from studio.data.records import Origin

Fields = dict[str, Any]

NO_SPLIT = "none"
"""Written for a row that is in no split, so that reading it back does not assign one."""
_CHUNK = 1_000
_HAS_RELATIVES = (
    "family <> id OR EXISTS"
    " (SELECT 1 FROM example AS other WHERE other.family = example.family AND other.id <> example.id)"
)
_ROWS = f"""
SELECT id, content, coalesce(split, '{NO_SPLIT}'), status, tags, note, extra, origin_file, origin_line, origin_how,
    family, {_HAS_RELATIVES}
FROM example WHERE id IN (SELECT value FROM json_each(?))
"""
_AROUND = f"""
SELECT split IS NOT NULL, status <> 'draft', family, {_HAS_RELATIVES}, tags <> '[]', note <> ''
FROM example WHERE id IN (SELECT value FROM json_each(?))
"""
_EXTRA_NAMES = """
SELECT field.key, count(*) FROM example, json_each(example.extra) AS field
WHERE example.id IN (SELECT value FROM json_each(?)) AND extra <> '{}' GROUP BY field.key ORDER BY min(field.id)
"""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One example with everything around it; `family` is "" for one that has no relatives."""

    id: int
    content: Content
    split: str
    status: str
    tags: list[str]
    note: str
    extra: Fields
    origin: Origin
    family: str
    own_name: str
    """A name that no row of another project has."""


@dataclass(frozen=True)
class Survey:
    """How many of the rows have something in each field beside their contents, and in each of the kept ones."""

    around: Counter[str]
    extra: Counter[str]


class RowStream:
    """Reads rows in the order of their ids' array; rows deleted since are left out."""

    def __init__(self, db: apsw.Connection, dataset_id: int) -> None:
        self._db = db
        self._labels: dict[int, str] = dict(
            db.execute("SELECT family, min(label) FROM family WHERE dataset_id = ? GROUP BY family", (dataset_id,))
        )
        self._prefix = _project_mark(db)

    def rows(self, ids: NDArray[np.int64]) -> Iterator[ExportRow]:
        """All rows, a bounded number of them in memory."""
        for chunk in chunks(ids):
            found = {values[0]: values for values in self._db.execute(_ROWS, (json.dumps(chunk),))}
            for id in chunk:
                if id in found:
                    yield self._row(found[id])

    def survey(self, ids: NDArray[np.int64]) -> Survey:
        """Look at all rows but not at their contents."""
        around: Counter[str] = Counter()
        extra: Counter[str] = Counter()
        for chunk in chunks(ids):
            wanted = (json.dumps(chunk),)
            for split, status, family, has_relatives, tags, note in self._db.execute(_AROUND, wanted):
                related = has_relatives or family in self._labels
                around.update(split=split, status=status, family=int(related), tags=tags, note=note)
            for name, count in self._db.execute(_EXTRA_NAMES, wanted):
                extra[name] += count
        return Survey(+around, extra)

    def _row(self, values: tuple[Any, ...]) -> ExportRow:
        id, content, split, status, tags, note, extra, file, line, how, family, has_relatives = values
        named = self._labels.get(family)
        return ExportRow(
            id=id,
            content=CONTENT.validate_json(content),
            split=split,
            status=status,
            tags=json.loads(tags),
            note=note,
            extra=json.loads(extra),
            origin=Origin(file, line, how),
            family=named if named is not None else f"{self._prefix}-{family}" if has_relatives else "",
            own_name=f"{self._prefix}-{family}",
        )


def chunks(ids: NDArray[np.int64]) -> Iterator[list[int]]:
    """The ids in pieces that one query takes."""
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK].tolist()


def _project_mark(db: apsw.Connection) -> str:
    """Numbers of families mean something in their own project only."""
    known = db.execute("SELECT group_concat(value, ' ') FROM meta WHERE key IN ('name', 'created_at')").get
    return hashlib.sha256(str(known).encode()).hexdigest()[:8]
