"""`studio check` for people and for machines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.example import Instruction
from studio.data.project import Project
from studio.paths import DEMO

Command = Callable[..., int]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p"
    with Project.create(path, "p") as opened:
        dataset = opened.add_dataset("cas", "instruction")
        rows = [("Que faire ?", "Du repos. "), ("Que faire ?", "Du repos."), ("Où aller ?", "")]
        opened.add_rows(dataset.id, [Instruction(instruction=question, response=answer) for question, answer in rows])
    return path


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, dict]:
    (found,) = json.loads(capsys.readouterr().out)["datasets"]
    return found | {"findings": {each["rule"]: each for each in found["findings"]}}


def test_findings_come_with_the_ids_of_their_rows(
    project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("check", "--project", project, "--json") == 0
    found = answer(capsys)
    assert found["dataset"] == "cas"
    assert found["findings"]["empty"] == {
        "rule": "empty",
        "title": "Empty texts",
        "level": "blocking",
        "mend": None,
        "count": 1,
        "rows": [{"id": 3, "group": 0, "text": "The answer is empty."}],
    }
    assert [row["group"] for row in found["findings"]["duplicate"]["rows"]] == [1, 1]
    assert found["not_run"]["contract"] == "This project has no answer contract."


def test_one_word_mends_what_was_found(project: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("check", "--project", project, "--dataset", "cas", "--mend", "duplicate", "--json") == 0
    found = answer(capsys)
    assert found["mended"] == "Remove duplicates"
    assert "duplicate" not in found["findings"]


def test_people_read_a_table(project: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("check", "--project", project) == 0
    out = capsys.readouterr().out
    assert "3: The answer is empty." in out
    assert "Choose a model to have tokens counted." in out


def test_options_are_set_by_name(project: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--set", f"tokenizer={DEMO / 'base' / 'tokenizer.json'}", "--set", "longest_tokens=2", "--json")
    assert command("check", "--project", project, *words) == 0
    assert answer(capsys)["findings"]["tokens"]["count"] == 3
    assert command("check", "--project", project, *words[:2], "--json") == 0
    assert "longest_tokens" in answer(capsys)["not_run"]["tokens"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "length=3"), "This option cannot be used: length"),
        (("--set", "similarity=7"), "similarity"),
        (("--mend", "nonsense"), "no check called"),
        (("--mend", "empty"), "Nothing can be done at once"),
        (("--dataset", "autre"), "The data sets are: cas."),
    ],
)
def test_wrong_words_are_explained(
    project: Path, command: Command, capsys: pytest.CaptureFixture[str], words: tuple[str, str], said: str
) -> None:
    assert command("check", "--project", project, *words) == 1
    assert said in capsys.readouterr().err


def test_a_project_without_findings_says_so(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    with Project.create(tmp_path / "good", "good") as opened:
        dataset = opened.add_dataset("cas", "instruction")
        opened.add_rows(dataset.id, [Instruction(instruction="Que faire ?", response="Du repos.")])
    assert command("check", "--project", tmp_path / "good") == 0
    assert "cas: nothing was found." in capsys.readouterr().out
