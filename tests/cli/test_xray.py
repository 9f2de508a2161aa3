"""`studio xray` on the sample project: one row, and the whole split."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

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
    assert told["rows"] == len(told["faults"][0]["rows"])
    assert (told["faults"][0]["kind"], told["faults"][0]["blocking"]) == ("nothing_to_learn", True)
    assert [path for path in project.iterdir() if path.name.startswith(".xray")] == []
