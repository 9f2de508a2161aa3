"""events.jsonl: what happened in a run, written by its worker and read by whoever looks on."""

import os
import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from studio.core.events import Event, parse_event
from studio.runs.lines import LineAppender, lines_backwards

_EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])
_CHUNK = 1 << 20
# The last lines of a journal are looked through for a readable one; a crash of the machine can spoil more than one.
_SPOILT_LINES = 1000


class JournalWriter:
    """Numbers, times and appends events; safe to call from several threads of the one worker."""

    def __init__(self, path: Path, on_full: Callable[[OSError], None] | None = None) -> None:
        """`on_full` gets the error of a failed write; when it returns, the event is written once more."""
        self._next = _last_seq(path) + 1
        self._lines = LineAppender(path)
        self._turn = threading.Lock()
        self._on_full = on_full

    def append(self, event: Event) -> Event:
        """Write by one os.write, so that a reader never sees parts of two; raises OSError when the disk is full."""
        while True:
            try:
                return self._append(event)
            except OSError as error:
                if self._on_full is None:
                    raise
                # Not within the turn: the other threads go on meanwhile.
                self._on_full(error)

    def _append(self, event: Event) -> Event:
        with self._turn:
            now = {"seq": self._next, "at": time.time(), "mono": round(time.monotonic(), 3)}
            stamped = event.model_copy(update=now)
            self._lines.append(stamped.model_dump_json().encode())
            self._next += 1
        return stamped

    def sync(self) -> None:
        """Make all events so far survive a power cut, at the price of some milliseconds; raises OSError."""
        self._lines.sync()

    def close(self) -> None:
        self._lines.close()

    def __enter__(self) -> "JournalWriter":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _last_seq(path: Path) -> int:
    for line in islice(lines_backwards(path), _SPOILT_LINES):
        try:
            return parse_event(line).seq
        except ValidationError:
            continue
    return -1


class JournalReader:
    """Reads events in order, each once; a half-written line waits, an unreadable one is counted and passed over."""

    def __init__(self, path: Path, chunk: int = _CHUNK) -> None:
        self._path, self._chunk, self._offset = path, chunk, 0
        self.unreadable = 0

    def read_new(self) -> list[Event]:
        """The next events, at most about one chunk of them: call again until the list is empty to catch up."""
        while lines := self._next_lines():
            if events := self._parse(lines):
                return events
        return []

    @property
    def behind(self) -> bool:
        """Whether more than one chunk is waiting to be read."""
        return self._path.exists() and self._path.stat().st_size - self._offset > self._chunk

    def _next_lines(self) -> list[bytes]:
        try:
            with self._path.open("rb") as file:
                return self._whole_lines(file.fileno())
        except FileNotFoundError:
            return []

    def _whole_lines(self, file: int) -> list[bytes]:
        os.lseek(file, self._offset, os.SEEK_SET)
        read = b""
        while piece := os.read(file, self._chunk):
            read += piece
            if b"\n" in piece:
                break
        # Split at newlines only: answers may hold U+2028 or U+0085, where splitlines would cut them.
        whole, newline, _partial = read.rpartition(b"\n")
        self._offset += len(whole) + len(newline)
        return whole.split(b"\n") if newline else []

    def _parse(self, lines: list[bytes]) -> list[Event]:
        try:
            # All at once is twice as fast as one by one, which is left for pieces that hold a spoilt line.
            return _EVENTS.validate_json(b"[" + b",".join(lines) + b"]")
        except ValidationError:
            return [event for line in lines if (event := self._parse_one(line))]

    def _parse_one(self, line: bytes) -> Event | None:
        try:
            return parse_event(line)
        except ValidationError:
            self.unreadable += 1
            return None
