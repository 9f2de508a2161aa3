"""Rows on their way into the store, as columns: a million of them then cost no objects of their own."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from studio.core.example import Status
from studio.data.records import AskedSplit, NewRow

_ROWS = 5_000
_CHARACTERS = 1 << 18


class RowBatch(NamedTuple):
    """Columns of one length, in the order of `NewRow` and named as there."""

    content: Sequence[str]
    split: Sequence[AskedSplit | None]
    status: Sequence[Status]
    family: Sequence[str | None]
    tags: Sequence[str]
    note: Sequence[str]
    extra: Sequence[str]
    line: Sequence[int]
    digest: Sequence[int | None]
    characters: Sequence[int | None]


class Gathering:
    """Gathers rows until they are enough to go on, few where single rows are long."""

    def __init__(self) -> None:
        self._rows: list[NewRow] = []
        self._characters = 0

    def add(self, row: NewRow) -> bool:
        """Whether they are enough."""
        self._rows.append(row)
        self._characters += len(row.content) + len(row.extra)
        return self._characters >= _CHARACTERS or len(self._rows) >= _ROWS

    def taken(self) -> RowBatch:
        """What was gathered since the last time, at least one row."""
        columns: Iterable[Any] = zip(*self._rows, strict=True)
        self._rows, self._characters = [], 0
        return RowBatch(*columns)

    def __bool__(self) -> bool:
        return bool(self._rows)


def gathered(rows: Iterable[NewRow | RowBatch]) -> Iterator[RowBatch]:
    """All rows in order, a bounded number at a time; batches stay as they are."""
    gathering = Gathering()
    for row in rows:
        if isinstance(row, RowBatch):
            if gathering:
                yield gathering.taken()
            yield row
        elif gathering.add(row):
            yield gathering.taken()
    if gathering:
        yield gathering.taken()
