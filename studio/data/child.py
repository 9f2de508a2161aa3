"""Work in a child process: its rows come back in batches, it dies alone, and Cancel takes effect at once.

    for row in rows_from_child("studio.data.importers.reading:rows", {"path": str(path)}, cancelled=wish):

The task is a generator function below `studio`, called in the child with the arguments by name; arguments and rows are
JSON values. The child is a fresh Python without Qt, in the language of the caller. Nothing is pickled.
"""

import importlib
import json
import logging
import os
import queue
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import orjson

import studio
from studio import errors
from studio.errors import StudioError
from studio.words import _, current_language, use_language

if sys.platform != "win32":
    import resource

_HEAD = struct.Struct("<cI")
_ROWS, _FAILED, _ENDED = b"R", b"F", b"E"
_BATCH_BYTES = 1 << 18
_BATCH_SECONDS = 0.1
_WAITING_BATCHES = 32
_LOOK_EVERY_S = 0.1
LARGEST_MEMORY = 4 << 30
_PARENT_GONE = 3

_log = logging.getLogger(__name__)


class ChildDied(StudioError):
    """The child ended before its work was done: it was killed, or it crashed."""


class ChildCancelled(StudioError):
    """The user stopped the work."""


def rows_from_child(
    task: str,
    arguments: Mapping[str, object],
    *,
    cancelled: Callable[[], bool] = lambda: False,
    memory: int | None = LARGEST_MEMORY,
) -> Generator[Any]:
    """What the generator function `task` ("package.module:function") yields, in order.

    A StudioError raised there is raised here, of the same class if `studio.errors` has it. Raises ChildDied, and
    ChildCancelled a tenth of a second after `cancelled` said so. The child is gone when the iteration ends or is left.
    `memory`, in bytes, bounds what it may take; None for a task that no file can mislead.
    """
    with _started({"task": task, "arguments": arguments, "memory": memory}) as child:
        while True:
            if cancelled():
                raise ChildCancelled(_("The work was cancelled."))
            try:
                kind, data = child.frames.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                continue
            if kind == _ROWS:
                yield from orjson.loads(data)
            elif kind == _ENDED:
                return
            else:
                raise _failure(data) if kind == _FAILED else child.death()


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    complaints: IO[bytes]
    frames: "queue.Queue[tuple[bytes, bytes]]"

    def receive(self) -> None:
        """Reads ahead while the caller works with the rows before; in a thread of its own."""
        # After Ctrl+C while this thread was starting, the pipe may be closed already.
        with suppress(ValueError):
            for frame in self._frames():
                self.frames.put(frame)
        self.frames.put((b"", b""))

    def _frames(self) -> Iterator[tuple[bytes, bytes]]:
        pipe = cast(IO[bytes], self.process.stdout)
        while len(head := pipe.read(_HEAD.size)) == _HEAD.size:
            kind, size = _HEAD.unpack(head)
            data = pipe.read(size)
            if len(data) < size:
                return
            yield kind, data

    def death(self) -> ChildDied:
        """Why there are no more rows."""
        code = self.process.wait()
        self.complaints.seek(0)
        words = self.complaints.read().decode(errors="replace").strip()
        _log.error("child process ended with %s: %s", code, words)
        if -code == getattr(signal, "SIGKILL", None):
            return ChildDied(
                _("The process that did the work was killed from outside, perhaps because memory ran out."),
                hint=_("Close other programs, or work with a smaller file."),
            )
        return ChildDied(
            _("The process that did the work crashed (code {code}). Nothing was changed.").format(code=code),
            hint=words.rpartition("\n")[2],
        )


@contextmanager
def _started(wanted: Mapping[str, object]) -> Iterator[_Child]:
    request = {**wanted, "language": current_language(), "folder": str(Path.cwd())}
    # Names of files may be no UTF-8, which the standard library alone carries over.
    sent = json.dumps(request).encode()
    with tempfile.TemporaryFile() as complaints, _process(complaints) as process:
        child = _Child(process, complaints, queue.Queue(_WAITING_BATCHES))
        reader = threading.Thread(target=child.receive, name="child-reader", daemon=True)
        try:
            # Inside: were Ctrl+C to come between, the pipe could not be closed while the thread reads from it.
            reader.start()
            # Its end, not its input's, says that the child was of no use.
            with suppress(OSError):
                stdin = cast(IO[bytes], process.stdin)
                stdin.write(_HEAD.pack(_ROWS, len(sent)) + sent)
                stdin.flush()
            yield child
        finally:
            process.kill()
            while reader.is_alive():
                with suppress(queue.Empty):
                    child.frames.get(timeout=_LOOK_EVERY_S)


def _process(complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "studio.data.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            # Python finds the package there even when it is not installed.
            cwd=Path(studio.__file__).resolve().parent.parent,
        )
    except OSError as error:
        raise ChildDied(_("The process for the work could not be started."), hint=str(error)) from error


def _failure(data: bytes) -> StudioError:
    name, message, hint = orjson.loads(data)
    found = getattr(errors, name, StudioError)
    return cast(StudioError, found(message, hint=hint))


def _serve() -> None:
    """The child's side: one request from stdin, its rows to what was stdout; it ends when its parent does."""
    # Ctrl+C goes to every process of a terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outbox = _Outbox(os.dup(sys.stdout.fileno()))
    # What libraries print is no answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _kind, size = _HEAD.unpack(sys.stdin.buffer.read(_HEAD.size))
    request = json.loads(sys.stdin.buffer.read(size))
    _limit_memory(request["memory"])
    for watch in (_end_with_parent, outbox.flush_often):
        threading.Thread(target=watch, daemon=True).start()
    use_language(request["language"])
    # Paths among the arguments may be relative to it.
    os.chdir(request["folder"])
    module, _colon, function = request["task"].partition(":")
    try:
        for row in getattr(importlib.import_module(module), function)(**request["arguments"]):
            outbox.add(orjson.dumps(row))
        outbox.end(_ENDED)
    except StudioError as error:
        outbox.end(_FAILED, orjson.dumps((type(error).__name__, error.message, error.hint)))
    except MemoryError:
        words = _("The work needs more memory than it may take; it was stopped."), _("Work with a smaller file.")
        outbox.end(_FAILED, orjson.dumps((StudioError.__name__, *words)))


class _Outbox:
    """Sends rows many at a time, and those of a slow task when a tenth of a second has passed."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._rows: list[bytes] = []
        self._size = 0
        self._turn = threading.Lock()

    def add(self, row: bytes) -> None:
        with self._turn:
            self._rows.append(row)
            self._size += len(row)
            if self._size >= _BATCH_BYTES:
                self._flush()

    def flush_often(self) -> None:
        while True:
            time.sleep(_BATCH_SECONDS)
            with self._turn:
                self._flush()

    def end(self, kind: bytes, data: bytes = b"") -> None:
        with self._turn:
            self._flush()
            self._send(kind, data)

    def _flush(self) -> None:
        if self._rows:
            self._send(_ROWS, b"[%b]" % b",".join(self._rows))
            self._rows.clear()
            self._size = 0

    def _send(self, kind: bytes, data: bytes) -> None:
        waiting = memoryview(_HEAD.pack(kind, len(data)) + data)
        while waiting:
            waiting = waiting[os.write(self._pipe, waiting) :]


def _end_with_parent() -> None:
    # Nothing more is ever sent: reading returns when the parent is gone. Python's own stdin has a lock that would
    # keep this process from ending.
    os.read(0, 1)
    os._exit(_PARENT_GONE)


def _limit_memory(largest: int | None) -> None:
    """A hostile file ends this process before the machine swaps; Windows has no such limit."""
    if sys.platform != "win32" and largest is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (largest, largest))


if __name__ == "__main__":
    _serve()
