"""A hung worker is noticed within a minute; a slow one, a sleeping machine and a finished run are left in peace."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from studio.core.events import Event, Finished, Heartbeat, Metric, Phase
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader
from studio.runs.vitals import SILENT_S, Silence, Vitals

BEATING = """
import sys, time
from pathlib import Path
from studio.core.events import Heartbeat
from studio.runs.journal import JournalWriter
with JournalWriter(Path(sys.argv[1])) as journal:
    while True:
        journal.append(Heartbeat(step=1, last_step_at=0))
        time.sleep(0.01)
"""


class Clock:
    """Both clocks of the reader, and the worker's, which began a thousand seconds earlier."""

    def __init__(self) -> None:
        self.now = 0.0
        self.vitals = Vitals(lambda: 1e9 + self.now, lambda: self.now)

    def tell(self, event: Event) -> None:
        self.vitals.take(event.model_copy(update={"at": 1e9 + self.now, "mono": 1000.0 + self.now}))

    def beat(self, seconds: float, *, step: int = 1) -> None:
        end = self.now + seconds
        while self.now < end:
            self.now += 2.0
            self.tell(Heartbeat(step=step, last_step_at=0))

    def step(self, seconds: float, count: int) -> None:
        for at in range(count):
            self.beat(seconds)
            self.tell(Metric(step=at + 1, name="loss", value=1.0))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_nothing_is_known_before_the_first_event_and_nothing_wrong_after_the_last(clock: Clock) -> None:
    clock.now = 1000.0
    assert clock.vitals.silence() is None
    clock.tell(Finished(reason="completed", steps=1, wall_s=1, train_cpu_s=1))
    clock.now = 2000.0
    assert clock.vitals.silence() is None


def test_worker_without_a_sign_for_a_minute_is_silent_in_any_phase(clock: Clock) -> None:
    clock.tell(Phase(name="load"))
    clock.beat(300)
    assert clock.vitals.silence() is None
    clock.now += SILENT_S - 1
    assert clock.vitals.silence() is None
    clock.now += 2
    assert clock.vitals.silence() == Silence("no_sign", SILENT_S + 1)


def test_journal_that_was_silent_before_anybody_looked_is_silent_at_once(clock: Clock) -> None:
    clock.vitals.take(Heartbeat(step=1, last_step_at=0, at=1e9 - 500, mono=1.0))
    silence = clock.vitals.silence()
    assert silence
    assert silence.seconds == 500


def test_training_that_beats_without_a_step_is_told_later_where_steps_are_long(clock: Clock) -> None:
    clock.tell(Phase(name="train", total=10))
    clock.step(2, 3)
    clock.beat(58)
    assert clock.vitals.silence() is None
    clock.beat(6)
    silence = clock.vitals.silence()
    assert silence
    assert silence.kind == "no_step"
    slow = Clock()
    slow.tell(Phase(name="train", total=10))
    slow.step(20, 3)
    slow.beat(190)
    assert slow.vitals.silence() is None
    slow.beat(20)
    assert slow.vitals.silence() is not None


def test_checking_progress_for_long_is_no_silence(clock: Clock) -> None:
    clock.tell(Phase(name="train", total=10))
    clock.step(2, 3)
    clock.tell(Phase(name="evaluate"))
    clock.beat(600)
    assert clock.vitals.silence() is None


@pytest.mark.skipif(sys.platform == "win32", reason="freezes a process by a signal")
def test_frozen_process_is_told_within_a_minute(
    run: RunFolder, play: Callable[..., "subprocess.Popen[bytes]"], await_true: Callable[[Callable[[], bool]], None]
) -> None:
    ahead = 0.0
    vitals, reader = Vitals(time.time, lambda: time.monotonic() + ahead), JournalReader(run.events)
    child = play(BEATING, run.events)
    await_true(run.events.exists)
    os.kill(child.pid, signal.SIGSTOP)
    await_true(lambda: not [vitals.take(event) for event in reader.read_new()])
    assert vitals.silence() is None
    ahead = 60.0
    silence = vitals.silence()
    assert silence
    assert silence.kind == "no_sign"
    ahead = 0.0
    os.kill(child.pid, signal.SIGCONT)
    await_true(lambda: bool([vitals.take(event) for event in reader.read_new()]))
    assert vitals.silence() is None
