"""What the project holds, read beside whoever writes it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Self, cast

import apsw
import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from studio.core.example import Content, Split
from studio.data.connection import connect_reader, explained
from studio.data.history import read_label, read_steps
from studio.data.indexing import waiting
from studio.data.query import find_statement, is_by_id, search_statement
from studio.data.records import Dataset, Origin, Row, RowQuery, Step
from studio.data.schema import expect_schema
from studio.data.search import match_expression

_FEW = 2_000
CONTENT: TypeAdapter[Content] = TypeAdapter(Content)

_DATASETS = """
SELECT id, name, kind, ifnull((SELECT sum(rows) FROM split_size WHERE dataset_id = dataset.id), 0)
FROM dataset ORDER BY id
"""
_ROWS = """
SELECT id, content, family, split, status, tags, note, origin_file, origin_line, origin_how, created_at, edited_at
FROM example WHERE id IN (SELECT value FROM json_each(?))
"""
_VALUES = {
    "tag": """
SELECT value, count(DISTINCT example.id) FROM example, json_each(example.tags)
WHERE dataset_id = ? AND tags <> '[]' GROUP BY value ORDER BY 2 DESC, 1""",
    "label": """
SELECT value, count(DISTINCT example.id) FROM example, json_each(example.content, '$.labels')
WHERE dataset_id = ? GROUP BY value ORDER BY 2 DESC, 1""",
    "source": """
SELECT origin_file, count(*) FROM example WHERE dataset_id = ? AND origin_file <> ''
GROUP BY origin_file ORDER BY 2 DESC, 1""",
}


class ProjectReader:
    """A read-only view of the project in a folder; sees each change once it is committed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with explained(path):
            self._db = connect_reader(path)
            try:
                expect_schema(self._db)
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_about: object) -> None:
        self.close()

    @contextmanager
    def one_moment(self) -> Iterator[apsw.Connection]:
        """All reads in the block see the project as it is now, whatever is written meanwhile."""
        with explained(self.path), self._db:
            yield self._db

    def name(self) -> str:
        """The project's name."""
        return str(self._one("SELECT value FROM meta WHERE key = 'name'"))

    def datasets(self) -> list[Dataset]:
        """All data sets in the order they were made."""
        with explained(self.path):
            return [Dataset(*row) for row in self._db.execute(_DATASETS)]

    def steps(self) -> list[Step]:
        """The history, oldest first; undone steps can be made again."""
        with explained(self.path):
            return read_steps(self._db)

    def last_step(self) -> int:
        """The number of the last step that is not undone, 0 before the first; no two states have the same."""
        return int(cast(int, self._one("SELECT coalesce(max(id), 0) FROM step WHERE NOT undone")))

    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._label("SELECT label FROM step WHERE NOT undone ORDER BY id DESC LIMIT 1")

    def redo_label(self) -> str | None:
        """What redo would make again."""
        return self._label("SELECT label FROM step WHERE undone ORDER BY id LIMIT 1")

    def find_rows(self, query: RowQuery) -> NDArray[np.int64]:
        """Ids of the rows wanted, in the order wanted; raises Interrupted after `interrupt`.

        Rows that the index has not followed yet are looked through, which takes longer.
        """
        if query.search.strip() and not match_expression(query.search):
            return np.empty(0, np.int64)
        with self.one_moment() as db:
            statement = find_statement(query, self._few_hits(query) if query.search.strip() else None)
            ids = np.fromiter((id for (id,) in db.execute(statement.sql, statement.values)), np.int64)
        if is_by_id(query):
            ids.sort()
            return ids[::-1].copy() if query.descending else ids
        return ids

    def _few_hits(self, query: RowQuery) -> list[int] | None:
        """All rows in which the search occurs; None when they are many."""
        search = search_statement(query)
        found = self._db.execute(f"{search.sql} LIMIT {_FEW + 1}", search.values)
        hits = [cast(int, id) for (id,) in found]
        return hits if len(hits) <= _FEW else None

    def unindexed(self) -> int:
        """About how many rows `Project.index_some` still has to index; 0 only when there are none."""
        with explained(self.path):
            return waiting(self._db)

    def interrupt(self) -> None:
        """Drop what another thread is reading here, where Interrupted is raised; searches deserve their own reader."""
        self._db.interrupt()

    def values(self, dataset_id: int, column: Literal["tag", "label", "source"]) -> list[tuple[str, int]]:
        """What rows can be filtered by, each with its number of rows, the most frequent first; looks at every row."""
        with explained(self.path):
            return cast(list[tuple[str, int]], self._db.execute(_VALUES[column], (dataset_id,)).fetchall())

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """The rows of these ids in this order; ids that no longer exist are left out."""
        wanted = [int(id) for id in ids]
        with explained(self.path):
            found = {row[0]: row for row in self._db.execute(_ROWS, (json.dumps(wanted),))}
        return [_row(found[id]) for id in wanted if id in found]

    def extra(self, row_id: int) -> dict[str, object]:
        """The fields of the imported line that Atelier has no place for, as they were."""
        found: dict[str, object] = json.loads(
            str(self._one("SELECT coalesce((SELECT extra FROM example WHERE id = ?), '{}')", row_id))
        )
        return found

    def split_counts(self, dataset_id: int) -> dict[Split | None, int]:
        """How many rows each split has; None counts rows without one."""
        with explained(self.path):
            found = self._db.execute(
                "SELECT nullif(split, ''), rows FROM split_size WHERE dataset_id = ? AND rows > 0", (dataset_id,)
            )
            return dict(cast(list[tuple[Split | None, int]], found.fetchall()))

    def _one(self, query: str, *values: int) -> object:
        with explained(self.path):
            return self._db.execute(query, values).get

    def _label(self, query: str) -> str | None:
        stored = self._one(query)
        return None if stored is None else read_label(str(stored)).text()


def _row(values: tuple[Any, ...]) -> Row:
    id, content, family, split, status, tags, note, file, line, how, created_at, edited_at = values
    return Row(
        id=id,
        content=CONTENT.validate_json(content),
        family=family,
        split=split,
        status=status,
        tags=tuple(json.loads(tags)),
        note=note,
        origin=Origin(file, line, how),
        created_at=created_at,
        edited_at=edited_at,
    )
