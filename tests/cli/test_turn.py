"""Commands wait for their turn in the queue that windows use too."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.cli import turn
from studio.cli.turn import start_in_turn
from studio.core.evaluation import Subject
from studio.data.reader import ProjectReader
from studio.errors import RunFailed
from studio.evaluating.creating import Wanted, prepare_evaluation
from studio.runs.evaluations import list_evaluations
from studio.runs.folder import RunFolder
from studio.runs.queue import enqueue, is_waiting, start_next, waiting, withdraw
from studio.runs.state import has_worker, run_state
from studio.runs.supervisor import kill_worker

Made = Callable[[], RunFolder]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


@pytest.fixture
def make(sample_project: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    # Looking again every second is for people; here there is nothing to spare.
    monkeypatch.setattr(turn, "_GLANCE_S", 0.01)
    with ProjectReader(sample_project) as reader:
        dataset = reader.datasets()[0].id
    wanted = Wanted(dataset, "test", (Subject(title="x", base="demo"),), most_rows=3)
    return lambda: prepare_evaluation(sample_project, wanted, "en")


@pytest.fixture
def busy(sample_project: Path, make: Made) -> Iterator[RunFolder]:
    """An evaluation that goes on while there is a file `slow` in the project."""
    run = make()
    (sample_project / "slow").touch()
    enqueue(run)
    assert start_next(sample_project, None) == run
    yield run
    if has_worker(run):
        kill_worker(run)


def test_an_evaluation_begins_when_the_one_before_has_ended(sample_project: Path, make: Made, busy: RunFolder) -> None:
    second, third, told = make(), make(), []

    def say(line: str) -> None:
        told.append(line)
        (sample_project / "slow").unlink(missing_ok=True)

    # Nobody is there to start it but the one who waits behind it.
    enqueue(second)
    start_in_turn(third, say)
    assert told[0] == f"Waiting for the evaluation {busy.name} to end: one model at a time. Ctrl+C gives up."
    assert [run_state(each) for each in (busy, second)] == ["finished", "finished"]
    assert third.worker_file.exists()
    assert waiting(sample_project) == []


def test_giving_up_leaves_nothing(sample_project: Path, make: Made, busy: RunFolder) -> None:
    run, told = make(), []

    def say(line: str) -> None:
        told.append(line)
        if len(told) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start_in_turn(run, say)
    assert told[1] == "It was taken out of the queue: nothing had been done yet."
    assert [each.run for each in list_evaluations(sample_project)] == [busy]


def test_what_is_taken_out_elsewhere_is_told(make: Made, busy: RunFolder) -> None:
    run = make()
    with pytest.raises(RunFailed, match="taken out of the queue elsewhere"):
        start_in_turn(run, lambda _line: withdraw(run))
    assert run.job_file.exists()


def test_what_a_window_has_started_goes_on(sample_project: Path, make: Made, busy: RunFolder) -> None:
    run = make()

    def say(_line: str) -> None:
        (sample_project / "slow").unlink()
        while start_next(sample_project, None) != run:
            pass

    start_in_turn(run, say)
    assert run.worker_file.exists()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("evaluate", "--model", "demo", "--set", "rows=3"), marks=pytest.mark.slow),
        ("benchmark", "--benchmark", "francais_general", "--run", "demo"),
    ],
)
def test_commands_wait_as_windows_do(
    sample_project: Path,
    busy: RunFolder,
    command: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    over = threading.Event()

    def release() -> None:
        while not waiting(sample_project) and not over.wait(0.01):
            pass
        (sample_project / "slow").unlink()

    window = threading.Thread(target=release)
    window.start()
    code = command(*words[:1], "--project", sample_project, *words[1:], "--json")
    over.set()
    window.join()
    said = capsys.readouterr()
    assert f"Waiting for the evaluation {busy.name} to end" in said.err
    assert said.out.startswith("{")
    assert code == 0
    assert not any(is_waiting(each.run) for each in list_evaluations(sample_project))


def test_what_waits_can_be_stopped_by_a_command(
    make: Made, busy: RunFolder, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    run = make()
    enqueue(run)
    assert command("stop", run.path) == 0
    assert "was waiting for its turn" in capsys.readouterr().out
    assert (run_state(run), is_waiting(run)) == ("stopped", False)
