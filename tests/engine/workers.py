"""The processes that do the runs: copies of one that is warm, as a window keeps one ready, or cold ones."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.process import BaseProcess

from studio.core.events import Event
from studio.runs.cards import cards
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader

CURVES = ("loss", "grad_norm", "learning_rate", "validation_loss")
WORK = """
import sys
from pathlib import Path
from studio.engine.worker import work
sys.exit(max([work(Path(run)) for run in sys.argv[1:]]))
"""


def events_of(run: RunFolder) -> list[Event]:
    return JournalReader(run.events).read_new()


def of_type(events, kind):
    return [event for event in events if isinstance(event, kind)]


class Copy:
    """A copy of the warm process, with the words of `subprocess.Popen`."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid

    def wait(self) -> int:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


def worker(*runs: RunFolder, code: str = WORK, **environment: str) -> Copy:
    """A process that does these runs one after the other; importing the libraries would take 8 s of each."""
    if cards().gpus or "forkserver" not in multiprocessing.get_all_start_methods():
        # What has looked at a graphics card cannot be copied.
        return cold_worker(*runs, code=code, **environment)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.engine.warm"])
    words = [str(run.path) for run in runs]
    process = context.Process(target=do, args=(code, words, str(runs[0].log), environment), daemon=True)
    process.start()
    return Copy(process)


def cold_worker(*runs: RunFolder, code: str = WORK, **environment: str) -> "subprocess.Popen[bytes]":
    """A fresh Python, where it matters what happens before or while the libraries are imported."""
    with runs[0].log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", code, *(str(run.path) for run in runs)],
            stdout=log,
            stderr=log,
            env=os.environ | environment,
        )


def do(code: str, words: list[str], log: str, environment: dict[str, str]) -> None:
    """The copy's side: what `python -c` does."""
    from tests.engine import warm

    warm.go_on()
    written = os.open(log, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.dup2(written, 1)
    os.dup2(written, 2)
    os.environ.update(environment)
    sys.argv = ["-c", *words]
    exec(code, {"__name__": "__main__"})


@contextmanager
def no_process_left() -> Iterator[None]:
    """The warm process ends here, and with it what may be left of its copies."""
    yield
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    forkserver._forkserver._stop()
    resource_tracker._resource_tracker._stop()
