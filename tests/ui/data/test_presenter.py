"""What the Data tab decides, without a window."""

from collections.abc import Iterable, Sequence

import numpy as np

from studio.core.example import Kind, Split
from studio.data.records import Changes, Dataset, Row
from studio.ui.data.presenter import Allowed, DataPresenter, Emptiness, Ids, Query
from tests.ui.data.rows import CONTENTS, row_of


class Screen:
    """Notes what it was asked to show."""

    def __init__(self) -> None:
        self.asked: list[Query] = []
        self.shown: list[tuple[Kind, list[int], int | None]] = []
        self.empty: list[Emptiness] = []
        self.details: list[Row | None] = []
        self.allowed = Allowed()
        self.refreshed: list[int] = []
        self.summary = ""
        self.datasets: list[str] = []
        self.cleared = 0

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None:
        self.datasets = [each.name for each in datasets]

    def find_rows(self, query: Query) -> None:
        self.asked.append(query)

    def count_rows(self, dataset_id: int) -> None:
        self.summary = f"counting {dataset_id}"

    def clear_filters(self) -> None:
        self.cleared += 1

    def show_rows(self, kind: Kind, ids: Ids, selected: int | None) -> None:
        self.shown.append((kind, ids.tolist(), selected))

    def refresh_rows(self, row_ids: Iterable[int]) -> None:
        self.refreshed += row_ids

    def show_empty(self, why: Emptiness) -> None:
        self.empty.append(why)

    def show_details(self, row: Row | None) -> None:
        self.details.append(row)

    def show_allowed(self, allowed: Allowed) -> None:
        self.allowed = allowed

    def show_summary(self, text: str) -> None:
        self.summary = text


class Store:
    """Two data sets, every row of which exists."""

    def __init__(self, *datasets: Dataset) -> None:
        self.all = list(datasets)

    def datasets(self) -> list[Dataset]:
        return self.all

    def rows(self, ids: Sequence[int]) -> list[Row]:
        return [row_of(CONTENTS["instruction"], id) for id in ids]

    def undo_label(self) -> str | None:
        return "Delete rows: 2"

    def redo_label(self) -> str | None:
        return None


CASES, LABELS = Dataset(1, "cases", "instruction", 3), Dataset(2, "labels", "classification", 1)


def opened(*datasets: Dataset, read_only: bool = False) -> tuple[DataPresenter, Screen]:
    screen = Screen()
    presenter = DataPresenter(screen, Store(*datasets), read_only=read_only)
    presenter.open()
    return presenter, screen


def answer(presenter: DataPresenter, query: Query, *ids: int) -> None:
    presenter.rows_found(query, np.array(ids, np.int64))


def test_an_empty_project_offers_to_begin() -> None:
    presenter, screen = opened()
    assert screen.empty == ["no_examples"]
    assert screen.asked == []
    assert screen.allowed.add
    assert presenter.blank_row() is not None


def test_the_first_data_set_opens_on_its_first_row() -> None:
    presenter, screen = opened(CASES, LABELS)
    assert screen.asked == [Query(1)]
    answer(presenter, Query(1), 5, 6, 7)
    assert screen.shown == [("instruction", [5, 6, 7], 5)]


def test_an_answer_to_an_earlier_question_is_dropped() -> None:
    presenter, screen = opened(CASES)
    presenter.filter("fièvre", None)
    presenter.filter("fièvre", "test")
    answer(presenter, Query(1, "fièvre"), 5)
    assert screen.shown == []
    answer(presenter, Query(1, "fièvre", "test"))
    assert screen.empty == ["nothing_found"]


def test_the_selection_survives_a_new_search_and_moves_on_after_a_deletion() -> None:
    presenter, screen = opened(CASES)
    answer(presenter, Query(1), 5, 6, 7)
    presenter.select((6,))
    presenter.filter("x", None)
    answer(presenter, Query(1, "x"), 6, 7)
    assert screen.shown[-1][2] == 6
    presenter.changed(Changes("Delete", deleted=(6,)))
    answer(presenter, Query(1, "x"), 7)
    assert screen.shown[-1][2] == 7


def test_a_new_row_is_selected_and_no_filter_hides_it() -> None:
    presenter, screen = opened(CASES)
    presenter.filter("x", "test")
    cleared = screen.cleared
    presenter.blank_row()
    assert screen.cleared == cleared + 1
    presenter.changed(Changes("Add", inserted=(9,)))
    answer(presenter, Query(1), 5, 9)
    assert screen.shown[-1][2] == 9


def test_an_edit_refreshes_its_row_without_another_search() -> None:
    presenter, screen = opened(CASES)
    answer(presenter, Query(1), 5, 6)
    presenter.select((5,))
    presenter.changed(Changes("Edit", updated=(5,)))
    assert screen.refreshed == [5]
    assert screen.asked == [Query(1)]
    assert screen.details[-1] is not None
    assert screen.details[-1].id == 5


def test_rows_of_a_kind_without_editors_cannot_be_added() -> None:
    presenter, screen = opened(CASES, LABELS)
    presenter.choose_dataset(2)
    answer(presenter, Query(2), 8)
    presenter.select((8,))
    assert not screen.allowed.add
    assert presenter.blank_row() is None
    assert screen.allowed == Allowed(add=False, delete=True, undo="Delete rows: 2")


def test_nothing_is_allowed_in_a_read_only_window() -> None:
    presenter, screen = opened(CASES, read_only=True)
    presenter.select((5,))
    assert screen.allowed == Allowed()


def test_the_summary_counts_each_split_and_groups_thousands() -> None:
    presenter, screen = opened(CASES)
    counts: dict[Split | None, int] = {"train": 12_000, "test": 1, None: 3}
    presenter.rows_counted(1, counts)
    assert screen.summary == "12\u202f004 examples  ·  training 12\u202f000  ·  test 1  ·  no split 3"
    presenter.rows_counted(99, {})
    assert "12" in screen.summary


def test_a_data_set_that_was_undone_away_is_left() -> None:
    presenter, screen = opened(CASES, LABELS)
    presenter.choose_dataset(2)
    store = Store(CASES)
    presenter._reader = store
    presenter.changed(Changes("Undo", everything=True))
    assert screen.datasets == ["cases"]
    assert screen.asked[-1] == Query(1)
