"""`studio import` for people and for machines."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
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
        "layout": "alpaca",
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
    assert not (tmp_path / "p").exists()


def test_a_folder_that_was_there_stays_when_nothing_came_in(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_text("x\n")
    (tmp_path / "p").mkdir()
    assert run("import", path, "--project", tmp_path / "p") == 1
    assert list((tmp_path / "p").iterdir()) == []
    assert run("import", path, "--project", tmp_path / "p" / "new") == 1
    assert (tmp_path / "p").exists()
    assert not (tmp_path / "p" / "new").exists()


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


def test_a_layout_in_doubt_is_named_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.csv"
    path.write_text("question,opa,opb,opc,opd,cop,exp\nq,a,b,c,d,2,because\n")
    assert run("import", path, "--project", tmp_path / "p", "--json") == 1
    assert "--layout medmcqa_1" in json.loads(capsys.readouterr().out)["error"]["hint"]
    assert not (tmp_path / "p").exists()
    assert run("import", path, "--project", tmp_path / "p", "--layout", "medmcqa_1", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["kind"], answer["layout"], answer["imported"]) == ("choice", "medmcqa_1", 1)


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
    assert "There are no rows in this file: titles.csv" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("mappings", "words"),
    [
        (("response=a", "response=b"), "mapped twice"),
        (("instruction=a", "response=a"), "chosen for two fields"),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mappings: tuple[str, str], words: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_text("a,b\nq,r\n")
    assert run("import", path, "--project", tmp_path / "p", "--json", "--map", mappings[0], "--map", mappings[1]) == 1
    assert words in json.loads(capsys.readouterr().out)["error"]["message"]


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere names of files are always Unicode")
def test_any_name_of_a_file_will_do(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (b"\xe9t\xe9.jsonl", b"two\nlines.jsonl"):
        path = tmp_path / os.fsdecode(name)
        path.write_bytes(file.read_bytes())
        assert run("import", path, "--project", tmp_path / "p", "--json") == 0
    with ProjectReader(tmp_path / "p") as reader:
        assert [each.name for each in reader.datasets()] == ["été", "two lines"]


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere names of folders are always Unicode")
def test_a_folder_that_cannot_be_named_in_the_store_is_refused(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", file, "--project", tmp_path / os.fsdecode(b"\xe9"), "--json") == 1
    assert "Rename the folder" in json.loads(capsys.readouterr().out)["error"]["hint"]


def test_a_large_file_is_found_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "large.jsonl").write_text((json.dumps({"instruction": "q", "output": "a" * 1_000_000}) + "\n") * 9)
    monkeypatch.chdir(tmp_path)
    assert run("import", "large.jsonl", "--project", "p", "--json") == 0
    assert json.loads(capsys.readouterr().out)["imported"] == 9


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that one process can send alone")
def test_ctrl_c_leaves_the_project_as_it_was(file: Path, tmp_path: Path) -> None:
    large, project = tmp_path / "large.jsonl", tmp_path / "p"
    assert run("import", file, "--project", project, "--json") == 0
    large.write_text('{"instruction": "q", "output": "a"}\n' * 600_000)
    command = [sys.executable, "-m", "studio", "import", str(large), "--project", str(project), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        while running.poll() is None and not psutil.Process(running.pid).children():
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        answer, complaints = running.communicate()
    assert running.returncode == 1
    assert json.loads(answer)["error"]["message"] == "The import was cancelled. The project is as it was."
    assert complaints == ""
    with ProjectReader(project) as reader:
        assert [each.name for each in reader.datasets()] == ["cas"]
