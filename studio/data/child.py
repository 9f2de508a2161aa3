"""Work in a child process: its rows come back in batches, it dies alone, and Cancel takes effect at once.

    for row in rows_from_child("studio.data.importers.reading:rows", {"path": str(path)}, cancelled=wish):

The task is a generator function below `studio`, called in the child with the arguments by name; arguments and rows are
JSON values. The child is a fresh Python without Qt, in the language of the caller. Nothing is pickled.

A child that shall keep what it has loaded works off one task after the other:

    with started_child() as child:
        child.ask("studio.text.findings.job:examined", {"rows": rows})
        for answer in child.rows():

A task with a parameter `stopped` is given a function that says whether `Child.stop` was called: it can then end in its
own way, and the child stays.
"""

import gc
import importlib
import inspect
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
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import IO, Any, cast

import orjson

import studio
from studio import errors
from studio.errors import StudioError
from studio.words import _, current_language, use_language

if sys.platform != "win32":
    import resource

_HEAD = struct.Struct("<cI")
_ROWS, _FAILED, _ENDED, _STOP = b"R", b"F", b"E", b"S"
_STOPPED = "stopped"
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
    with started_child() as child:
        child.ask(task, arguments, memory=memory)
        yield from child.rows(cancelled=cancelled)


@dataclass
class Child:
    """A child process, for one thread; what is asked is worked off in order, and its rows must all be taken."""

    process: subprocess.Popen[bytes]
    complaints: IO[bytes]
    frames: "queue.Queue[tuple[bytes, bytes]]"
    _asked: int = 0
    _answered: int = 0

    @property
    def is_free(self) -> bool:
        """Whether all that was asked is answered, so that it can be asked again."""
        return self._asked == self._answered

    def ask(self, task: str, arguments: Mapping[str, object], *, memory: int | None = LARGEST_MEMORY) -> None:
        """Send a task, without waiting for what was asked before; see `rows_from_child`."""
        self._asked += 1
        request = {"number": self._asked, "task": task, "arguments": arguments, "memory": memory}
        # Names of files may be no UTF-8, which the standard library alone carries over.
        self._send(_ROWS, {**request, "language": current_language(), "folder": str(Path.cwd())})

    def stop(self) -> None:
        """Tell the tasks asked for until now that nobody wants more of them; their rows must be taken all the same."""
        self._send(_STOP, self._asked)

    def _send(self, kind: bytes, message: object) -> None:
        sent = json.dumps(message).encode()
        # Its end, not its input's, says that the child was of no use.
        with suppress(OSError):
            stdin = cast(IO[bytes], self.process.stdin)
            stdin.write(_HEAD.pack(kind, len(sent)) + sent)
            stdin.flush()

    def rows(self, *, cancelled: Callable[[], bool] = lambda: False) -> Generator[Any]:
        """What the first task yields whose rows were not taken yet; raises as `rows_from_child`."""
        while True:
            if cancelled():
                raise ChildCancelled(_("The work was cancelled."))
            try:
                kind, data = self.frames.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                continue
            if kind == _ROWS:
                yield from orjson.loads(data)
            elif kind in (_ENDED, _FAILED):
                self._answered += 1
                if kind == _FAILED:
                    raise _failure(data)
                return
            else:
                raise self.death()

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
def started_child() -> Iterator[Child]:
    """A child that waits for tasks until this is left, however that happens."""
    with tempfile.TemporaryFile() as complaints, _process(complaints) as process:
        child = Child(process, complaints, queue.Queue(_WAITING_BATCHES))
        reader = threading.Thread(target=child.receive, name="child-reader", daemon=True)
        try:
            # Inside: were Ctrl+C to come between, the pipe could not be closed while the thread reads from it.
            reader.start()
            yield child
        finally:
            process.kill()
            # What it no longer took is flushed here, and cannot be.
            with suppress(OSError):
                cast(IO[bytes], process.stdin).close()
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
            # As for runs: idle OpenMP threads that spin take the processor from everyone else, and no code is compiled.
            env={"OMP_WAIT_POLICY": "PASSIVE", "TORCHDYNAMO_DISABLE": "1", **os.environ},
        )
    except OSError as error:
        raise ChildDied(_("The process for the work could not be started."), hint=str(error)) from error


def _failure(data: bytes) -> StudioError:
    name, message, hint = orjson.loads(data)
    found = getattr(errors, name, StudioError)
    return cast(StudioError, found(message, hint=hint))


def _serve() -> None:
    """The child's side: its rows to what was stdout, request by request; it ends when its parent does."""
    # Ctrl+C goes to every process of a terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    outbox = _Outbox(os.dup(sys.stdout.fileno()))
    # What libraries print is no answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    inbox = _Inbox()
    threading.Thread(target=inbox.receive, daemon=True).start()
    threading.Thread(target=outbox.flush_often, daemon=True).start()
    while True:
        request = inbox.requests.get()
        _answer(request, outbox, partial(inbox.is_stopped, request["number"]))


def _answer(request: Mapping[str, Any], outbox: "_Outbox", stopped: Callable[[], bool]) -> None:
    _limit_memory(request["memory"])
    use_language(request["language"])
    # Paths among the arguments may be relative to it.
    os.chdir(request["folder"])
    module, _colon, function = request["task"].partition(":")
    try:
        task = getattr(_imported(module), function)
        wish = {_STOPPED: stopped} if _STOPPED in inspect.signature(task).parameters else {}
        for row in task(**request["arguments"], **wish):
            outbox.add(orjson.dumps(row))
        outbox.end(_ENDED)
    except StudioError as error:
        outbox.end(_FAILED, orjson.dumps((type(error).__name__, error.message, error.hint)))
    except MemoryError:
        words = _("The work needs more memory than it may take; it was stopped."), _("Work with a smaller file.")
        outbox.end(_FAILED, orjson.dumps((StudioError.__name__, *words)))


def _imported(module: str) -> ModuleType:
    """Without the garbage collector, which would search again and again what stays anyway: a third of torch's time."""
    if module in sys.modules:
        return sys.modules[module]
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()


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


class _Inbox:
    """What the parent sends: tasks, and that those up to a number are no longer wanted."""

    def __init__(self) -> None:
        self.requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._stopped = 0

    def is_stopped(self, number: int) -> bool:
        return number <= self._stopped

    def receive(self) -> None:
        while True:
            kind, size = _HEAD.unpack(_read(_HEAD.size))
            message = json.loads(_read(size))
            if kind == _STOP:
                self._stopped = message
            else:
                self.requests.put(message)


def _read(size: int) -> bytes:
    """So many bytes from the parent; without them it is gone, and so is this process."""
    data = b""
    while len(data) < size:
        # Python's own stdin has a lock that would keep this process from ending.
        piece = os.read(0, size - len(data))
        if not piece:
            os._exit(_PARENT_GONE)
        data += piece
    return data


def _limit_memory(largest: int | None) -> None:
    """A hostile file ends this process before the machine swaps; Windows has no such limit."""
    if sys.platform != "win32" and largest is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (largest, largest))


if __name__ == "__main__":
    _serve()
