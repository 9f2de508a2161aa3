"""Ends a call to a server while its reply is still awaited: a slow model keeps nobody from leaving."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_LOOK_EVERY_S = 0.1


@contextmanager
def hung_up_once(cancelled: Callable[[], bool], line: socket.socket) -> Iterator[None]:
    """Within a tenth of a second of `cancelled`, whoever reads from `line` meets its end or an OSError."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_EVERY_S):
            if cancelled():
                # The other side may have hung up first.
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
                return

    watcher = threading.Thread(target=watch, name="hanging-up", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
