"""`studio presets …`: seen and exchanged from a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio import paths
from studio.runs.presets import load_preset, own_file
from tests.ui.training import scenes

Command = Callable[..., int]
TEXT = "# mine\nname: Mine\ndescription: d\nrecipe: {method: {rank: 8}}\n"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    (line,) = capsys.readouterr().out.splitlines()
    parsed: dict[str, object] = json.loads(line)
    return parsed


def test_all_are_listed_and_what_is_broken_is_told(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    paths.user_presets().mkdir(parents=True)
    own_file("bad").write_text("name: x\n", "utf-8")
    assert command("presets", "list") == 0
    said = capsys.readouterr()
    assert "biomistral-headache-triage" in said.out
    assert "description" in said.err
    assert command("presets", "list", "--json") == 0
    listed = answer(capsys)
    presets, broken = listed["presets"], listed["broken"]
    assert isinstance(presets, list)
    assert isinstance(broken, list)
    assert presets[0] == {"name": "demo-cpu", "title": "Demonstration (no GPU)", "built_in": True, "memory_gb": 0.0}
    assert [each["name"] for each in broken] == ["bad"]


def test_a_preset_goes_out_and_comes_back(command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "shared.yaml"
    assert command("presets", "export", "dpo-24gb-7b", file, "--json") == 0
    assert answer(capsys) == {"name": "dpo-24gb-7b", "file": str(file)}
    assert command("presets", "export", "dpo-24gb-7b", file) == 1
    assert "exists already" in capsys.readouterr().err
    assert command("presets", "export", "dpo-24gb-7b", file, "--replace") == 0
    capsys.readouterr()
    assert command("presets", "import", file, "--json") == 0
    assert answer(capsys) == {"name": "shared", "file": str(own_file("shared"))}
    assert load_preset("shared").preset == load_preset("dpo-24gb-7b").preset


def test_mine_are_shown_as_i_wrote_them(command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(TEXT, "utf-8")
    assert command("presets", "import", file) == 0
    assert "The preset is called mine" in capsys.readouterr().out
    assert command("presets", "show", "mine") == 0
    assert capsys.readouterr().out == TEXT
    assert command("presets", "show", "mine", "--json") == 0
    shown = answer(capsys)
    assert isinstance(shown["preset"], dict)
    assert shown["preset"]["recipe"]["method"]["rank"] == 8


def test_a_run_is_kept(command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = scenes.make_run(scenes.make_project(tmp_path / "headaches"))
    assert command("presets", "save-from-run", run.path, "--json") == 0
    assert load_preset(str(answer(capsys)["name"])).preset.recipe == load_preset("demo-cpu").preset.recipe


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "nope"), "There is no preset “nope”."),
        (("import", "nowhere.yaml"), "The preset nowhere.yaml is not readable."),
        (("save-from-run", "nowhere"), "is not the folder of a run"),
    ],
)
def test_what_is_not_there_is_told(
    words: tuple[str, ...], said: str, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("presets", *words) == 1
    assert said in capsys.readouterr().err
