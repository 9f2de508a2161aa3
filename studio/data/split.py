"""Which families are trained on, and which are kept for validation and test."""

import numpy as np
from numpy.typing import NDArray

from studio.core.example import Split

SEED = 20_260
VALIDATION = 0.1
TEST = 0.1
_ENOUGH_FOR_EACH = 10


def assign_splits(families: NDArray[np.int64], *, seed: int, validation: float, test: float) -> dict[int, Split]:
    """A split for each family other than train's; families not in the answer are trained on.

    Families are ranked by a seeded hash of their number, so a family always goes as a whole, and the same families
    and seed give the same answer in whatever order they come. From ten families on each split asked for gets one.
    """
    unique = np.unique(families)
    ranked = unique[np.argsort(_hash(unique, seed), kind="stable")]
    tests = _share(len(ranked), test)
    validations = _share(len(ranked), validation)
    answer: dict[int, Split] = dict.fromkeys(ranked[:tests].tolist(), "test")
    answer.update(dict.fromkeys(ranked[tests : tests + validations].tolist(), "validation"))
    return answer


def _share(count: int, share: float) -> int:
    if count < _ENOUGH_FOR_EACH or share == 0:
        return int(count * share)
    return max(1, round(count * share))


def _hash(numbers: NDArray[np.int64], seed: int) -> NDArray[np.uint64]:
    """SplitMix64 (Steele, Lea and Flood 2014) of each number."""
    mixed = numbers.astype(np.uint64) + np.uint64((seed + 1) * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
