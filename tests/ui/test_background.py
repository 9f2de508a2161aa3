"""Slow work leaves the GUI thread, and its result comes back to it."""

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from studio.errors import StudioError
from studio.ui.background import Amount, Background, Progress


class Listener(QObject):
    """Notes what came back, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.threads: set[threading.Thread] = set()

    def take(self, value: object) -> None:
        self.got.append(value)
        self.threads.add(threading.current_thread())


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_the_result_arrives_on_the_gui_thread(qtbot: QtBot, background: Background) -> None:
    listener = Listener()
    background.run(threading.current_thread, listener.take, listener.take)
    qtbot.waitUntil(lambda: bool(listener.got))
    assert listener.got != [threading.main_thread()]
    assert listener.threads == {threading.main_thread()}


def test_a_known_failure_arrives_as_one(qtbot: QtBot, background: Background) -> None:
    listener, done = Listener(), Listener()

    def fail() -> None:
        raise StudioError("The disk is full.", hint="Free some space.")

    background.run(fail, done.take, listener.take)
    qtbot.waitUntil(lambda: bool(listener.got))
    assert str(listener.got[0]) == "The disk is full."
    assert not done.got


def test_a_bug_unlocks_the_caller_and_reaches_the_exception_hook(qtbot: QtBot, background: Background) -> None:
    listener = Listener()
    with qtbot.captureExceptions() as caught:
        background.run(lambda: 1 // 0, listener.take, listener.take)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert isinstance(listener.got[0], StudioError)
    assert "division" not in str(listener.got[0])


def test_writes_happen_in_the_order_asked_on_one_thread(qtbot: QtBot, background: Background) -> None:
    listener = Listener()
    for number in range(50):
        background.write(lambda number=number: (number, threading.current_thread()), listener.take, listener.take)
    qtbot.waitUntil(lambda: len(listener.got) == 50)
    numbers, threads = zip(*listener.got, strict=True)
    assert list(numbers) == list(range(50))
    assert len(set(threads)) == 1


class Work(QObject):
    """Work that belongs to an object of Qt, and fails when it is told to."""

    def __init__(self, died_in: list[threading.Thread], *, fails: bool) -> None:
        super().__init__()
        self._fails = fails
        self.destroyed.connect(lambda: died_in.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)

    def do(self) -> None:
        if self._fails:
            raise StudioError("The disk is full.")


@pytest.mark.parametrize("fails", [False, True])
def test_no_object_of_qt_dies_in_a_thread(qtbot: QtBot, background: Background, fails: bool) -> None:
    died_in = list[threading.Thread]()
    listener = Listener()
    for _each in range(50):
        background.run(Work(died_in, fails=fails).do, listener.take, print)
    qtbot.waitUntil(lambda: len(died_in) == 50)
    assert set(died_in) == {threading.main_thread()}


def test_nobody_is_missed_where_a_signal_was_deleted_meanwhile(qtbot: QtBot, background: Background) -> None:
    gone = Background()
    background.run(lambda: 1, gone.idle.emit, gone.idle.emit)
    shiboken6.delete(gone)
    with qtbot.waitSignal(background.idle):
        background.run(lambda: 2, lambda _value: None, lambda _error: None)


def test_a_widget_deleted_meanwhile_hears_nothing(qtbot: QtBot, background: Background) -> None:
    gone, here, gate = Listener(), Listener(), threading.Event()
    background.write(gate.wait, gone.take, gone.take)
    background.write(lambda: "done", here.take, here.take)
    shiboken6.delete(gone)
    gate.set()
    qtbot.waitUntil(lambda: bool(here.got))
    assert not gone.got


def test_closing_waits_for_writes_and_drops_their_callbacks(qtbot: QtBot) -> None:
    background, listener, written = Background(), Listener(), []
    background.write(lambda: written.append("last edit"), listener.take, listener.take)
    background.close()
    assert written == ["last edit"]
    background.write(lambda: written.append("too late"), listener.take, listener.take)
    assert written == ["last edit"]


def test_progress_reaches_the_window_a_few_times_and_always_at_the_end(qtbot: QtBot) -> None:
    progress, seen = Progress(), list[Amount]()
    progress.advanced.connect(seen.append)
    for done in range(10_001):
        progress.report(done, 10_000)
    assert seen[-1] == Amount(10_000, 10_000)
    assert len(seen) < 100
    assert not progress.cancelled()
    progress.cancel()
    assert progress.cancelled()
