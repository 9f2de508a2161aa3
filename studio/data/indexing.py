"""The full-text index, which follows the texts in small steps; triggers note what it has missed."""

from collections.abc import Iterator
from typing import cast

import apsw

from studio.data.fields import texts_of

_CHARACTERS = 16_000_000
_QUEUED = """
SELECT to_index.id, content FROM to_index LEFT JOIN example ON example.id = to_index.id ORDER BY to_index.id LIMIT ?
"""
_NEW = "SELECT id, content FROM example WHERE id > (SELECT indexed_to FROM indexing) ORDER BY id LIMIT ?"
# Not exact where rows beyond the indexed ones were taken out, but free.
_WAITING = """
SELECT (SELECT count(*) FROM to_index) + max(0, ifnull((SELECT max(id) FROM example), 0) - indexed_to) FROM indexing
"""


def waiting(db: apsw.Connection) -> int:
    """About how many rows the index still has to follow; 0 only when there are none."""
    return cast(int, db.execute(_WAITING).get)


def index_some(db: apsw.Connection, rows: int) -> None:
    """Index up to so many rows, fewer where texts are long, inside the caller's transaction; oldest changes first."""
    queued = _Batch(db.execute(_QUEUED, (rows,)))
    for id, content in queued:
        db.execute("DELETE FROM example_search WHERE rowid = ?", (id,))
        if content is not None:
            _add(db, id, content)
    if queued.count:
        db.execute("DELETE FROM to_index WHERE id <= ?", (queued.last,))
    new = _Batch(db.execute(_NEW, (rows - queued.count,)))
    for id, content in new:
        _add(db, id, cast(str, content))
    if new.count:
        db.execute("UPDATE indexing SET indexed_to = ?", (new.last,))


def _add(db: apsw.Connection, id: int, content: str) -> None:
    db.execute("INSERT INTO example_search (rowid, text) VALUES (?, ?)", (id, "\n".join(texts_of(content))))


class _Batch:
    """Rows until their texts are enough for one transaction; a row without content was deleted."""

    def __init__(self, found: apsw.Cursor) -> None:
        self._found = found
        self.count = 0
        self.last = 0

    def __iter__(self) -> Iterator[tuple[int, str | None]]:
        characters = 0
        for id, content in cast(Iterator[tuple[int, str | None]], self._found):
            yield id, content
            self.count += 1
            self.last = id
            characters += len(content or "")
            if characters > _CHARACTERS:
                self._found.close()
                return
