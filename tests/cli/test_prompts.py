"""`studio prompts` on the sample project, asking the demonstration model."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.prompt import RegressionPrompt
from studio.data.prompts import export_prompts, read_prompts
from studio.data.sample import create_sample_project

Command = Callable[..., int]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = tmp_path / "demo"
    create_sample_project(made)
    return made


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_prompts_are_exchanged_as_files(
    project: Path, tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    file, other = tmp_path / "mine.jsonl", tmp_path / "theirs.jsonl"
    export_prompts([RegressionPrompt(title="Un", prompt="a"), RegressionPrompt(prompt="b")], file)
    assert command("prompts", "import", file, "--project", project, "--json") == 0
    assert told(capsys) == {"added": 2, "prompts": 2}
    assert command("prompts", "export", other, "--project", project) == 0
    assert [json.loads(line)["prompt"] for line in other.read_text("utf-8").splitlines()] == ["a", "b"]
    capsys.readouterr()
    assert command("prompts", "list", "--project", project) == 0
    assert "Un" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--model", "demo"), "keeps no prompts yet"),
        ((), "keeps no prompts yet"),
        (("--model", "demo", "--project", "/nowhere"), "not the folder of a project"),
    ],
)
def test_what_cannot_be_asked_is_said(
    project: Path, command: Command, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert command("prompts", "run", "--project", project, *words) == 1
    assert why in capsys.readouterr().err


@pytest.mark.slow
def test_a_model_is_asked_and_its_answers_are_judged_and_kept(
    project: Path, tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.jsonl"
    export_prompts([RegressionPrompt(prompt="Mal de tête."), RegressionPrompt(prompt="?", contains=("jamais",))], file)
    command("prompts", "import", file, "--project", project)
    capsys.readouterr()
    assert command("prompts", "run", "--project", project, "--json") == 1
    assert "Name the model" in json.dumps(told(capsys))
    assert command("prompts", "run", "--project", project, "--model", "demo", "--json") == 1
    found = told(capsys)
    assert (found["failed"], found["asked_before"]) == (1, None)
    results = found["results"]
    assert isinstance(results, list)
    assert [(each["passed"], each["changed"]) for each in results] == [(None, False), (False, False)]
    assert results[1]["shortfalls"] == ["“jamais” does not occur."]
    assert len(read_prompts(project)) == 2
    assert len(list((project / "prompt_answers").iterdir())) == 1
