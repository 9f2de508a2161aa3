"""`studio import` for people and for machines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from studio.cli import main
from studio.data.project import Project, ProjectReader


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cas.jsonl"
    path.write_text('{"instruction": "q", "output": "a"}\n{"instruction": "q"}\n')
    return path


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def test_an_import_makes_the_project_and_answers_in_json(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "new" / "project"
    assert run("import", file, "--project", project, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {
        "imported": 1,
        "skipped": [{"line": 2, "reason": "The field “output” is missing."}],
        "kind": "instruction",
        "layout": "instruction/output",
        "encoding": "utf-8",
        "warnings": [],
    }
    with ProjectReader(project) as reader:
        assert (reader.name(), [each.name for each in reader.datasets()]) == ("project", ["cas"])


def test_people_read_a_table(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", file, "--project", tmp_path / "p", "--dataset", "mes cas") == 0
    out = capsys.readouterr().out
    assert "1 row came into the data set “mes cas”" in out
    assert "The field “output” is missing." in out


def test_only_bad_lines_are_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.jsonl"
    path.write_text("x\n")
    assert run("import", path, "--project", tmp_path / "p", "--json") == 1
    assert json.loads(capsys.readouterr().out)["skipped"][0]["line"] == 1


def test_an_unreadable_file_makes_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", tmp_path / "missing.jsonl", "--project", tmp_path / "p", "--json") == 1
    assert "no such file" in json.loads(capsys.readouterr().out)["error"]["message"]
    assert not (tmp_path / "p").exists()


def test_a_mapping_and_a_kind_are_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Frage;Antwort\nq;a\n")
    words = ("--map", "instruction=Frage", "--map", "response=Antwort", "--kind", "chat", "--json")
    assert run("import", path, "--project", tmp_path / "p", *words) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "chat"


@pytest.mark.parametrize("words", [("--map", "instruction"), ("--map", "=x"), ("--kind", "poem")])
def test_wrong_options_are_explained(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, str]
) -> None:
    assert run("import", file, "--project", tmp_path / "p", *words) == 1
    assert words[1] in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def test_a_folder_with_other_things_is_left_alone(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", file, "--project", tmp_path) == 1
    assert "no project" in capsys.readouterr().err
    assert not (tmp_path / "project.db").exists()


def test_a_project_that_is_open_elsewhere_says_so(file: Path, tmp_path: Path) -> None:
    with Project.create(tmp_path / "p", "x"):
        words = [sys.executable, "-m", "studio", "import", str(file), "--project", str(tmp_path / "p")]
        answer = subprocess.run(words, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "Another window or command is working on this project" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_file_without_examples_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "titles.csv"
    path.write_text("prompt,completion\n")
    assert run("import", path, "--project", tmp_path / "p") == 1
    assert capsys.readouterr().out.strip() == "No example was found in titles.csv."
