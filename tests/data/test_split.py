"""Splits are drawn by family, and the same way every time."""

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.core.example import SPLITS
from studio.data.split import assign_splits


def held_out(families: NDArray[np.int64], *, seed: int, validation: float = 0.1, test: float = 0.1) -> dict[int, str]:
    unique, positions = assign_splits(families, seed=seed, validation=validation, test=test)
    found = dict(zip(unique.tolist(), [SPLITS[at] for at in positions.tolist()], strict=True))
    return {family: split for family, split in found.items() if split != "train"}


def test_ten_families_give_one_each() -> None:
    assert Counter(held_out(np.arange(10), seed=1).values()) == {"validation": 1, "test": 1}


def test_few_families_are_all_trained_on() -> None:
    assert held_out(np.arange(9), seed=1) == {}
    assert held_out(np.empty(0, np.int64), seed=1) == {}


def test_large_sets_keep_the_shares() -> None:
    counts = Counter(held_out(np.arange(10_000), seed=1, test=0.05).values())
    assert counts == {"validation": 1000, "test": 500}


def test_order_and_repetition_do_not_matter() -> None:
    families = np.arange(1, 101)
    shuffled = np.concatenate([families[::-1], families])
    assert held_out(families, seed=3) == held_out(shuffled, seed=3)


@pytest.mark.parametrize("seed", [0, 2**64, -1])
def test_another_seed_draws_others(seed: int) -> None:
    families = np.arange(1, 1001)
    assert held_out(families, seed=seed) != held_out(families, seed=7)


def test_a_split_may_be_unwanted() -> None:
    assert set(held_out(np.arange(100), seed=1, test=0).values()) == {"validation"}
