"""Commands called as a person would, with a small process in the trainer's place."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from studio.cli import main
from studio.data.sample import create_sample_project
from studio.runs.process import is_alive, read_identity
from studio.runs.run import list_runs
from studio.runs.spawn import reap_children

LIGHT_WORKER = Path(__file__).parent.parent / "runs" / "light_worker.py"


@pytest.fixture
def command() -> Callable[..., int]:
    """Call `studio WORDS` in this process; its exit code."""

    def call(*words: object) -> int:
        try:
            main([str(word) for word in words])
        except SystemExit as left:
            return int(left.code or 0)
        return 0

    return call


@pytest.fixture
def sample_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The sample project, whose runs a light worker does; files in it (`finish`, `fail`, `crash`) steer that."""
    project, python = tmp_path / "demo", tmp_path / "python"
    create_sample_project(project)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{LIGHT_WORKER}" "$@"\n', "utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    yield project
    for summary in list_runs(project):
        identity = read_identity(summary.run.worker_file)
        if identity and is_alive(identity):
            psutil.Process(identity.pid).kill()
    reap_children()
