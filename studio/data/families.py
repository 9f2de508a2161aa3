"""Which new rows belong together, and the splits they get: arrays in, arrays out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.core.example import SPLITS, Split
from studio.data.split import SEED, VALIDATION, assign_splits, distinct

NO_SPLIT = len(SPLITS)
"""Stands for no split where splits are positions in SPLITS."""


@dataclass(frozen=True)
class NewRows:
    """Rows with ids from `first_id` on; a row is `open` when nobody asked for its split."""

    first_id: int
    digests: NDArray[np.int64]
    families: NDArray[np.int64]
    splits: NDArray[np.int8]
    open: NDArray[np.bool_]


@dataclass(frozen=True)
class Twins:
    """Identical rows: for each row the family of its first twin, and how many rows have one."""

    families: NDArray[np.int64]
    repeated_here: int
    repeated_there: int


def find_twins(rows: NewRows, there: Mapping[int, int]) -> Twins:
    """`there` leads from digests that the data set already had to their families."""
    unique, first, inverse = np.unique(rows.digests, return_index=True, return_inverse=True)
    of_twin = rows.families[first]
    if there:
        known = np.fromiter(there, np.int64)
        of_twin[np.searchsorted(unique, known)] = np.fromiter(there.values(), np.int64)
    return Twins(of_twin[inverse], len(rows.digests) - len(unique), len(there))


def united_families(rows: NewRows, twins: Twins) -> NDArray[np.int64]:
    """Each row's family once twins are one family, so that none of them is trained on while another is the test.

    Two families that were there before stay two: their rows are not ours to move.
    """
    apart = rows.families != twins.families
    new, twin = rows.families[apart], twins.families[apart]
    if (
        len(distinct(new)) == len(new)
        and not np.isin(twin, new).any()
        and np.all((twin < new) & (new >= rows.first_id))
    ):
        # Nearly always: rows of no named family, each the twin of one that stays where it is.
        return _looked_up(rows.families, new, twin, rows.families)
    parents: dict[int, int] = {}
    for one, other in np.unique(np.stack([new, twin]), axis=1).T.tolist():
        _unite(parents, one, other, rows.first_id)
    roots = [_root(parents, family) for family in list(parents)]
    return _looked_up(rows.families, np.fromiter(parents, np.int64), np.array(roots, np.int64), rows.families)


def _root(parents: dict[int, int], family: int) -> int:
    root = family
    while parents.get(root, root) != root:
        root = parents[root]
    while parents.get(family, family) != root:
        parents[family], family = root, parents[family]
    return root


def _unite(parents: dict[int, int], one: int, other: int, first_id: int) -> None:
    smaller, larger = sorted((_root(parents, one), _root(parents, other)))
    if larger >= first_id:
        parents[larger] = smaller


def exact_splits(
    rows: NewRows, families: NDArray[np.int64], before: Mapping[int, Split], test: float
) -> NDArray[np.int8]:
    """The splits once all families are known; `before` has those of families that were there.

    A family follows the split that one of its rows asked for. Where the test split takes none (`test` is 0) an open
    row of a family in it is used nowhere.
    """
    asked = ~rows.open & (rows.splits != NO_SPLIT)
    unique, first = np.unique(families[asked], return_index=True)
    known = np.concatenate([np.fromiter(before, np.int64), unique])
    found = np.concatenate([_positions(before.values()), rows.splits[asked][first]])
    free = families[rows.open & ~np.isin(families, known)]
    others, of_others = assign_splits(free, seed=SEED, validation=VALIDATION, test=test)
    exact = _looked_up(families, np.concatenate([known, others]), np.concatenate([found, of_others]), families)
    if test == 0:
        exact[exact == SPLITS.index("test")] = NO_SPLIT
    return np.where(rows.open, exact, rows.splits).astype(np.int8)


def _positions(splits: Iterable[Split]) -> NDArray[np.int8]:
    return np.fromiter((SPLITS.index(split) for split in splits), np.int8)


def _looked_up(
    families: NDArray[np.int64], keys: NDArray[np.int64], values: NDArray[Any], otherwise: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The value of each family's key, of equal keys that of the last; `otherwise` where there is none."""
    found = otherwise.copy()
    if len(keys):
        order = np.argsort(keys, kind="stable")
        keys, values = keys[order], values[order]
        at = np.maximum(np.searchsorted(keys, families, side="right") - 1, 0)
        there = keys[at] == families
        found[there] = values[at[there]]
    return found
