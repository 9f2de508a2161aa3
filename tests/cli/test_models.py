"""`studio models`: what lies here, what it is, and how it gets here."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.paths import DEMO_MODEL


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """A model as it comes on a stick."""
    return shutil.copytree(DEMO_MODEL, tmp_path / "drive" / "small")


def test_a_model_is_imported_listed_and_checked(
    command: Callable[..., int], drive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("models", "import", drive, "--json") == 0
    imported = json.loads(capsys.readouterr().out)
    # The demonstration model carries a manifest with a checksum of each file.
    assert imported["verified"] >= 5
    assert command("models", "--json") == 0
    listed = json.loads(capsys.readouterr().out)["models"]
    assert [each["base"] for each in listed] == ["demo", imported["model"]]
    assert command("models", "check", imported["model"], "--json") == 0
    card = json.loads(capsys.readouterr().out)
    assert (card["architecture"], card["licence"], card["usable"]) == ("LlamaForCausalLM", "apache-2.0", True)
    assert command("models") == command("models", "check", "demo") == 0
    assert "3.74 million" in capsys.readouterr().out


def test_a_model_that_would_not_be_loaded_is_exit_code_1(
    command: Callable[..., int], drive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = drive / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-9])
    assert command("models", "check", drive) == 1
    assert "incomplete" in capsys.readouterr().out
    assert command("models", "import", drive) == 1
    assert "incomplete" in capsys.readouterr().err
    assert command("models", "check", "nobody/nothing", "--json") == 1
    assert "nobody/nothing" in json.loads(capsys.readouterr().out)["error"]["message"]


def test_the_quantised_copies_can_be_removed(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "home" / "cache" / "quantised" / "abc"
    copy.mkdir(parents=True)
    (copy / "manifest.json").write_text("{}", "utf-8")
    assert command("models", "cache", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"copies": 1, "bytes": 2, "cleared": False}
    assert command("models", "cache", "--clear") == 0
    assert not copy.exists()
