"""What goes wrong in a run is one Failed event of its own kind, and nothing worthless is left behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studio.core.events import Failed, Finished, Metric, Notice
from studio.core.example import Instruction
from studio.runs.checkpoints import list_checkpoints, newest_whole
from studio.runs.control import request
from studio.runs.durable import verify_folder
from studio.runs.folder import RunFolder
from studio.runs.run import run_state
from tests.engine.workers import CURVES, events_of, of_type, worker

pytestmark = pytest.mark.slow
LONG = {"training.max_steps": "2000", "evaluation.every_steps": "5", "evaluation.compare": "false"}


def failure(run: RunFolder) -> Failed:
    assert worker(run).wait() == 1
    last = events_of(run)[-1]
    assert isinstance(last, Failed), run.log.read_text("utf-8")
    assert last.message
    assert last.hint
    return last


def wait_for_step(run: RunFolder, step: int) -> None:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        if run.events.exists() and any(event.step >= step for event in of_type(events_of(run), Metric)):
            return
        time.sleep(0.05)
    raise AssertionError(run.log.read_text("utf-8"))


def copy_with(model: Path, folder: Path, **config) -> Path:
    shutil.copytree(model, folder)
    known = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(known | config), "utf-8")
    return folder


@pytest.fixture(scope="module")
def refusals(make_runs, tiny_model, tmp_path_factory):
    """Runs that cannot begin, done one after the other by one process."""
    models = tmp_path_factory.mktemp("models")
    pickled = copy_with(tiny_model, models / "pickled")
    (pickled / "model.safetensors").unlink()
    (pickled / "pytorch_model.bin").write_bytes(b"\x80\x04N.")
    foreign = copy_with(
        tiny_model, models / "foreign", model_type="theirs", auto_map={"AutoModelForCausalLM": "code.M"}
    )
    (foreign / "code.py").write_text("raise SystemExit('foreign code ran')\n", "utf-8")
    bare = copy_with(tiny_model, models / "bare")
    (bare / "chat_template.jinja").unlink()
    endless = copy_with(tiny_model, models / "endless")
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    (endless / "chat_template.jinja").write_text(loops, "utf-8")
    damaged = copy_with(tiny_model, models / "damaged")
    with (damaged / "model.safetensors").open("r+b") as file:
        file.truncate(1000)
    unlearnable = [Instruction(instruction="?", response=" ").model_dump_json()]
    runs = {
        "missing": make_runs({"model.base": "nobody/no-such-model"}),
        "french": make_runs({"model.base": "nobody/no-such-model"}, language="fr"),
        "pickled": make_runs({"model.base": str(pickled)}),
        "foreign": make_runs({"model.base": str(foreign)}),
        "bare": make_runs({"model.base": str(bare)}),
        "endless": make_runs({"model.base": str(endless)}),
        "damaged": make_runs({"model.base": str(damaged)}),
        "empty": make_runs(train=[]),
        "unlearnable": make_runs(train=unlearnable),
        "chatml": make_runs({"model.base": str(bare), "data.template": "chatml", "training.max_steps": "1"}),
    }
    assert worker(*runs.values()).wait() == 1
    assert "foreign code ran" not in runs["missing"].log.read_text("utf-8")
    return runs


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("missing", "model_missing"),
        ("pickled", "model_unsafe"),
        ("foreign", "model_unsafe"),
        ("bare", "template"),
        ("endless", "template"),
        ("damaged", "model_missing"),
        ("empty", "data"),
        ("unlearnable", "data"),
    ],
)
def test_run_that_cannot_begin_says_why_and_what_to_do(refusals, name, kind) -> None:
    last = events_of(refusals[name])[-1]
    assert isinstance(last, Failed)
    assert last.kind == kind
    assert last.message
    assert last.hint


def test_base_model_without_template_can_be_given_one(refusals) -> None:
    assert "chatml" in events_of(refusals["bare"])[-1].hint
    run = refusals["chatml"]
    assert isinstance(events_of(run)[-1], Finished), refusals["missing"].log.read_text("utf-8")
    assert "<|im_start|>" in (run.adapter / "chat_template.jinja").read_text("utf-8")


def test_failure_is_told_in_the_language_of_the_job(refusals) -> None:
    said = {name: events_of(refusals[name])[-1].message for name in ("missing", "french")}
    assert "not found" in said["missing"]
    assert "n’a pas été trouvé" in said["french"]


def test_not_a_number_stops_at_its_step_and_is_never_saved(make_run, tiny_model, tmp_path) -> None:
    from safetensors.torch import load_file, save_file

    folder = copy_with(tiny_model, tmp_path / "nan")
    weights = load_file(folder / "model.safetensors")
    weights["model.norm.weight"][3] = float("nan")
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    run = make_run({"model.base": str(folder)})
    failed = failure(run)
    assert failed.kind == "not_finite"
    assert "step 1" in failed.message
    assert not [event for event in of_type(events_of(run), Metric) if event.name in CURVES]
    assert not list(run.path.rglob("*.safetensors"))


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 8 MiB, which only the administrator can mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def cramped(make_run, small_disk) -> tuple[RunFolder, Path]:
    """A run on a disk without room for a checkpoint, and the file that takes the room."""
    made = make_run()
    run = RunFolder(small_disk / made.path.name)
    shutil.copytree(made.path, run.path)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - 300 * 1024))
    return run, filler


def wait_for_notice(run: RunFolder, words: str) -> str:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        for event in of_type(events_of(run), Notice):
            if words in event.message:
                return event.message
        time.sleep(0.05)
    raise AssertionError(run.log.read_text("utf-8"))


def test_full_disk_is_waited_for_and_the_run_goes_on_by_itself(cramped) -> None:
    run, filler = cramped
    process = worker(run)
    assert "1 MB more" in wait_for_notice(run, "is full")
    assert not list(run.path.rglob("*.safetensors"))
    filler.unlink()
    assert process.wait() == 0, run.log.read_text("utf-8")
    assert run_state(run) == "finished"
    assert verify_folder(run.adapter)
    assert [each.step for each in list_checkpoints(run)] == [2, 4]


def test_waiting_for_the_disk_can_be_ended(cramped) -> None:
    run, _filler = cramped
    process = worker(run)
    wait_for_notice(run, "is full")
    request(run, "stop_now")
    assert process.wait() == 0
    assert run_state(run) == "stopped"
    assert not list(run.path.rglob("*.safetensors"))


def test_stop_and_save_leaves_an_adapter(make_run) -> None:
    run = make_run(LONG)
    process = worker(run)
    wait_for_step(run, 2)
    request(run, "stop_and_save")
    assert process.wait() == 0
    last = events_of(run)[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.adapter) == ("stopped_and_saved", "adapter")
    assert json.loads((run.adapter / "manifest.json").read_text("utf-8"))["steps"] == last.steps


def test_termination_signal_means_pause(make_run) -> None:
    run = make_run(LONG)
    process = worker(run)
    wait_for_step(run, 2)
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0
    last = events_of(run)[-1]
    assert (last.reason, last.adapter) == ("paused", "")
    assert run_state(run) == "paused"
    assert newest_whole(run).step == last.steps


def test_stop_now_leaves_no_adapter_even_while_answering(make_run) -> None:
    # One answer takes far longer than anything else here, so the request comes while the model answers.
    run = make_run(LONG | {"evaluation.max_new_tokens": "400", "evaluation.sample_prompts": "4"})
    process = worker(run)
    wait_for_step(run, 1)
    request(run, "stop_now")
    assert process.wait() == 0
    last = events_of(run)[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.adapter) == ("stopped_now", "")


def test_killed_worker_shows_as_died_and_leaves_no_half_checkpoint(make_run) -> None:
    run = make_run(LONG | {"evaluation.every_steps": "1"})
    process = worker(run)
    wait_for_step(run, 4)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert run_state(run) == "died"
    kept = sorted(run.checkpoints.glob("step-??????"))
    assert kept
    assert all(verify_folder(folder) for folder in kept)
    assert newest_whole(run)
    assert not run.adapter.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit of processor time")
def test_an_endless_template_does_not_outlive_a_killed_worker() -> None:
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    asked = {"template": loops, "tokens": {}, "conversations": [[{"role": "user", "content": "?"}]], "seconds": 1}
    child = [sys.executable, "-m", "studio.engine.template_rendering"]
    done = subprocess.run(child, input=json.dumps(asked).encode() + b"\n", capture_output=True, check=False)
    assert done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
