"""`studio pause`, `studio resume`, `studio evaluate-now`, `studio extend` and `studio restart`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.job import Origin
from studio.runs.checkpoints import checkpoint_path, list_checkpoints
from studio.runs.control import ControlReader
from studio.runs.durable import seal_folder
from studio.runs.run import RunFolder, list_runs, read_job
from studio.runs.supervisor import run_state

Command = Callable[..., int]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


@pytest.fixture
def started(sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> RunFolder:
    assert command("train", "--project", sample_project, "--preset", "demo-cpu") == 0
    capsys.readouterr()
    return list_runs(sample_project)[0].run


@pytest.fixture
def saved(started: RunFolder, command: Command, capsys: pytest.CaptureFixture[str]) -> RunFolder:
    """A stopped run with a checkpoint of its step 20, one epoch and a half into its data."""
    command("stop", started.path, "--now")
    final = checkpoint_path(started, 20)
    partial = final.with_suffix(".partial")
    partial.mkdir(parents=True)
    (partial / "state.json").write_text("{}", "utf-8")
    facts = {"validation_loss": 1.0, "epoch": 1.5, "examined": True, "total_steps": 30, "recipe_sha256": ""}
    seal_folder(partial, final, {"step": 20, **facts})
    capsys.readouterr()
    return started


def test_paused_run_says_how_it_goes_on_and_does(
    command: Command, started: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("evaluate-now", started.path) == 0
    assert "check its progress" in capsys.readouterr().out
    assert ControlReader(started).evaluations() == 1
    assert command("pause", started.path) == 0
    assert "studio resume" in capsys.readouterr().out
    assert command("attach", started.path) == 0
    assert "Paused after" in capsys.readouterr().out
    assert run_state(started) == "paused"
    assert command("pause", started.path) == 1
    (started.path / "finish").touch()
    capsys.readouterr()
    assert command("resume", started.path, "--follow", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["state"] == "finished"
    assert command("resume", started.path) == 1
    assert "done all its steps" in capsys.readouterr().err


def test_extended_run_is_a_new_one_on_the_same_data(
    sample_project: Path, command: Command, saved: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "finish").touch()
    assert command("extend", saved.path, "--epochs", "2", "--json") == 0
    new = RunFolder(Path(json.loads(capsys.readouterr().out)["run"]))
    before, after = read_job(saved), read_job(new)
    assert after.origin == Origin(run=saved.name, step=20)
    assert after.snapshot == before.snapshot
    assert {path.name for path in new.data.iterdir()} == {path.name for path in saved.data.iterdir()}
    assert [each.step for each in list_checkpoints(new)] == [20]
    was, now = before.recipe.training, after.recipe.training
    assert now.max_steps - was.max_steps == (round(2 * 20 / 1.5) if was.max_steps else 0)
    assert now.epochs - was.epochs == (0 if was.max_steps else 2)


def test_restart_may_change_the_rate_but_not_the_method(
    sample_project: Path, command: Command, saved: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "finish").touch()
    assert command("restart", saved.path, "--from", "20", "--set", "training.learning_rate=1e-5", "--json") == 0
    new = RunFolder(Path(json.loads(capsys.readouterr().out)["run"]))
    assert read_job(new).recipe.training.learning_rate == 1e-5
    assert command("restart", saved.path, "--from", "20", "--set", "method.rank=2") == 1
    assert "method.rank" in capsys.readouterr().err
    assert command("restart", saved.path, "--from", "7") == 1
    assert "20" in capsys.readouterr().err
    assert len(list_runs(sample_project)) == 2


def test_damaged_checkpoint_makes_no_run(
    sample_project: Path, command: Command, saved: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkpoint_path(saved, 20) / "state.json").write_text("[]", "utf-8")
    assert command("extend", saved.path) == 1
    assert "damaged" in capsys.readouterr().err
    assert [each.run for each in list_runs(sample_project)] == [saved]
