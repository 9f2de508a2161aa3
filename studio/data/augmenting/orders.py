"""How many variants each parent is asked for, so that the parents of a group are used evenly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.data.augmenting.parents import Parent

TRIES = 6
"""How often a wanted variant is tried before its parent is given up."""


@dataclass(frozen=True)
class Order:
    """So many variants of one parent, tried from its attempt `first` on, before `last`."""

    parent: Parent
    first: int
    last: int
    wanted: int


class Shelf:
    """The parents with what each may still give."""

    def __init__(self, parents: Sequence[Parent], per_parent: int) -> None:
        self._parents, self._per_parent = parents, per_parent
        self._made = {parent.id: parent.variants for parent in parents}
        self._next = {parent.id: parent.attempt for parent in parents}
        self._end = {parent.id: parent.attempt + TRIES * max(0, per_parent - parent.variants) for parent in parents}

    def orders(self, needed: Mapping[str, int]) -> list[Order]:
        """What to try now so that groups get the rows they need; empty when nothing can be tried any more."""
        return [order for group, count in needed.items() if count > 0 for order in self._of_group(group, count)]

    def _of_group(self, group: str, needed: int) -> Iterator[Order]:
        able = [parent for parent in self._parents if parent.group == group and self._can_give(parent)]
        wanted = dict.fromkeys((parent.id for parent in able), 0)
        for level in range(self._per_parent if able else 0):
            if needed == 0:
                break
            for parent in able:
                if needed > 0 and self._made[parent.id] <= level < self._per_parent:
                    wanted[parent.id] += 1
                    needed -= 1
        for parent in able:
            if count := wanted[parent.id]:
                first = self._next[parent.id]
                yield Order(parent, first, min(first + TRIES * count, self._end[parent.id]), count)

    def _can_give(self, parent: Parent) -> bool:
        return self._made[parent.id] < self._per_parent and self._next[parent.id] < self._end[parent.id]

    def tried(self, order: Order, tries: int, accepted: int) -> None:
        """Note what became of an order; a parent of which nothing could be made is given up."""
        id = order.parent.id
        self._made[id] += accepted
        self._next[id] = order.first + tries if accepted else self._end[id]
