"""A file of answers given in use, line by line: good lines are taken, bad ones told with their number."""

from codecs import BOM_UTF8
from collections.abc import Generator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from studio.core.monitoring import LogEntry
from studio.data.importers.formats.jsonl import read_jsonl
from studio.data.importers.formats.record import Position
from studio.data.logs.fields import BadLine, entry_of
from studio.data.logs.ratings import judged
from studio.errors import ImportFailed
from studio.words import _

_TOLD, _PACE = 200, 500
_MOST_LINES = 1_000_000
_CHUNK = 1 << 22


@dataclass
class ReadLog:
    """What a file holds; `problems` are the first of the `bad` lines."""

    sha256: str
    entries: list[LogEntry] = field(default_factory=list)
    repeated: int = 0
    bad: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    rating_scale: str = ""

    def refuse(self, line: int, why: str) -> None:
        """Note a bad line."""
        self.bad += 1
        if len(self.problems) < _TOLD:
            self.problems.append((line, why))


Advance = Generator[dict[str, int], None, ReadLog]


def reading_log(file: Path) -> Advance:
    """Yields bytes done and in all, and comes to what was read.

    Raises ImportFailed where the file cannot be read, or holds no line that is an answer.
    """
    try:
        found = yield from _read(file)
    except OSError as error:
        raise ImportFailed(
            _("The log could not be read: {path}").format(path=file), hint=error.strerror or str(error)
        ) from error
    if not found.entries and not found.problems:
        raise ImportFailed(_("This file is empty: {path}").format(path=file))
    if not found.entries:
        number, problem = found.problems[0]
        raise ImportFailed(
            _("No line of this file is an answer to a question: {path}").format(path=file),
            hint=_("Line {number}: {problem}").format(number=number, problem=problem),
        )
    found.entries, found.rating_scale = judged(found.entries)
    return found


def _read(file: Path) -> Advance:
    size = file.stat().st_size
    seen: set[str] = set()
    with file.open("rb") as stream:
        digest = sha256()
        while piece := stream.read(_CHUNK):
            digest.update(piece)
        found = ReadLog(digest.hexdigest())
        stream.seek(0)
        stream.seek(len(BOM_UTF8) if stream.read(len(BOM_UTF8)) == BOM_UTF8 else 0)
        for record in read_jsonl(stream, Position(stream.tell)):
            if record.line > _MOST_LINES:
                raise ImportFailed(
                    _("This log has more than {count} lines.").format(count=_MOST_LINES),
                    hint=_("Divide the file, and import its parts."),
                )
            if record.line % _PACE == 0:
                yield {"done": record.done, "total": size}
            if record.fields is None:
                found.refuse(record.line, record.problem)
                continue
            try:
                entry = entry_of(record.line, record.fields)
            except BadLine as bad:
                found.refuse(record.line, str(bad))
                continue
            if entry.key in seen:
                found.repeated += 1
                continue
            seen.add(entry.key)
            found.entries.append(entry)
    return found
