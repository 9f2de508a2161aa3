"""Reading in a thread with a reader of its own, which can be dropped while it looks."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from studio.core.example import Split
from studio.data.records import RowQuery
from studio.ui.data.rows_wanted import Ids

if TYPE_CHECKING:
    from studio.data.project import ProjectReader

T = TypeVar("T")
ValueColumn = Literal["tag", "label", "source"]


@dataclass(frozen=True, eq=False)
class FoundRows:
    """The answer to a query."""

    query: RowQuery
    ids: Ids


@dataclass(frozen=True)
class CountedRows:
    """How many rows of a data set each split has."""

    dataset_id: int
    counts: dict[Split | None, int]


@dataclass(frozen=True)
class KnownValues:
    """What the rows of a data set can be filtered by: each value with its rows, the most frequent first."""

    dataset_id: int
    column: ValueColumn
    values: tuple[tuple[str, int], ...]


class Reading(Generic[T]):
    """A call of `read` for a thread; answers None once it was dropped."""

    def __init__(self, path: Path, read: "Callable[[ProjectReader], T]") -> None:
        self._path = path
        self._read = read
        self._lock = threading.Lock()
        self._reader: ProjectReader | None = None
        self._dropped = False

    def drop(self) -> None:
        """Give the answer up, from any thread."""
        with self._lock:
            self._dropped = True
            if self._reader is not None:
                self._reader.interrupt()

    def __call__(self) -> T | None:
        from studio.data.connection import Interrupted
        from studio.data.project import ProjectReader

        if self._dropped:
            return None
        with ProjectReader(self._path) as reader:
            self._use(reader)
            try:
                return None if self._dropped else self._read(reader)
            except Interrupted:
                return None
            finally:
                self._use(None)

    def _use(self, reader: "ProjectReader | None") -> None:
        # Nothing may interrupt a reader that has been closed.
        with self._lock:
            self._reader = reader


def finding(path: Path, query: RowQuery) -> Reading[FoundRows]:
    """Look for the rows of a query."""
    return Reading(path, lambda reader: FoundRows(query, reader.find_rows(query)))


def counting(path: Path, dataset_id: int) -> Reading[CountedRows]:
    """Count the rows of each split."""
    return Reading(path, lambda reader: CountedRows(dataset_id, reader.split_counts(dataset_id)))


def listing(path: Path, dataset_id: int, column: ValueColumn) -> Reading[KnownValues]:
    """List what rows can be filtered by."""
    return Reading(path, lambda reader: KnownValues(dataset_id, column, tuple(reader.values(dataset_id, column))))
