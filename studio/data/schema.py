"""What project.db looks like, and how an older one becomes today's."""

from dataclasses import dataclass

import apsw

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

_SECOND = """
-- New columns come after `content`: an older history's changesets know the columns by their places.
ALTER TABLE example ADD COLUMN characters INTEGER NOT NULL DEFAULT 0;
UPDATE example SET characters = (
    SELECT coalesce(sum(length(atom)), 0) FROM json_tree(example.content)
    WHERE type = 'text' AND key NOT IN ('kind', 'role')
);
CREATE INDEX example_by_length ON example (dataset_id, characters);
CREATE INDEX example_by_digest ON example (dataset_id, digest);

ALTER TABLE step ADD COLUMN author TEXT NOT NULL DEFAULT '';

-- Part of the history, as `example` is: an undone review is gone.
CREATE TABLE review (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    example_id INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('approved', 'rejected', 'corrected', 'reopened')),
    reason TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX review_by_example ON review (example_id);

-- Part of the history: which of the k parts for cross-validation a row is in, from 0.
CREATE TABLE fold (example_id INTEGER PRIMARY KEY NOT NULL, fold INTEGER NOT NULL);

-- A name for the project as it was after a step, 0 for before the first.
CREATE TABLE version (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    step_id INTEGER NOT NULL,
    at REAL NOT NULL,
    author TEXT NOT NULL,
    note TEXT NOT NULL
);

-- Beside the history, so that no undo unlocks a test split or forgets who did.
CREATE TABLE split_lock (dataset_id INTEGER PRIMARY KEY NOT NULL, at REAL NOT NULL, author TEXT NOT NULL);
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    dataset_id INTEGER NOT NULL,
    at REAL NOT NULL,
    author TEXT NOT NULL,
    what TEXT NOT NULL,
    reason TEXT NOT NULL
);

CREATE TABLE saved_view (
    dataset_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    PRIMARY KEY (dataset_id, name)
);

-- What the checks remember; rows that belong together, two duplicates say, share `family`.
CREATE TABLE finding (
    dataset_id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    example_id INTEGER NOT NULL,
    family INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (rule, example_id, family)
);
CREATE INDEX finding_by_example ON finding (example_id);
CREATE TABLE check_run (
    dataset_id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    at REAL NOT NULL,
    step_id INTEGER NOT NULL,
    settings TEXT NOT NULL,
    PRIMARY KEY (dataset_id, rule)
);
"""

_THIRD = """
-- The full-text index keeps no text of its own and follows later: rows up to `indexed_to` are in it, except those
-- in `to_index`, whose text came back, went or changed since.
DROP TRIGGER IF EXISTS example_inserted;
DROP TRIGGER IF EXISTS example_deleted;
DROP TRIGGER IF EXISTS example_changing;
DROP TRIGGER IF EXISTS example_changed;
DROP TABLE example_search;
DROP VIEW example_text;
CREATE VIRTUAL TABLE example_search USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
CREATE TABLE indexing (indexed_to INTEGER NOT NULL);
INSERT INTO indexing VALUES (0);
CREATE TABLE to_index (id INTEGER PRIMARY KEY NOT NULL);
CREATE TRIGGER text_inserted AFTER INSERT ON example WHEN new.id <= (SELECT indexed_to FROM indexing) BEGIN
    INSERT OR IGNORE INTO to_index (id) VALUES (new.id);
END;
CREATE TRIGGER text_deleted AFTER DELETE ON example WHEN old.id <= (SELECT indexed_to FROM indexing) BEGIN
    INSERT OR IGNORE INTO to_index (id) VALUES (old.id);
END;
CREATE TRIGGER text_changed AFTER UPDATE OF content ON example
WHEN new.content <> old.content AND new.id <= (SELECT indexed_to FROM indexing) BEGIN
    INSERT OR IGNORE INTO to_index (id) VALUES (new.id);
END;

-- How many rows there are, so that nobody has to count a million; '' stands for no split.
CREATE TABLE split_size (
    dataset_id INTEGER NOT NULL,
    split TEXT NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (dataset_id, split)
) WITHOUT ROWID;
INSERT INTO split_size SELECT dataset_id, ifnull(split, ''), count(*) FROM example GROUP BY 1, 2;
CREATE TRIGGER row_inserted AFTER INSERT ON example BEGIN
    INSERT INTO split_size VALUES (new.dataset_id, ifnull(new.split, ''), 1) ON CONFLICT DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER row_deleted AFTER DELETE ON example BEGIN
    UPDATE split_size SET rows = rows - 1 WHERE dataset_id = old.dataset_id AND split = ifnull(old.split, '');
END;
CREATE TRIGGER row_moved AFTER UPDATE OF split ON example WHEN new.split IS NOT old.split BEGIN
    UPDATE split_size SET rows = rows - 1 WHERE dataset_id = old.dataset_id AND split = ifnull(old.split, '');
    INSERT INTO split_size VALUES (new.dataset_id, ifnull(new.split, ''), 1) ON CONFLICT DO UPDATE SET rows = rows + 1;
END;
"""

_FOURTH = """
-- What has been reviewed is counted without a look at every row; drafts, which an import brings, cost nothing here.
CREATE INDEX example_reviewed ON example (dataset_id, status, split) WHERE status <> 'draft';
"""

_FIFTH = """
-- Rows with tags are found, and their tags listed, without a look at the others.
CREATE INDEX example_tagged ON example (dataset_id, tags) WHERE tags <> '[]';
"""

_SIXTH = """
-- Part of the history, as `example` is: what a row was made of that nobody wrote. 0 stands for no parent.
CREATE TABLE lineage (
    example_id INTEGER PRIMARY KEY NOT NULL,
    parent_id INTEGER NOT NULL,
    parent_digest INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    notes TEXT NOT NULL,
    seed TEXT NOT NULL,
    plan TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX lineage_by_parent ON lineage (parent_id);
"""

MIGRATIONS = (
    Migration("examples, history and search", _FIRST),
    Migration("lengths, reviews, folds, versions, locks, views and findings", _SECOND),
    Migration("an index that follows later, and numbers of rows that need no counting", _THIRD),
    Migration("an index of what has been reviewed", _FOURTH),
    Migration("an index of what has tags", _FIFTH),
    Migration("what variants were made of", _SIXTH),
)
VERSION = len(MIGRATIONS)


def create_schema(db: apsw.Connection) -> None:
    """Lay the tables of an empty file; the caller holds the transaction."""
    db.pragma("application_id", APPLICATION_ID)
    _migrate_from(db, 0)


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


def expect_schema(db: apsw.Connection) -> None:
    """Raise ProjectFailed, as `check_schema` does, also for an older file that nobody has upgraded yet."""
    if check_schema(db) < VERSION:
        raise ProjectFailed(
            _("This project was made by an older version of Atelier and has to be brought up to date first."),
            hint=_("Open it where its folder can be written, or copy the folder to a place of your own."),
        )


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
