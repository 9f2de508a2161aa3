"""Variants of one row after the other: rewritten, then judged by the gates that need no other row."""

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.core.augmentation import AugmentationPlan, Chosen, expect_kinds
from studio.core.sentence import Sentence
from studio.data.augmenting.grouping import EVERYTHING, make_grouping
from studio.data.augmenting.orders import Order
from studio.data.augmenting.parents import Parent, seed_of
from studio.data.augmenting.planning import PAIRS
from studio.data.augmenting.second import SecondLook
from studio.data.augmenting.variant import Variant
from studio.data.contract_file import read_contract
from studio.data.overview import labels_of
from studio.text.augment.answers import Answered, Wordings, wordings
from studio.text.augment.case import Case, case_of, with_case
from studio.text.augment.catalogue import catalogue
from studio.text.augment.chain import vary
from studio.text.augment.gates import Gates
from studio.text.augment.transformation import Changed, Refusal
from studio.text.findings.engine import engine_for

Templates = Mapping[str, str]
"""How new answers are worded, by kind of answer; none where no variant needs one."""

_LOOKED_AT = 500
_SELDOM = 100_000, 50, 100


def answer_templates(project: Path, plan: AugmentationPlan, parents: Sequence[Parent]) -> Templates:
    """As many of the first hundreds of parents, and the plan, word them; raises PlanWrong for kinds of no answer."""
    if all(chosen.key != PAIRS for chosen in plan.transformations):
        return {}
    contract = read_contract(project)
    if contract is not None:
        expect_kinds(plan, [form.name.en for form in contract.formats])
    cases = ((case_of(parent.content), parent.family) for parent in parents[:_LOOKED_AT])
    rows = (Answered(case.texts, case.answers[-1], family) for case, family in cases if case.answers)
    found = wordings(contract, engine_for(project), rows, plan.answers)
    return found.templates if found else {}


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """For tasks that remember much and leave no cycles, all of which the collector would look at again and again."""
    usual = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class Maker:
    """Makes what orders ask for; each order by itself, so that it does not matter where the others are made."""

    def __init__(self, project: Path, plan: AugmentationPlan, templates: Templates, crossing: Collection[str]) -> None:
        """Load lexicons, and a library for the second opinion; `crossing` as in Outlook. Raises ProjectFailed."""
        contract = read_contract(project)
        self._plan = plan
        every = plan.transformations
        self._crossing = tuple(each for each in every if each.key in crossing)
        # A change of sex always leads out of a group of one; a minimal pair may stay in its own.
        self._staying = tuple(each for each in every if each.key not in crossing or each.key == PAIRS)
        self._grouping = make_grouping(plan.composition.by, contract) if plan.composition else EVERYTHING
        wordings = Wordings(contract, templates) if contract and contract.tells_urgency else None
        self._catalogue = catalogue(project, wordings)
        self._gates = Gates(engine_for(project), contract)
        self._second = SecondLook(project) if plan.full_check else None

    def make(self, order: Order) -> Iterator[Variant]:
        """What came of each attempt, refused ones too, until enough were accepted."""
        accepted = 0
        chosen = self._crossing if order.crosses else self._staying
        case = case_of(order.parent.content)
        for attempt in range(order.first, order.last):
            seed = seed_of(self._plan.seed, order.parent.digest, attempt)
            variant = self._variant(order.parent, case, seed, chosen)
            accepted += variant.is_accepted
            yield variant
            if accepted == order.wanted:
                return

    def _variant(self, parent: Parent, case: Case, seed: str, chosen: tuple[Chosen, ...]) -> Variant:
        varied = vary(case, chosen, self._catalogue, self._plan.combine, seed)
        if isinstance(varied, Refusal):
            return Variant(parent.id, parent.digest, seed, "", reasons=(varied.reason,))
        content = with_case(parent.content, varied.case)
        made = content.model_dump_json(), varied.made_by, varied.notes
        group = self._grouping.key_of(content, parent.extra)
        return Variant(parent.id, parent.digest, seed, *made, group, self._reasons(parent, case, varied))

    def _reasons(self, parent: Parent, case: Case, varied: Changed) -> tuple[Sentence, ...]:
        reasons = self._gates.refusals(case, varied, tuple(labels_of(parent.content)))
        if reasons or self._second is None:
            return reasons
        return self._second.objections(case, varied)
