"""The rows that pass all filters are found, in the order asked for."""

import json
import time

import pytest

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message
from studio.data.connection import Interrupted
from studio.data.inserting import RowSource
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.query import ordered_as
from studio.data.records import NewRow, RowQuery


def found(reader: ProjectReader, dataset: Dataset, **wanted: object) -> list[int]:
    query = RowQuery.model_validate({"dataset_id": dataset.id, **wanted})
    return [int(id) for id in reader.find_rows(query)]


@pytest.fixture
def notes(project: Project) -> Dataset:
    """Four texts with labels; another data set comes before them."""
    project.add_rows(project.add_dataset("autres", "instruction").id, [Instruction(instruction="a", response="b")])

    def row(text: str, labels: tuple[str, ...], tags: list[str], line: int) -> NewRow:
        content = Classification(text=text, labels=labels).model_dump_json()
        return NewRow(content, tags=json.dumps(tags), split="train" if line < 3 else "test", line=line)

    project.insert_rows(
        "notes",
        "classification",
        RowSource([row("Élan", ("urgent",), ["vu"], 1), row("zèbre 10", ("calme",), [], 2)], "a.csv", "imported"),
    )
    rows = [row("ÉTÉ", ("urgent", "calme"), ["vu", "long"], 3), row("Zébre 9 " + "x" * 50, (), [], 4)]
    inserted = project.insert_rows("notes", "classification", RowSource(rows, "b.csv", "imported"))
    project.set_split([5], None)
    project.set_status([3], "approved")
    assert inserted.dataset is not None
    return inserted.dataset


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ({}, [2, 3, 4, 5]),
        ({"search": "zebre"}, [3, 5]),
        ({"search": "?!"}, []),
        ({"splits": ["train"]}, [2, 3]),
        ({"splits": [None]}, [5]),
        ({"splits": [None, "test"]}, [4, 5]),
        ({"statuses": ["approved", "rejected"]}, [3]),
        ({"tag": "vu"}, [2, 4]),
        ({"tag": "v"}, []),
        ({"label": "calme"}, [3, 4]),
        ({"label": "calme", "tag": "vu", "splits": ["test"]}, [4]),
        ({"source": "b.csv"}, [4, 5]),
        ({"shortest": 14}, [4, 5]),
        ({"shortest": 5, "longest": 13}, [2, 3]),
        ({"edited_since": 0.0}, [2, 3, 4, 5]),
        ({"edited_since": 1e12}, []),
        ({"finding": "*"}, []),
        ({"sort": "number", "descending": True}, [5, 4, 3, 2]),
        ({"sort": "text"}, [2, 4, 5, 3]),
        ({"sort": "text", "descending": True}, [3, 5, 4, 2]),
        ({"sort": "characters"}, [2, 3, 4, 5]),
        ({"sort": "split"}, [2, 3, 4, 5]),
        ({"sort": "split", "descending": True, "search": "z"}, [5, 3]),
        ({"sort": "status", "descending": True}, [3, 2, 4, 5]),
        ({"sort": "labels"}, [5, 3, 2, 4]),
        ({"sort": "source", "descending": True}, [5, 4, 3, 2]),
        ({"sort": "edited_at", "label": "urgent"}, [2, 4]),
        ({"sort": "no such column"}, [2, 3, 4, 5]),
    ],
)
def test_filters_combine_and_columns_sort(
    reader: ProjectReader, notes: Dataset, wanted: dict[str, object], rows: list[int]
) -> None:
    assert found(reader, notes, **wanted) == rows


def test_edited_since_tells_old_from_new(project: Project, reader: ProjectReader, notes: Dataset) -> None:
    now = time.time()
    project.update_field(4, "text", "Hiver")
    assert found(reader, notes, edited_since=now) == [4]


def test_rows_with_findings_are_found_by_rule(project: Project, reader: ProjectReader, notes: Dataset) -> None:
    project.db.executemany(
        "INSERT INTO finding (dataset_id, rule, example_id, family, words) VALUES (?, ?, ?, 0, '{}')",
        [(notes.id, "empty", 3), (notes.id, "short", 3), (notes.id, "short", 5)],
    )
    assert found(reader, notes, finding="*") == [3, 5]
    assert found(reader, notes, finding="empty") == [3]


def test_columns_of_chats_and_choices_sort(project: Project, reader: ProjectReader) -> None:
    def chat(question: str, *answers: str) -> Content:
        turns = [Message(role="user", content=question), *(Message(role="assistant", content=each) for each in answers)]
        return Chat(messages=tuple(turns))

    chats = project.add_dataset("chats", "chat")
    project.add_rows(chats.id, [chat("b", "x"), chat("a", "z", "b"), chat("c")])
    assert found(reader, chats, sort="question") == [2, 1, 3]
    assert found(reader, chats, sort="answer") == [3, 2, 1]
    assert found(reader, chats, sort="turns", descending=True) == [2, 1, 3]
    choices = project.add_dataset("choices", "choice")
    contents = [
        Choice(question="q", options=("b", "a"), answers=(1,)),
        Choice(question="p", options=("a",), answers=()),
    ]
    project.add_rows(choices.id, contents)
    assert found(reader, choices, sort="options") == [5, 4]
    assert found(reader, choices, sort="question") == [5, 4]


def test_a_search_that_nobody_wants_any_more_is_dropped(reader: ProjectReader, notes: Dataset) -> None:
    with reader.one_moment() as db:
        db.create_scalar_function("ordered_as", lambda *_text: reader.interrupt(), 1)
    with pytest.raises(Interrupted):
        found(reader, notes, sort="source")
    assert found(reader, notes) == [2, 3, 4, 5]


def test_values_come_with_their_numbers_of_rows(reader: ProjectReader, notes: Dataset) -> None:
    assert reader.values(notes.id, "tag") == [("vu", 2), ("long", 1)]
    assert reader.values(notes.id, "label") == [("calme", 2), ("urgent", 2)]
    assert reader.values(notes.id, "source") == [("a.csv", 2), ("b.csv", 2)]


@pytest.mark.parametrize(
    ("before", "after"), [("Été", "étude"), ("cas 9", "Cas 10"), ("Œdème", "of"), ("a\n b", "A C"), ("x", "x" * 900)]
)
def test_texts_are_ordered_as_a_reader_would(before: str, after: str) -> None:
    assert ordered_as(before) < ordered_as(after)
