"""States, starts and ends of real worker processes."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from studio.core.events import Failed, Finished, Heartbeat, Metric, Started
from studio.errors import RunFailed
from studio.runs.claim import claim_run
from studio.runs.control import ControlReader, request
from studio.runs.folder import RESUMABLE
from studio.runs.journal import JournalReader, JournalWriter
from studio.runs.process import identify, own_identity, read_identity, write_identity
from studio.runs.run import RunFolder, begin_run
from studio.runs.supervisor import (
    WarmWorker,
    describe_death,
    kill_worker,
    resume_run,
    run_state,
    start_run,
    start_worker,
)

Play = Callable[..., "subprocess.Popen[bytes]"]
AwaitTrue = Callable[[Callable[[], bool]], None]
Children = Callable[[], list[psutil.Process]]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays workers through a shell script")

SLEEP = "import time; time.sleep(600)"
CLAIM_AND_SLEEP = """
import sys, time
from pathlib import Path
from studio.core.events import Started
from studio.runs.claim import claim_run
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalWriter
run = RunFolder(Path(sys.argv[1]))
with claim_run(run), JournalWriter(run.events) as journal:
    journal.append(Started(pid=1, device="cpu", versions={}))
    time.sleep(600)
"""
# The child is there before the run counts as running.
CLAIM_FORK_AND_SLEEP = CLAIM_AND_SLEEP.replace("    journal.append", "    import os\n    if os.fork(): journal.append")


def age(run: RunFolder) -> None:
    """Make the grace for starting a matter of the past."""
    os.utime(run.job_file, (1, 1))


def test_a_folder_being_made_is_preparing_and_died_with_its_maker(tmp_path: Path, play: Play) -> None:
    run = begin_run(tmp_path, "test")
    assert run_state(run) == "preparing"
    child = play("")
    identity = identify(child.pid)
    child.wait()
    assert identity
    write_identity(run.preparing_file, identity)
    assert run_state(run) == "died"


def test_a_run_just_committed_is_starting_and_later_was_never_started(run: RunFolder) -> None:
    assert run_state(run) == "starting"
    age(run)
    assert run_state(run) == "died"
    assert describe_death(run).reason == "The run was prepared but never started."


def test_a_claimed_run_starts_then_runs_then_ends_by_its_last_word(run: RunFolder) -> None:
    age(run)
    with claim_run(run):
        assert run_state(run) == "starting"
        with JournalWriter(run.events) as journal:
            journal.append(Started(pid=1, device="cpu", versions={}))
            assert run_state(run) == "running"
            journal.append(Finished(reason="completed", steps=1, wall_s=1, train_cpu_s=1))
            journal.append(Heartbeat(step=1, last_step_at=1))
            assert run_state(run) == "finished"
    assert run_state(run) == "finished"


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (Finished(reason="stopped_now", steps=1, wall_s=1, train_cpu_s=1), "stopped"),
        (Finished(reason="stopped_and_saved", steps=1, wall_s=1, train_cpu_s=1), "stopped"),
        (Finished(reason="paused", steps=1, wall_s=1, train_cpu_s=1), "paused"),
        (Failed(kind="bug", message="m"), "failed"),
    ],
)
def test_run_that_ended_before_its_end_can_be_resumed_but_not_started(
    run: RunFolder, event: Finished | Failed, state: str
) -> None:
    with JournalWriter(run.events) as journal:
        journal.append(event)
    assert run_state(run) == state
    assert run_state(run) in RESUMABLE
    with pytest.raises(RunFailed, match="already ended"):
        start_worker(run)
    with claim_run(run):
        assert run_state(run) != state


def test_complete_run_is_neither_resumed_nor_claimed(run: RunFolder) -> None:
    with JournalWriter(run.events) as journal:
        journal.append(Finished(reason="completed", steps=1, wall_s=1, train_cpu_s=1))
    assert run_state(run) not in RESUMABLE
    with pytest.raises(RunFailed, match="done all its steps"):
        resume_run(run, None)
    with pytest.raises(RunFailed, match="already ended"), claim_run(run):
        pass


def test_paused_run_is_taken_up_by_a_new_worker(light_worker: RunFolder, await_true: AwaitTrue) -> None:
    start_worker(light_worker)
    await_true(lambda: run_state(light_worker) == "running")
    request(light_worker, "stop_and_save")
    await_true(lambda: run_state(light_worker) == "stopped")
    resume_run(light_worker, None)
    # The wish that ended the first worker does not end the second.
    await_true(lambda: run_state(light_worker) == "running")
    assert sum(isinstance(event, Started) for event in JournalReader(light_worker.events).read_new()) == 2


def test_one_run_has_one_worker(run: RunFolder, play: Play, await_true: AwaitTrue) -> None:
    play(CLAIM_AND_SLEEP, run.path)
    await_true(lambda: run_state(run) == "running")
    with pytest.raises(RunFailed, match="Another worker"), claim_run(run):
        pass
    with pytest.raises(RunFailed, match="Another worker"):
        start_worker(run)


def test_looking_at_the_state_never_keeps_a_worker_from_its_run(run: RunFolder) -> None:
    over = threading.Event()
    watcher = threading.Thread(target=lambda: [run_state(run) for _ in iter(over.is_set, True)])
    run.worker_lock.touch()
    watcher.start()
    try:
        for _ in range(50):
            with claim_run(run):
                pass
    finally:
        over.set()
        watcher.join()


@pytest.mark.parametrize("code", [CLAIM_AND_SLEEP, CLAIM_FORK_AND_SLEEP])
def test_a_killed_worker_died_even_while_its_child_holds_the_lock(
    run: RunFolder, play: Play, await_true: AwaitTrue, code: str
) -> None:
    child = play(code, run.path)
    await_true(lambda: run_state(run) == "running")
    family = psutil.Process(child.pid).children()
    assert len(family) == (code == CLAIM_FORK_AND_SLEEP)
    child.send_signal(signal.SIGKILL)
    # Not reaped yet: a zombie is not alive.
    await_true(lambda: run_state(run) == "died")
    death = describe_death(run)
    assert "ended from outside" in death.reason
    assert death.hint
    for process in family:
        process.kill()


def test_a_worker_of_before_the_restart_of_the_machine_is_dead(run: RunFolder) -> None:
    age(run)
    write_identity(run.worker_file, own_identity().model_copy(update={"boot_id": "another"}))
    assert run_state(run) == "died"
    assert "restarted" in describe_death(run).reason


def test_a_lock_held_on_another_machine_is_a_running_worker(run: RunFolder) -> None:
    with claim_run(run), JournalWriter(run.events) as journal:
        journal.append(Started(pid=1, device="cpu", versions={}))
        write_identity(run.worker_file, own_identity().model_copy(update={"boot_id": "another"}))
        assert run_state(run) == "running"
        with pytest.raises(RunFailed, match="no worker on this machine"):
            kill_worker(run)


def test_a_process_that_got_the_workers_id_is_neither_believed_nor_killed(run: RunFolder, play: Play) -> None:
    age(run)
    child = play(SLEEP)
    identity = identify(child.pid)
    assert identity
    write_identity(run.worker_file, identity)
    assert run_state(run) == "starting"
    write_identity(run.worker_file, identity.model_copy(update={"started": identity.started - 60}))
    assert run_state(run) == "died"
    with pytest.raises(RunFailed, match="no worker on this machine"):
        kill_worker(run)
    assert child.poll() is None


def test_half_a_worker_file_is_no_worker(run: RunFolder) -> None:
    age(run)
    run.worker_file.write_text('{"pid": 12')
    assert run_state(run) == "died"


def test_a_cold_worker_trains_obeys_and_ends(light_worker: RunFolder, await_true: AwaitTrue) -> None:
    run = light_worker
    start_worker(run)
    assert run_state(run) in ("starting", "running")
    await_true(lambda: run_state(run) == "running")
    identity = read_identity(run.worker_file)
    assert identity
    assert os.getsid(identity.pid) == identity.pid != os.getsid(0)
    request(run, "stop_and_save")
    await_true(lambda: run_state(run) == "stopped")
    assert "words in the log 1" in run.log.read_text()
    with pytest.raises(RunFailed, match="already ended"):
        start_worker(run)


def test_a_child_never_stays_behind_as_a_zombie(
    light_worker: RunFolder, await_true: AwaitTrue, children: Children
) -> None:
    (light_worker.path / "finish").touch()
    start_worker(light_worker)
    await_true(lambda: run_state(light_worker) == "finished" and not children())


def test_the_worker_holds_nothing_of_the_windows(light_worker: RunFolder, await_true: AwaitTrue) -> None:
    mine, theirs = os.pipe()
    os.set_inheritable(theirs, True)
    start_worker(light_worker)
    await_true(lambda: run_state(light_worker) == "running")
    os.close(theirs)
    # The pipe ends although the worker lives: it has no copy of our end.
    assert os.read(mine, 1) == b""
    os.close(mine)


def test_a_worker_killed_while_importing_died_and_may_be_started_again(
    light_worker: RunFolder, await_true: AwaitTrue
) -> None:
    run = light_worker
    (run.path / "refuse").touch()
    age(run)
    start_worker(run)
    await_true(lambda: run_state(run) == "died")
    assert describe_death(run).reason == "The worker ended before it could begin."
    (run.path / "refuse").unlink()
    request(run, "stop_and_save")
    start_worker(run)
    await_true(lambda: run_state(run) == "running")
    assert ControlReader(run).latest() is None


def test_killing_at_the_users_wish_is_a_stop(light_worker: RunFolder, await_true: AwaitTrue) -> None:
    start_worker(light_worker)
    await_true(lambda: run_state(light_worker) == "running")
    request(light_worker, "stop_now")
    kill_worker(light_worker)
    assert run_state(light_worker) == "stopped"
    with pytest.raises(RunFailed, match="no worker"):
        kill_worker(light_worker)


def test_a_frozen_reader_never_slows_the_writer(run: RunFolder, play: Play, await_true: AwaitTrue) -> None:
    reading = (
        "import sys; from pathlib import Path; from studio.runs.journal import JournalReader\n"
        "reader = JournalReader(Path(sys.argv[1]))\n"
        "while not reader.read_new(): pass\n"
        "Path(sys.argv[2]).touch()\n"
        "while True: reader.read_new()\n"
    )
    seen = run.path / "seen"
    reader = play(reading, run.events, seen)
    with JournalWriter(run.events) as journal:
        journal.append(Metric(step=0, name="loss", value=1))
        await_true(seen.exists)
        reader.send_signal(signal.SIGSTOP)
        for step in range(20_000):
            journal.append(Metric(step=step, name="loss", value=1))
    assert reader.poll() is None
    assert sum(len(batch) for batch in iter(JournalReader(run.events).read_new, [])) <= 20_001


@pytest.fixture
def warm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, light_worker: RunFolder) -> WarmWorker:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))
    return WarmWorker()


def test_a_warm_worker_takes_the_run_and_outlives_the_closing(
    warm: WarmWorker, light_worker: RunFolder, await_true: AwaitTrue
) -> None:
    warm.start()
    await_true(lambda: warm.ready)
    start_run(light_worker, warm)
    assert not warm.ready
    warm.close()
    await_true(lambda: run_state(light_worker) == "running")
    assert "words in the log" in light_worker.log.read_text()
    request(light_worker, "stop_and_save")
    await_true(lambda: run_state(light_worker) == "stopped")


def test_a_run_handed_to_a_worker_that_still_imports_waits_for_it(warm: WarmWorker, light_worker: RunFolder) -> None:
    warm.start()
    assert warm.hand_over(light_worker)
    assert run_state(light_worker) in ("starting", "running")


def test_a_run_that_ended_at_once_was_taken(warm: WarmWorker, light_worker: RunFolder) -> None:
    (light_worker.path / "finish").touch()
    warm.start()
    assert warm.hand_over(light_worker)


def test_a_dead_warm_worker_takes_nothing(
    warm: WarmWorker, light_worker: RunFolder, await_true: AwaitTrue, children: Children
) -> None:
    assert not warm.hand_over(light_worker)
    warm.start()
    await_true(lambda: warm.ready)
    (child,) = children()
    child.kill()
    child.wait()
    assert not warm.alive
    assert not warm.hand_over(light_worker)
    assert not light_worker.worker_file.exists()


def test_one_that_dies_with_the_run_in_its_hands_is_replaced_by_a_cold_one(
    warm: WarmWorker, light_worker: RunFolder, await_true: AwaitTrue, children: Children
) -> None:
    warm.start()
    await_true(lambda: warm.ready)
    (child,) = children()
    # It cannot read any more, and dies while we wait for it to take the run.
    child.suspend()
    killer = threading.Timer(0.2, child.kill)
    killer.start()
    start_run(light_worker, warm)
    killer.join()
    await_true(lambda: run_state(light_worker) == "running")


def test_a_waiting_worker_ends_with_its_window(
    play: Play, warm: WarmWorker, light_worker: RunFolder, await_true: AwaitTrue
) -> None:
    window = play(
        "import sys, time; from pathlib import Path; from studio.runs.warm import WarmWorker\n"
        f"sys.executable = {sys.executable!r}\n"
        "warm = WarmWorker(); warm.start()\n"
        "while not warm.ready: time.sleep(0.01)\n"
        "Path(sys.argv[1]).touch(); time.sleep(600)",
        light_worker.path / "ready",
    )
    await_true((light_worker.path / "ready").exists)
    (worker,) = psutil.Process(window.pid).children()
    window.kill()
    window.wait()
    await_true(lambda: identify(worker.pid) is None)


def test_closing_ends_a_waiting_worker_and_its_log(warm: WarmWorker, tmp_path: Path, children: Children) -> None:
    warm.start()
    warm.close()
    warm.close()
    assert not children()
    assert not list((tmp_path / "home").rglob("*.log"))
