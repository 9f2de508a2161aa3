"""`studio diagnose`: a run that climbed, for people and for machines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.events import Finished, Metric, Planned
from studio.runs.folder import RunFolder
from tests.ui.training import scenes

Command = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A loss that comes down and climbs again."""
    made = scenes.make_run(scenes.make_project(tmp_path / "headaches"))
    losses = [max(1.0, 3.0 - step / 10) for step in range(30)] + [1.0 + step / 15 for step in range(30)]
    plan = Planned(total_steps=60, train_rows=200, validation_rows=40, trainable_parameters=1, total_parameters=2)
    points = [Metric(step=step, name="loss", value=value) for step, value in enumerate(losses, 1)]
    done = Finished(reason="completed", steps=60, wall_s=60.0, train_cpu_s=50.0)
    scenes.write_events(made, [plan, *points, done])
    return made


def test_machines_get_the_finding_and_its_changes(
    run: RunFolder, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("diagnose", run.path, "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["key"], found["severity"]) == ("divergence", "problem")
    assert found["remedy"] == {"training.learning_rate": "0.0003"}


def test_people_get_sentences_and_the_command_to_try(
    run: RunFolder, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("diagnose", run.path) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Problem · The training diverges" in told
    assert "--preset demo-cpu --set training.learning_rate=0.0003" in told


def test_a_folder_that_is_no_run(tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("diagnose", tmp_path) == 1
    assert "not the folder of a run" in capsys.readouterr().err
