"""Decides what the table of examples shows, what stays selected and what may be done; knows no Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from studio.core.example import Content, Kind, Split
from studio.data.records import Changes, Dataset, Row, RowQuery
from studio.ui.data.columns import SPLIT_NAMES, blank
from studio.ui.data.rows_wanted import Ids, RowsWanted, Scope
from studio.ui.formats import integer
from studio.words import _, ngettext

Emptiness = Literal["no_examples", "nothing_found"]
MERGEABLE: frozenset[Kind] = frozenset({"chat", "text", "instruction"})
NO_IDS: Ids = np.empty(0, np.int64)


@dataclass(frozen=True)
class Allowed:
    """Which actions make sense now; `undo` and `redo` are the labels of the steps, "" for none."""

    add: bool = False
    selected: int = 0
    """How many rows an action would change."""
    merge: bool = False
    dataset: bool = False
    """Whether there is a data set to rename or delete."""
    export: bool = False
    undo: str = ""
    redo: str = ""


class ReadsProject(Protocol):
    """What the presenter reads: data.project.ProjectReader."""

    def datasets(self) -> list[Dataset]: ...
    def rows(self, ids: Sequence[int]) -> list[Row]: ...
    def undo_label(self) -> str | None: ...
    def redo_label(self) -> str | None: ...


class TableView(Protocol):
    """What the table of examples and what is around it can show."""

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None: ...
    def find_rows(self, query: RowQuery) -> None: ...
    def count_rows(self, dataset_id: int) -> None: ...
    def show_query(self, query: RowQuery | None, wanted: RowsWanted | None) -> None: ...
    def show_rows(self, kind: Kind, ids: Ids, selected: int | None) -> None: ...
    def refresh_rows(self, row_ids: Iterable[int]) -> None: ...
    def show_empty(self, why: Emptiness) -> None: ...
    def show_details(self, row: Row | None) -> None: ...
    def show_allowed(self, allowed: Allowed) -> None: ...
    def show_count(self, text: str) -> None: ...
    def show_summary(self, text: str) -> None: ...


class DataPresenter:
    """Holds the data set, the query and the selection; everything else is read when it is needed."""

    def __init__(self, view: TableView, reader: ReadsProject, *, read_only: bool) -> None:
        self._view = view
        self._reader = reader
        self._read_only = read_only
        self._datasets: list[Dataset] = []
        self._query: RowQuery | None = None
        self._only: RowsWanted | None = None
        self._before: RowQuery | None = None
        self._ids: Ids = NO_IDS
        self._current: int | None = None
        self._selected: Ids = NO_IDS
        self._new: int | None = None

    @property
    def dataset(self) -> Dataset | None:
        """The data set on show."""
        return next((each for each in self._datasets if self._query and each.id == self._query.dataset_id), None)

    @property
    def datasets(self) -> Sequence[Dataset]:
        """All data sets of the project."""
        return self._datasets

    @property
    def query(self) -> RowQuery | None:
        """Which rows are on show, None without any data set."""
        return self._query

    @property
    def scope(self) -> Scope | None:
        """What a dialog can work on; rows opened from elsewhere are no query, so the whole data set is meant then."""
        dataset, query = self.dataset, self._query
        if dataset is None or query is None:
            return None
        return Scope(dataset, RowQuery(dataset_id=dataset.id) if self._only else query, len(self._ids))

    @property
    def selected(self) -> Ids:
        """The ids of the selected rows."""
        return self._selected

    def open(self) -> None:
        """Show the project from the start."""
        self._read_datasets()
        self._find()

    def choose_dataset(self, dataset_id: int) -> None:
        """Show another data set, unfiltered."""
        if self._query is None or self._query.dataset_id != dataset_id:
            self._new = None
            self._ask(RowQuery(dataset_id=dataset_id))
            self._view.show_datasets(self._datasets, dataset_id)

    def filter(self, query: RowQuery) -> None:
        """Show only what matches."""
        if self._query is not None and query != self._query:
            self._ask(query, self._only)

    def open_view(self, query: RowQuery) -> None:
        """Show what somebody saved, whatever was on show before."""
        self._ask(query)

    def sort(self, column: str) -> None:
        """Order by a column; asked again, backwards; once more, as the rows came."""
        if self._query is None:
            return
        same = self._query.sort == column
        order = ("", False) if same and self._query.descending else (column, same)
        self._ask(self._query.model_copy(update={"sort": order[0], "descending": order[1]}), self._only)

    def show_only(self, wanted: RowsWanted) -> None:
        """Show just these rows until `show_all`, which leads back to what was there."""
        before = self._before if self._only else self._query
        self._before = before if before is not None and before.dataset_id == wanted.dataset_id else None
        self._ask(RowQuery(dataset_id=wanted.dataset_id), wanted)
        self._view.show_datasets(self._datasets, wanted.dataset_id)

    def show_all(self) -> None:
        """Lead back from `show_only`."""
        if self._query is not None and self._only is not None:
            self._ask(self._before or RowQuery(dataset_id=self._query.dataset_id))

    def clear_filters(self) -> None:
        """Show every row of the data set, in the order that was chosen."""
        if self._query is not None:
            order = {"sort": self._query.sort, "descending": self._query.descending}
            self._ask(RowQuery(dataset_id=self._query.dataset_id).model_copy(update=order))

    def rows_found(self, query: RowQuery, found: Ids) -> None:
        """The answer to `find_rows`; one to a question of before is dropped."""
        dataset = self.dataset
        if query != self._query or dataset is None:
            return
        ids = _only_those(self._only, found, keep_order=bool(query.sort)) if self._only else found
        selected = self._choose(ids)
        self._ids, self._new = ids, None
        self._view.show_count(_count_text(len(ids), dataset.rows))
        if len(ids):
            self._view.show_rows(dataset.kind, ids, selected)
        else:
            self._view.show_empty("nothing_found" if query.is_filtered or self._only else "no_examples")
            self.select(None, NO_IDS)

    def show_again(self) -> None:
        """Show the same rows, in columns chosen anew."""
        if self.dataset is not None and len(self._ids):
            self._view.show_rows(self.dataset.kind, self._ids, self._current)

    def rows_counted(self, dataset_id: int, counts: Mapping[Split | None, int]) -> None:
        """The answer to `count_rows`."""
        if self._query is not None and self._query.dataset_id == dataset_id:
            self._view.show_summary(_summary(counts))

    def select(self, current: int | None, selected: Ids) -> None:
        """The user chose rows; the current one is shown in full."""
        self._current, self._selected = current, selected
        rows = self._reader.rows([current]) if current is not None else []
        self._view.show_details(rows[0] if rows else None)
        self._show_allowed()

    def changed(self, changes: Changes) -> None:
        """Something was changed, here or elsewhere: show what became of it."""
        if changes.updated and not (changes.everything or changes.inserted or changes.deleted):
            self._view.refresh_rows(changes.updated)
            self._count()
        else:
            self._read_datasets()
            self._new = changes.inserted[0] if changes.inserted else None
            self._find()
        if self._current is not None and (changes.everything or self._current in changes.updated):
            self.select(self._current, self._selected)
        self._show_allowed()

    def blank_row(self) -> Content:
        """What a new row starts as; filters that would hide it are cleared."""
        if self._query is not None and (self._query.is_filtered or self._only):
            self._set(RowQuery(dataset_id=self._query.dataset_id), None)
        dataset = self.dataset
        return blank(dataset.kind if dataset else "instruction")

    def show_filled(self, dataset_id: int) -> None:
        """Bring a data set to the front that was made or filled just now."""
        self._read_datasets()
        self.choose_dataset(dataset_id)

    def _ask(self, query: RowQuery, only: RowsWanted | None = None) -> None:
        self._set(query, only)
        self._find()

    def _set(self, query: RowQuery | None, only: RowsWanted | None) -> None:
        self._query, self._only = query, only
        self._view.show_query(query, only)

    def _read_datasets(self) -> None:
        self._datasets = self._reader.datasets()
        if self.dataset is None:
            self._set(RowQuery(dataset_id=self._datasets[0].id) if self._datasets else None, None)
        self._view.show_datasets(self._datasets, self._query.dataset_id if self._query else None)

    def _find(self) -> None:
        if self._query is None:
            self._ids = NO_IDS
            self._view.show_count("")
            self._view.show_empty("no_examples")
            self.select(None, NO_IDS)
        else:
            self._view.find_rows(self._query)
        self._count()

    def _choose(self, ids: Ids) -> int | None:
        """A new row, else the current one, else the one that moved into its place, else the first."""
        for row_id in (self._new, self._current):
            if row_id is not None and (ids == row_id).any():
                return row_id
        if not len(ids):
            return None
        before = np.flatnonzero(self._ids == self._current) if self._current is not None else NO_IDS
        at = int(before[0]) if before.size else 0
        return int(ids[min(at, len(ids) - 1)])

    def _show_allowed(self) -> None:
        if self._read_only:
            self._view.show_allowed(Allowed(export=self.dataset is not None))
            return
        dataset = self.dataset
        self._view.show_allowed(
            Allowed(
                add=True,
                selected=len(self._selected),
                merge=len(self._selected) > 1 and dataset is not None and dataset.kind in MERGEABLE,
                dataset=dataset is not None,
                export=dataset is not None,
                undo=self._reader.undo_label() or "",
                redo=self._reader.redo_label() or "",
            )
        )

    def _count(self) -> None:
        if self._query is None:
            self._view.show_summary("")
        else:
            self._view.count_rows(self._query.dataset_id)


def _only_those(wanted: RowsWanted, found: Ids, *, keep_order: bool) -> Ids:
    """The rows that are in both, in the order of those found when a column was chosen to sort by."""
    first, second = (found, wanted.ids) if keep_order else (wanted.ids, found)
    return first[np.isin(first, second)]


def _count_text(shown: int, total: int) -> str:
    if shown == total:
        return ngettext("{count} example", "{count} examples", total).format(count=integer(total))
    return ngettext("{shown} of {count} example", "{shown} of {count} examples", total).format(
        shown=integer(shown), count=integer(total)
    )


def _summary(counts: Mapping[Split | None, int]) -> str:
    total = sum(counts.values())
    parts = [ngettext("{count} example", "{count} examples", total).format(count=integer(total))]
    parts += [f"{_(name).lower()} {integer(counts[split])}" for split, name in SPLIT_NAMES.items() if counts.get(split)]
    if counts.get(None):
        parts.append(_("no split {count}").format(count=integer(counts[None])))
    return "  ·  ".join(parts)
