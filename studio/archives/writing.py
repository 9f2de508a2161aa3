"""An archive written in one pass: each file is hashed while it is stored, and the manifest comes last.

The same files give the same bytes: nothing in it comes from the clock, the machine or the order of a folder.
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from studio.archives.manifest import (
    MANIFEST,
    SUMS,
    ArchiveManifest,
    FileFacts,
    Kind,
    fingerprint,
    manifest_text,
    sums_text,
)
from studio.archives.names import clash, is_safe
from studio.archives.steering import Meter, Steering
from studio.errors import ArchiveFailed
from studio.placing import expect_text, placed
from studio.words import _

_CHUNK = 1 << 20
_SPARE = 16 << 20
# Words become a third; weights stay as they are, and a stored file is found again by any tool that mends archives.
_WORDS = frozenset(
    (".json", ".jsonl", ".md", ".html", ".yaml", ".yml", ".txt", ".csv", ".tsv", ".py", ".jinja", ".log", ".db")
)
_NAMELESS = ("modelfile", "license", "notice", "sha256sums")
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Source:
    """A file for the archive: one on disk, or bytes that were made."""

    name: str
    content: Path | bytes
    modified_ns: int = 0
    sha256: str = ""
    """What it must be, where that is known."""

    @property
    def size(self) -> int:
        """Of bytes on disk as they are now; raises ArchiveFailed."""
        if isinstance(self.content, bytes):
            return len(self.content)
        with read_from(self.content):
            return self.content.stat().st_size


def file_source(name: str, path: Path) -> Source:
    """A file with the time of its last change; raises ArchiveFailed."""
    with read_from(path):
        return Source(name, path, path.stat().st_mtime_ns)


@dataclass(frozen=True)
class Written:
    """An archive that is complete under its name."""

    file: Path
    files: int
    size: int
    fingerprint: str
    """SHA-256 of its manifest: who gets it by another way than the archive knows that nothing was changed."""
    sha256: str
    """Of the whole archive, for programs that know nothing of manifests."""


def write_archive(
    target: Path, kind: Kind, sources: Sequence[Source], about: Mapping[str, Any], steering: Steering
) -> Written:
    """Whole or not at all; raises ArchiveFailed, ArchiveCancelled, and ExportFailed where it cannot be written."""
    _check_names([source.name for source in sources])
    total = sum(source.size for source in sources)
    check_target(target, total)
    # Written, then read once more.
    name, meter = folder_name(target), Meter(steering, 2 * total)
    with placed(target) as partial:
        with zipfile.ZipFile(partial, "w") as archive:
            packing = _Packing(archive, name, meter)
            files = {source.name: packing.add(source) for source in sorted(sources, key=lambda each: each.name)}
            manifest = manifest_text(ArchiveManifest(what=kind, name=name, about=dict(about), files=files))
            sealed = packing.add(Source(MANIFEST, manifest))
            sums = {each: facts.sha256 for each, facts in (*files.items(), (MANIFEST, sealed))}
            packing.add(Source(SUMS, sums_text(sums)))
        size, digest = partial.stat().st_size, _hash(partial, meter)
    return Written(target, len(files), size, fingerprint(manifest), digest)


def _hash(file: Path, meter: Meter) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_CHUNK):
            digest.update(piece)
            meter.advance(len(piece))
    return digest.hexdigest()


def folder_name(target: Path) -> str:
    """What the folder inside an archive is called; raises ArchiveFailed where no system could hold it."""
    name = target.stem
    if not is_safe(name):
        raise ArchiveFailed(
            _("The archive cannot have this name: {name}").format(name=ascii(target.name)),
            hint=_("Choose a name of letters, digits, hyphens and underscores."),
        )
    return name


def check_room(folder: Path, needed: int) -> None:
    """Raise ArchiveFailed unless the disk of a folder has room for so many bytes."""
    free = shutil.disk_usage(folder).free
    if needed + _SPARE > free:
        raise ArchiveFailed(
            _("{needed} MB are needed, and {folder} has only {free} MB free.").format(
                needed=-(-needed // 10**6), folder=folder, free=free // 10**6
            ),
            hint=_("Free some space, or choose another place."),
        )


def check_target(target: Path, needed: int) -> None:
    """Raise ArchiveFailed where no file of so many bytes can be put; ExportFailed, later, where there is no folder."""
    expect_text(target)
    if target.is_dir():
        raise ArchiveFailed(
            _("This is a folder, not a file: {path}").format(path=target), hint=_("Choose the name of a file.")
        )
    if target.parent.is_dir():
        check_room(target.parent, needed)


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if not is_safe(name):
            raise ArchiveFailed(
                _("This name means something else on other systems: {name}").format(name=ascii(name)),
                hint=_("Rename the file or folder, then try again."),
            )
    if (twice := clash(names)) is not None:
        raise ArchiveFailed(
            _("On some systems this name is that of another file too: {name}").format(name=twice),
            hint=_("Rename the file or folder, then try again."),
        )


class _Packing:
    """The open archive."""

    def __init__(self, archive: zipfile.ZipFile, folder: str, meter: Meter) -> None:
        self._archive, self._folder, self._meter = archive, folder, meter

    def add(self, source: Source) -> FileFacts:
        size, digest = source.size, hashlib.sha256()
        info = _entry(f"{self._folder}/{source.name}", size)
        with self._archive.open(info, "w") as out:
            for piece in _pieces(source, size):
                digest.update(piece)
                out.write(piece)
                self._meter.advance(len(piece))
        if source.sha256 not in ("", digest.hexdigest()):
            raise ArchiveFailed(
                _("This file is no longer what was exported: {path}").format(path=source.content),
                hint=_("It was changed or damaged since. Export it again."),
            )
        return FileFacts(bytes=size, sha256=digest.hexdigest(), modified_ns=source.modified_ns)


def _entry(name: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _FIRST_TIME)
    path = Path(name.lower())
    is_words = path.suffix in _WORDS or path.name in _NAMELESS
    info.compress_type = zipfile.ZIP_DEFLATED if is_words else zipfile.ZIP_STORED
    # As if made on Linux, wherever it is made.
    info.create_system, info.external_attr = 3, 0o100644 << 16
    info.file_size = size
    return info


def _pieces(source: Source, size: int) -> Iterator[bytes]:
    """Exactly so many bytes, although somebody may be adding to the file; raises ArchiveFailed where there are less."""
    if isinstance(source.content, bytes):
        yield source.content
        return
    with read_from(source.content):
        opened: IO[bytes] = source.content.open("rb")
    with opened:
        left = size
        while left:
            with read_from(source.content):
                piece = opened.read(min(left, _CHUNK))
            if not piece:
                raise ArchiveFailed(
                    _("This file was changed while it was packed: {path}").format(path=source.content),
                    hint=_("Wait until nothing writes there, then try again."),
                )
            left -= len(piece)
            yield piece


@contextmanager
def read_from(path: Path) -> Iterator[None]:
    """Raise ArchiveFailed about the file that is read: its errors are not those of the archive."""
    try:
        yield
    except OSError as error:
        raise ArchiveFailed(
            _("{path} is not readable.").format(path=path), hint=error.strerror or str(error)
        ) from error


def files_below(folder: Path) -> Iterable[Path]:
    """Every file, links to files among them, by name; raises ArchiveFailed for a linked folder or one not readable."""
    for path in sorted(_entries(folder)):
        if path.is_symlink() and path.is_dir():
            raise ArchiveFailed(
                _("This folder is a link to another, and links are not packed: {path}").format(path=path),
                hint=_("Put the folder itself in its place, or leave it out."),
            )
        if path.is_dir():
            yield from files_below(path)
        elif path.is_file():
            yield path


def _entries(folder: Path) -> list[Path]:
    with read_from(folder):
        return [Path(each.path) for each in os.scandir(folder)]
