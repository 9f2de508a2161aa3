"""What the Data tab decides, without a window."""

from collections.abc import Iterable, Sequence

import numpy as np

from studio.core.example import Kind, Split
from studio.data.records import Changes, Dataset, Row, RowQuery
from studio.ui.data.columns import blank
from studio.ui.data.presenter import NO_IDS, Allowed, DataPresenter, Emptiness
from studio.ui.data.rows_wanted import Ids, RowsWanted, Scope
from tests.ui.data.rows import CONTENTS, row_of


class Screen:
    """Notes what it was asked to show."""

    def __init__(self) -> None:
        self.asked: list[RowQuery] = []
        self.shown: list[tuple[Kind, list[int], int | None]] = []
        self.empty: list[Emptiness] = []
        self.details: list[Row | None] = []
        self.allowed = Allowed()
        self.refreshed: list[int] = []
        self.summary = ""
        self.count = ""
        self.datasets: list[str] = []
        self.query: RowQuery | None = None
        self.only: RowsWanted | None = None

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None:
        self.datasets = [each.name for each in datasets]

    def find_rows(self, query: RowQuery) -> None:
        self.asked.append(query)

    def count_rows(self, dataset_id: int) -> None:
        self.summary = f"counting {dataset_id}"

    def show_query(self, query: RowQuery | None, wanted: RowsWanted | None) -> None:
        self.query, self.only = query, wanted

    def show_count(self, text: str) -> None:
        self.count = text

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


ALL = RowQuery(dataset_id=1)
FEVER, TEST = RowQuery(dataset_id=1, search="fièvre"), RowQuery(dataset_id=1, splits=frozenset({"test"}))


def ids_of(*ids: int) -> Ids:
    return np.array(ids, np.int64)


def answer(presenter: DataPresenter, query: RowQuery, *ids: int) -> None:
    presenter.rows_found(query, ids_of(*ids))


def test_an_empty_project_offers_to_begin() -> None:
    presenter, screen = opened()
    assert screen.empty == ["no_examples"]
    assert screen.asked == []
    assert screen.allowed.add
    assert presenter.blank_row().kind == "instruction"


def test_the_first_data_set_opens_on_its_first_row() -> None:
    presenter, screen = opened(CASES, LABELS)
    assert screen.asked == [ALL]
    answer(presenter, ALL, 5, 6, 7)
    assert screen.shown == [("instruction", [5, 6, 7], 5)]
    assert screen.count == "3 examples"


def test_an_answer_to_an_earlier_question_is_dropped() -> None:
    presenter, screen = opened(CASES)
    presenter.filter(FEVER)
    presenter.filter(TEST)
    answer(presenter, FEVER, 5)
    assert screen.shown == []
    answer(presenter, TEST)
    assert screen.empty == ["nothing_found"]
    assert screen.count == "0 of 3 examples"


def test_the_selection_survives_a_new_search_and_moves_on_after_a_deletion() -> None:
    presenter, screen = opened(CASES)
    answer(presenter, ALL, 5, 6, 7)
    presenter.select(6, ids_of(6))
    presenter.filter(FEVER)
    answer(presenter, FEVER, 6, 7)
    assert screen.shown[-1][2] == 6
    presenter.changed(Changes("Delete", deleted=(6,)))
    answer(presenter, FEVER, 7)
    assert screen.shown[-1][2] == 7


def test_a_new_row_is_selected_and_no_filter_hides_it() -> None:
    presenter, screen = opened(CASES)
    presenter.filter(TEST)
    presenter.blank_row()
    assert screen.query == ALL
    presenter.changed(Changes("Add", inserted=(9,)))
    answer(presenter, ALL, 5, 9)
    assert screen.shown[-1][2] == 9


def test_an_edit_refreshes_its_row_without_another_search() -> None:
    presenter, screen = opened(CASES)
    answer(presenter, ALL, 5, 6)
    presenter.select(5, ids_of(5))
    presenter.changed(Changes("Edit", updated=(5,)))
    assert screen.refreshed == [5]
    assert screen.asked == [ALL]
    assert screen.details[-1] is not None
    assert screen.details[-1].id == 5


def test_a_column_sorts_up_then_down_then_not() -> None:
    presenter, screen = opened(CASES)
    for column in ("response", "response", "response", "status", "number"):
        presenter.sort(column)
    assert [(each.sort, each.descending) for each in screen.asked[1:]] == [
        ("response", False),
        ("response", True),
        ("", False),
        ("status", False),
        ("number", False),
    ]


def test_clearing_the_filters_keeps_the_order() -> None:
    presenter, screen = opened(CASES)
    presenter.sort("response")
    presenter.filter(FEVER.model_copy(update={"sort": "response"}))
    presenter.clear_filters()
    assert screen.asked[-1] == RowQuery(dataset_id=1, sort="response")


def test_rows_that_a_section_opens_stand_in_its_order_and_lead_back() -> None:
    presenter, screen = opened(CASES, LABELS)
    presenter.filter(FEVER)
    wanted = RowsWanted(1, ids_of(7, 5, 99), "exact duplicates")
    presenter.show_only(wanted)
    assert screen.only is wanted
    answer(presenter, ALL, 5, 6, 7)
    assert screen.shown[-1][1] == [7, 5]
    assert screen.count == "2 of 3 examples"
    presenter.sort("response")
    answer(presenter, RowQuery(dataset_id=1, sort="response"), 5, 6, 7)
    assert screen.shown[-1][1] == [5, 7]
    presenter.show_only(RowsWanted(1, ids_of(6), "too long"))
    presenter.show_all()
    assert (screen.query, screen.only) == (FEVER, None)


def test_rows_of_another_data_set_bring_it_to_the_front() -> None:
    presenter, screen = opened(CASES, LABELS)
    presenter.show_only(RowsWanted(2, ids_of(8), "leaks"))
    assert presenter.dataset == LABELS
    presenter.show_all()
    assert screen.query == RowQuery(dataset_id=2)


def test_rows_of_every_kind_can_be_added_and_only_some_be_merged() -> None:
    presenter, screen = opened(CASES, LABELS)
    answer(presenter, ALL, 5, 6)
    presenter.select(5, ids_of(5, 6))
    assert screen.allowed == Allowed(add=True, selected=2, merge=True, dataset=True, export=True, undo="Delete rows: 2")
    presenter.choose_dataset(2)
    answer(presenter, RowQuery(dataset_id=2), 8, 9)
    presenter.select(8, ids_of(8, 9))
    assert screen.allowed == Allowed(
        add=True, selected=2, merge=False, dataset=True, export=True, undo="Delete rows: 2"
    )
    assert presenter.blank_row() == blank("classification")


def test_dialogs_work_on_what_is_on_show_and_on_the_data_set_when_rows_came_from_elsewhere() -> None:
    presenter, _screen = opened(CASES, LABELS)
    answer(presenter, ALL, 5, 6)
    assert presenter.scope == Scope(CASES, ALL, 2)
    presenter.show_only(RowsWanted(1, ids_of(6), "too long"))
    assert presenter.scope is not None
    assert not presenter.scope.query.is_filtered


def test_only_exporting_is_allowed_in_a_read_only_window() -> None:
    presenter, screen = opened(CASES, read_only=True)
    presenter.select(5, ids_of(5))
    assert screen.allowed == Allowed(export=True)


def test_the_summary_counts_each_split_and_groups_thousands() -> None:
    presenter, screen = opened(CASES)
    counts: dict[Split | None, int] = {"train": 12_000, "test": 1, None: 3}
    presenter.rows_counted(1, counts)
    assert screen.summary == "12,004 examples  ·  training 12,000  ·  test 1  ·  no split 3"
    presenter.rows_counted(99, {})
    assert "12" in screen.summary


def test_a_data_set_that_was_undone_away_is_left() -> None:
    presenter, screen = opened(CASES, LABELS)
    presenter.choose_dataset(2)
    presenter._reader = Store(CASES)
    presenter.changed(Changes("Undo", everything=True))
    assert screen.datasets == ["cases"]
    assert screen.asked[-1] == ALL
    presenter.select(None, NO_IDS)
    assert screen.details[-1] is None
