"""`studio findings` for people and for machines, with the real child and the real lexicon."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.cli.findings_rows import text_of

Command = Callable[..., int]
NOTE = "Fièvre depuis hier, pas de raideur de nuque.\r\nSa mère a une épilepsie."


@pytest.fixture(autouse=True)
def _has_edsnlp() -> None:
    from importlib.util import find_spec

    if find_spec("edsnlp") is None:
        pytest.skip("could not import edsnlp")


def words_and_statuses(text: str, found: list[dict]) -> list[tuple[str, str]]:
    return [(text[each["start"] : each["end"]], each["status"]) for each in found]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_read_as_it_was_written(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "note.txt").write_bytes(NOTE.encode(encoding))
    assert text_of(tmp_path / "note.txt") == NOTE


@pytest.mark.slow
def test_a_text_gives_one_list_with_places_in_its_characters(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(NOTE.encode("utf-16"))
    assert command("findings", "--text-file", file, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert {frozenset(each) for each in found} == {frozenset(("concept", "start", "end", "status", "why"))}
    said = words_and_statuses(NOTE, found)
    assert said == [("Fièvre", "present"), ("raideur de nuque", "absent"), ("épilepsie", "family")]


@pytest.mark.slow
def test_rows_are_answered_in_order_and_bad_ones_in_their_place(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        '{"text": "Pas de fièvre."}',
        "no JSON",
        "",
        '{"text": "Suspicion de zona.", "start": 13, "end": 17, "status": "uncertain"}',
        '{"texte": "Toux."}',
        '["text"]',
        '{"text": "Toux.", "start": 2, "end": 90}',
        '{"text": "Toux.", "start": true, "end": 3}',
        '{"text": "Toux.", "start": 1}',
        '{"text": "Une fièvre \\ud83d.", "start": 4, "end": 10}',
        '{"text": "Bonjour."}',
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), "utf-8")
    assert command("findings", "--jsonl", tmp_path / "rows.jsonl", "--json") == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["status"] for each in answers[0]] == ["absent"]
    assert answers[1] == {"problem": "Line 2: This is not JSON."}
    assert (answers[2]["concept"], answers[2]["status"]) == ("", "uncertain")
    assert answers[3:5] == [{"problem": f"Line {line}: There is no “text”."} for line in (5, 6)]
    outside = "“start” and “end” do not mark words of the text, which has 5 characters."
    assert answers[5:8] == [{"problem": f"Line {line}: {outside}"} for line in (7, 8, 9)]
    assert answers[8:] == [{"problem": "Line 10: This text cannot be examined; it was left as it is."}, []]


@pytest.mark.slow
def test_people_read_a_table(tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    assert command("findings", "--text-file", tmp_path / "note.txt") == 0
    said = capsys.readouterr().out
    assert "Fièvre" in said
    assert "absent" in said


@pytest.mark.parametrize(("option", "answer"), [("--text-file", "[]\n"), ("--jsonl", "")])
def test_nothing_is_found_in_an_empty_file(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str], option: str, answer: str
) -> None:
    (tmp_path / "empty").write_text("\n", "utf-8")
    assert command("findings", option, tmp_path / "empty", "--json") == 0
    assert capsys.readouterr().out == answer


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name one file"),
        (("--text-file", "a", "--jsonl", "b"), "Name one file"),
        (("--text-file", "nowhere.txt"), "nowhere.txt"),
        (("--text-file", "."), "could not be read"),
        (("--text-file", "a", "--project", "nowhere"), "no such folder: nowhere"),
    ],
)
def test_wrong_words_are_explained(
    command: Command, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert command("findings", *words) == 1
    assert said in capsys.readouterr().err


def test_a_binary_file_is_refused(tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    assert command("findings", "--text-file", tmp_path / "scan.pdf") == 1
    assert "a PDF document" in capsys.readouterr().err


@pytest.mark.slow
def test_a_mistake_in_the_lexicon_of_the_project_is_told(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "findings.yaml").write_text("v: [", "utf-8")
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    assert command("findings", "--text-file", tmp_path / "note.txt", "--project", tmp_path) == 1
    assert "findings.yaml" in capsys.readouterr().err


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"text": "Pas de fièvre."}\n' * 5000, "utf-8")
    words = [sys.executable, "-m", "studio", "findings", "--jsonl", str(tmp_path / "rows.jsonl"), "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        complaints = process.stderr.read()
    assert [each["status"] for each in first] == ["absent"]
    assert "Traceback" not in complaints


@pytest.mark.slow
def test_a_note_that_would_take_hours_is_listed_and_the_others_answered(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "Céphalées sans fièvre. " * 10_000
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps({"text": each}) for each in (long, NOTE)), "utf-8")
    assert command("findings", "--jsonl", tmp_path / "rows.jsonl", "--json") == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert "too long (230000 characters" in first["problem"]
    assert len(second) == 3
