"""A packed project, opened elsewhere: into a new folder, every file proved, or nothing at all."""

import os
from dataclasses import dataclass
from pathlib import Path

from studio.archives.manifest import ArchiveManifest
from studio.archives.parts import is_momentary
from studio.archives.reading import OpenedArchive, opened_archive, refused
from studio.archives.steering import Meter, Steering
from studio.archives.writing import check_room
from studio.data.connection import FILE
from studio.data.copying import check_copy
from studio.errors import ArchiveFailed, ProjectFailed
from studio.placing import expect_text, placed
from studio.words import _


@dataclass(frozen=True)
class Unpacked:
    """A project that is now on this machine."""

    project: Path
    files: int
    size: int
    rows: int
    without: tuple[str, ...]
    """The parts that were not packed."""
    left_out: tuple[str, ...]
    """Runs and the like that could not be packed."""
    fingerprint: str


@dataclass(frozen=True)
class PackedProject:
    """What the list of an archive says; whether its files are those of the list is known once they are unpacked."""

    name: str
    files: int
    size: int
    """Bytes of what will be unpacked."""
    rows: int
    without: tuple[str, ...]
    left_out: tuple[str, ...]
    fingerprint: str


def look_into(archive: Path) -> PackedProject:
    """Read the list of a packed project; raises ArchiveFailed where it is none, or would be refused."""
    with opened_archive(archive) as opened:
        _expect_project(opened)
        manifest = opened.manifest
        rows = manifest.about.get("rows", 0)
        known = rows if isinstance(rows, int) else 0
        told = _told(manifest)
        return PackedProject(manifest.name, len(manifest.files), opened.total, known, *told, opened.fingerprint)


def unpack_project(archive: Path, into: Path, steering: Steering | None = None) -> Unpacked:
    """Make the new folder `into`, which is the project; raises ArchiveFailed, ArchiveCancelled and ExportFailed, and
    then leaves nothing."""
    into, steering = Path(os.path.abspath(into)), steering or Steering()
    expect_text(into)
    if into.is_symlink() or into.exists():
        raise ArchiveFailed(
            _("There already is something else at this place: {path}").format(path=into),
            hint=_("Choose the name of a new folder."),
        )
    with opened_archive(archive) as opened:
        _expect_project(opened)
        with placed(into) as partial:
            check_room(into.parent, opened.total)
            _write(opened, partial, steering)
            rows = _count_rows(opened, partial)
    told = _told(opened.manifest)
    return Unpacked(into, len(opened.manifest.files), opened.total, rows, *told, opened.fingerprint)


def _write(opened: OpenedArchive, partial: Path, steering: Steering) -> None:
    meter = Meter(steering, opened.total)
    partial.mkdir()
    for name, facts in opened.manifest.files.items():
        file = partial / name
        file.parent.mkdir(parents=True, exist_ok=True)
        opened.extract(name, file, meter)
        if facts.modified_ns:
            os.utime(file, ns=(facts.modified_ns, facts.modified_ns))


def _expect_project(opened: OpenedArchive) -> None:
    if opened.manifest.what != "project" or FILE not in opened.manifest.files:
        raise ArchiveFailed(
            _("{name} is a hand-over of models, and holds no project.").format(name=opened.path.name),
            hint=_("Unpack it with any program; its verify.py proves that it is whole."),
        )
    _refuse_living(opened)


def _refuse_living(opened: OpenedArchive) -> None:
    """No run may start by itself where the project is opened, and no log may change the database afterwards."""
    for name in opened.manifest.files:
        if any(map(is_momentary, name.split("/"))):
            raise refused(opened.path, _("It holds what only a living project has: {name}").format(name=name))


def _count_rows(opened: OpenedArchive, folder: Path) -> int:
    try:
        return check_copy(folder)
    except ProjectFailed as error:
        raise refused(
            opened.path, _("Its database is damaged, no project’s, or of a newer version of Atelier.")
        ) from error


def _told(manifest: ArchiveManifest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    # Written by somebody else.
    told = (manifest.about.get(name) for name in ("without", "left_out"))
    without, left_out = (tuple(map(str, each)) if isinstance(each, list) else () for each in told)
    return without, left_out
