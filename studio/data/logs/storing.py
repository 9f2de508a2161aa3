"""The logs of a project: `monitoring/0001-name.parquet`, one file an import, its summary inside.

Files are added and taken away whole, never changed. A line that several files hold counts once, for the first of them;
when that one is removed the line stays, as the other one's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock
from pydantic import ValidationError

from studio.core.folding import folded
from studio.core.monitoring import FOLDER, LogEntry, LogImport
from studio.data.logs.reading import ReadLog
from studio.errors import ImportFailed, ProjectFailed
from studio.paths import readable_name
from studio.placing import placed
from studio.words import _

_SUMMARY = b"atelier.log"
_NUMBERED = re.compile(r"(\d{4,})-.*\.parquet")
_WORDS = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 40
_COLUMNS: dict[str, pa.DataType] = {
    **dict.fromkeys(("key", "question", "answer", "system", "reference", "model", "comment"), pa.string()),
    **dict.fromkeys(("at", "latency_s", "rating"), pa.float64()),
    "line": pa.int64(),
    "disliked": pa.bool_(),
}
_BATCH = 10_000


def add_log(project: Path, source: Path, read: ReadLog, now: float) -> LogImport:
    """Keep what was read; raises ImportFailed when this very file is there already, ExportFailed."""
    folder = project / FOLDER
    there = next((each for each in list_logs(project) if each.sha256 == read.sha256), None)
    if there is not None:
        raise ImportFailed(
            _("This file was imported before, as “{name}”.").format(name=there.source),
            hint=_("Nothing was added: every line counts once."),
        )
    try:
        folder.mkdir(exist_ok=True)
        with FileLock(folder / ".numbers.lock"):
            taken = [int(found[1]) for each in folder.iterdir() if (found := _NUMBERED.fullmatch(each.name))]
            name = f"{max(taken, default=0) + 1:04d}-{_short(source.stem)}.parquet"
            made = _summary(name, source, read, now)
            with placed(folder / name) as partial:
                _write(partial, read.entries, made)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return made


def list_logs(project: Path) -> list[LogImport]:
    """The imports, oldest first; raises ProjectFailed naming one that is damaged."""
    return [_read_summary(file) for file in _files(project)]


def remove_log(project: Path, name: str) -> None:
    """Delete one import with all its lines, for good; raises ProjectFailed."""
    file = project / FOLDER / name
    if not _NUMBERED.fullmatch(name) or not file.is_file():
        raise ProjectFailed(_("This log is no longer in the project: {name}").format(name=name))
    try:
        file.unlink()
    except OSError as error:
        raise ProjectFailed(_("{path} could not be deleted.").format(path=file), hint=str(error)) from error


def read_entries(project: Path, logs: Sequence[LogImport]) -> Iterator[tuple[LogImport, LogEntry]]:
    """Every different line of these imports, with the first that holds it; raises ProjectFailed."""
    seen: set[str] = set()
    for log in logs:
        for entry in _read(project / FOLDER / log.name):
            if entry.key not in seen:
                seen.add(entry.key)
                yield log, entry


def _short(name: str) -> str:
    return _WORDS.sub("-", folded(name)).strip("-")[:_LONGEST_NAME].strip("-") or "log"


def _summary(name: str, source: Path, read: ReadLog, now: float) -> LogImport:
    times = [each.at for each in read.entries if each.at is not None]
    return LogImport(
        name=name,
        # The name of a file may have line breaks, and bytes that are no text.
        source=readable_name(source.name),
        sha256=read.sha256,
        imported_at=now,
        lines=len(read.entries),
        repeated=read.repeated,
        bad=read.bad,
        problems=tuple(read.problems),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        rated=sum(each.rating is not None for each in read.entries),
        rating_scale=read.rating_scale,
    )


def _write(file: Path, entries: Sequence[LogEntry], made: LogImport) -> None:
    schema = pa.schema(_COLUMNS).with_metadata({_SUMMARY: made.model_dump_json().encode()})
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for begin in range(0, len(entries), _BATCH):
            rows = [asdict(each) for each in entries[begin : begin + _BATCH]]
            writer.write_table(pa.Table.from_pylist(rows, schema))


def _files(project: Path) -> list[Path]:
    try:
        return sorted(each for each in (project / FOLDER).iterdir() if _NUMBERED.fullmatch(each.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ProjectFailed(_("{path} is not readable.").format(path=project / FOLDER), hint=str(error)) from error


def _read_summary(file: Path) -> LogImport:
    try:
        metadata = pq.read_schema(file).metadata or {}
        made = LogImport.model_validate_json(metadata[_SUMMARY])
    except (OSError, pa.ArrowException, KeyError, ValidationError) as error:
        raise _damaged(file, error) from error
    # Somebody may have given the file another name.
    return made.model_copy(update={"name": file.name})


def _read(file: Path) -> Iterator[LogEntry]:
    try:
        with pq.ParquetFile(file) as stored:
            for batch in stored.iter_batches(_BATCH):
                yield from (_entry(each) for each in batch.to_pylist())
    except (OSError, pa.ArrowException, TypeError) as error:
        raise _damaged(file, error) from error


def _entry(fields: dict[str, Any]) -> LogEntry:
    return LogEntry(**fields)


def _damaged(file: Path, error: Exception) -> ProjectFailed:
    return ProjectFailed(
        _("This log of the project is damaged: {path}").format(path=file),
        hint=_("Take the file out of the folder, and import the log again. ({reason})").format(reason=error),
    )


def _unwritable(folder: Path, error: OSError) -> ImportFailed:
    return ImportFailed(
        _("The log could not be kept in {path}.").format(path=folder), hint=error.strerror or str(error)
    )
