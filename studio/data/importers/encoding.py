"""Which characters a file's bytes stand for, and whether it is text at all."""

import codecs
from pathlib import Path

import charset_normalizer

from studio.errors import ImportFailed
from studio.words import N_, _

_CHUNK = 1 << 20
_HEAD = 4096
_SAMPLE = 1 << 16
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"PK\x03\x04", N_("an Excel workbook or a ZIP archive; save the sheet as CSV")),
    (b"\xd0\xcf\x11\xe0", N_("an old Office document; save it as CSV")),
    (b"%PDF", N_("a PDF document")),
    (b"PAR1", N_("a Parquet file")),
    (b"SQLite format 3", N_("a SQLite database")),
    (b"\x1f\x8b", N_("a gzip archive; unpack it first")),
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


def detect_encoding(path: Path) -> str:
    """Python's name of the encoding; raises ImportFailed for an empty or a binary file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise ImportFailed(_("The file is empty: {name}").format(name=path.name))
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _unmarked_utf16(head):
        return wide
    _refuse_binary(path, head)
    return "utf-8" if _is_utf8(path) else _old_encoding(path)


def _unmarked_utf16(head: bytes) -> str | None:
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > _ENOUGH_ZEROS and even == 0:
        return "utf-16-le"
    if even > _ENOUGH_ZEROS and odd == 0:
        return "utf-16-be"
    return None


def _refuse_binary(path: Path, head: bytes) -> None:
    what = next((_(words) for magic, words in _FORMATS if head.startswith(magic)), "")
    controls = sum(byte < ord(" ") and byte not in b"\t\n\r\f\x1b" for byte in head)
    if what or controls / len(head) > _ENOUGH_CONTROLS:
        raise ImportFailed(
            _("This is not a text file: {name}").format(name=path.name),
            hint=(_("It looks like {what}.").format(what=what) + " " if what else "")
            + _("Atelier reads JSONL, JSON and CSV."),
        )


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        # A last character cut in half belongs to a half line, which is listed by itself.
    except UnicodeDecodeError:
        return False
    return True


def _old_encoding(path: Path) -> str:
    """UTF-8 all the same when most accented lines are (the others are then listed), else the likeliest older one."""
    whole, broken, sample = 0, 0, bytearray()
    with path.open("rb") as file:
        for line in file:
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


def _fits_cp1252(sample: bytes) -> bool:
    try:
        accented = [letter for letter in sample.decode("cp1252") if not letter.isascii()]
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252.
        return False
    return sum(letter in _EXPECTED for letter in accented) >= _ENOUGH_EXPECTED * len(accented)
