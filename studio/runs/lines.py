"""Files of one JSON value per line that several processes append to and any of them may die over."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_APPENDING = os.O_APPEND | os.O_CREAT | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_CHUNK = 64 * 1024
_CLOSED = -1
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


class LineAppender:
    """Appends whole lines, each by one os.write, and closes off whatever half line a killed writer left."""

    def __init__(self, path: Path) -> None:
        seal = b"\n" if _ends_torn(path) else b""
        self._path = path
        self._file = os.open(path, _APPENDING, 0o644)
        self._seal = seal

    def append(self, line: bytes) -> None:
        """Write `line` and its newline; raises OSError, e.g. on a full disk or a deleted file."""
        if os.fstat(self._file).st_nlink == 0:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self._path))
        whole = self._seal + line + b"\n"
        # What a failed write left may be all of its line but the newline; its writer was told that it is not there.
        self._seal = b"~\n"
        written = os.write(self._file, whole)
        if written < len(whole):
            # Only a full disk cuts a write short; asking once more brings the system's own error.
            written += os.write(self._file, whole[written:])
        if written == len(whole):
            self._seal = b""

    def sync(self) -> None:
        """Make what was written survive a power cut; raises OSError."""
        os.fsync(self._file)

    def close(self) -> None:
        """Nothing more can be appended; closed again, it stays so, whoever has its number by then."""
        if self._file != _CLOSED:
            closing, self._file = self._file, _CLOSED
            os.close(closing)


def disk_is_full(error: OSError) -> bool:
    """Whether nothing is wrong but room, on the disk or in this user's share of it."""
    return error.errno in _DISK_FULL


def _ends_torn(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return False
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
    except FileNotFoundError:
        return False


def lines_backwards(path: Path) -> Iterator[bytes]:
    """The lines of a file from the last to the first, read in small pieces; a missing file has none."""
    try:
        with path.open("rb") as file:
            yield from _backwards(file, file.seek(0, os.SEEK_END))
    except FileNotFoundError:
        return


def _backwards(file: BinaryIO, end: int) -> Iterator[bytes]:
    pieces: list[bytes] = []
    while end:
        start = max(0, end - _CHUNK)
        file.seek(start)
        head, newline, rest = file.read(end - start).partition(b"\n")
        end = start
        if not newline:
            pieces.append(head)
            continue
        *whole, last = rest.split(b"\n")
        yield from filter(None, (last + b"".join(reversed(pieces)), *reversed(whole)))
        pieces = [head]
    yield from filter(None, (b"".join(reversed(pieces)),))
