"""A copy of project.db for somebody else: whole, or without anything that rows, their history or searches say."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw

from studio.data.connection import FILE, connect_reader, explained
from studio.data.schema import check_schema, create_schema
from studio.errors import ProjectFailed
from studio.words import _

_LOOK_EVERY = 20_000
"""Steps of SQLite's machine between two looks at whether to go on: some milliseconds."""
# What a project is called and how data sets shall be used; other settings name sources, labels or groups of rows.
_SETTINGS = "key IN ('name', 'created_at')"


def copy_database(project: Path, folder: Path, cancelled: Callable[[], bool] = lambda: False) -> int:
    """Write the project as it is now, whoever changes it meanwhile, to project.db in `folder`; the number of its rows.

    What was deleted is not in the copy, except where the history can bring it back. Raises ProjectFailed, and
    Interrupted once `cancelled`.
    """
    with explained(project), closing(connect_reader(project)) as db:
        check_schema(db)
        db.set_progress_handler(cancelled, _LOOK_EVERY)
        # One transaction of SQLite's own, without the pages that hold deleted text.
        db.execute("VACUUM INTO ?", (str(folder / FILE),))
        db.set_progress_handler(None)
    return check_copy(folder)


def copy_without_rows(project: Path, folder: Path) -> int:
    """Write an empty project of the same name with the same empty data sets; how many rows were left behind.

    Row ids and steps go on counting where they were, so that what runs froze keeps its numbers. Raises ProjectFailed.
    """
    with explained(project), closing(connect_reader(project)) as db, db:
        check_schema(db)
        settings = db.execute(f"SELECT key, value FROM meta WHERE {_SETTINGS}").fetchall()
        datasets = db.execute("SELECT id, name, kind, created_at FROM dataset").fetchall()
        counters = db.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
        rows = int(str(db.execute("SELECT count(*) FROM example").get))
    with explained(folder), closing(apsw.Connection(str(folder / FILE))) as made, made:
        create_schema(made)
        made.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", settings)
        made.executemany("INSERT INTO dataset (id, name, kind, created_at) VALUES (?, ?, ?, ?)", datasets)
        made.execute("DELETE FROM sqlite_sequence")
        made.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", counters)
    return rows


def check_copy(folder: Path) -> int:
    """The number of rows of the project in a folder; raises ProjectFailed where it is damaged or of a newer version."""
    with explained(folder), closing(connect_reader(folder)) as db:
        check_schema(db)
        if db.pragma("quick_check") != "ok":
            raise ProjectFailed(
                _("The project file is damaged or is no project: {path}").format(path=folder / FILE),
                hint=_("Bring back a copy of the folder. The runs in it are separate files and may be intact."),
            )
        return int(str(db.execute("SELECT count(*) FROM example").get))
