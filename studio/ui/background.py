"""The one door to slow work: it leaves the GUI thread here, and its result comes back here."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from studio.errors import StudioError
from studio.words import _

T = TypeVar("T")
READERS = 2
REPORT_EVERY_S = 0.05


@dataclass(frozen=True)
class Amount:
    """Units done of a total; a total of 0 is not known yet."""

    done: int
    total: int


class Progress(QObject):
    """Carries progress out of a thread and the wish to cancel into it."""

    advanced = Signal(object)  # Amount

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()
        self._last = 0.0

    def report(self, done: int, total: int) -> None:
        """Callable from any thread as often as it likes; twenty times a second reach the window."""
        now = time.monotonic()
        if now - self._last >= REPORT_EVERY_S or (total and done >= total):
            self._last = now
            self.advanced.emit(Amount(done, total))

    def cancel(self) -> None:
        """Ask the work to stop; it ends in its own way."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether someone asked to stop."""
        return self._cancelled.is_set()


@dataclass(frozen=True)
class _Task(Generic[T]):
    """Let go of on the GUI thread alone: a thread that let go of a widget last would delete it there."""

    work: Callable[[], T]
    done: Callable[[T], None]
    failed: Callable[[StudioError], None]


@dataclass(frozen=True)
class _Outcome:
    """What a piece of work came to: a value, or why there is none."""

    ticket: int
    value: object = None
    error: StudioError | None = None
    bug: Exception | None = None


class Background(QObject):
    """Runs work in threads and calls back on the GUI thread; close() waits for what is under way."""

    idle = Signal()
    _ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._tickets = count()
        self._waiting: dict[int, _Task[Any]] = {}
        self._outcomes: deque[_Outcome] = deque()
        self._closed = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any work has not yet been answered."""
        return bool(self._waiting)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[StudioError], None]) -> None:
        """Do `work` in a thread; `done` or `failed` (bound methods, or a signal’s emit) follow on the GUI thread.

        Callbacks of a widget deleted meanwhile are dropped. A bug calls `failed` too, then reaches sys.excepthook.
        """
        self._submit(self._readers, _Task(work, done, failed))

    def write(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[StudioError], None]) -> None:
        """As `run`, on the one thread that may touch the project's writer, in the order of the calls."""
        self._submit(self._writer, _Task(work, done, failed))

    def close(self) -> None:
        """Wait for what is under way; its callbacks, and work given afterwards, are dropped."""
        self._closed = True
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _submit(self, pool: ThreadPoolExecutor, task: _Task[T]) -> None:
        if self._closed:
            return
        ticket = next(self._tickets)
        self._waiting[ticket] = task
        pool.submit(self._do, ticket)

    def _do(self, ticket: int) -> None:
        # Not through the signal: the outcome, and the frames of an error in it, would still be held here when it is
        # dropped there.
        self._outcomes.append(_attempt(ticket, self._waiting[ticket]))
        # Deleted while the thread ran: the application is going down and nobody listens.
        if shiboken6.isValid(self):
            self._ended.emit()

    def _on_ended(self) -> None:
        outcome = self._outcomes.popleft()
        task = self._waiting.pop(outcome.ticket)
        if not self._closed:
            if outcome.error is None:
                _call(task.done, outcome.value)
            else:
                _call(task.failed, outcome.error)
        if not self._waiting:
            self.idle.emit()
        if outcome.bug is not None:
            raise outcome.bug


def _attempt(ticket: int, task: _Task[T]) -> _Outcome:
    try:
        return _Outcome(ticket, task.work())
    except StudioError as error:
        return _Outcome(ticket, error=error)
    except Exception as error:
        sorry = StudioError(_("This could not be finished because of a fault in Atelier."))
        return _Outcome(ticket, error=sorry, bug=error)


def _call(callback: Callable[[T], None], value: T) -> None:
    """Unless the widget it belongs to was deleted meanwhile."""
    receiver = getattr(callback, "__self__", None)
    if isinstance(receiver, SignalInstance):
        # Only by trying does a signal tell that its object is gone; what its slots raise never comes out of it.
        with suppress(RuntimeError):
            callback(value)
    elif not isinstance(receiver, QObject) or shiboken6.isValid(receiver):
        callback(value)
