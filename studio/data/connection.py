"""Connections to project.db, and the words for what can go wrong with it."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from studio.data.query import register_functions
from studio.errors import ProjectFailed, ReadOnlyProject
from studio.paths import readable_name
from studio.words import _

FILE = "project.db"
SYNCHRONOUS = "full"
"""What was told to be stored outlives a power cut; the tests, which have none, do not wait for the disk."""
_BUSY_MS = 10_000
_CACHE_KIB = 64 * 1024
_LOG_BYTES = 64 << 20
_LITTLE_BYTES = 256 << 10


class DiskFull(ProjectFailed):
    """There was no room for what SQLite wrote."""


class Interrupted(ProjectFailed):
    """Nobody waits for this answer any more."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into ProjectFailed with advice; `path` is the project's folder."""
    try:
        yield
    except apsw.FullError as error:
        raise _full(path) from error
    except apsw.InterruptError as error:
        raise Interrupted(_("The search was stopped.")) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise ProjectFailed(
            _("The project file is damaged or is no project: {path}").format(path=path / FILE),
            hint=_("Bring back a copy of the folder. The runs in it are separate files and may be intact."),
        ) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise ProjectFailed(
            _("Another program is using the project file."), hint=_("Close it and try again.")
        ) from error
    except (apsw.ReadOnlyError, PermissionError) as error:
        raise (_not_writable(path) if _may_read(path) else _not_readable(path)) from error
    except (apsw.CantOpenError, apsw.IOError, OSError) as error:
        if isinstance(error, OSError) and error.errno == errno.EROFS:
            raise _not_writable(path) from error
        if _is_full(error, path):
            raise _full(path) from error
        raise ProjectFailed(
            _("The project file could not be read or written: {path}").format(path=path / FILE),
            hint=(error.strerror if isinstance(error, OSError) else "") or str(error),
        ) from error


def _is_full(error: Exception, path: Path) -> bool:
    """SQLite calls it an error of the disk when there is no room for the files beside the database."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    with suppress(OSError):
        return isinstance(error, apsw.IOError) and shutil.disk_usage(path).free < _LITTLE_BYTES
    return False


def _full(path: Path) -> DiskFull:
    return DiskFull(
        _("The disk is full. The last change was not made; the project is as it was before."),
        hint=_("Free some space and try again: {path}").format(path=path),
    )


def _not_writable(path: Path) -> ReadOnlyProject:
    return ReadOnlyProject(
        _("This project’s folder cannot be written: {path}").format(path=path),
        hint=_("Copy the folder to a place of your own, or ask for the right to write there."),
    )


def _may_read(path: Path) -> bool:
    try:
        is_there = (path / FILE).exists()
    except PermissionError:
        return False
    return os.access(path / FILE if is_there else path, os.R_OK)


def _not_readable(path: Path) -> ProjectFailed:
    return ProjectFailed(
        _("You may not read this project’s folder: {path}").format(path=path),
        hint=_("Ask its owner for the right to read it, or choose another."),
    )


def expect_same_file(path: Path, opened: os.stat_result) -> None:
    """Raise ProjectFailed when the database that was opened in folder `path` lies there no more."""
    file = path / FILE
    if not (file.is_file() and os.path.samestat(file.stat(), opened)):
        raise ProjectFailed(
            _("The project’s folder has been moved, replaced or deleted: {path}").format(path=path),
            hint=_("Nothing can be stored there any more. Bring the folder back and open it again, or open another."),
        )


def connect_writer(path: Path) -> apsw.Connection:
    """The writing connection to the database in folder `path`; the file is made when it is missing."""
    db = apsw.Connection(_database(path))
    db.set_busy_timeout(_BUSY_MS)
    db.pragma("journal_mode", "wal")
    db.pragma("synchronous", SYNCHRONOUS)
    # A large import would leave a log of its own size behind.
    db.pragma("journal_size_limit", _LOG_BYTES)
    db.pragma("cache_size", -_CACHE_KIB)
    # What SQLite sorts is the user's text: it stays out of the system's temporary files.
    db.pragma("temp_store", "memory")
    return db


def _database(path: Path) -> str:
    """The name of the database as SQLite takes it."""
    name = str(path / FILE)
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise ProjectFailed(
            _("The name of this folder holds bytes that are no text in UTF-8: {path}").format(
                path=readable_name(str(path))
            ),
            hint=_("Rename the folder, or choose another."),
        ) from error
    return name


def connect_reader(path: Path) -> apsw.Connection:
    """A connection that cannot write; works beside a writer and in a folder that cannot be written."""
    file = path / FILE
    if not file.is_file():
        raise ProjectFailed(
            _("There is no project in this folder: {path}").format(path=path),
            hint=_("Choose the folder that contains {file}.").format(file=FILE),
        )
    try:
        db = _readable(_database(path), apsw.SQLITE_OPEN_READONLY)
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        # A write-ahead log needs a file beside the database; where none can be made, nobody can be writing.
        uri = f"{file.resolve().as_uri()}?immutable=1"
        db = _readable(uri, apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    db.pragma("cache_size", -_CACHE_KIB)
    db.pragma("temp_store", "memory")
    register_functions(db)
    return db


def expect_project(path: Path) -> None:
    """Raise ProjectFailed unless there is a project in folder `path` that can be read."""
    with explained(path):
        connect_reader(path).close()


def _readable(name: str, flags: int) -> apsw.Connection:
    db = apsw.Connection(name, flags=flags)
    db.set_busy_timeout(_BUSY_MS)
    try:
        db.pragma("schema_version")
    except apsw.Error:
        db.close()
        raise
    return db
