"""A child process for what is asked again and again: what it has loaded stays, as long as it is of use."""

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, suppress
from typing import Any

from studio.data.child import LARGEST_MEMORY, Child, started_child
from studio.errors import StudioError

_IDLE_S = 120.0
_PATIENCE_S = 1.0


class KeptChild:
    """Started by the first question, ended by `close`, by a crash, and when nothing was asked for two minutes.

    A question that is cancelled or left is told so (see `child`) and may still be answered, to nobody, if that takes no
    more than `patience_s`.
    """

    def __init__(self, idle_s: float = _IDLE_S, patience_s: float = _PATIENCE_S) -> None:
        self.idle_s, self._patience_s = idle_s, patience_s
        self._turn = threading.Lock()
        self._closing = threading.Event()
        self._started = ExitStack()
        self._child: Child | None = None
        self._idle: threading.Timer | None = None

    def rows(
        self,
        task: str,
        arguments: Mapping[str, object],
        *,
        cancelled: Callable[[], bool] = lambda: False,
        memory: int | None = LARGEST_MEMORY,
    ) -> Generator[Any]:
        """As `rows_from_child`; another thread that asks meanwhile waits."""
        with self._turn:
            self._stop_waiting()
            if self._child is None:
                self._child = self._started.enter_context(started_child())
            child = self._child
            child.ask(task, arguments, memory=memory)
            try:
                yield from child.rows(cancelled=cancelled)
            finally:
                self._free(child)

    def close(self) -> None:
        """End it, whatever is still asked of it."""
        self._closing.set()
        with self._turn:
            self._closing.clear()
            self._stop_waiting()
            self._end()

    def _free(self, child: Child) -> None:
        until = time.monotonic() + self._patience_s
        if not child.is_free and child.process.poll() is None:
            child.stop()
            with suppress(StudioError):
                deque(child.rows(cancelled=lambda: self._closing.is_set() or time.monotonic() > until), 0)
        if not child.is_free:
            self._end()
            return
        self._idle = threading.Timer(self.idle_s, self.close)
        self._idle.daemon = True
        self._idle.start()

    def _stop_waiting(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _end(self) -> None:
        self._child = None
        self._started.close()
