"""Evaluations that wait for their turn, whoever looks."""

import sys
import time
from pathlib import Path

import pytest

from studio.core.evaluation import EvaluationJob, Subject
from studio.errors import RunFailed
from studio.runs.claim import claim_run
from studio.runs.durable import hash_file
from studio.runs.evaluations import EVALUATIONS, list_evaluations, rows_file
from studio.runs.folder import RunFolder
from studio.runs.queue import busy_with, enqueue, is_waiting, start_next, waiting, withdraw
from studio.runs.run import begin_run, commit_job
from studio.runs.state import run_state
from studio.runs.supervisor import kill_worker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


@pytest.fixture
def project(light_worker: RunFolder) -> Path:
    """A project beside a run that nobody has started: it is made, so it could start at any moment, for 15 s."""
    for file in light_worker.path.iterdir():
        file.unlink()
    light_worker.path.rmdir()
    path = light_worker.path.parent.parent
    (path / "slow").touch()
    return path


@pytest.fixture
def make(project: Path):
    def made() -> RunFolder:
        run = begin_run(project, "cases", EVALUATIONS)
        rows_file(run).touch()
        job = EvaluationJob(
            name=run.name,
            title="cases",
            project=str(project),
            language="en",
            created_at=time.time(),
            dataset="cases",
            kind="instruction",
            split="test",
            rows=0,
            rows_sha256=hash_file(rows_file(run)),
            project_step=0,
            subjects=(Subject(title="x", base="demo"),),
        )
        commit_job(run, job)
        return run

    return made


def test_the_first_to_wait_is_the_first_to_start(project: Path, make) -> None:
    first, second = make(), make()
    enqueue(first)
    enqueue(second)
    assert [each.state for each in list_evaluations(project)] == ["waiting", "waiting"]
    assert waiting(project) == [first, second]
    assert start_next(project, None) == first
    try:
        assert not is_waiting(first)
        assert busy_with(project) == first
        assert start_next(project, None) is None
        assert run_state(second) == "waiting"
    finally:
        kill_worker(first)
    assert start_next(project, None) == second
    kill_worker(second)


def test_what_is_taken_out_is_stopped_and_keeps_nobody_waiting(project: Path, make) -> None:
    run, other = make(), make()
    enqueue(run)
    assert withdraw(run)
    assert run_state(run) == "stopped"
    assert waiting(project) == []
    assert start_next(project, None) is None
    enqueue(other)
    assert start_next(project, None) == other
    assert not withdraw(other)
    kill_worker(other)
    # Who wants it after all puts it back.
    enqueue(run)
    assert start_next(project, None) == run
    kill_worker(run)


def test_nothing_waits_in_a_project_without_evaluations(project: Path) -> None:
    assert waiting(project) == []
    assert start_next(project, None) is None
    assert busy_with(project) is None


def test_what_is_at_work_does_not_wait_as_well(project: Path, make) -> None:
    """Else it would be begun once more after its end."""
    run = make()
    with claim_run(run):
        enqueue(run)
    assert not is_waiting(run)


def test_a_folder_that_cannot_be_read_keeps_nobody_waiting(project: Path, make) -> None:
    damaged, run = make(), make()
    damaged.events.mkdir()
    enqueue(run)
    with pytest.raises(RunFailed):
        run_state(damaged)
    assert start_next(project, None) == run
    kill_worker(run)


def test_a_queue_that_cannot_be_locked_is_a_sentence(project: Path, make) -> None:
    enqueue(make())
    (project / ".queue.lock").mkdir()
    with pytest.raises(RunFailed, match="could not be written"):
        start_next(project, None)
