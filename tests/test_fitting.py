"""A trial of four steps tells what the run will take; the run is then held against it."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.events import Finished
from studio.core.options import EvaluationOptions, TrainingOptions
from studio.data.child import ChildCancelled
from studio.data.reader import ProjectReader
from studio.data.sample import create_sample_project
from studio.errors import RunFailed
from studio.fitting import probe
from studio.launch import prepare_run
from studio.runs.folder import LIVING
from studio.runs.forecasts import forecast_accuracy, read_forecast, write_forecast
from studio.runs.presets import load_preset
from studio.runs.supervisor import run_state, start_run
from studio.runs.tail import read_ending

SHORT = {
    "training": TrainingOptions(max_steps=6, batch=16, learning_rate=3e-3),
    "evaluation": EvaluationOptions(every_steps=3, max_new_tokens=24, compare_rows=64),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_sample_project(tmp_path / "demo")
    return tmp_path / "demo"


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def dataset_id(project: Path) -> int:
    with ProjectReader(project) as reader:
        return reader.datasets()[0].id


@pytest.mark.slow
def test_the_forecast_of_memory_is_near_what_the_run_takes(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))
    recipe = load_preset("demo-cpu").preset.recipe.model_copy(update=SHORT)
    found = probe(project, dataset_id(project), recipe, "en")
    assert (found.source, found.steps, found.micro_batch * found.accumulation) == ("probe", 6, 16)
    assert found.step_s > 0
    assert found.total_s > 6 * found.step_s * 0.1
    assert found.disk_bytes > 0
    assert [path for path in project.iterdir() if path.name.startswith(".probe")] == []
    run = prepare_run(project, dataset_id(project), "demo-cpu", recipe, "en")
    write_forecast(run, found)
    assert read_forecast(run) == found
    start_run(run, None)
    wait_until(lambda: run_state(run) not in LIVING)
    ending = read_ending(run)
    assert isinstance(ending, Finished)
    assert found.peak_bytes == pytest.approx(ending.peak_process_bytes, rel=0.10)
    wait_until(lambda: forecast_accuracy(found.device, "probe") is not None)
    accuracy = forecast_accuracy(found.device, "probe")
    assert accuracy is not None
    assert (accuracy.runs, abs(accuracy.median_error) <= 0.10) == (1, True)


@pytest.mark.slow
def test_a_trial_that_fails_or_is_cancelled_leaves_nothing(project: Path) -> None:
    abandoned = project / ".probe-of-a-killed-window" / "probe" / "data"
    abandoned.mkdir(parents=True)
    os.utime(abandoned.parent.parent, (1, 1))
    recipe = load_preset("demo-cpu").preset.recipe
    missing = recipe.model_copy(update={"model": recipe.model.model_copy(update={"base": "/nowhere/at/all"})})
    with pytest.raises(RunFailed):
        probe(project, dataset_id(project), missing, "en")
    with pytest.raises(ChildCancelled):
        probe(project, dataset_id(project), recipe, "en", cancelled=lambda: True)
    assert [path for path in project.iterdir() if path.name.startswith(".probe")] == []
