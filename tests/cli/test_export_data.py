"""`studio export-data` for people and for machines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.example import Instruction, Text
from studio.data.project import Project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p", "p") as project:
        cases = project.add_dataset("cas", "instruction")
        project.add_rows(cases.id, [Instruction(instruction="q", response="é")], split="train")
    return tmp_path / "p"


def test_the_file_s_name_tells_the_format(
    folder: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    to = folder.parent / "cas.tsv"
    assert command("export-data", "--project", folder, "--to", to, "--layout", "alpaca", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"rows": 1, "file": str(to), "warnings": []}
    assert to.read_text("utf-8-sig") == "instruction\tinput\toutput\tsystem\tsplit\nq\t\té\t\ttrain\n"


def test_people_read_a_sentence(folder: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    to = folder.parent / "cas.jsonl"
    assert command("export-data", "--project", folder, "--to", to, "--dataset", "cas") == 0
    assert "1 row is in" in capsys.readouterr().out.replace("\n", " ")
    assert json.loads(to.read_text("utf-8"))["response"] == "é"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--dataset", "autre"), "There is no data set “autre”."),
        (("--layout", "dpo"), "The layouts are: atelier, alpaca"),
        (("--format", "pdf"), "There is no format called “pdf”."),
    ],
)
def test_wrong_options_are_explained(
    folder: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert command("export-data", "--project", folder, "--to", folder.parent / "x.jsonl", *words) == 1
    assert said in capsys.readouterr().err
    assert not (folder.parent / "x.jsonl").exists()


def test_several_data_sets_must_be_told_apart(
    folder: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    with Project.open(folder) as project:
        project.add_rows(project.add_dataset("textes", "text").id, [Text(text="t")])
    assert command("export-data", "--project", folder, "--to", folder.parent / "x.jsonl") == 1
    assert "The project has: “cas”, “textes”." in capsys.readouterr().err


def test_a_project_without_examples_says_so(
    tmp_path: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    Project.create(tmp_path / "new", "new").close()
    assert command("export-data", "--project", tmp_path / "new", "--to", tmp_path / "x.jsonl") == 1
    assert "This project has no examples yet." in capsys.readouterr().err


def test_a_folder_that_is_missing_is_named(
    folder: Path, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("export-data", "--project", folder, "--to", folder.parent / "no" / "x.csv") == 1
    assert "There is no such folder" in capsys.readouterr().err
