"""Filters in words, and searches that nobody waits for any more."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from studio.data.project import ProjectReader
from studio.data.records import RowQuery
from studio.ui.data.filters import active_filters, without
from studio.ui.data.searching import Reading, finding
from studio.words import use_language

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
FULL = RowQuery(
    dataset_id=1,
    search="fièvre",
    splits=frozenset({"test", None}),
    statuses=frozenset({"draft"}),
    tag="urgent",
    label="AVC",
    source="cas.jsonl",
    shortest=10,
    longest=2_000,
    finding="*",
    edited_since=0.0,
    sort="response",
)


def test_every_filter_has_words_and_can_be_taken_away_by_itself() -> None:
    use_language("en")
    filters = active_filters(FULL)
    assert [each.text for each in filters[:6]] == [
        "Split: Test, No split",
        "Status: Draft",
        "Tag: urgent",
        "Label: AVC",
        "Source: cas.jsonl",
        "10 to 2,000 characters",
    ]
    query = FULL
    for each in filters:
        query = without(query, each.key)
    assert query == RowQuery(dataset_id=1, search="fièvre", sort="response")
    assert active_filters(query) == ()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (RowQuery(dataset_id=1, shortest=5), "At least 5 characters"),
        (RowQuery(dataset_id=1, longest=5), "At most 5 characters"),
        (RowQuery(dataset_id=1, finding="empty"), "Finding: Empty texts"),
        (RowQuery(dataset_id=1, finding="*"), "With any finding"),
    ],
)
def test_a_filter_says_what_it_lets_through(query: RowQuery, words: str) -> None:
    use_language("en")
    assert [each.text for each in active_filters(query)] == [words]


def test_a_search_dropped_before_or_while_it_looks_answers_nothing(project_path: Path) -> None:
    early = finding(project_path, RowQuery(dataset_id=1))
    early.drop()
    assert early() is None

    started = threading.Event()

    def look(reader: ProjectReader) -> object:
        with reader.one_moment() as db:
            started.set()
            return db.execute(ENDLESS).get

    late = Reading(project_path, look)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(late)
        assert started.wait(120)
        while not answer.done():
            late.drop()
            wait([answer], timeout=0.01)
    assert answer.result() is None
    found = finding(project_path, RowQuery(dataset_id=1))()
    assert found is not None
    assert found.ids.tolist() == [1, 2, 3]
