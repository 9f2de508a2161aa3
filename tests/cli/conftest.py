"""Commands called as a person would, with a small process in the trainer's place."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from studio.cli import main
from studio.data.sample import create_sample_project
from studio.runs.process import is_alive, read_identity
from studio.runs.run import list_runs
from studio.runs.spawn import reap_children
from tests.runs.light_worker import FINISH

LIGHT_WORKER = Path(__file__).parent.parent / "runs" / "light_worker.py"


def call(*words: object) -> int:
    """Call `studio WORDS` in this process; its exit code."""
    try:
        main([str(word) for word in words])
    except SystemExit as left:
        return int(left.code or 0)
    return 0


@pytest.fixture
def command() -> Callable[..., int]:
    return call


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, to be copied: that takes less time than making it."""
    project = tmp_path_factory.mktemp("sample") / "demo"
    create_sample_project(project)
    return project


@pytest.fixture(scope="session")
def sample_with_run(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with one finished run and what stands for its result; to be copied too."""
    folder = tmp_path_factory.mktemp("trained")
    project = Path(shutil.copytree(sample, folder / "demo"))
    (project / FINISH).touch()
    with pytest.MonkeyPatch.context() as patch, light_workers(project, folder, patch):
        assert call("train", "--project", project, "--preset", "demo-cpu", "--follow") == 0
    (summary,) = list_runs(project)
    summary.run.adapter.mkdir()
    (summary.run.adapter / "manifest.json").write_text("{}", "utf-8")
    (summary.run.adapter / "adapter_config.json").write_text("{}", "utf-8")
    return project


@pytest.fixture
def sample_project(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The sample project, whose runs a light worker does; files in it (`finish`, `fail`, `crash`) steer that."""
    project = Path(shutil.copytree(sample, tmp_path / "demo"))
    with light_workers(project, tmp_path, monkeypatch):
        yield project


@pytest.fixture
def trained(sample_with_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The sample project with one finished run and what stands for its result; workers are light ones."""
    project = Path(shutil.copytree(sample_with_run, tmp_path / "demo"))
    with light_workers(project, tmp_path, monkeypatch):
        yield project


@contextmanager
def light_workers(project: Path, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever starts a process of Python starts the light worker; those of the project's runs end with the block."""
    python = folder / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{LIGHT_WORKER}" "$@"\n', "utf-8")
    python.chmod(0o755)
    patch.setattr(sys, "executable", str(python))
    yield
    for summary in list_runs(project):
        identity = read_identity(summary.run.worker_file)
        if identity and is_alive(identity):
            psutil.Process(identity.pid).kill()
    reap_children()
