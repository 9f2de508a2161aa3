"""Logs as people write them: read, kept, counted once, removed, and made draft rows."""

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.core.example import Chat, Instruction, Kind
from studio.core.monitoring import LogEntry, WorthRow
from studio.data.logs.adding import add_drafts
from studio.data.logs.cases import known_rows
from studio.data.logs.fields import BadLine, entry_of
from studio.data.logs.ratings import judged, rating_of
from studio.data.logs.reading import ReadLog, reading_log
from studio.data.logs.storing import FOLDER, add_log, list_logs, read_entries, remove_log
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import RowQuery
from studio.errors import ImportFailed, ProjectFailed

NOON = 1_780_315_200.0


def read(file: Path) -> ReadLog:
    found: list[ReadLog] = []

    def drive() -> Iterator[object]:
        found.append((yield from reading_log(file)))

    deque(drive(), 0)
    return found[0]


def write(file: Path, *lines: object) -> Path:
    texts = (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in lines)
    file.write_text("".join(f"{each}\n" for each in texts), "utf-8")
    return file


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "Mal de tête ?", "answer": "Repos", "time": "2026-06-01T12:00:00Z"},
        {"Prompt": "Mal de tête ?", "Response": "Repos", "timestamp": "2026-06-01T14:00:00+02:00"},
        {"instruction": "Mal de tête ?", "output": "Repos", "at": NOON},
        {"input": "Mal de tête ?", "completion": {"content": "Repos"}, "created-at": NOON * 1e3},
        {"query": "Mal de tête ?", "réponse": "Repos", "date": "2026-06-01 12:00:00"},
        {
            "messages": [
                {"role": "user", "content": [{"type": "text", "text": "Mal de tête ?"}]},
                {"role": "assistant", "content": "Repos"},
            ],
            "ts": str(NOON),
        },
    ],
)
def test_the_usual_names_of_fields_mean_the_same(fields: dict[str, object]) -> None:
    entry = entry_of(7, fields)
    assert (entry.line, entry.question, entry.answer, entry.at) == (7, "Mal de tête ?", "Repos", NOON)


def test_everything_else_that_a_line_may_say() -> None:
    entry = entry_of(
        1,
        {
            "messages": [{"role": "system", "content": "Soyez bref."}, {"role": "user", "content": "Et là ?"}],
            "answer": "",
            "model": "m",
            "expected": "IRM",
            "latency_ms": 1500,
            "feedback": "dangereux !",
        },
    )
    assert (entry.system, entry.question, entry.answer, entry.model) == ("Soyez bref.", "Et là ?", "", "m")
    assert (entry.reference, entry.latency_s, entry.at) == ("IRM", 1.5, None)
    assert (entry.rating, entry.comment) == (-1.0, "")
    assert entry_of(1, {"question": "q", "input": "case", "answer": "a"}).question == "q\n\ncase"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"answer": "Repos"}, "no question"),
        ({"question": "Mal ?"}, "no answer"),
        ({"question": "Mal ?", "answer": 3}, "not a text"),
        ({"question": "Mal ?", "answer": "a", "time": "hier"}, "ISO 8601"),
        ({"question": "Mal ?", "answer": "a", "time": 3}, "century"),
        ({"messages": "Mal ?", "answer": "a"}, "list of turns"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(fields: dict[str, object], words: str) -> None:
    with pytest.raises(BadLine, match=words):
        entry_of(1, fields)


@pytest.mark.parametrize(
    ("ratings", "disliked"),
    [
        (["up", "down", "👍", None], [False, True, False, None]),
        ([1, 0], [False, True]),
        ([5, 2, 3], [False, True, False]),
        ([9, 4, 5], [False, True, False]),
        ([True, False], [False, True]),
        (["4,5", "1"], [False, True]),
    ],
)
def test_ratings_are_read_on_the_scale_that_the_log_has(ratings: list[object], disliked: list[bool | None]) -> None:
    entries = [LogEntry("", 1, "q", "a", rating=rating_of(each)[0]) for each in ratings]
    assert [each.disliked for each in judged(entries)[0]] == disliked


def test_bad_lines_are_told_by_number_and_the_same_line_counts_once(tmp_path: Path) -> None:
    one, other = {"question": "Un ?", "answer": "1"}, {"question": "Deux ?", "answer": "2", "rating": "trop long"}
    file = write(tmp_path / "log.jsonl", one, "{bad", dict(reversed(one.items())), "", {"question": "?"}, other)
    found = read(file)
    assert [(each.line, each.question) for each in found.entries] == [(1, "Un ?"), (6, "Deux ?")]
    assert (found.repeated, found.bad, [line for line, _why in found.problems]) == (1, 2, [2, 5])
    assert found.entries[1].comment == "trop long"
    with pytest.raises(ImportFailed, match="No line"):
        read(write(tmp_path / "bad.jsonl", "{bad"))
    with pytest.raises(ImportFailed, match="empty"):
        read(write(tmp_path / "empty.jsonl"))


def test_imports_are_kept_whole_counted_once_and_removed_whole(tmp_path: Path) -> None:
    shared = {"question": "Un ?", "answer": "1", "time": NOON, "latency": 0.5, "rating": 1}
    first = write(tmp_path / "été.jsonl", shared, {"question": "Deux ?", "answer": "2"})
    second = write(tmp_path / "b.jsonl", {"question": "Trois ?", "answer": "3"}, shared)
    made = [add_log(tmp_path, file, read(file), NOON) for file in (first, second)]
    assert [(each.name, each.lines, each.first_at) for each in made] == [
        ("0001-ete.parquet", 2, NOON),
        ("0002-b.parquet", 2, NOON),
    ]
    with pytest.raises(ImportFailed, match="imported before"):
        add_log(tmp_path, first, read(first), NOON)
    logs = list_logs(tmp_path)
    assert logs == made
    found = list(read_entries(tmp_path, logs))
    assert [(log.source, each.question) for log, each in found] == [
        ("été.jsonl", "Un ?"),
        ("été.jsonl", "Deux ?"),
        ("b.jsonl", "Trois ?"),
    ]
    assert found[0][1] == read(first).entries[0]
    # The shared line stays, as the second log's.
    remove_log(tmp_path, made[0].name)
    assert [each.question for _log, each in read_entries(tmp_path, list_logs(tmp_path))] == ["Trois ?", "Un ?"]
    with pytest.raises(ProjectFailed):
        remove_log(tmp_path, made[0].name)
    with pytest.raises(ProjectFailed):
        remove_log(tmp_path, "../project.db")


def test_a_damaged_log_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "log.jsonl", {"question": "Un ?", "answer": "1"})
    made = add_log(tmp_path, file, read(file), NOON)
    (tmp_path / FOLDER / made.name).write_bytes(b"PAR1")
    with pytest.raises(ProjectFailed, match="0001-log"):
        list_logs(tmp_path)


def worth(line: int, **fields: Any) -> WorthRow:
    told = {"question": f"Céphalée numéro {line} ?", "answer": "Repos", "reference": "", "model": "m", "at": None}
    return WorthRow.model_validate(
        {
            "key": str(line),
            "source": "log.jsonl",
            "line": line,
            "reasons": [("violation", "No form.")],
            **told,
            **fields,
        }
    )


@pytest.mark.parametrize("kind", ["instruction", "chat"])
def test_lines_become_drafts_in_training_without_the_models_answer(tmp_path: Path, kind: Kind) -> None:
    with Project.create(tmp_path / "p", "p") as project, ProjectReader(tmp_path / "p") as reader:
        dataset = project.add_dataset("cases", kind)
        changes = add_drafts(project, dataset, [worth(3), worth(2, reference="IRM")], "Que faire ?")
        first, second = reader.rows(reader.find_rows(RowQuery(dataset_id=dataset.id)).tolist())
        if isinstance(first.content, Instruction):
            assert (first.content.instruction, first.content.input) == ("Que faire ?", "Céphalée numéro 2 ?")
            assert first.content.response == "IRM"
        else:
            assert isinstance(first.content, Chat)
            assert [each.content for each in first.content.messages] == ["Céphalée numéro 2 ?", "IRM"]
        assert (first.status, first.split, first.tags) == ("draft", "train", ("monitoring",))
        assert (second.origin.file, second.origin.line, second.origin.how) == ("log.jsonl", 3, "monitored")
        assert second.note == "No form.\nm answered: Repos"
        # Without an answer nothing is learned from it.
        assert [each.is_learned for each in known_rows(reader, dataset.id)] == [True, False]
        assert len(changes.inserted) == 2
        project.undo()
        assert not known_rows(reader, dataset.id)


def test_other_kinds_of_rows_are_refused(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p", "p") as project:
        dataset = project.add_dataset("texts", "text")
        with pytest.raises(ProjectFailed, match="texts"):
            add_drafts(project, dataset, [worth(1)])
