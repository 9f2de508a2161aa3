"""The real worker with its libraries, cold and warm."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from studio.core.events import Metric
from studio.data.reader import ProjectReader
from studio.data.sample import create_sample_project
from studio.launch import prepare_run
from studio.runs.control import request
from studio.runs.folder import LIVING, RunFolder
from studio.runs.journal import JournalReader
from studio.runs.presets import load_preset
from studio.runs.spawn import reap_children
from studio.runs.supervisor import WarmWorker, kill_worker, run_state, start_run

pytestmark = pytest.mark.slow
PATIENCE_S = 300


@pytest.fixture
def run(tmp_path: Path) -> Iterator[RunFolder]:
    project = tmp_path / "demo"
    create_sample_project(project)
    with ProjectReader(project) as reader:
        dataset = reader.datasets()[0].id
    run = prepare_run(project, dataset, "demo-cpu", load_preset("demo-cpu").preset.recipe, "en")
    yield run
    if run_state(run) in LIVING:
        kill_worker(run)
    reap_children()


@pytest.mark.parametrize("is_warm", [True, False])
def test_a_worker_trains_and_stops_at_once_when_told(
    run: RunFolder, is_warm: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))
    warm, deadline = WarmWorker(), monotonic() + PATIENCE_S
    if is_warm:
        warm.start()
    while is_warm and not warm.ready:
        assert warm.alive
        sleep(0.05)
    start_run(run, warm)
    warm.close()
    reader = JournalReader(run.events)
    while not any(isinstance(event, Metric) for event in reader.read_new()):
        assert run_state(run) in LIVING
        assert monotonic() < deadline
        sleep(0.05)
    request(run, "stop_now")
    while run_state(run) in LIVING:
        assert monotonic() < deadline
        sleep(0.05)
    assert run_state(run) == "stopped"
