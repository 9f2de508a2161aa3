"""Decides what the Data tab shows, what stays selected and what may be done; knows no Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from studio.core.example import Content, Kind, Split
from studio.data.records import Changes, Dataset, Row
from studio.ui.data.columns import SPLIT_NAMES, blank
from studio.words import _, ngettext

Ids = NDArray[np.int64]
Emptiness = Literal["no_examples", "nothing_found"]


@dataclass(frozen=True)
class Query:
    """Which rows are wanted."""

    dataset_id: int
    search: str = ""
    split: Split | None = None


@dataclass(frozen=True)
class Allowed:
    """Which actions make sense now; `undo` and `redo` are the labels of the steps, "" for none."""

    add: bool = False
    delete: bool = False
    undo: str = ""
    redo: str = ""


class ReadsProject(Protocol):
    """What the presenter reads: data.project.ProjectReader."""

    def datasets(self) -> list[Dataset]: ...
    def rows(self, ids: Sequence[int]) -> list[Row]: ...
    def undo_label(self) -> str | None: ...
    def redo_label(self) -> str | None: ...


class DataView(Protocol):
    """What the Data tab can show."""

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None: ...
    def find_rows(self, query: Query) -> None: ...
    def count_rows(self, dataset_id: int) -> None: ...
    def clear_filters(self) -> None: ...
    def show_rows(self, kind: Kind, ids: Ids, selected: int | None) -> None: ...
    def refresh_rows(self, row_ids: Iterable[int]) -> None: ...
    def show_empty(self, why: Emptiness) -> None: ...
    def show_details(self, row: Row | None) -> None: ...
    def show_allowed(self, allowed: Allowed) -> None: ...
    def show_summary(self, text: str) -> None: ...


class DataPresenter:
    """Holds the data set, the filters and the selection; everything else is read when it is needed."""

    def __init__(self, view: DataView, reader: ReadsProject, *, read_only: bool) -> None:
        self._view = view
        self._reader = reader
        self._read_only = read_only
        self._datasets: list[Dataset] = []
        self._query: Query | None = None
        self._ids: Ids = np.empty(0, np.int64)
        self._selected: tuple[int, ...] = ()
        self._wanted: int | None = None

    @property
    def dataset(self) -> Dataset | None:
        """The data set on show."""
        return next((each for each in self._datasets if self._query and each.id == self._query.dataset_id), None)

    @property
    def selected(self) -> tuple[int, ...]:
        """The ids of the selected rows, the current one first."""
        return self._selected

    def open(self) -> None:
        """Show the project from the start."""
        self._read_datasets()
        self._find()

    def choose_dataset(self, dataset_id: int) -> None:
        """Show another data set, unfiltered."""
        if self._query is None or self._query.dataset_id != dataset_id:
            self._query = Query(dataset_id)
            self._wanted = None
            self._view.clear_filters()
            self._view.show_datasets(self._datasets, dataset_id)
            self._find()

    def filter(self, search: str, split: Split | None) -> None:
        """Show only what matches."""
        if self._query is not None and (search, split) != (self._query.search, self._query.split):
            self._query = Query(self._query.dataset_id, search, split)
            self._find()

    def rows_found(self, query: Query, ids: Ids) -> None:
        """The answer to `find_rows`; one to a question of before is dropped."""
        dataset = self.dataset
        if query != self._query or dataset is None:
            return
        selected = self._choose(ids)
        self._ids, self._wanted = ids, None
        if len(ids):
            self._view.show_rows(dataset.kind, ids, selected)
        else:
            self._view.show_empty("nothing_found" if query.search or query.split else "no_examples")
            self.select(())

    def rows_counted(self, dataset_id: int, counts: Mapping[Split | None, int]) -> None:
        """The answer to `count_rows`."""
        if self._query is not None and self._query.dataset_id == dataset_id:
            self._view.show_summary(_summary(counts))

    def select(self, row_ids: tuple[int, ...]) -> None:
        """The user chose rows; the first is shown in full."""
        self._selected = row_ids
        rows = self._reader.rows(row_ids[:1])
        self._view.show_details(rows[0] if rows else None)
        self._show_allowed()

    def changed(self, changes: Changes) -> None:
        """Something was changed, here or elsewhere: show what became of it."""
        if changes.everything or changes.inserted or changes.deleted:
            self._read_datasets()
            self._wanted = changes.inserted[0] if changes.inserted else None
            self._find()
        else:
            self._view.refresh_rows(changes.updated)
            self._count()
        if set(changes.updated) & set(self._selected[:1]):
            self.select(self._selected)
        self._show_allowed()

    def blank_row(self) -> Content | None:
        """What a new row starts as; filters that would hide it are cleared."""
        if self._query is not None and (self._query.search or self._query.split):
            self._query = Query(self._query.dataset_id)
            self._view.clear_filters()
        dataset = self.dataset
        return blank(dataset.kind if dataset else "instruction")

    def show_imported(self, dataset_id: int) -> None:
        """Bring the data set that an import filled to the front."""
        self._read_datasets()
        self.choose_dataset(dataset_id)

    def _read_datasets(self) -> None:
        self._datasets = self._reader.datasets()
        if self.dataset is None:
            self._query = Query(self._datasets[0].id) if self._datasets else None
            self._view.clear_filters()
        self._view.show_datasets(self._datasets, self._query.dataset_id if self._query else None)

    def _find(self) -> None:
        if self._query is None:
            self._view.show_empty("no_examples")
            self.select(())
        else:
            self._view.find_rows(self._query)
        self._count()

    def _choose(self, ids: Ids) -> int | None:
        """A new row, else the one selected, else the one that moved into its place, else the first."""
        for row_id in (self._wanted, *self._selected[:1]):
            if row_id is not None and (ids == row_id).any():
                return row_id
        if not len(ids):
            return None
        before = np.flatnonzero(np.isin(self._ids, self._selected[:1]))
        at = int(before[0]) if before.size else 0
        return int(ids[min(at, len(ids) - 1)])

    def _show_allowed(self) -> None:
        if self._read_only:
            self._view.show_allowed(Allowed())
            return
        dataset = self.dataset
        self._view.show_allowed(
            Allowed(
                add=dataset is None or blank(dataset.kind) is not None,
                delete=bool(self._selected),
                undo=self._reader.undo_label() or "",
                redo=self._reader.redo_label() or "",
            )
        )

    def _count(self) -> None:
        if self._query is None:
            self._view.show_summary("")
        else:
            self._view.count_rows(self._query.dataset_id)


def _summary(counts: Mapping[Split | None, int]) -> str:
    total = sum(counts.values())
    parts = [ngettext("{count} example", "{count} examples", total).format(count=_grouped(total))]
    parts += [
        f"{_(name).lower()} {_grouped(counts[split])}" for split, name in SPLIT_NAMES.items() if counts.get(split)
    ]
    if counts.get(None):
        parts.append(_("no split {count}").format(count=_grouped(counts[None])))
    return "  ·  ".join(parts)


def _grouped(number: int) -> str:
    # A narrow no-break space reads right in both languages.
    return f"{number:,}".replace(",", "\u202f")
