"""Splits are drawn by family, and the same way every time."""

from collections import Counter

import numpy as np
import pytest

from studio.data.split import assign_splits


def test_ten_families_give_one_each() -> None:
    assert Counter(assign_splits(np.arange(10), seed=1, validation=0.1, test=0.1).values()) == {
        "validation": 1,
        "test": 1,
    }


def test_few_families_are_all_trained_on() -> None:
    assert assign_splits(np.arange(9), seed=1, validation=0.1, test=0.1) == {}


def test_large_sets_keep_the_shares() -> None:
    counts = Counter(assign_splits(np.arange(10_000), seed=1, validation=0.1, test=0.05).values())
    assert counts == {"validation": 1000, "test": 500}


def test_order_and_repetition_do_not_matter() -> None:
    families = np.arange(1, 101)
    shuffled = np.concatenate([families[::-1], families])
    assert assign_splits(families, seed=3, validation=0.1, test=0.1) == assign_splits(
        shuffled, seed=3, validation=0.1, test=0.1
    )


@pytest.mark.parametrize("seed", [0, 2**64, -1])
def test_another_seed_draws_others(seed: int) -> None:
    families = np.arange(1, 1001)
    assert assign_splits(families, seed=seed, validation=0.1, test=0.1) != assign_splits(
        families, seed=7, validation=0.1, test=0.1
    )


def test_a_split_may_be_unwanted() -> None:
    assert set(assign_splits(np.arange(100), seed=1, validation=0.1, test=0).values()) == {"validation"}
