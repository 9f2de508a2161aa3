"""An archive from somebody else, of which nothing is believed: names, sizes, kinds and hashes are all looked at."""

import hashlib
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import ValidationError
from pydantic_core import from_json

from studio.archives.manifest import MANIFEST, OWN, VERSION, ArchiveManifest, fingerprint
from studio.archives.names import clash, is_safe
from studio.archives.steering import Meter
from studio.errors import ArchiveFailed
from studio.words import _, ngettext

MOST_FILES = 100_000
_LONGEST_MANIFEST = 64 << 20
_CHUNK = 1 << 20
_ENCRYPTED = 0x1
# Words become a third, at best a tenth; small files of zeros do no harm.
_HARMLESS, _MOST_PACKED = 256 << 20, 200
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    # A password, a method or a version that zipfile does not know, an offset that is none.
    *(RuntimeError, NotImplementedError, ValueError, struct.error, LookupError, OverflowError, OSError),
)


@dataclass(frozen=True)
class OpenedArchive:
    """An archive whose list of files is sound and agrees with its manifest; what the files hold is not known yet."""

    path: Path
    archive: zipfile.ZipFile
    manifest: ArchiveManifest
    fingerprint: str

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(facts.bytes for facts in self.manifest.files.values())

    def extract(self, name: str, into: Path, meter: Meter) -> None:
        """Write one file to a new path; raises ArchiveFailed when it is not what the manifest says, and OSError."""
        with into.open("xb") as out:
            for piece in self._proved(name):
                out.write(piece)
                meter.advance(len(piece))

    def _proved(self, name: str) -> Iterator[bytes]:
        facts, digest, left = self.manifest.files[name], hashlib.sha256(), self.manifest.files[name].bytes
        with _sound(self.path), self.archive.open(f"{self.manifest.name}/{name}") as opened:
            while piece := _read(opened, left):
                left -= len(piece)
                digest.update(piece)
                yield piece
        if left or digest.hexdigest() != facts.sha256:
            raise refused(self.path, _("“{name}” is not the file that the archive’s list describes.").format(name=name))


@contextmanager
def opened_archive(path: Path) -> Iterator[OpenedArchive]:
    """Look at the list of files before anything is unpacked; raises ArchiveFailed."""
    with _opened(path) as archive:
        infos = archive.infolist()
        name = _check_list(path, infos)
        with _sound(path):
            text = _manifest_bytes(path, archive, f"{name}/{MANIFEST}")
        manifest = _parsed(path, text)
        if manifest.name != name:
            raise refused(path, _("Its list of files is damaged."))
        _compare(path, infos, manifest)
        yield OpenedArchive(path, archive, manifest, fingerprint(text))


def _read(opened: IO[bytes], left: int) -> bytes:
    """The next piece; one byte too many is asked for, so that a longer file is found out."""
    piece = opened.read(min(left + 1, _CHUNK))
    if len(piece) > left:
        raise zipfile.BadZipFile("longer than it says")
    return piece


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        raw = path.open("rb")
    except OSError as error:
        raise ArchiveFailed(
            _("{path} is not readable.").format(path=path), hint=error.strerror or str(error)
        ) from error
    with raw:
        with _sound(path):
            archive = zipfile.ZipFile(raw)
        with archive:
            yield archive


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """What the standard library raises about an archive that is damaged, as ArchiveFailed."""
    try:
        yield
    except _FAULTS as error:
        raise refused(path, _("It is damaged, was cut off, or is no ZIP archive.")) from error


def refused(path: Path, reason: str) -> ArchiveFailed:
    """What is raised about an archive that is not what it says."""
    return ArchiveFailed(
        _("The archive {name} was refused. {reason}").format(name=path.name, reason=reason),
        hint=_("Nothing was unpacked. Ask whoever made it for the archive again, and compare the fingerprints."),
    )


def _check_list(path: Path, infos: Sequence[zipfile.ZipInfo]) -> str:
    """The one folder that everything lies in."""
    if len(infos) > MOST_FILES:
        words = ngettext("It holds {count} file.", "It holds {count} files.", len(infos))
        raise refused(path, words.format(count=len(infos)))
    for info in infos:
        if problem := _problem(info):
            raise refused(path, problem)
    tops = {info.filename.partition("/")[0] for info in infos}
    if len(tops) != 1:
        raise refused(path, _("It was not made by Atelier."))
    if (twice := clash(info.filename for info in infos)) is not None:
        raise refused(path, _("Two of its files have the same name on some systems: {name}").format(name=twice))
    return tops.pop()


def _problem(info: zipfile.ZipInfo) -> str:
    # zipfile cuts names at a null byte, and puts “/” for the system's own separator.
    if info.filename != info.orig_filename or not is_safe(info.filename):
        return _("One of its files has a name that leads elsewhere: {name}").format(name=ascii(info.orig_filename))
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return _("It holds something that is no file: {name}").format(name=info.filename)
    if info.flag_bits & _ENCRYPTED:
        return _("It needs a password.")
    if info.compress_type not in _METHODS:
        return _("It is packed in an unknown way.")
    return ""


def _manifest_bytes(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.NameToInfo:
        raise refused(path, _("It was not made by Atelier."))
    with archive.open(name) as opened:
        text = opened.read(_LONGEST_MANIFEST + 1)
    if len(text) > _LONGEST_MANIFEST:
        raise zipfile.BadZipFile("endless manifest")
    return text


def _parsed(path: Path, text: bytes) -> ArchiveManifest:
    try:
        facts = from_json(text)
    except ValueError as error:
        raise refused(path, _("Its list of files is damaged.")) from error
    told = facts.get("v") if isinstance(facts, dict) else None
    if isinstance(told, int) and told > VERSION:
        raise ArchiveFailed(
            _("The archive {name} was made by a newer version of Atelier.").format(name=path.name),
            hint=_("Update Atelier, then unpack it again. Nothing was unpacked."),
        )
    try:
        return ArchiveManifest.model_validate(facts)
    except ValidationError as error:
        raise refused(path, _("Its list of files is damaged.")) from error


def _compare(path: Path, infos: Sequence[zipfile.ZipInfo], manifest: ArchiveManifest) -> None:
    """The list of the ZIP and that of the manifest must be the same, sizes included."""
    there = {info.filename.partition("/")[2]: info.file_size for info in infos}
    named = {name: facts.bytes for name, facts in manifest.files.items()}
    others = sorted(there.keys() - named.keys() - OWN)
    missing = sorted(named.keys() - there.keys())
    wrong = sorted(name for name, size in named.items() if there.get(name, size) != size)
    if others or named.keys() & OWN:
        raise refused(
            path, _("It holds a file that its list does not name: {name}").format(name=(*others, MANIFEST)[0])
        )
    if missing:
        raise refused(path, _("A file that its list names is missing: {name}").format(name=ascii(missing[0])))
    if wrong:
        raise refused(path, _("A file has another size than its list says: {name}").format(name=wrong[0]))
    total, packed = sum(there.values()), path.stat().st_size
    if total > _HARMLESS and total > _MOST_PACKED * packed:
        raise refused(path, _("It would unpack to far more than a project or a model is."))
