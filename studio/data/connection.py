"""Connections to project.db, and the words for what can go wrong with it."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from studio.errors import ProjectFailed, ReadOnlyProject
from studio.words import _

FILE = "project.db"
_BUSY_MS = 10_000
_CACHE_KIB = 64 * 1024


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into ProjectFailed with advice; `path` is the project's folder."""
    try:
        yield
    except apsw.FullError as error:
        raise _full(path) from error
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
        raise _not_writable(path) from error
    except (apsw.CantOpenError, apsw.IOError, OSError) as error:
        if isinstance(error, OSError) and error.errno == errno.EROFS:
            raise _not_writable(path) from error
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise _full(path) from error
        raise ProjectFailed(
            _("The project file could not be read or written: {path}").format(path=path / FILE),
            hint=str(error),
        ) from error


def _full(path: Path) -> ProjectFailed:
    return ProjectFailed(
        _("The disk is full. The last change was not made; the project is as it was before."),
        hint=_("Free some space and try again: {path}").format(path=path),
    )


def _not_writable(path: Path) -> ReadOnlyProject:
    return ReadOnlyProject(
        _("This project’s folder cannot be written: {path}").format(path=path),
        hint=_("Copy the folder to a place of your own, or ask for the right to write there."),
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
    db = apsw.Connection(str(path / FILE))
    db.set_busy_timeout(_BUSY_MS)
    db.pragma("journal_mode", "wal")
    db.pragma("synchronous", "full")
    db.pragma("cache_size", -_CACHE_KIB)
    # What SQLite sorts is the user's text: it stays out of the system's temporary files.
    db.pragma("temp_store", "memory")
    return db


def connect_reader(path: Path) -> apsw.Connection:
    """A connection that cannot write; works beside a writer and in a folder that cannot be written."""
    file = path / FILE
    if not file.is_file():
        raise ProjectFailed(
            _("There is no project in this folder: {path}").format(path=path),
            hint=_("Choose the folder that contains {file}.").format(file=FILE),
        )
    try:
        db = _readable(str(file), apsw.SQLITE_OPEN_READONLY)
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        # A write-ahead log needs a file beside the database; where none can be made, nobody can be writing.
        uri = f"{file.resolve().as_uri()}?immutable=1"
        db = _readable(uri, apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    db.pragma("cache_size", -_CACHE_KIB)
    return db


def _readable(name: str, flags: int) -> apsw.Connection:
    db = apsw.Connection(name, flags=flags)
    db.set_busy_timeout(_BUSY_MS)
    try:
        db.pragma("schema_version")
    except apsw.Error:
        db.close()
        raise
    return db
