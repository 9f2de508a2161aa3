"""Run folders: numbered once, complete or not there, listed whatever is in them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.events import Failed, Finished, Metric, Planned, Started
from studio.core.job import Job
from studio.errors import RunFailed
from studio.runs.death import describe_death
from studio.runs.journal import JournalWriter
from studio.runs.run import RunFolder, begin_run, commit_job, list_runs, open_run, read_job
from studio.runs.state import run_state
from tests.runs.power import Disk

BEGIN_MANY = """
import sys
from pathlib import Path
from studio.runs.run import begin_run
for _ in range(20):
    begin_run(Path(sys.argv[1]), sys.argv[2])
"""


def test_numbers_count_up_and_labels_become_plain(tmp_path: Path) -> None:
    assert begin_run(tmp_path, "QLoRA, démo n° 1").name == "0001-qlora-demo-n-1"
    assert begin_run(tmp_path, "///").name == "0002-run"
    (tmp_path / "runs" / "0041-other").mkdir()
    assert begin_run(tmp_path, "x" * 200).name == "0042-" + "x" * 40


def test_two_processes_beginning_runs_get_different_numbers(
    tmp_path: Path, play: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    children = [play(BEGIN_MANY, tmp_path, label) for label in ("one", "two")]
    assert [child.wait() for child in children] == [0, 0]
    numbers = sorted(int(path.name[:4]) for path in (tmp_path / "runs").glob("*-*"))
    assert numbers == list(range(1, 41))


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which file a handle is of")
def test_a_committed_run_survives_a_power_cut_with_its_data(tmp_path: Path, job: Job) -> None:
    project = tmp_path / "project"
    project.mkdir()
    disk = Disk(project, tmp_path / "cuts")

    def look(left: Path) -> None:
        for run in map(RunFolder, (left / "runs").glob("0001-*")):
            if run.job_file.exists():
                assert read_job(run) == job
                assert (run.data / "train.parquet").read_bytes() == b"rows"

    with disk.watched(look):
        run = begin_run(project, "test")
        run.data.mkdir()
        (run.data / "train.parquet").write_bytes(b"rows")
        commit_job(run, job)
    assert read_job(RunFolder(disk.cut(eager=False) / "runs" / run.name)) == job


def test_a_job_comes_back_as_it_was_committed(tmp_path: Path, job: Job) -> None:
    run = begin_run(tmp_path, "test")
    assert run.preparing_file.exists()
    commit_job(run, job)
    assert read_job(run) == job
    assert not run.preparing_file.exists()
    assert sorted(path.name for path in run.path.iterdir()) == ["job.json"]


def test_a_folder_without_a_job_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="not the folder of a run"):
        read_job(RunFolder(tmp_path))
    with pytest.raises(RunFailed, match="not the folder of a run"):
        open_run(tmp_path)


def test_a_project_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file where a folder belongs")
    with pytest.raises(RunFailed, match="No run folder could be made"):
        begin_run(tmp_path, "test")


def test_the_list_shows_the_newest_first_with_how_each_went(tmp_path: Path, job: Job) -> None:
    done, failed, begun = (begin_run(tmp_path, label) for label in ("done", "failed", "begun"))
    commit_job(done, job)
    with JournalWriter(done.events) as journal:
        first = journal.append(Started(pid=1, device="cpu", versions={}))
        journal.append(_planned(40))
        journal.append(Metric(step=39, name="loss", value=0.1))
        last = journal.append(Finished(reason="completed", steps=40, wall_s=1, train_cpu_s=1))
    commit_job(failed, job)
    with JournalWriter(failed.events) as journal:
        journal.append(Started(pid=1, device="cpu", versions={}))
        journal.append(Metric(step=3, name="loss", value=0.1))
        journal.append(Failed(kind="disk_full", message="The disk is full.", hint=""))
    newest, middle, oldest = list_runs(tmp_path)
    assert (newest.run, newest.job, newest.state, newest.started_at) == (begun, None, "preparing", None)
    assert (middle.state, middle.last_step, middle.total_steps, middle.message) == ("failed", 3, 0, "The disk is full.")
    assert (oldest.state, oldest.last_step, oldest.total_steps) == ("finished", 40, 40)
    assert (oldest.started_at, oldest.ended_at, oldest.job) == (first.at, last.at, job)


def test_a_damaged_job_hides_no_other_run(tmp_path: Path, run: RunFolder) -> None:
    broken = begin_run(tmp_path, "broken")
    broken.job_file.write_text(json.dumps({"v": 99}))
    assert [summary.job is None for summary in list_runs(tmp_path)] == [True, False]
    with pytest.raises(RunFailed, match="not readable"):
        read_job(broken)


def test_a_project_without_runs_has_an_empty_list(tmp_path: Path) -> None:
    assert list_runs(tmp_path) == []


def _planned(steps: int) -> Planned:
    return Planned(total_steps=steps, train_rows=1, validation_rows=1, trainable_parameters=1, total_parameters=1)


def test_a_run_that_cannot_be_read_hides_no_other(tmp_path: Path, job: Job) -> None:
    for label in ("good", "bad"):
        commit_job(begin_run(tmp_path, label), job)
    spoilt = RunFolder(tmp_path / "runs" / "0002-bad")
    spoilt.events.mkdir()
    bad, good = list_runs(tmp_path)
    assert (bad.run, bad.state, good.state) == (spoilt, "died", "starting")
    assert bad.message == "The files of the run 0002-bad are not readable."
    assert describe_death(spoilt).reason == bad.message


def test_a_run_whose_folder_or_job_is_gone_is_not_being_prepared(tmp_path: Path, job: Job) -> None:
    gone, without_job = begin_run(tmp_path, "gone"), begin_run(tmp_path, "without")
    shutil.rmtree(gone.path)
    assert run_state(gone) == "died"
    assert describe_death(gone).reason == "The folder of the run has been moved or deleted."
    without_job.preparing_file.unlink()
    assert run_state(without_job) == "preparing"
    os.utime(without_job.path, (1, 1))
    assert run_state(without_job) == "died"
