"""SQLite's write-ahead log, copied into the file between changes instead of at the end of one, where someone waits."""

from contextlib import suppress

import apsw

_WORTH_COPYING = 4 << 20
"""Bytes; a shorter log costs readers nothing."""


class WriteAheadLog:
    """The log of a writing connection; a change is safe once it is in it."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self._pages = 0
        self._page_bytes = int(str(db.pragma("page_size")))
        # In the place of SQLite's own, which copies at the end of whatever change made the log long.
        db.set_wal_hook(self._note)

    def _note(self, _db: apsw.Connection, _name: str, pages: int) -> int:
        self._pages = pages
        return apsw.SQLITE_OK

    def settle(self) -> None:
        """Copy a long log into the file, as far as nobody still reads what stands there; outside any transaction."""
        if self._pages * self._page_bytes < _WORTH_COPYING:
            return
        # Another process may be copying: a window that looks on, or a backup.
        with suppress(apsw.BusyError):
            pages, copied = self._db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
            self._pages = 0 if copied == pages else pages
