"""A project with a result that nothing had to be trained for, and a light process in the place of every worker."""

import sys
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from studio.core.events import Finished
from studio.core.example import Instruction
from studio.core.job import Job, Snapshot, SnapshotPart
from studio.data.project import Project
from studio.paths import DEMO
from studio.runs.folder import RunFolder
from studio.runs.presets import load_preset
from studio.runs.process import is_alive, read_identity
from studio.runs.run import begin_run, commit_job
from tests.evaluating.evaluated_project import cases

LIGHT_WORKER = Path(__file__).parents[1] / "runs" / "light_worker.py"


def trained_project(project: Path, rows: int) -> Path:
    """So many rows to test with, the sample contract, and a run that has a result.

    It learned one other row and kept the first of these back.
    """
    contents = [row.content for row in cases(rows)]
    with Project.create(project, "Headaches") as writer:
        dataset = writer.add_dataset("headaches", "instruction")
        writer.add_rows(dataset.id, contents, split="test")
    (project / "contract.yaml").write_text((DEMO / "contract.yaml").read_text("utf-8"), "utf-8")
    run = begin_run(project, "demo-cpu")
    learned = Instruction(instruction="Quelle est la capitale de la France ?", response="Paris.")
    run.data.mkdir()
    parts = {"train": learned, "test": contents[0]}
    for family, (name, content) in enumerate(parts.items(), 10_000):
        table = pa.table({"family": [family], "content": [content.model_dump_json()]})
        pq.write_table(table, run.data / f"{name}.parquet")
    part, test = (SnapshotPart(file=f"{name}.parquet", rows=1, sha256="") for name in parts)
    none = SnapshotPart(file="", rows=0, sha256="")
    snapshot = Snapshot(
        dataset="headaches", kind="instruction", train=part, validation=none, test=test, content_sha256="",
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


def light_python(folder: Path) -> Path:
    """What starts tests/runs/light_worker.py whatever it is asked to start."""
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{LIGHT_WORKER}" "$@"\n', "utf-8")
    python.chmod(0o755)
    return python


def end_worker(run: RunFolder) -> None:
    """Where it has one that still lives."""
    identity = read_identity(run.worker_file)
    if identity and is_alive(identity):
        psutil.Process(identity.pid).kill()
