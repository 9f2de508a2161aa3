"""Some of many by chance, the same ones for the same seed."""

import random
from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def drawn(items: Sequence[_Item], count: int, seed: int) -> tuple[_Item, ...]:
    """So many of them, in their order; all where `count` is 0 or there are no more."""
    if not 0 < count < len(items):
        return tuple(items)
    return tuple(items[at] for at in sorted(random.Random(seed).sample(range(len(items)), count)))
