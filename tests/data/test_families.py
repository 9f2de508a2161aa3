"""Twins and rows of one named family stay together, whatever came in when."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.example import SPLITS, Text
from studio.data.families import NO_SPLIT, NewRows, exact_splits, find_twins, united_families
from studio.data.history import Label
from studio.data.inserting import RowInserter, RowSource
from studio.data.locking import lock_test
from studio.data.project import Project, ProjectReader
from studio.data.records import NewRow, RowQuery
from studio.data.split import SEED, TEST, VALIDATION, assign_splits, likely_splits
from studio.errors import TestSplitLocked

FIRST = 100


def new_rows(digests: list[int], families: list[int]) -> NewRows:
    count = len(digests)
    return NewRows(
        FIRST,
        np.array(digests, np.int64),
        np.array(families, np.int64),
        np.zeros(count, np.int8),
        np.ones(count, np.bool_),
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
def test_rows_that_share_a_text_or_a_name_end_in_one_family(seen: list[tuple[int, int]]) -> None:
    labels: dict[int, int] = {}
    families = [labels.setdefault(label, FIRST + at) for at, (_digest, label) in enumerate(seen)]
    rows = new_rows([digest for digest, _label in seen], families)
    united = united_families(rows, find_twins(rows, {})).tolist()
    for one, (digest, label) in enumerate(seen):
        for other, (its_digest, its_label) in enumerate(seen):
            if digest == its_digest or label == its_label:
                assert united[one] == united[other]
    assert all(family >= FIRST for family in united)


def test_a_twin_that_was_there_gives_its_family_and_two_old_families_stay_two() -> None:
    rows = new_rows([1, 2, 2, 3], [FIRST, 7, FIRST + 2, FIRST + 3])
    twins = find_twins(rows, {1: 5, 2: 6})
    assert (twins.repeated_here, twins.repeated_there) == (1, 2)
    assert united_families(rows, twins).tolist() == [5, 7, 6, FIRST + 3]


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 400), st.integers(1, 10**9))
def test_likely_splits_become_exact(count: int, first: int) -> None:
    families = np.arange(first, first + count, dtype=np.int64)
    likely = likely_splits(families, seed=SEED, validation=VALIDATION, test=TEST)
    rows = NewRows(first, families, families, likely, np.ones(count, np.bool_))
    exact = exact_splits(rows, families, {}, TEST)
    _unique, wanted = assign_splits(families, seed=SEED, validation=VALIDATION, test=TEST)
    assert exact.tolist() == wanted.tolist()
    # Few rows have to be moved once all are there.
    assert np.count_nonzero(exact != likely) <= 5 * np.sqrt(count)


def test_a_family_follows_the_split_that_was_asked_for() -> None:
    asked = NewRows(
        FIRST,
        np.arange(4, dtype=np.int64),
        np.array([FIRST, FIRST, 7, 8], np.int64),
        np.array([SPLITS.index("test"), 0, 0, 0], np.int8),
        np.array([False, True, True, True]),
    )
    exact = exact_splits(asked, asked.families, {7: "validation", 8: "test"}, TEST)
    assert [SPLITS[at] for at in exact.tolist()] == ["test", "test", "validation", "test"]
    exact = exact_splits(asked, asked.families, {8: "test"}, 0)
    assert exact.tolist()[1:] == [NO_SPLIT, SPLITS.index("train"), NO_SPLIT]


@pytest.fixture
def rows() -> list[NewRow]:
    return [
        NewRow(Text(text=f"Œil {at % 30}").model_dump_json(), family=None if at % 4 else f"f{at}") for at in range(40)
    ]


def test_rows_that_come_in_several_sources_are_told_apart_from_those_before(
    project: Project, reader: ProjectReader, rows: list[NewRow]
) -> None:
    first = project.insert_rows("textes", "text", RowSource(rows))
    assert (first.count, first.repeated_here, first.repeated_there) == (40, 10, 0)
    second = project.insert_rows("textes", "text", RowSource(rows))
    assert (second.count, second.repeated_here, second.repeated_there) == (40, 10, 30)
    other = project.insert_rows("autres", "text", RowSource(rows))
    assert (other.repeated_here, other.repeated_there) == (10, 0)
    twins = reader.rows(reader.find_rows(RowQuery(dataset_id=1, search="“œil 7”")).tolist())
    assert len(twins) == 4
    assert len({row.family for row in twins}) == len({row.split for row in twins}) == 1


def test_one_inserter_takes_several_sources(project: Project, reader: ProjectReader, rows: list[NewRow]) -> None:
    dataset = project.add_dataset("textes", "text")
    with project.step(Label("Edit a row")) as recording:
        inserter = RowInserter(project.db, dataset.id)
        inserter.insert(RowSource(rows, "a.csv", "imported"))
        inserter.insert(RowSource(rows, "b.csv", "imported"))
        inserter.finish(recording)
    assert (inserter.count, inserter.repeated_here) == (80, 50)
    assert reader.values(dataset.id, "source") == [("a.csv", 40), ("b.csv", 40)]
    lengths = [len(f"Œil {at % 30}") for at in range(40)]
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, longest=5)).size == 2 * lengths.count(5)
    assert sum(reader.split_counts(dataset.id).values()) == 80


def test_counts_and_search_are_right_after_many_rows(project: Project, reader: ProjectReader) -> None:
    few = [NewRow(Text(text=f"peu {at}").model_dump_json()) for at in range(10)]
    many = [NewRow(Text(text=f"cas {at}").model_dump_json()) for at in range(10_500)]
    dataset = project.add_dataset("textes", "text")
    with project.step(Label("Edit a row")) as recording:
        inserter = RowInserter(project.db, dataset.id)
        inserter.insert(RowSource(few))
        inserter.insert(RowSource(many))
        inserter.finish(recording)
    found = project.db.execute("SELECT ifnull(split, ''), count(*) FROM example GROUP BY 1").fetchall()
    assert {(split or "", count) for split, count in reader.split_counts(dataset.id).items()} == set(found)
    assert reader.split_counts(dataset.id) == {"train": 8408, "validation": 1051, "test": 1051}
    while project.index_some():
        pass
    project.update_field(7, "text", "autre")
    project.add_rows(dataset.id, [Text(text="autre encore")])
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="autre")).tolist() == [7, 10_511]
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="cas")).size == 10_500
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="cas", splits=frozenset({"test"}))).size > 1_000
    assert reader.datasets()[0].rows == 10_511


def test_a_locked_test_split_takes_no_row_and_gives_its_twins_to_nobody(
    project: Project, reader: ProjectReader, rows: list[NewRow]
) -> None:
    kept = Text(text="gardé")
    dataset = project.add_dataset("textes", "text")
    project.add_rows(dataset.id, [kept], split="test")
    lock_test(project, dataset.id)
    project.insert_rows("textes", "text", RowSource([*rows, NewRow(kept.model_dump_json())]))
    counts = reader.split_counts(dataset.id)
    assert (counts["test"], counts[None], sum(counts.values())) == (1, 1, 42)
    assert counts["validation"] > 0
    with pytest.raises(TestSplitLocked):
        project.insert_rows("textes", "text", RowSource([NewRow(kept.model_dump_json(), split="test")]))
