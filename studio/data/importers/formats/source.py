"""A file, a folder, an archive or pasted text as one sequence of records, whatever the format."""

import errno
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studio.data.importers.formats.archive import zip_members
from studio.data.importers.formats.folder import Member, Members, folder_members
from studio.data.importers.formats.record import Record, StreamDamaged
from studio.data.importers.formats.sections import Format, Section, left_out, recognise
from studio.data.importers.formats.streams import ByteSource, FileBytes, GzipBytes, PastedBytes
from studio.data.importers.formats.workbook import is_workbook
from studio.errors import ImportFailed
from studio.words import _

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""The second is an archive without a member."""


@dataclass(frozen=True)
class SourceFile:
    """Examples that can be read as often as one likes; made by `open_source` and `open_text`."""

    path: Path
    size: int
    sections: tuple[Section, ...]
    header: bool = True
    """Whether a table's first row has the names of its columns; `dataclasses.replace` tells otherwise."""
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Sheets, lists and members that were not chosen; each can be the `part` of `open_source`."""
    chosen: str = ""
    """The `part` that `open_source` was asked for."""

    @property
    def format(self) -> Format:
        """Of the first part."""
        return self.sections[0].format

    @property
    def encoding(self) -> str:
        """Python's name; of the first part that is not in UTF-8, if there is one."""
        encodings = [section.encoding for section in self.sections]
        return next((each for each in encodings if not each.startswith("utf-8")), encodings[0])

    @property
    def counts_rows(self) -> bool:
        """Whether what should be the lines of a text are numbers of rows, since several of them stand on one line."""
        return any(section.counts_rows for section in self.sections)

    def records(self) -> Iterator[Record]:
        """All records in order; blank lines are none. Raises ImportFailed, OSError."""
        done, many = 0, len(self.sections) > 1
        for section in self.sections:
            line = 0
            try:
                for record in section.read(self.header):
                    line, done = record.line, max(done, min(self.size, section.start + record.done))
                    yield _placed(record, section, done) if many or section.added else record
            except StreamDamaged as damage:
                yield Record(line + 1, None, str(damage), done, section.part)
            except ImportFailed as error:
                if not many:
                    raise
                yield Record(line + 1, None, error.message, done, section.part)


def open_source(path: Path, *, part: str = "") -> SourceFile:
    """Find out how to read a file or a folder; raises ImportFailed when it cannot be read as examples at all.

    `part` chooses the sheet, the list of rows, the split or the member of an archive by its name.
    """
    return replace(_opened(path, part), chosen=part)


def _opened(path: Path, part: str) -> SourceFile:
    try:
        if path.is_dir():
            members = folder_members(path)
            return _together(path, members, _files(path, members), part)
        size = _size(path)
        with path.open("rb") as file:
            magic = file.read(4)
        if magic.startswith(_ZIP) and not is_workbook(path):
            members, sources = zip_members(path)
            return _together(path, members, sources, part)
        section = recognise(_plain(path, magic), size, part)
        return SourceFile(path, size, (section,), warnings=section.warnings, left_out=section.left_out)
    except OSError as error:
        raise ImportFailed(
            _("The file could not be read: {path}").format(path=path), hint=error.strerror or str(error)
        ) from error


def _size(path: Path) -> int:
    """Of a plain file; raises ImportFailed for what is none, since reading it may never end."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        words = _("This link leads to no file: {path}") if path.is_symlink() else _("There is no such file: {path}")
        raise ImportFailed(words.format(path=path)) from error
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        raise ImportFailed(_("This link leads back to itself: {path}").format(path=path)) from error
    if not stat.S_ISREG(found.st_mode):
        raise ImportFailed(
            _("This is no file but a device or a pipe: {path}").format(path=path),
            hint=_("Save what it gives as a file and import that."),
        )
    return found.st_size


def open_text(text: str, name: str) -> SourceFile:
    """Pasted text, in any format of text; `name` is what its rows' origin says. Raises ImportFailed."""
    data = text.encode("utf-8", "surrogatepass")
    section = recognise(PastedBytes(name, data), len(data))
    return SourceFile(Path(name), len(data), (section,), warnings=section.warnings, left_out=section.left_out)


def _plain(path: Path, magic: bytes = b"") -> ByteSource:
    packed = magic.startswith(b"\x1f\x8b") or path.suffix.lower() == ".gz"
    return GzipBytes(FileBytes(path)) if packed else FileBytes(path)


def _files(folder: Path, members: Members) -> dict[str, ByteSource]:
    return {name: _plain(folder / name) for name in (*(each.name for each in members.taken), *members.others)}


def _together(path: Path, members: Members, sources: Mapping[str, ByteSource], part: str) -> SourceFile:
    """Several files one after another; one that cannot be read is told, the others are read all the same."""
    size = start = 0 if path.is_dir() else path.stat().st_size
    sections: list[Section] = []
    warnings: list[str] = []
    for member in _wanted(members, part):
        length = (path / member.name).stat().st_size if path.is_dir() else size
        try:
            section = recognise(sources[member.name], length)
        except ImportFailed as error:
            warnings.append(_("“{name}” was not read. {reason}").format(name=member.name, reason=error.message))
        else:
            sections.append(replace(section, part=member.part, start=start, added=member.added))
            warnings += section.warnings
        if path.is_dir():
            start += length
    if not sections:
        raise ImportFailed(warnings[0])
    if members.others and not part:
        warnings.append(left_out(members.others, [member.name for member in members.taken]))
    return SourceFile(path, size or start, tuple(sections), True, tuple(dict.fromkeys(warnings)), members.others)


def _wanted(members: Members, part: str) -> Sequence[Member]:
    if not part:
        return members.taken
    found = [member for member in members.taken if part in (member.part, member.name)]
    if not found and part in members.others:
        found = [Member(part, "")]
    if not found:
        raise ImportFailed(_("There is no “{name}” in it.").format(name=part))
    return found


def _placed(record: Record, section: Section, done: int) -> Record:
    fields = record.fields
    if fields is not None and section.added:
        fields = {**section.added, **fields}
    return record._replace(fields=fields, done=done, part=section.part or record.part)
