"""Which families are trained on, and which are kept for validation and test."""

import numpy as np
from numpy.typing import NDArray

from studio.core.example import SPLITS

SEED = 20_260
VALIDATION = 0.1
TEST = 0.1
_ENOUGH_FOR_EACH = 10


def assign_splits(
    families: NDArray[np.int64], *, seed: int, validation: float, test: float
) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """The different families in order, and the position in SPLITS of each.

    Families are ranked by a seeded hash of their number, so a family always goes as a whole, and the same families
    and seed give the same answer in whatever order they come. From ten families on each split asked for gets one.
    """
    unique = distinct(families)
    ranking = np.argsort(seeded_hash(unique, seed), kind="stable")
    tests, validations = _share(len(unique), test), _share(len(unique), validation)
    positions = np.full(len(unique), SPLITS.index("train"), np.int8)
    positions[ranking[:tests]] = SPLITS.index("test")
    positions[ranking[tests : tests + validations]] = SPLITS.index("validation")
    return unique, positions


def likely_splits(families: NDArray[np.int64], *, seed: int, validation: float, test: float) -> NDArray[np.int8]:
    """Positions in SPLITS that `assign_splits` will give nearly all of these, told one by one before all are known."""
    ranks = seeded_hash(families, seed) / 2.0**64
    return np.select(
        [ranks < test, ranks < test + validation], [SPLITS.index("test"), SPLITS.index("validation")], 0
    ).astype(np.int8)


def _share(count: int, share: float) -> int:
    if count < _ENOUGH_FOR_EACH or share == 0:
        return int(count * share)
    return max(1, round(count * share))


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """As `np.unique`, whose table of hashes takes ten times the time and memory for numbers nearly in order."""
    ordered: NDArray[np.int64] = np.sort(numbers)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[first], np.int64)


def seeded_hash(numbers: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """SplitMix64 (Steele, Lea and Flood 2014) of each number."""
    mixed = numbers.astype(np.uint64) + np.uint64((seed + 1) * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
