"""Which rows a change touched, told as one net change of each however often it was touched."""

from typing import Literal, cast

import apsw

from studio.data.records import Changes

LISTED = 10_000
"""A change of more rows than this is told as `everything`."""

Operation = Literal["INSERT", "DELETE", "UPDATE"]
_OPPOSITE: dict[str, Operation] = {"INSERT": "DELETE", "DELETE": "INSERT", "UPDATE": "UPDATE"}
# What two changes of one row come to; None is none at all.
_TOGETHER: dict[tuple[Operation, Operation], Operation | None] = {
    ("INSERT", "UPDATE"): "INSERT",
    ("INSERT", "DELETE"): None,
    ("DELETE", "INSERT"): "UPDATE",
}
# Where tables that say something about an example have its id.
_EXAMPLE_ID = {"fold": 0, "review": 1, "lineage": 0}


class Touched:
    """Collects the ids of changed rows until they are too many to list."""

    def __init__(self) -> None:
        self._rows: dict[int, Operation] = {}
        self._everything = False

    def add_range(self, op: Operation, first: int, last: int) -> None:
        """Rows that came or went together, by their ids."""
        if last - first >= LISTED:
            self._too_many()
        else:
            for id in range(first, last + 1):
                self._add(id, op)

    def add_changeset(self, changeset: bytes, *, inverted: bool) -> None:
        """What a changeset, or its inverse, did."""
        for change in apsw.Changeset.iter(changeset):
            if self._everything:
                return
            if change.name == "example":
                self._add(row_id(change), _OPPOSITE[change.op] if inverted else cast(Operation, change.op))
            elif change.name == "dataset":
                # A data set came or went: every screen that lists them has to look again.
                self._too_many()
            elif change.name in _EXAMPLE_ID:
                self._add_about(change)

    def changes(self, label: str) -> Changes:
        """What all of it came to."""
        if self._everything:
            return Changes(label, everything=True)
        of: dict[str, list[int]] = {"INSERT": [], "DELETE": [], "UPDATE": []}
        for id in sorted(self._rows):
            of[self._rows[id]].append(id)
        return Changes(label, tuple(of["INSERT"]), tuple(of["DELETE"]), tuple(of["UPDATE"]))

    def _add(self, id: int, op: Operation) -> None:
        known = self._rows.get(id)
        together = op if known is None else _TOGETHER.get((known, op), op)
        if together is None:
            del self._rows[id]
        else:
            self._rows[id] = together
        if len(self._rows) > LISTED:
            self._too_many()

    def _add_about(self, change: apsw.TableChange) -> None:
        row = change.old if change.op != "INSERT" else change.new
        id = row[_EXAMPLE_ID[change.name]] if isinstance(row, tuple) else None
        if isinstance(id, int) and id not in self._rows:
            self._add(id, "UPDATE")

    def _too_many(self) -> None:
        self._everything = True
        self._rows.clear()


def row_id(change: apsw.TableChange) -> int:
    """The id of the row that a change of a table with one is about."""
    row = change.new if change.op == "INSERT" else change.old
    if not isinstance(row, tuple) or not isinstance(row[0], int):
        raise TypeError(f"a changed row without an id: {row!r}")
    return row[0]
