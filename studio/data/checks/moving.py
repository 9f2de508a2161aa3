"""Which rows have to move so that nothing is in two splits at once."""

import json
from collections.abc import Iterable, Iterator
from typing import cast

import apsw

from studio.core.example import SPLITS, Split
from studio.data.locked_rows import is_locked

_BATCH = 5_000


def moves_that_close_leaks(
    db: apsw.Connection, dataset_id: int, groups: Iterable[list[int]]
) -> list[tuple[int, Split | None]]:
    """New splits of the rows that move: whole families, to the group’s first split (training, validation, test).

    What leaks into a locked test split is taken out of the splits instead.
    """
    families = _Families()
    for ids in groups:
        families.unite(family for _id, family, _split in _rows(db, "id", ids))
    together: dict[int, list[tuple[int, Split | None]]] = {}
    for id, family, split in _rows(db, "family", families.known()):
        together.setdefault(families.root(family), []).append((id, split))
    locked = is_locked(db, dataset_id)
    return [move for rows in together.values() for move in _moves(rows, locked=locked)]


def _moves(rows: list[tuple[int, Split | None]], *, locked: bool) -> Iterator[tuple[int, Split | None]]:
    used = [split for split in SPLITS if any(split == each for _id, each in rows)]
    if len(used) <= 1:
        return
    target = None if locked and "test" in used else used[0]
    for id, split in rows:
        if split not in (None, target) and not (locked and split == "test"):
            yield id, target


def _rows(db: apsw.Connection, column: str, values: list[int]) -> Iterator[tuple[int, int, Split | None]]:
    for start in range(0, len(values), _BATCH):
        wanted = json.dumps(values[start : start + _BATCH])
        query = f"SELECT id, family, split FROM example WHERE {column} IN (SELECT value FROM json_each(?)) ORDER BY id"
        yield from cast(list[tuple[int, int, Split | None]], db.execute(query, (wanted,)).fetchall())


class _Families:
    """Families that leak into one another: they move together."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def unite(self, families: Iterable[int]) -> None:
        """Let these move together."""
        roots = [self.root(family) for family in families]
        for root in roots:
            self._parents[root] = min(roots)

    def known(self) -> list[int]:
        """All of them."""
        return list(self._parents)

    def root(self, family: int) -> int:
        """The family that stands for all that move with this one."""
        self._parents.setdefault(family, family)
        while self._parents[family] != family:
            family = self._parents[family]
        return family
