"""A bad line never rejects a file, and a file that is none says what it is."""

import json
from pathlib import Path

import pytest

from studio.data.importers import ImportCancelled, ImportReport, import_file, inspect_file
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.errors import ImportFailed
from studio.words import use_language
from tests.data.conftest import WriteLines

GOOD = {"instruction": "q", "output": "a"}
USER, ASSISTANT = {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ('{"instruction": "q", "outp', "not JSON; the mistake is near character 22"),
        ("nothing at all", "not JSON"),
        ('{"instruction": "q", "output": NaN}', "NaN"),
        ("[" * 100_000, "nested"),
        ("[1, 2]", "not an object"),
        ('"text"', "not an object"),
        ({"instruction": "q"}, "“output” is missing"),
        ({"output": "a"}, "“instruction” is missing"),
        ({"instruction": "q", "output": ""}, "“output” is empty"),
        ({"instruction": " \n", "output": "a"}, "“instruction” is empty"),
        ({"instruction": "q", "output": None}, "“output” holds nothing (null)"),
        ({"instruction": "q", "output": 3}, "“output” holds a number"),
        ({"instruction": "q", "output": True}, "“output” holds yes or no"),
        ({"instruction": ["q"], "output": "a"}, "“instruction” holds a list"),
        ({"instruction": "q", "output": {}}, "“output” holds an object"),
        ({"instruction": "q", "output": "a", "input": 4}, "“input” holds a number"),
        ('{"instruction": "q", "output": "\\ud800"}', "character is broken"),
        ('{"instruction": "q", "output": "a", "other": "\\ud800"}', "character is broken"),
    ],
)
def test_a_bad_line_is_listed_and_the_others_come_in(
    project: Project, reader: ProjectReader, jsonl: WriteLines, bad: object, words: str
) -> None:
    input_column = {**GOOD, "input": ""}
    report = import_file(project, jsonl(input_column, "", bad, GOOD))
    (skipped,) = report.skipped
    assert skipped.line == 3
    assert words in skipped.reason
    assert report.imported == len(reader.find_rows(RowQuery(dataset_id=1))) == 2


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ([], "empty"),
        (None, "holds nothing"),
        ("text", "holds a text"),
        ([USER], "does not end with the assistant"),
        ([USER, ASSISTANT, USER], "does not end with the assistant"),
        ([ASSISTANT], "user’s"),
        ([USER, {"role": "assistant", "content": " "}], "Turn 2 has no text"),
        ([USER, {"role": "assistant", "content": None}], "Turn 2 has no text"),
        ([USER, {"role": "doctor", "content": "a"}], "unknown speaker: doctor"),
        ([USER, ASSISTANT, {"role": "system", "content": "s"}, ASSISTANT], "system turn"),
        ([USER, "a"], "Turn 2"),
        ([{"role": "user", "content": [{"type": "image_url"}]}, ASSISTANT], "Turn 1 has a part that is no text"),
    ],
)
def test_a_bad_conversation_is_listed(project: Project, jsonl: WriteLines, turns: object, words: str) -> None:
    good = {"messages": [USER, ASSISTANT]}
    report = import_file(project, jsonl(good, {"messages": turns}, good))
    assert [(each.line, words in each.reason) for each in report.skipped] == [(2, True)]
    assert report.imported == 2


def test_a_choice_without_its_answer_is_listed(project: Project, jsonl: WriteLines) -> None:
    good = {"question": "q", "answers": {"a": "x", "b": "y"}, "correct_answers": ["a"]}
    wrong: list[object] = [[], None, ["z"], [1]]
    report = import_file(project, jsonl(good, *({**good, "correct_answers": each} for each in wrong)))
    assert (report.imported, [each.line for each in report.skipped]) == (1, [2, 3, 4, 5])


def test_only_bad_lines_leave_the_project_as_it_was(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    report = import_file(project, jsonl("x", "y"))
    assert (report.imported, len(report.skipped), report.dataset, report.kind) == (0, 2, None, None)
    assert (reader.datasets(), reader.steps()) == ([], [])


def test_bad_lines_at_the_beginning_do_not_hide_the_layout(project: Project, jsonl: WriteLines) -> None:
    report = import_file(project, jsonl(*["x"] * 500, GOOD))
    assert (report.imported, len(report.skipped)) == (1, 500)


def test_reasons_are_in_the_users_language(project: Project, jsonl: WriteLines) -> None:
    use_language("fr")
    try:
        (skipped,) = import_file(project, jsonl(GOOD, "x")).skipped
    finally:
        use_language("en")
    assert "JSON" in skipped.reason


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\\u0000", "\x0b", "\x1c", "\\n", "\t"])
def test_only_a_newline_ends_a_line(project: Project, reader: ProjectReader, tmp_path: Path, separator: str) -> None:
    path = tmp_path / "f.jsonl"
    path.write_bytes(f'{{"instruction": "q", "output": "a{separator}b"}}\r\n'.encode() * 2)
    report = import_file(project, path)
    assert (report.imported, report.skipped) == (2, ())
    expected = json.loads(f'"a{separator}b"', strict=False)
    assert [row.content.model_dump()["response"] for row in reader.rows([1])] == [expected]


def test_a_line_of_five_megabytes_is_a_line(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    long = "céphalée " * 600_000
    assert import_file(project, jsonl(GOOD, {**GOOD, "output": long}, GOOD)).imported == 3
    assert reader.rows([2])[0].content.model_dump()["response"] == long


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("f.jsonl", b"", "empty"),
        ("f.csv", b" \n\n", "empty"),
        ("f.xlsx", b"PK\x03\x04" + b"\0" * 100, "damaged"),
        ("f.jsonl", bytes(range(256)) * 20, "not a text file"),
    ],
)
def test_a_file_of_something_else_is_refused(
    project: Project, reader: ProjectReader, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportFailed, match=words):
        import_file(project, path)
    with pytest.raises(ImportFailed, match=words):
        inspect_file(path)
    assert reader.steps() == []


def test_a_folder_and_a_missing_file_are_told_apart(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="folder"):
        import_file(project, tmp_path)
    with pytest.raises(ImportFailed, match="no such file"):
        import_file(project, tmp_path / "missing.jsonl")


def test_an_array_goes_on_after_a_broken_element(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    good = json.dumps(GOOD)
    path.write_text(f'[\n{good},\n{{"instruction": "q" "output": "a"}},\n{good},\n3,\n{good}\n]')
    report = import_file(project, path)
    assert (report.imported, [each.line for each in report.skipped]) == (3, [3, 5])


@pytest.mark.parametrize(
    "text", ['[{"instruction": "q", "output": "a"}, {"instr', '[{"instruction": "q", "output": "a"}']
)
def test_half_an_array_gives_its_half(project: Project, tmp_path: Path, text: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(text)
    assert import_file(project, path).imported == 1


def test_one_object_over_several_lines_is_one_row(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_text(json.dumps(GOOD, indent=2))
    assert import_file(project, path).imported == 1


def test_cancelling_leaves_the_project_as_it_was(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    path = jsonl(*({"instruction": f"q{i}", "output": "a"} for i in range(3000)))
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))

    with pytest.raises(ImportCancelled):
        import_file(project, path, progress=progress, cancelled=lambda: len(told) > 3)
    assert (reader.datasets(), reader.steps()) == ([], [])
    told.clear()
    report: ImportReport = import_file(project, path, progress=progress)
    assert report.imported == 3000
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert told == sorted(told)


def test_an_import_is_one_step(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    import_file(project, jsonl(GOOD, "x", name="cas.jsonl"))
    assert [step.label for step in reader.steps()] == ["Import from “cas.jsonl” (rows: 1)"]
    project.undo()
    assert reader.datasets() == []
    project.redo()
    assert reader.find_rows(RowQuery(dataset_id=1)).tolist() == [1]
