"""A project with a result, the section open on it, and a light process in the worker's place."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pytestqt.qtbot import QtBot

from studio.core.events import Finished
from studio.core.example import Instruction
from studio.core.job import Job, Snapshot, SnapshotPart
from studio.data.project import Project
from studio.paths import DEMO
from studio.runs.evaluations import list_evaluations
from studio.runs.presets import load_preset
from studio.runs.process import is_alive, read_identity
from studio.runs.run import begin_run, commit_job
from studio.runs.spawn import reap_children
from tests.evaluating.evaluated_project import cases
from tests.ui.evaluation.results.opened import ROWS, Opener, OpenSection
from tests.ui.settling import settle

LIGHT_WORKER = Path(__file__).parents[3] / "runs" / "light_worker.py"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Twelve rows to test with, the sample contract, and a run that has a result and learned one other row."""
    project = tmp_path / "headaches"
    contents = [row.content for row in cases(ROWS)]
    with Project.create(project, "Headaches") as writer:
        dataset = writer.add_dataset("headaches", "instruction")
        writer.add_rows(dataset.id, contents, split="test")
    (project / "contract.yaml").write_text((DEMO / "contract.yaml").read_text("utf-8"), "utf-8")
    run = begin_run(project, "demo-cpu")
    learned = Instruction(instruction="Quelle est la capitale de la France ?", response="Paris.")
    run.data.mkdir()
    pq.write_table(pa.table({"family": [10_000], "content": [learned.model_dump_json()]}), run.data / "train.parquet")
    part, none = SnapshotPart(file="train.parquet", rows=1, sha256=""), SnapshotPart(file="", rows=0, sha256="")
    snapshot = Snapshot(
        dataset="headaches", kind="instruction", train=part, validation=none, test=none, content_sha256="",
        project_step=1,
    )  # fmt: skip
    recipe = load_preset("demo-cpu").preset.recipe
    job = Job(
        name=run.name, project=str(project), preset="demo-cpu", language="fr", created_at=1.0, recipe=recipe,
        snapshot=snapshot,
    )  # fmt: skip
    commit_job(run, job)
    # A run without a word is taken for one that is starting, for a while: nothing else would begin.
    ended = Finished(seq=0, at=2.0, mono=1.0, reason="completed", steps=1, wall_s=1.0, train_cpu_s=1.0)
    run.events.write_text(f"{ended.model_dump_json()}\n", "utf-8")
    run.adapter.mkdir()
    for name in ("manifest.json", "adapter_config.json"):
        (run.adapter / name).write_text("{}", "utf-8")
    return project


@pytest.fixture
def open_section(qtbot: QtBot, path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:

        def open_it(*, read_only: bool = False) -> OpenSection:
            opened = OpenSection(path, read_only=read_only)
            stack.callback(opened.close)
            settle(qtbot, lambda: not opened.background.busy)
            return opened

        yield open_it


@pytest.fixture
def light_workers(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every worker is tests/runs/light_worker.py."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{LIGHT_WORKER}" "$@"\n', "utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    yield
    for summary in list_evaluations(path):
        identity = read_identity(summary.run.worker_file)
        if identity and is_alive(identity):
            psutil.Process(identity.pid).kill()
    reap_children()
