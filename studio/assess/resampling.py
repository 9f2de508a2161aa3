"""Rows drawn again and again with replacement, those of a family together: what a metric does without its luck."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from studio.assess.measure import Floats, Measure, Positions

RESAMPLES = 2000
_SEED = 6
_AT_ONCE = 1_000_000
_LEAVE_OUTS = 250

Clusters = Mapping[int, int]
"""By row, the family it belongs to; a row without one stands alone."""
Draws = np.ndarray[tuple[int, int], np.dtype[np.intp]]


@dataclass(frozen=True)
class Units:
    """What is drawn: rows, or families of rows; `of_row` gives each row's unit, from 0 without gaps."""

    of_row: Positions
    count: int

    @property
    def are_rows(self) -> bool:
        """Whether every row stands alone."""
        return self.count == len(self.of_row)

    def sums(self, values: Floats) -> Floats:
        """Of the rows of each unit."""
        return values if self.are_rows else np.bincount(self.of_row, values, self.count).astype(float)

    @property
    def sizes(self) -> Floats:
        """Rows of each unit."""
        return self.sums(np.ones(len(self.of_row)))

    def draws(self, times: int = RESAMPLES) -> Iterator[Draws]:
        """As many units as there are, with replacement, so many times: seeded, and in blocks that fit into memory."""
        chance = np.random.default_rng(_SEED)
        block = max(1, _AT_ONCE // max(1, self.count))
        for begin in range(0, times, block):
            yield chance.integers(0, self.count, (min(block, times - begin), self.count))

    def rows(self, drawn: Positions) -> Positions:
        """The rows of the units drawn, repeats included."""
        if self.are_rows:
            return drawn
        return np.concatenate([self._members[unit] for unit in drawn])

    @cached_property
    def _members(self) -> list[Positions]:
        ordered = np.argsort(self.of_row, kind="stable")
        return np.split(ordered, np.cumsum(np.bincount(self.of_row))[:-1])


def units_of(ids: tuple[int, ...], clusters: Clusters | None) -> Units:
    """Numbered as they first occur."""
    if not clusters:
        return Units(np.arange(len(ids)), len(ids))
    numbers: dict[tuple[str, int], int] = {}
    keys = (("family", clusters[each]) if each in clusters else ("row", each) for each in ids)
    of_row = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)
    return Units(of_row if len(numbers) < len(ids) else np.arange(len(ids)), len(numbers))


def recomputed(measure: Measure, units: Units, times: int = RESAMPLES) -> Floats:
    """The metric of each resample; nan where one cannot decide it."""
    return np.array([measure.compute(units.rows(drawn)) for block in units.draws(times) for drawn in block])


def left_out(measure: Measure, units: Units) -> Floats:
    """The metric without each unit in turn (where they are many, without each 250th of them)."""
    blocks = min(units.count, _LEAVE_OUTS)
    block_of_row = units.of_row % blocks
    return np.array([measure.compute(np.flatnonzero(block_of_row != block)) for block in range(blocks)])


def studentised(outcomes: Floats, units: Units) -> tuple[float, Floats]:
    """The standard error of the mean, and the t statistics of resamples (those without any spread left aside).

    The mean is a ratio of the units' sums to their sizes; its variance is the linearised one (Cochran 1977,
    Sampling Techniques, section 6.4), which is the usual one where each row stands alone.
    """
    sums, sizes = units.sums(outcomes), units.sizes
    whole = np.arange(units.count)[None, :]
    spread_of = partial(_plain, sums) if units.are_rows else partial(_ratio, sums, sizes)
    mean, error = spread_of(whole)
    drawn = [spread_of(block) for block in units.draws()]
    means, errors = (np.concatenate(each) for each in zip(*drawn, strict=True))
    spread = errors > 1e-9 * max(1e-300, float(error[0]))
    return float(error[0]), (means[spread] - mean[0]) / errors[spread]


def sign_flip_p(differences: Floats, units: Units) -> float:
    """How often the mean is as far from zero when each unit's sign is tossed: two equal models could swap names.

    Fisher 1935, The Design of Experiments, section 21.
    """
    sums = units.sums(differences)
    seen = abs(float(sums.sum())) * (1 - 1e-9)
    chance = np.random.default_rng(_SEED)
    block = max(1, _AT_ONCE // units.count)
    beyond = 0
    for begin in range(0, RESAMPLES, block):
        tossed = chance.integers(0, 2, (min(block, RESAMPLES - begin), units.count))
        beyond += int(np.sum(np.abs((2 * tossed - 1) @ sums) >= seen))
    return (beyond + 1) / (RESAMPLES + 1)


def _plain(values: Floats, drawn: Draws) -> tuple[Floats, Floats]:
    some = values[drawn]
    mean = some.mean(axis=1)
    some -= mean[:, None]
    count = drawn.shape[1]
    return mean, np.sqrt(np.einsum("ij,ij->i", some, some) / (count * max(1, count - 1)))


def _ratio(sums: Floats, sizes: Floats, drawn: Draws) -> tuple[Floats, Floats]:
    some, many = sums[drawn], sizes[drawn]
    total = many.sum(axis=1)
    mean = some.sum(axis=1) / total
    count = drawn.shape[1]
    squares = ((some - mean[:, None] * many) ** 2).sum(axis=1)
    return mean, np.sqrt(squares * count / max(1, count - 1)) / total
