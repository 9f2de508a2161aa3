"""`studio xray` on the sample project: one row, and the whole split."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.example import Classification, Preference
from studio.data.project import Project
from studio.data.sample import create_sample_project

Command = Callable[..., int]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_sample_project(tmp_path / "demo")
    return tmp_path / "demo"


@pytest.mark.slow
def test_a_row_is_shown_token_by_token(project: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("xray", "--project", project, "--preset", "demo-cpu", "--row", 1, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["counts"]["learned"] > 5
    assert shown["counts"]["cut"] == 0
    assert {token["kind"] for token in shown["tokens"]} == {"template", "prompt", "learned"}
    assert command("xray", "--project", project, "--preset", "demo-cpu", "--row", 999_999) == 1
    assert "no row 999999" in capsys.readouterr().err


@pytest.mark.slow
def test_the_split_is_checked_and_nothing_is_left_behind(
    project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["xray", "--project", project, "--preset", "demo-cpu"]
    assert command(*options) == 0
    assert "Nothing is wrong with the" in capsys.readouterr().out
    assert command(*options, "--set", "data.max_length=16", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == len(told["faults"][0]["rows"]) > 10
    assert (told["faults"][0]["kind"], told["faults"][0]["blocking"]) == ("nothing_to_learn", True)
    assert [path for path in project.iterdir() if path.name.startswith(".xray")] == []


@pytest.mark.slow
def test_pairs_and_labels_are_shown_and_a_long_list_is_cut_short(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = Preference(prompt="Quel âge ?", chosen="Le patient a 51 ans.", rejected="Je ne sais pas.")
    texts = [Classification(text=f"Fièvre {at}, " * 20, labels=("calme" if at % 2 else "urgent",)) for at in range(12)]
    with Project.create(tmp_path / "kinds", "Kinds") as project:
        project.add_rows(project.add_dataset("pairs", "preference").id, [pair], split="train")
        project.add_rows(project.add_dataset("texts", "classification").id, texts, split="train")
    options = ["xray", "--project", tmp_path / "kinds", "--preset", "demo-cpu", "--dataset"]
    dpo, labels = ["pairs", "--set", "goal.objective=dpo"], ["texts", "--set", "goal.task=classification"]
    assert command(*options, *dpo, "--row", 1) == 0
    said = capsys.readouterr().out
    assert said.index("better answer") < said.index("51 ans") < said.index("worse answer") < said.index("sais pas")
    assert command(*options, *labels, "--row", 2, "--json") == 0
    assert json.loads(capsys.readouterr().out)["labels"] == {
        "names": ["urgent"], "known": ["calme", "urgent"], "several": False, "numbers": [1],
    }  # fmt: skip
    assert command(*options, *labels, "--set", "data.max_length=16", "--set", "method.name=full") == 0
    assert "10, 11 and 2 more" in capsys.readouterr().out
