"""Making the variants of a plan, in processes of their own; the same rows and seed give the same ones, bit for bit."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.augmentation import AugmentationPlan
from studio.core.sentence import Sentence
from studio.data.augmenting.making import Maker, Templates, answer_templates, collecting_seldom
from studio.data.augmenting.novelty import Novelty
from studio.data.augmenting.orders import Order, Shelf
from studio.data.augmenting.others import Other
from studio.data.augmenting.parents import Parent
from studio.data.augmenting.planning import Prepared, prepare
from studio.data.augmenting.variant import Reasons, Variant
from studio.data.child import started_child
from studio.data.languages import is_foreign
from studio.data.reader import CONTENT, ProjectReader
from studio.errors import PlanWrong
from studio.text.augment.case import case_of, says_something
from studio.words import N_, _

_MANY = 400
"""For so many variants one more process is worth its start."""
_MOST_PROCESSES = 8
_HEAD_START = 100
"""Variants that are made here while the other processes start."""
_JUDGING = 0.2
"""What it takes to judge a variant beside the others and to send it on, measured by what it takes to make it."""
_ENOUGH = N_("The group “{group}” has all the rows it needs.")
_BARRED = N_("Nothing is made of row {row}: it is too near to row {other}, which is kept for validation or test.")
_NO_CASE = N_("Nothing is made of row {row}: it has fewer than three different words.")
_FOREIGN = N_("Nothing is made of row {row}: it is not in French.")
_STILL_MISSING = N_(
    "The group “{group}” still lacks rows ({missing}): nothing more could be made that passes the gates."
)
_STILL_MISSING_ALL = N_("Rows are still missing ({missing}): nothing more could be made that passes the gates.")


def variants(project: str, plan: str, limit: int = 0) -> Iterator[dict[str, Any]]:
    """The task of the child: `{"asked"}`, then `{"variant"}` for each attempt, then `{"refused", "missed"}`.

    `plan` is JSON; `limit` above 0 ends it after so many accepted variants. See `running` for who starts it.
    """
    chosen = AugmentationPlan.model_validate_json(plan)
    if not chosen.transformations:
        raise PlanWrong(
            _("The plan chooses no transformation."), hint=_("Choose at least one way in which examples are varied.")
        )
    with collecting_seldom(), ExitStack() as others:
        with ProjectReader(Path(project)) as reader, reader.one_moment() as db:
            prepared = prepare(reader, db, chosen)
            planned = min(limit or prepared.outlook.planned, prepared.outlook.planned)
            # They load what they need meanwhile.
            helping = [Other(others.enter_context(started_child()), project, chosen) for _at in range(_others(planned))]
            novelty = Novelty(db, prepared.outlook.dataset.id)
        making = _Making(Path(project), chosen, prepared, novelty, helping)
        if limit:
            making.ask_for_less(limit)
        yield {"asked": making.missing}
        yield from ({"variant": variant.told()} for variant in making.tries())
        yield making.summary()


def _others(wanted: int) -> int:
    """How many processes beside this one are worth their start."""
    return min(1 + wanted // _MANY, os.cpu_count() or 1, _MOST_PROCESSES) - 1


@dataclass
class _Making:
    """Asks parents for variants until every group has what it needs, or nothing more can be tried."""

    project: Path
    plan: AugmentationPlan
    prepared: Prepared
    novelty: Novelty
    helping: Sequence[Other]

    def __post_init__(self) -> None:
        groups = self.prepared.outlook.groups
        self._needed = {group.key: group.needed for group in groups}
        self._refused = Reasons()
        parents = list(self._allowed(self.prepared.rows.parents))
        self._shelf = Shelf(parents, self.plan.per_parent, once=not (self.plan.target or self.plan.composition))
        self._maker: Maker | None = None
        self._templates = answer_templates(self.project, self.plan, self.prepared.rows.parents)

    @property
    def missing(self) -> int:
        """Rows that groups still need."""
        return sum(self._needed.values())

    def ask_for_less(self, limit: int) -> None:
        """So many in all at most."""
        for key, needed in self._needed.items():
            self._needed[key] = min(needed, limit)
            limit -= self._needed[key]

    def _allowed(self, parents: Iterable[Parent]) -> Iterator[Parent]:
        """Not those that say nearly what a kept row says: variants would say it once more, ever less alike.

        Nor those without a case, nor those in another language, for which the rules were not made.
        """
        for parent in parents:
            objection = self._objection_to(parent)
            if objection is None:
                yield parent
            else:
                self._refused.add(objection)

    def _objection_to(self, parent: Parent) -> Sentence | None:
        text = "\n".join(case_of(parent.content).texts)
        if not says_something(text):
            return Sentence(_NO_CASE, {"row": parent.id})
        if is_foreign(text):
            return Sentence(_FOREIGN, {"row": parent.id})
        near = self.novelty.near_kept(parent.content)
        return Sentence(_BARRED, {"row": parent.id, "other": near.words["other"]}) if near else None

    def tries(self) -> Iterator[Variant]:
        """Every attempt with its verdict, in an order that depends on rows and seed alone."""
        while orders := self._shelf.orders(self._needed) or self._orders_across():
            for order, made in self._made(orders):
                yield from self._judged_all(order, made)

    def _orders_across(self) -> list[Order]:
        """Only a composition asks for what its own parents may not give."""
        return self._shelf.orders_across(self._needed) if self.prepared.outlook.crossing else []

    def _judged_all(self, order: Order, made: Iterable[Variant]) -> Iterator[Variant]:
        tries = accepted = 0
        for each in made:
            variant = self._judged(each, order.parent)
            tries, accepted = tries + 1, accepted + variant.is_accepted
            if variant.is_accepted:
                self._needed[variant.group] -= 1
            for reason in variant.reasons[:1]:
                self._refused.add(reason)
            yield variant
        self._shelf.tried(order, tries, accepted)

    def summary(self) -> dict[str, Any]:
        refused = [(each.sentence.message, dict(each.sentence.words), each.count) for each in self._refused.counted()]
        return {"refused": refused, "missed": [(each.message, dict(each.words)) for each in self._missed()]}

    def _missed(self) -> Iterator[Sentence]:
        for key, missing in self._needed.items():
            if missing > 0:
                message = _STILL_MISSING if self.plan.composition else _STILL_MISSING_ALL
                yield Sentence(message, {"group": self.prepared.grouping.title(key), "missing": missing})

    def _judged(self, made: Variant, parent: Parent) -> Variant:
        if not made.is_accepted:
            return made
        if self._needed.get(made.group, 0) <= 0:
            title = self.prepared.grouping.title(made.group)
            return made.refused(Sentence(_ENOUGH, {"group": title}))
        objection = self.novelty.objection(CONTENT.validate_json(made.content), parent.content)
        return made.refused(objection) if objection else made

    def _made(self, orders: Sequence[Order]) -> Iterator[tuple[Order, Iterable[Variant]]]:
        """What came of the orders, in their order, whoever makes it."""
        others = self.helping[: _others(sum(order.wanted for order in orders))]
        makers = _dealt(orders, 1 + len(others))
        made = [
            other.made([order for order, maker in zip(orders, makers, strict=True) if maker == at], self._common)
            for at, other in enumerate(others, 1)
        ]
        for order, maker in zip(orders, makers, strict=True):
            yield order, next(made[maker - 1]) if maker else self._here().make(order)
        for rest in made:
            # Its end too, so that it can be asked again.
            next(rest, None)

    @property
    def _common(self) -> tuple[Templates, Sequence[str]]:
        return self._templates, self.prepared.outlook.crossing

    def _here(self) -> Maker:
        if self._maker is None:
            self._maker = Maker(self.project, self.plan, *self._common)
        return self._maker


def _dealt(orders: Sequence[Order], processes: int) -> list[int]:
    """Which process works off each order, so that all end at about the same time; this one, 0, judges all."""
    busy = [0.0, *[float(_HEAD_START)] * (processes - 1)]
    makers: list[int] = []
    for order in orders:
        maker = min(range(processes), key=busy.__getitem__)
        makers.append(maker)
        busy[maker] += order.wanted
        busy[0] += _JUDGING * order.wanted
    return makers
