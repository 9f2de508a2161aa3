"""ZIP archives: which members hold examples, and why others are left out."""

import zipfile
from pathlib import Path, PurePosixPath

from studio.data.importers.formats.folder import Members, choose
from studio.data.importers.formats.streams import ARCHIVE_FAULTS, ByteSource, GzipBytes, ZipBytes, refuse_bomb
from studio.errors import ImportFailed
from studio.words import _

_MOST_MEMBERS = 10_000
_ENCRYPTED = 0x1


def zip_members(path: Path) -> tuple[Members, dict[str, ByteSource]]:
    """What is read of an archive, and all members' bytes; raises ImportFailed for a damaged or locked one."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except ARCHIVE_FAULTS as error:
        raise ImportFailed(
            _("This archive is damaged or was cut off: {name}").format(name=path.name),
            hint=_("Copy or download it again."),
        ) from error
    if len(infos) > _MOST_MEMBERS:
        raise ImportFailed(
            _("This archive holds {count} files; Atelier reads {most}.").format(count=len(infos), most=_MOST_MEMBERS)
        )
    found = [(index, info) for index, info in enumerate(infos) if _is_file(info)]
    if not infos:
        raise ImportFailed(_("This archive is empty: {name}").format(name=path.name))
    refuse_bomb(sum(info.file_size for info in infos), path.stat().st_size)
    members = choose([info.filename for _index, info in found])
    if not members.taken:
        raise ImportFailed(
            _("This archive holds no file that can be read: {name}").format(name=path.name),
            hint=_("Atelier reads JSONL, JSON, CSV, TSV, XLSX, Parquet, Arrow and text in archives."),
        )
    if any(info.flag_bits & _ENCRYPTED for _index, info in found):
        raise ImportFailed(
            _("This archive needs a password: {name}").format(name=path.name),
            hint=_("Unpack it with its password and import the file inside."),
        )
    return members, {info.filename: _bytes(path, index, info.filename) for index, info in found}


def _bytes(path: Path, index: int, name: str) -> ByteSource:
    member = ZipBytes(path, index, name)
    return GzipBytes(member) if name.lower().endswith(".gz") else member


def _is_file(info: zipfile.ZipInfo) -> bool:
    """Without folders and what macOS and hidden files add."""
    parts = PurePosixPath(info.filename).parts
    # A name may also be empty, of which `is_dir` would look for the last character.
    return bool(parts) and not info.is_dir() and parts[0] != "__MACOSX" and not parts[-1].startswith(".")
