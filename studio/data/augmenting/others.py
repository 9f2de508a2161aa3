"""Makers in processes beside the one that judges, which load what they need while that one looks at the rows."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from studio.core.augmentation import AugmentationPlan
from studio.data.augmenting.making import Maker, Templates, collecting_seldom
from studio.data.augmenting.orders import Order
from studio.data.augmenting.parents import Parent
from studio.data.augmenting.second import load_second_opinion
from studio.data.augmenting.variant import Variant, read_variant
from studio.data.child import Child
from studio.data.reader import CONTENT
from studio.text.augment.catalogue import catalogue


class Other:
    """A maker in a child, which begins to load at once."""

    def __init__(self, child: Child, project: str, plan: AugmentationPlan) -> None:
        self._child = child
        self._arguments: Mapping[str, object] = {"project": project, "plan": plan.model_dump_json()}
        child.ask(f"{__name__}:loaded", self._arguments)
        self._has_loaded = False

    def made(self, orders: Sequence[Order], common: tuple[Templates, Sequence[str]]) -> Iterator[list[Variant]]:
        """What came of each order; they are worked off from now on, and every answer must be taken."""
        templates, crossing = common
        told = {"templates": dict(templates), "crossing": list(crossing), "orders": [_told(each) for each in orders]}
        self._child.ask(f"{__name__}:ordered", {**self._arguments, **told})
        return self._taken()

    def _taken(self) -> Iterator[list[Variant]]:
        if not self._has_loaded:
            # It says nothing but that it is done.
            deque(self._child.rows(), 0)
            self._has_loaded = True
        for answer in self._child.rows():
            yield [read_variant(variant) for variant in answer]


def loaded(project: str, plan: str) -> Iterator[None]:
    """The first task of such a process: it yields nothing."""
    catalogue(Path(project))
    if AugmentationPlan.model_validate_json(plan).full_check:
        load_second_opinion()
    yield from ()


def ordered(
    project: str, plan: str, templates: dict[str, str], crossing: list[str], orders: list[list[Any]]
) -> Iterator[list[dict[str, Any]]]:
    """The task of a further process: what came of each order."""
    maker = Maker(Path(project), AugmentationPlan.model_validate_json(plan), templates, crossing)
    with collecting_seldom():
        for order in orders:
            yield [variant.told() for variant in maker.make(_read(order))]


def _told(order: Order) -> list[Any]:
    parent = order.parent
    around = parent.id, parent.digest, parent.extra, parent.group, parent.variants, parent.attempt
    return [parent.content.model_dump_json(), *around, order.first, order.last, order.wanted, order.crosses]


def _read(told: list[Any]) -> Order:
    content, id, digest, extra, group, variants, attempt, first, last, wanted, crosses = told
    parent = Parent(id, digest, CONTENT.validate_json(content), extra, group, variants, attempt)
    return Order(parent, first, last, wanted, crosses)
