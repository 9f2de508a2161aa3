"""Which characters a file's bytes stand for, and whether it is text at all."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, TYPE_CHECKING, TextIO

import charset_normalizer

from studio.data.importers.formats.record import MEGABYTE
from studio.data.importers.formats.streams import ByteSource, Opened
from studio.errors import ImportFailed
from studio.words import N_, _

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = MEGABYTE
_HEAD = 4096
_SAMPLE = 1 << 16
# Beyond, a byte that is none is found when its row is read, and listed.
_LOOKED_THROUGH = 256 * MEGABYTE
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"PK\x03\x04", N_("a ZIP archive or an Office document")),
    (b"\xd0\xcf\x11\xe0", N_("an old Office document, or one with a password; save it as CSV or XLSX without one")),
    (b"%PDF", N_("a PDF document")),
    (b"PAR1", N_("a Parquet file")),
    (b"ARROW1", N_("an Arrow file")),
    (b"SQLite format 3", N_("a SQLite database")),
    (b"\x1f\x8b", N_("a gzip archive")),
    (b"7z\xbc\xaf", N_("a 7z archive; unpack it first")),
    (b"Rar!", N_("a RAR archive; unpack it first")),
    (b"BZh", N_("a bzip2 archive; unpack it first")),
    (b"\xfd7zXZ", N_("an XZ archive; unpack it first")),
    (b"\x28\xb5\x2f\xfd", N_("a Zstandard archive; unpack it first")),
    (b"GGUF", N_("a language model")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
)
# What Western European, above all French, text holds beyond ASCII.
_EXPECTED = frozenset("àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜáíóúñãõßå«»’\u2018“”–—…•€°±µ×²³·¿¡§©®½¼¾\u00a0")
_ENOUGH_EXPECTED = 0.85
_OLD_ENCODINGS = ["cp850", "mac_roman", "iso8859_15", "cp1250", "cp1252"]
_ENOUGH_CONTROLS = 0.1
_ENOUGH_ZEROS = 0.3


def detect_encoding(source: ByteSource) -> str:
    """Python's name of the encoding; raises ImportFailed for an empty or a binary file."""
    with source.open() as opened:
        head = opened.stream.read(_HEAD)
    if not head.strip():
        raise ImportFailed(_("The file is empty: {name}").format(name=source.name))
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _unmarked_utf16(head):
        return wide
    _refuse_binary(source.name, head)
    return "utf-8" if _is_utf8(source) else _old_encoding(source)


@contextmanager
def utf8_bytes(source: ByteSource, encoding: str) -> Iterator[Opened]:
    """The text in UTF-8 without its mark; what is no text in `encoding` becomes bytes that are none in UTF-8 either."""
    with source.open() as opened:
        if encoding == "utf-8":
            yield opened
        elif encoding == "utf-8-sig":
            opened.stream.read(len(codecs.BOM_UTF8))
            yield opened
        else:
            yield replace(opened, stream=io.BufferedReader(_InUtf8(opened.stream, encoding), _CHUNK))


@contextmanager
def utf8_text(source: ByteSource, encoding: str, newline: str) -> Iterator[tuple[TextIO, Opened]]:
    """As `utf8_bytes`, decoded; bytes that are none in UTF-8 become halves of characters."""
    with (
        utf8_bytes(source, encoding) as opened,
        io.TextIOWrapper(opened.stream, "utf-8", "surrogateescape", newline) as text,
    ):
        yield text, opened


class _InUtf8(io.RawIOBase):
    """Recodes bytes as they are read."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("studio.half")
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer)
        while not self._ready:
            chunk = self._stream.read(_CHUNK)
            text = self._decoder.decode(chunk, final=not chunk)
            self._ready = memoryview(text.encode("utf-8", "surrogatepass"))
            if not chunk and not text:
                return 0
        count = min(len(room), len(self._ready))
        room[:count], self._ready = self._ready[:count], self._ready[count:]
        return count


def _half_a_character(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return "\udfff", error.end
    raise error


codecs.register_error("studio.half", _half_a_character)


def _unmarked_utf16(head: bytes) -> str | None:
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > _ENOUGH_ZEROS and even == 0:
        return "utf-16-le"
    if even > _ENOUGH_ZEROS and odd == 0:
        return "utf-16-be"
    return None


def _refuse_binary(file_name: str, head: bytes) -> None:
    what = next((_(words) for magic, words in _FORMATS if head.startswith(magic)), "")
    controls = sum(byte < ord(" ") and byte not in b"\t\n\r\f\x1b" for byte in head)
    if what or controls / len(head) > _ENOUGH_CONTROLS:
        raise ImportFailed(
            _("This is not a text file: {name}").format(name=file_name),
            hint=(_("It looks like {what}.").format(what=what) + " " if what else "") + readable_formats(),
        )


def readable_formats() -> str:
    """What can be imported, for a hint."""
    return _("Atelier reads JSONL, JSON, CSV, TSV, XLSX, Parquet, Arrow and text, also in ZIP or gzip archives.")


def _chunks(source: ByteSource) -> Iterator[bytes]:
    """The beginning of a file, in pieces."""
    left = _LOOKED_THROUGH
    with source.open() as opened:
        while left > 0 and (chunk := opened.stream.read(_CHUNK)):
            yield chunk
            left -= len(chunk)


def _is_utf8(source: ByteSource) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(source):
            decoder.decode(chunk)
        # A last character cut in half belongs to a half line, which is listed by itself.
    except UnicodeDecodeError:
        return False
    return True


def _old_encoding(source: ByteSource) -> str:
    """UTF-8 all the same when most accented lines are (the others are then listed), else the likeliest older one."""
    whole, broken, sample = 0, 0, bytearray()
    for line in _lines(_chunks(source)):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            whole += 1
        except UnicodeDecodeError:
            broken += 1
            sample += line[: max(0, _SAMPLE - len(sample))]
    if whole > broken:
        return "utf-8"
    if _fits_cp1252(bytes(sample)):
        return "cp1252"
    guess = charset_normalizer.from_bytes(bytes(sample), cp_isolation=_OLD_ENCODINGS).best()
    return guess.encoding if guess else "latin-1"


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines, where one longer than a chunk falls into several."""
    rest = b""
    for chunk in chunks:
        if len(rest) >= _CHUNK:
            yield rest
            rest = b""
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
    yield rest


def _fits_cp1252(sample: bytes) -> bool:
    try:
        accented = [letter for letter in sample.decode("cp1252") if not letter.isascii()]
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252.
        return False
    return sum(letter in _EXPECTED for letter in accented) >= _ENOUGH_EXPECTED * len(accented)
