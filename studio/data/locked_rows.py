"""Triggers that keep a locked test split as it is, whatever tries to change it."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

import apsw

from studio.errors import TestSplitLocked
from studio.words import _

_REFUSED = "locked test split"
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
# They exist while something is locked, so that other projects do not pay for them at each row.
_TRIGGERS = {
    "locked_test_inserted": f"""BEFORE INSERT ON example WHEN new.split = 'test'
    AND EXISTS (SELECT 1 FROM split_lock WHERE dataset_id = new.dataset_id) {_REFUSE}""",
    "locked_test_deleted": f"""BEFORE DELETE ON example WHEN old.split = 'test'
    AND EXISTS (SELECT 1 FROM split_lock WHERE dataset_id = old.dataset_id) {_REFUSE}""",
    "locked_test_changed": f"""BEFORE UPDATE ON example WHEN 'test' IN (old.split, new.split)
    AND EXISTS (SELECT 1 FROM split_lock WHERE dataset_id IN (old.dataset_id, new.dataset_id)) {_REFUSE}""",
}
_LOCKED_ROWS = """
SELECT * FROM example WHERE split = 'test' AND dataset_id IN (SELECT dataset_id FROM split_lock) ORDER BY id
"""
_LOCKED_NAMES = "SELECT name FROM dataset WHERE id IN (SELECT dataset_id FROM split_lock) ORDER BY name"


def guard_locked_rows(db: apsw.Connection) -> None:
    """Make the triggers what the locks ask for; the caller holds a transaction."""
    for name, body in _TRIGGERS.items():
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
        if any_locked(db):
            db.execute(f"CREATE TRIGGER {name} {body}")


def any_locked(db: apsw.Connection) -> bool:
    """Whether some data set's test split is locked."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM split_lock)").get)


def is_locked(db: apsw.Connection, dataset_id: int) -> bool:
    """Whether the test split of a data set is locked."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM split_lock WHERE dataset_id = ?)", (dataset_id,)).get)


@contextmanager
def refusals_explained(db: apsw.Connection) -> Iterator[None]:
    """Turn what the triggers refuse into TestSplitLocked."""
    try:
        yield
    except apsw.ConstraintError as error:
        if _REFUSED not in str(error):
            raise
        raise locked_refusal(db) from error


def locked_refusal(db: apsw.Connection) -> TestSplitLocked:
    """The refusal, naming what is locked."""
    names = ", ".join(str(name) for (name,) in db.execute(_LOCKED_NAMES))
    return TestSplitLocked(
        _("The locked test split would change: {names}. Nothing was changed.").format(names=names),
        hint=_("Leave the test rows out, or unlock the test split first, giving a reason that is kept."),
    )


@contextmanager
def locked_rows_kept(db: apsw.Connection) -> Iterator[None]:
    """Let the block change locked test rows if they end as they were; else raises TestSplitLocked.

    The caller holds a transaction that an error rolls back, the triggers' absence included.
    """
    if not any_locked(db):
        yield
        return
    # Said now: a data set's name may be gone by the end.
    refusal, before = locked_refusal(db), _fingerprint(db)
    for name in _TRIGGERS:
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
    yield
    guard_locked_rows(db)
    if _fingerprint(db) != before:
        raise refusal


def _fingerprint(db: apsw.Connection) -> bytes:
    found = blake2b()
    for row in db.execute(_LOCKED_ROWS):
        found.update(repr(row).encode("utf-8", "surrogatepass"))
    return found.digest()
