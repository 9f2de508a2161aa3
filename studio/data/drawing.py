"""Draws groups of rows into parts of given shares, each kind of row as evenly as the groups allow; pure arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.data.split import seeded_hash

UNDRAWN = -1
_ENOUGH_FOR_EACH = 10
_EXCHANGED = 100
_EXCHANGES = 200
_NEARER = 1e-9

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """One entry for each row: its group, its stratum from 0, and the part it is in already or UNDRAWN."""

    groups: Ints
    strata: Ints
    parts: Ints


def draw_parts(rows: Rows, shares: Sequence[float], *, seed: int) -> Ints:
    """The part of each row; rows of one group that are undrawn go together, to where the group is if it is somewhere.

    The same groups, strata and seed give the same answer in whatever order the rows come. Large groups go first, each
    to where most is missing; single rows come last and make the shares exact. What rounding leaves over in one
    stratum is made good in the next. Then the smallest groups are exchanged while that brings the shares nearer.
    From ten groups on each part with a share gets one.
    """
    if not len(rows.groups):
        return rows.parts
    drawing = _Drawing(rows, np.asarray(shares, np.float64), seed)
    drawing.follow_known()
    drawing.draw_mixed()
    drawing.draw_pure()
    drawing.exchange()
    drawing.fill_empty()
    return np.where(rows.parts == UNDRAWN, drawing.part_of[drawing.group_of], rows.parts)


class _Drawing:
    """The state of one draw: which part each group has, and how many rows of each stratum each part has."""

    def __init__(self, rows: Rows, shares: Floats, seed: int) -> None:
        self._rows, self._shares = rows, shares
        numbers, self.group_of = np.unique(rows.groups, return_inverse=True)
        self._strata = int(rows.strata.max()) + 1
        free = rows.parts == UNDRAWN
        self._sizes = np.bincount(self.group_of[free], minlength=len(numbers))
        # Groups of about the same size are drawn in the order of their seeded hashes, so that the seed matters.
        scale = np.frexp(self._sizes)[1]
        self._order = np.lexsort((seeded_hash(numbers, seed), -scale))
        self.part_of = np.full(len(numbers), UNDRAWN, np.int64)
        self._set_counts(free)

    def _set_counts(self, free: NDArray[np.bool_]) -> None:
        parts, strata = len(self._shares), self._strata
        known = self._rows.strata[~free] * parts + self._rows.parts[~free]
        have = np.bincount(known, minlength=strata * parts).reshape(strata, parts)
        wanted = np.bincount(self._rows.strata, minlength=strata)[:, None] * self._shares
        self._missing: Floats = wanted - have
        # How many free rows of each stratum each group has, one entry for each pair there is.
        pairs, counts = np.unique(self.group_of[free] * strata + self._rows.strata[free], return_counts=True)
        self._pair_group, self._pair_stratum, self._pair_count = pairs // strata, pairs % strata, counts
        self._starts = np.searchsorted(self._pair_group, np.arange(len(self._sizes) + 1))

    def follow_known(self) -> None:
        """Groups of which some rows are in a part already go there; where those are torn, to where most are."""
        known = self._rows.parts != UNDRAWN
        parts = len(self._shares)
        counts = np.zeros((len(self.part_of), parts), np.int64)
        np.add.at(counts, (self.group_of[known], self._rows.parts[known]), 1)
        for group in np.flatnonzero(counts.any(axis=1)).tolist():
            self._put(group, int(counts[group].argmax()))

    def draw_mixed(self) -> None:
        """Groups with rows of several strata, each to where it leaves the least missing, in its strata and in all."""
        several = np.diff(self._starts) > 1
        for group in self._order[several[self._order]].tolist():
            if self.part_of[group] == UNDRAWN:
                strata, counts = self._of_group(group)
                needed = counts @ self._missing[strata] + self._sizes[group] * self._missing.sum(axis=0)
                self._put(group, self._best(needed))

    def draw_pure(self) -> None:
        """Groups with rows of one stratum only, the rarest stratum first."""
        free = self._order[(self.part_of[self._order] == UNDRAWN) & (self._sizes[self._order] > 0)]
        strata = self._pair_stratum[self._starts[free]]
        by_stratum = free[np.argsort(strata, kind="stable")]
        counts = np.bincount(strata, minlength=self._strata)
        ends = np.cumsum(counts)
        # What rounding left over in the strata before, which the next one makes good.
        carried: Floats = np.zeros(len(self._shares))
        for stratum in np.argsort(counts, kind="stable").tolist():
            groups = by_stratum[ends[stratum] - counts[stratum] : ends[stratum]]
            self._draw_stratum(stratum, groups, carried)
            carried = carried + self._missing[stratum]

    def _draw_stratum(self, stratum: int, groups: Ints, carried: Floats) -> None:
        single = self._sizes[groups] == 1
        for group in groups[~single].tolist():
            self._put(group, self._best(self._missing[stratum] + carried))
        needed = np.where(self._shares > 0, self._missing[stratum] + carried, -np.inf)
        counts = _apportioned(needed, int(single.sum()))
        self.part_of[groups[single]] = np.repeat(np.arange(len(counts)), counts)
        self._missing[stratum] -= counts

    def exchange(self) -> None:
        """Move one group, or exchange two, among the smallest, as long as that brings the shares nearer."""
        movable = self._movable()[-_EXCHANGED:]
        if (self._sizes[movable] == 1).all():
            return
        parts = np.flatnonzero(self._shares > 0)
        # Nothing at all can be exchanged too: that is a move.
        part_of = np.concatenate([self.part_of[movable], parts])
        rows, strata = self._table(movable, len(parts))
        for _time in range(_EXCHANGES):
            missing = self._missing[strata].T
            missing = np.column_stack([missing, self._missing.sum(axis=0)])
            one, other, gain = _best_exchange(rows, part_of, missing)
            if gain >= -_NEARER:
                return
            for group, part in ((one, part_of[other]), (other, part_of[one])):
                if group < len(movable):
                    self._move(int(movable[group]), int(part))
            part_of[: len(movable)] = self.part_of[movable]

    def _table(self, groups: Ints, empty: int) -> tuple[Floats, Ints]:
        """Rows of each group in each stratum they have, and in all; after them so many empty groups."""
        found = [self._of_group(int(group)) for group in groups]
        strata = np.unique(np.concatenate([of for of, _counts in found]))
        rows = np.zeros((len(groups) + empty, len(strata) + 1))
        for at, (of, counts) in enumerate(found):
            rows[at, np.searchsorted(strata, of)] = counts
            rows[at, -1] = counts.sum()
        return rows, strata

    def fill_empty(self) -> None:
        """Give a part that got nothing the smallest group of the part that has most beyond its share, if it has two."""
        if len(self.part_of) < _ENOUGH_FOR_EACH:
            return
        for part in np.flatnonzero(self._shares > 0).tolist():
            if (self.part_of == part).any():
                continue
            has = np.bincount(self.part_of[self._movable()], minlength=len(self._shares))
            rich = int(np.where(has > 1, self._missing.sum(axis=0), np.inf).argmin())
            candidates = self._movable()[self.part_of[self._movable()] == rich]
            if len(candidates) > 1:
                self._move(int(candidates[np.argmin(self._sizes[candidates])]), part)

    def _movable(self) -> Ints:
        """Groups of which nothing was in a part before, in the order of the draw."""
        known = np.zeros(len(self.part_of), np.bool_)
        known[self.group_of[self._rows.parts != UNDRAWN]] = True
        return self._order[~known[self._order]]

    def _best(self, needed: Floats) -> int:
        return int(np.where(self._shares > 0, needed, -np.inf).argmax())

    def _put(self, group: int, part: int) -> None:
        strata, counts = self._of_group(group)
        self.part_of[group] = part
        self._missing[strata, part] -= counts

    def _move(self, group: int, part: int) -> None:
        strata, counts = self._of_group(group)
        self._missing[strata, self.part_of[group]] += counts
        self._put(group, part)

    def _of_group(self, group: int) -> tuple[Ints, Ints]:
        pairs = slice(self._starts[group], self._starts[group + 1])
        return self._pair_stratum[pairs], self._pair_count[pairs]


def _best_exchange(rows: Floats, part_of: Ints, missing: Floats) -> tuple[int, int, float]:
    """The two groups whose exchange makes the sum of squares of what is missing smallest, and by how much."""
    moved = rows[:, None, :] - rows[None, :, :]
    of = missing[part_of]
    gains = 2 * (moved * (of[:, None, :] - of[None, :, :] + moved)).sum(axis=2)
    gains[part_of[:, None] == part_of[None, :]] = 0
    best = int(gains.argmin())
    one, other = divmod(best, len(part_of))
    return one, other, float(gains.flat[best])


def _apportioned(needed: Floats, count: int) -> Ints:
    """Whole numbers that add up to `count` and lie as near to what is needed as can be."""
    if not count:
        return np.zeros(len(needed), np.int64)
    level = _level(np.sort(needed[np.isfinite(needed)])[::-1], count)
    exact = np.maximum(needed - level, 0.0)
    whole = np.floor(exact + _NEARER).astype(np.int64)
    for part in np.argsort(whole - exact, kind="stable")[: max(0, count - int(whole.sum()))]:
        whole[part] += 1
    return whole


def _level(descending: Floats, count: int) -> float:
    """What must be taken off every need, those below it left out, so that `count` remains."""
    sums = np.cumsum(descending)
    levels = (sums - count) / np.arange(1, len(descending) + 1)
    enough = np.flatnonzero(descending > levels)
    return float(levels[enough[-1]])
