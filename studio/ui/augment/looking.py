"""What the Augment tab reads and has made in the background; no Qt."""

from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.augmentation import AugmentationPlan
from studio.core.example import Content
from studio.data.records import Dataset
from studio.text.augment.case import case_of
from studio.ui.augment.mixes import Group
from studio.ui.augment.outlook_lines import GroupLine, PlanOutlook
from studio.ui.augment.presenter import Counted, Options
from studio.ui.augment.preview import ShownVariant
from studio.ui.augment.wishes import ByChoice
from studio.words import _

if TYPE_CHECKING:
    from studio.data.augmenting.planning import Outlook
    from studio.data.augmenting.variant import Variant
    from studio.data.kept_child import KeptChild

TASK = "studio.data.augmenting.generating:variants"
SHOWN = 12
MOST_TRIED = 120
"""Attempts; where hardly any passes, the preview says so instead of looking on for minutes."""
MOST_PER_PARENT = 100
"""The preview tries an example again that has as many variants as it may have."""
WITH_ANSWERS = ("instruction", "chat", "preference")


def describe(path: Path, dataset: Dataset) -> Options:
    """What can be chosen for a data set; building the transformations reads every lexicon."""
    from studio.data.augmenting.balancing import balance_of
    from studio.data.contract_file import read_contract
    from studio.data.reader import ProjectReader
    from studio.data.splitting import group_columns
    from studio.text.augment.catalogue import catalogue

    contract = read_contract(path)
    choices = []
    if contract is not None and dataset.kind in WITH_ANSWERS:
        choices.append(ByChoice("contract", _("Kinds of answer of the contract")))
    if dataset.kind == "classification":
        choices.append(ByChoice("label", _("Labels")))
    choices += [ByChoice("sex", _("Sex of the patient")), ByChoice("age", _("Age of the patient"))]
    with ProjectReader(path) as reader:
        columns, balance = group_columns(reader, dataset.id), balance_of(reader, dataset.id)
    choices += [ByChoice(f"column:{name}", _("Column “{column}”").format(column=name)) for name in columns]
    return Options(dataset.id, tuple(each.info for each in catalogue(path).values()), tuple(choices), contract, balance)


def count_groups(path: Path, dataset: Dataset, by: str, plan: AugmentationPlan) -> Counted:
    """The groups of the training rows, the largest first; "" groups nothing."""
    from studio.data.augmenting.grouping import make_grouping
    from studio.data.augmenting.parents import read_training_rows
    from studio.data.contract_file import read_contract
    from studio.data.reader import ProjectReader

    if not by:
        return Counted(dataset.id, by, ())
    grouping = make_grouping(by, read_contract(path))
    with ProjectReader(path) as reader, reader.one_moment() as db:
        counts = dict.fromkeys(grouping.names, 0) | dict(read_training_rows(db, dataset.id, plan, grouping).counts)
    groups = [Group(key, grouping.title(key), rows) for key, rows in counts.items()]
    groups.sort(key=lambda each: (-each.rows, each.title))
    shares = plan.composition.shares if plan.composition else {}
    return Counted(dataset.id, by, tuple(groups), {grouping.key(name): share for name, share in shares.items()})


def look_ahead(path: Path, plan: AugmentationPlan) -> PlanOutlook:
    """What a plan comes to."""
    from studio.data.augmenting.planning import make_outlook
    from studio.data.reader import ProjectReader

    with ProjectReader(path) as reader:
        return _in_lines(make_outlook(reader, plan), plan)


def _in_lines(outlook: "Outlook", plan: AugmentationPlan) -> PlanOutlook:
    shares = plan.composition.shares if plan.composition else {}
    lines = tuple(
        GroupLine(
            each.key,
            each.title if plan.composition else _("Training examples"),
            each.before,
            each.after,
            each.wanted,
            shares.get(each.key),
        )
        for each in outlook.groups
    )
    return PlanOutlook(lines, outlook.planned, tuple(each.text() for each in outlook.shortfalls))


def try_some(
    child: "KeptChild", path: Path, plan: AugmentationPlan, turn: int, cancelled: Callable[[], bool], *, full: bool
) -> tuple[ShownVariant, ...]:
    """A dozen variants as the plan would make them, refused ones among them; another `turn` tries other examples.

    Raises ChildCancelled.
    """
    from studio.data.augmenting.variant import read_variant
    from studio.data.reader import ProjectReader

    seed = (plan.seed + turn) % 2**63
    update = {"target": None, "composition": None, "per_parent": MOST_PER_PARENT, "seed": seed, "full_check": full}
    asked = plan.model_copy(update=update)
    arguments = {"project": str(path), "plan": asked.model_dump_json(), "limit": SHOWN}
    tried = []
    with closing(child.rows(TASK, arguments, cancelled=cancelled)) as told:
        for each in islice((each["variant"] for each in told if "variant" in each), MOST_TRIED):
            tried.append(read_variant(each))
    # Those that could not even be changed are no picture of the others.
    chosen = [each for each in tried if each.content][:SHOWN]
    with ProjectReader(path) as reader:
        parents = {row.id: row.content for row in reader.rows([each.parent_id for each in chosen])}
    checking = plan.full_check and not full
    return tuple(
        _shown(each, parents[each.parent_id], checking=checking) for each in chosen if each.parent_id in parents
    )


def _shown(variant: "Variant", parent: Content, *, checking: bool) -> ShownVariant:
    from studio.data.reader import CONTENT

    before, after = case_of(parent), case_of(CONTENT.validate_json(variant.content))
    return ShownVariant(
        variant.parent_id,
        (*before.texts, *before.answers),
        (*after.texts, *after.answers),
        variant.notes,
        variant.reasons,
        checking=checking and variant.is_accepted,
    )
