"""`studio runs`, `studio attach`, `studio stop`, and `studio worker` called wrongly."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.runs.process import read_identity
from studio.runs.run import RunFolder, list_runs
from studio.runs.supervisor import run_state

Command = Callable[..., int]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")
PYTHON = sys.executable


@pytest.fixture
def started(sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> RunFolder:
    assert command("train", "--project", sample_project, "--preset", "demo-cpu") == 0
    capsys.readouterr()
    return list_runs(sample_project)[0].run


def test_runs_are_listed_for_people_and_machines(
    sample_project: Path, command: Command, started: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("runs", "--project", sample_project) == 0
    assert "0001-demo-cpu" in capsys.readouterr().out
    assert command("runs", "--project", sample_project, "--json") == 0
    (listed,) = json.loads(capsys.readouterr().out)["runs"]
    assert (listed["run"], listed["preset"]) == (str(started.path), "demo-cpu")


def test_a_project_without_runs_and_a_folder_without_project(
    sample_project: Path, tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("runs", "--project", sample_project) == 0
    assert "no runs yet" in capsys.readouterr().out
    assert command("runs", "--project", tmp_path) == 1
    assert "not the folder of a project" in capsys.readouterr().err


def test_stop_saves_and_attach_replays_what_is_over(
    command: Command, started: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("stop", started.path) == 0
    assert "will finish its step" in capsys.readouterr().out
    assert command("attach", started.path) == 0
    assert "Stopped and saved after" in capsys.readouterr().out
    assert run_state(started) == "stopped"
    assert command("stop", started.path) == 1
    assert "already ended" in capsys.readouterr().err
    assert command("attach", started.path, "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["state"] == "stopped"


def test_stop_now_returns_when_the_run_has_stopped(
    command: Command, started: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("stop", started.path, "--now", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "run": str(started.path),
        "requested": "stop_now",
        "state": "stopped",
    }


def test_a_worker_that_hangs_is_ended_by_stop_now(
    command: Command, started: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.cli.runs._PATIENCE_S", 0.3)
    while run_state(started) != "running":
        pass
    worker = read_identity(started.worker_file)
    assert worker
    os.kill(worker.pid, signal.SIGSTOP)
    assert command("stop", started.path, "--now") == 0
    assert run_state(started) == "stopped"


class Patience(io.StringIO):
    """Stands for the terminal of someone who ends the worker on being told that it hangs."""

    def __init__(self, worker: int) -> None:
        super().__init__()
        self._worker = worker

    def write(self, text: str) -> int:
        if "no sign of life" in text:
            os.kill(self._worker, signal.SIGKILL)
        return super().write(text)


def test_attach_to_a_worker_that_hangs_says_so_and_what_to_do(
    command: Command, started: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.runs.vitals.SILENT_S", 0.3)
    while run_state(started) != "running":
        pass
    worker = read_identity(started.worker_file)
    assert worker
    os.kill(worker.pid, signal.SIGSTOP)
    told = Patience(worker.pid)
    monkeypatch.setattr(sys, "stderr", told)
    assert command("attach", started.path) == 1
    assert told.getvalue().count("no sign of life") == 1
    assert "studio stop --now" in told.getvalue()


def test_attach_to_a_worker_that_died_says_why(
    sample_project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample_project / "crash").touch()
    assert command("train", "--project", sample_project, "--preset", "demo-cpu", "--follow") == 1
    said = capsys.readouterr().err
    assert "ended from outside" in said
    assert said.rstrip().endswith("No such luck")


def test_control_c_leaves_the_run_going(started: RunFolder) -> None:
    words = [PYTHON, "-m", "studio", "attach", str(started.path), "--json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as attached:
        assert attached.stdout
        assert attached.stderr
        assert json.loads(attached.stdout.readline())["type"] == "started"
        attached.send_signal(signal.SIGINT)
        attached.stdout.read()
        said = attached.stderr.read().decode()
    assert attached.returncode == 0
    assert "goes on" in said
    assert f"studio attach {started.path}" in said
    assert run_state(started) == "running"


def test_what_is_no_run_is_said(tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("attach", "stop"):
        assert command(word, tmp_path) == 1
        assert "not the folder of a run" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["somewhere", "--warm"]])
def test_a_worker_wants_one_run_or_to_wait(
    command: Command, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("worker", *words) == 1
    assert "Name one run" in capsys.readouterr().err
