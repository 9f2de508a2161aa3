"""What project.db looks like, and how an older one becomes today's."""

from dataclasses import dataclass

import apsw

from studio.data.indexing import create_triggers
from studio.errors import ProjectFailed
from studio.words import _

APPLICATION_ID = 0x41544C52
"""“ATLR”, so that `file` and we can tell a project from any other SQLite file."""


@dataclass(frozen=True)
class Migration:
    """One step between two versions of the file; its position in MIGRATIONS, from 1, is the version it leads to."""

    name: str
    script: str


# Content columns come last: SQLite need not read a long text to reach a short column before it.
_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);

CREATE TABLE dataset (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    created_at REAL NOT NULL
);

-- A family that a file named; its number is the id of its first row. Other rows are their own family.
CREATE TABLE family (
    dataset_id INTEGER NOT NULL,
    label TEXT NOT NULL,
    family INTEGER NOT NULL,
    PRIMARY KEY (dataset_id, label)
);

-- Ids are never used twice: frozen runs and variants refer to them.
CREATE TABLE example (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    dataset_id INTEGER NOT NULL,
    family INTEGER NOT NULL,
    split TEXT CHECK (split IN ('train', 'validation', 'test')),
    status TEXT NOT NULL CHECK (status IN ('draft', 'reviewed', 'approved', 'rejected')),
    created_at REAL NOT NULL,
    edited_at REAL NOT NULL,
    digest INTEGER NOT NULL,
    origin_file TEXT NOT NULL,
    origin_line INTEGER NOT NULL,
    origin_how TEXT NOT NULL,
    tags TEXT NOT NULL,
    note TEXT NOT NULL,
    extra TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX example_by_split ON example (dataset_id, split);
CREATE INDEX example_by_family ON example (family);

CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    label TEXT NOT NULL,
    at REAL NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    first_inserted INTEGER,
    last_inserted INTEGER
);

-- Compressed changesets of a step in order; those with `removed` hold an inserted range while it is undone.
CREATE TABLE step_part (
    step_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    changeset BLOB NOT NULL,
    PRIMARY KEY (step_id, removed, number)
);

CREATE VIEW example_text (id, text) AS
SELECT id, (
    SELECT group_concat(atom, char(10)) FROM json_tree(example.content)
    WHERE type = 'text' AND key NOT IN ('kind', 'role')
) FROM example;

CREATE VIRTUAL TABLE example_search USING fts5 (
    text, content = 'example_text', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);
"""

MIGRATIONS = (Migration("examples, history and search", _FIRST),)
VERSION = len(MIGRATIONS)


def create_schema(db: apsw.Connection) -> None:
    """Lay the tables of an empty file; the caller holds the transaction."""
    db.pragma("application_id", APPLICATION_ID)
    _migrate_from(db, 0)
    create_triggers(db)


def check_schema(db: apsw.Connection) -> int:
    """The file's version; raises ProjectFailed for a foreign file or a newer version."""
    if db.pragma("application_id") != APPLICATION_ID:
        raise ProjectFailed(
            _("This is not an Atelier project: {path}").format(path=db.filename),
            hint=_("Choose a folder that Atelier made, or import your file into a new project."),
        )
    version = int(str(db.pragma("user_version")))
    if version > VERSION:
        raise ProjectFailed(
            _("This project was made by a newer version of Atelier."),
            hint=_("Update Atelier to open it. Nothing was changed."),
        )
    return version


def upgrade_schema(db: apsw.Connection) -> None:
    """Bring an older file to today's version in one transaction; raises ProjectFailed as `check_schema` does."""
    version = check_schema(db)
    if version < VERSION:
        with db:
            _migrate_from(db, version)


def _migrate_from(db: apsw.Connection, version: int) -> None:
    for migration in MIGRATIONS[version:]:
        db.execute(migration.script)
    db.pragma("user_version", VERSION)
