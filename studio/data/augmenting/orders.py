"""How many variants each parent is asked for, so that the parents of a group are used evenly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

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
    crosses: bool = False
    """Whether variants are wanted that belong to another group than their parent."""


class Shelf:
    """The parents with what each may still give."""

    def __init__(self, parents: Sequence[Parent], per_parent: int, *, once: bool) -> None:
        """`once` for one new variant of each parent at most."""
        self._parents = parents
        self._made = {parent.id: parent.variants for parent in parents}
        self._most = {parent.id: min(per_parent, parent.variants + 1) if once else per_parent for parent in parents}
        self._next = {parent.id: parent.attempt for parent in parents}
        self._end = {parent.id: parent.attempt + TRIES * self._room(parent) for parent in parents}
        self._asked_across: set[int] = set()

    def orders(self, needed: Mapping[str, int]) -> list[Order]:
        """What to try now so that groups get the rows they need; empty when nothing can be tried any more."""
        return [order for group, count in needed.items() if count > 0 for order in self._of_group(group, count)]

    def orders_across(self, needed: Mapping[str, int]) -> list[Order]:
        """What to try of the other groups' parents, one variant each, when those of a group give no more."""
        short = {group for group, count in needed.items() if count > 0}
        able = [
            parent
            for parent in self._parents
            if parent.group not in short and self._room(parent) > 0 and parent.id not in self._asked_across
        ]
        taken = list(islice(able, sum(needed[group] for group in short)))
        self._asked_across.update(parent.id for parent in taken)
        return [self._order(parent, 1, self._next[parent.id] + TRIES, crosses=True) for parent in taken]

    def _of_group(self, group: str, needed: int) -> Iterator[Order]:
        able = [parent for parent in self._parents if parent.group == group and self._can_give(parent)]
        wanted = dict.fromkeys((parent.id for parent in able), 0)
        for level in range(max((self._most[parent.id] for parent in able), default=0)):
            if needed == 0:
                break
            for parent in able:
                if needed > 0 and self._made[parent.id] <= level < self._most[parent.id]:
                    wanted[parent.id] += 1
                    needed -= 1
        for parent in able:
            if count := wanted[parent.id]:
                yield self._order(parent, count, self._end[parent.id])

    def _order(self, parent: Parent, wanted: int, end: int, *, crosses: bool = False) -> Order:
        first = self._next[parent.id]
        return Order(parent, first, min(first + TRIES * wanted, end), wanted, crosses)

    def _room(self, parent: Parent) -> int:
        return max(0, self._most[parent.id] - self._made[parent.id])

    def _can_give(self, parent: Parent) -> bool:
        return self._room(parent) > 0 and self._next[parent.id] < self._end[parent.id]

    def tried(self, order: Order, tries: int, accepted: int) -> None:
        """Note what became of an order; a parent of which nothing could be made is given up."""
        id = order.parent.id
        self._made[id] += accepted
        self._next[id] = order.first + tries if accepted else max(order.last, self._end[id])
