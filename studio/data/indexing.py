"""The full-text index: kept right by triggers, and all at once when many rows change."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import apsw

# FTS5 must be told the old text of a changed row, so that is removed before the change and the new added after it.
TRIGGERS = {
    "example_inserted": """AFTER INSERT ON example BEGIN
    INSERT INTO example_search (rowid, text) SELECT id, text FROM example_text WHERE id = new.id;
END""",
    "example_deleted": """BEFORE DELETE ON example BEGIN
    INSERT INTO example_search (example_search, rowid, text)
    SELECT 'delete', id, text FROM example_text WHERE id = old.id;
END""",
    "example_changing": """BEFORE UPDATE OF content ON example BEGIN
    INSERT INTO example_search (example_search, rowid, text)
    SELECT 'delete', id, text FROM example_text WHERE id = old.id;
END""",
    "example_changed": """AFTER UPDATE OF content ON example BEGIN
    INSERT INTO example_search (rowid, text) SELECT id, text FROM example_text WHERE id = new.id;
END""",
}
_FEW = 50


def create_triggers(db: apsw.Connection) -> None:
    """Let every change of a text reach the index."""
    for name, body in TRIGGERS.items():
        db.execute(f"CREATE TRIGGER {name} {body}")


@contextmanager
def indexed_together(db: apsw.Connection, ids: Collection[int]) -> Iterator[None]:
    """Index the rows whose text the block adds, changes or removes once, around it; the caller holds a transaction.

    With triggers FTS5 writes its buffer to the file after each row, at 20 times the cost: they are away meanwhile.
    An error must end the transaction, which brings them back.
    """
    if len(ids) <= _FEW:
        yield
        return
    listed = json.dumps(list(ids))
    for name in TRIGGERS:
        db.execute(f"DROP TRIGGER {name}")
    db.execute(
        "INSERT INTO example_search (example_search, rowid, text)"
        " SELECT 'delete', id, text FROM example_text WHERE id IN (SELECT value FROM json_each(?))",
        (listed,),
    )
    yield
    db.execute(
        "INSERT INTO example_search (rowid, text)"
        " SELECT id, text FROM example_text WHERE id IN (SELECT value FROM json_each(?))",
        (listed,),
    )
    create_triggers(db)
