"""Run folders with a real job in them, and small real processes that play the worker."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from studio.core.job import Job, Snapshot, SnapshotPart
from studio.core.recipe import Recipe
from studio.runs.run import RunFolder, begin_run, commit_job
from studio.runs.spawn import reap_children

PATIENCE_S = 300.0
PYTHON = sys.executable
LIGHT_WORKER = Path(__file__).with_name("light_worker.py")
PART = SnapshotPart(file="train.parquet", rows=1, sha256="0" * 64)


def make_job(name: str = "0001-test") -> Job:
    return Job(
        name=name,
        project="/nowhere",
        preset="demo-cpu",
        language="en",
        created_at=1.0,
        recipe=Recipe(),
        snapshot=Snapshot(
            dataset="cases",
            kind="instruction",
            train=PART,
            validation=PART,
            test=PART,
            content_sha256="0" * 64,
            project_step=1,
        ),
    )


@pytest.fixture
def job() -> Job:
    return make_job()


@pytest.fixture
def await_true() -> Callable[[Callable[[], bool]], None]:
    """Wait for what another process does."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.005)

    return wait


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A complete run folder that no worker has touched."""
    folder = begin_run(tmp_path, "test")
    commit_job(folder, make_job(folder.name))
    return folder


@pytest.fixture
def play() -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start a Python process with some lines of code; what still lives at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start(code: str, *words: object, stdin: int | None = None) -> "subprocess.Popen[bytes]":
        child = subprocess.Popen([PYTHON, "-c", code, *map(str, words)], stdin=stdin)
        started.append(child)
        return child

    yield start
    for child in started:
        child.kill()
        child.wait()
        if child.stdin:
            child.stdin.close()


@pytest.fixture
def children() -> Callable[[], list[psutil.Process]]:
    """The processes that the test has started so far; others may have been there before."""
    known = set(psutil.Process().children())
    return lambda: [child for child in psutil.Process().children() if child not in known]


@pytest.fixture
def light_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: RunFolder, children: Callable[[], list[psutil.Process]]
) -> Iterator[RunFolder]:
    """`python -m studio worker` starts light_worker.py; a run for it; what still lives is ended.

    Every child that came meanwhile: a worker that has only just started has not yet said which process it is.
    """
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{LIGHT_WORKER}" "$@"\n', "utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    yield run
    left = children()
    for child in left:
        child.kill()
    psutil.wait_procs(left)
    reap_children()
