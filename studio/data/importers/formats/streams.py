"""Where bytes of examples come from: a file, a member of an archive, or text that was pasted."""

import gzip
import io
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, cast

from studio.data.importers.formats.record import MEGABYTE, StreamDamaged
from studio.errors import ImportFailed
from studio.words import _

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = MEGABYTE
# What a wrong check sum at the end of a member costs at most.
_PIECE = 1 << 16
# Text packs 3 to 30 times smaller, a bomb 1,000 times; small files may be as repetitive as they like. Less than what is
# looked through for the encoding, so that a bomb is found before any of its rows is stored.
_HARMLESS = 128 * MEGABYTE
_MOST_PACKED = 100
_LARGEST_UNPACKED = 200_000 * MEGABYTE
_LARGEST_SPOOLED = 4_000 * MEGABYTE


ARCHIVE_FAULTS = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError),
    # A password, a method or a version that zipfile does not know, an offset that is none.
    *(RuntimeError, NotImplementedError, ValueError, struct.error),
)
"""What the standard library raises about an archive that is damaged."""


@dataclass(frozen=True)
class Opened:
    """Bytes being read; `done` tells how far into the file on the disk."""

    stream: IO[bytes]
    done: Callable[[], int]
    damage: Callable[[], str] = str
    """Why the stream ended before its time, in the user's words; "" when it did not."""

    def expect_whole(self) -> None:
        """To be asked at the end; raises StreamDamaged."""
        if words := self.damage():
            raise StreamDamaged(words)


class ByteSource(Protocol):
    """Bytes that can be read from the beginning as often as one likes."""

    @property
    def name(self) -> str:
        """With the suffix that tells the format."""

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """Raises OSError, ImportFailed; where an archive is broken the stream ends, and `damage` tells."""


@dataclass(frozen=True)
class FileBytes:
    """A file as it lies on the disk."""

    path: Path

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.name

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """See ByteSource."""
        with self.path.open("rb", buffering=0) as raw, io.BufferedReader(raw, _BUFFER) as stream:
            yield Opened(stream, raw.tell)


@dataclass(frozen=True)
class PastedBytes:
    """Text from the clipboard."""

    name: str
    data: bytes

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """See ByteSource."""
        stream = io.BytesIO(self.data)
        yield Opened(stream, stream.tell)


@dataclass(frozen=True)
class GzipBytes:
    """What a gzip file holds."""

    packed: ByteSource

    @property
    def name(self) -> str:
        """The name without its .gz."""
        return self.packed.name.removesuffix(".gz").removesuffix(".GZ")

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """See ByteSource."""
        with (
            self.packed.open() as outer,
            gzip.GzipFile(fileobj=outer.stream) as inner,
        ):
            unpacked = _Unpacked(inner.read1, outer.done)
            with io.BufferedReader(unpacked, _BUFFER) as stream:
                yield Opened(stream, outer.done, lambda: unpacked.damage or outer.damage())


@dataclass(frozen=True)
class ZipBytes:
    """One member of a ZIP archive, found by its place, so that what it is called leads nowhere."""

    archive: Path
    index: int
    name: str

    @contextmanager
    def open(self) -> Iterator[Opened]:
        """See ByteSource."""
        with ExitStack() as stack:
            raw = stack.enter_context(self.archive.open("rb"))
            try:
                archive = stack.enter_context(zipfile.ZipFile(raw))
                member = archive.infolist()[self.index]
                inner = cast(zipfile.ZipExtFile, stack.enter_context(archive.open(member)))
            except (*ARCHIVE_FAULTS, IndexError) as error:
                raise StreamDamaged(_damaged()) from error
            unpacked = _Unpacked(inner.read1, lambda: raw.tell() - member.header_offset)
            stream = stack.enter_context(io.BufferedReader(unpacked, _BUFFER))
            yield Opened(stream, raw.tell, lambda: unpacked.damage)


class _Unpacked(io.RawIOBase):
    """Counts what comes out of an archive, and stops when it is out of all proportion."""

    def __init__(self, read: Callable[[int], bytes], packed: Callable[[], int]) -> None:
        self._read, self._packed, self._count = read, packed, 0
        self.damage = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer)
        try:
            data = b"" if self.damage else self._read(min(len(room), _PIECE))
        except ARCHIVE_FAULTS:
            data, self.damage = b"", _damaged()
        room[: len(data)] = data
        self._count += len(data)
        if self._count > _HARMLESS:
            refuse_bomb(self._count, self._packed())
        return len(data)


def refuse_bomb(unpacked: int, packed: int) -> None:
    """Raises ImportFailed when so many bytes out of so few cannot be examples."""
    is_bomb = unpacked > _HARMLESS and unpacked > _MOST_PACKED * max(1, packed)
    if is_bomb or unpacked > _LARGEST_UNPACKED:
        raise ImportFailed(
            _("This archive unpacks to far more than examples would: it was not read to its end."),
            hint=_("If you trust it, unpack it first and import the file inside."),
        )


@contextmanager
def seekable(source: ByteSource) -> Iterator[Path | IO[bytes]]:
    """The file itself, or a nameless temporary copy of what an archive holds; for formats read from their end."""
    if isinstance(source, FileBytes):
        yield source.path
        return
    with source.open() as opened, tempfile.TemporaryFile() as copy:
        while chunk := opened.stream.read(_BUFFER):
            copy.write(chunk)
            if copy.tell() > _LARGEST_SPOOLED:
                raise ImportFailed(
                    _("“{name}” is too large to be read inside the archive.").format(name=source.name),
                    hint=_("Unpack the archive first."),
                )
        opened.expect_whole()
        copy.seek(0)
        yield copy


def _damaged() -> str:
    return _("The archive breaks off or is damaged here; what follows could not be read.")
