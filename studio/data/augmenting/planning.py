"""What a plan comes to: how many variants each group gets, from which parents, and what cannot be met honestly."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import apsw

from studio.core.augmentation import AugmentationPlan
from studio.core.sentence import Sentence, Word
from studio.data.augmenting.grouping import EVERYTHING, NO_GROUP, Grouping, make_grouping
from studio.data.augmenting.parents import TrainingRows, read_training_rows
from studio.data.contract_file import read_contract
from studio.data.reader import ProjectReader
from studio.data.records import Dataset
from studio.errors import PlanWrong, ProjectFailed
from studio.words import N_, _

PAIRS = "minimal_pair"
"""The transformation that changes what is found, and with it the answer."""

# What changes the group of a row, by what groups are made by.
_CROSSING = {"contract": (PAIRS,), "sex": ("sex",)}
# With few parents, with none, and with more rows than wanted.
_OF_GROUPS = (
    N_("The group “{group}” needs {needed} more, but its parents ({parents}) allow {allowed}."),
    N_("The group “{group}” needs {needed} more, but has no row that variants can be made of."),
    N_("The group “{group}” has more rows ({rows}) than wanted ({wanted}); none is taken away."),
)
_OTHERS_MAY_HELP = N_("Variants made of other groups may add some of them.")
_EMPTY_GROUP = N_("The group “{group}” has no training row; check how it is written.")
_NO_PARENT = Sentence(N_("There is no training row that variants can be made of."))
_ALL_FULL = N_("Each row that variants can be made of ({parents}) has as many as it may have.")
_OF_ALL = (
    N_("Rows needed: {needed}, but the parents ({parents}) allow {allowed}."),
    N_("Rows needed: {needed}, but there is none that variants can be made of."),
    N_("There are more training rows ({rows}) than wanted ({wanted}); none is taken away."),
)


@dataclass(frozen=True)
class GroupOutlook:
    """One group of the training rows, variants there are already included; `wanted` is None where nobody said."""

    key: str
    title: str
    before: int
    wanted: int | None
    needed: int
    """How many rows are missing."""
    planned: int
    """How many variants can be made; fewer than needed where the parents do not allow more."""
    parents: int
    allowed: int
    """How many variants the parents may still have."""
    shortfall: Sentence | None = None
    """Why the group will not have what was wanted."""

    @property
    def after(self) -> int:
        """Rows when all that is planned was made."""
        return self.before + self.planned


@dataclass(frozen=True)
class Outlook:
    """What a plan comes to; groups in the order of the composition, then others by their titles."""

    dataset: Dataset
    groups: tuple[GroupOutlook, ...]
    crossing: tuple[str, ...] = ()
    """Keys of chosen transformations that make rows of one group from another; how many, only making them tells."""

    @property
    def shortfalls(self) -> tuple[Sentence, ...]:
        """What cannot be met honestly, and why."""
        missed = tuple(group.shortfall for group in self.groups if group.shortfall)
        lacks = any(group.after < (group.wanted or 0) for group in self.groups)
        return (*missed, Sentence(_OTHERS_MAY_HELP)) if lacks and self.crossing else missed

    @property
    def planned(self) -> int:
        """Variants to be made."""
        return sum(group.planned for group in self.groups)


@dataclass(frozen=True)
class Prepared:
    """A plan with the rows it is about."""

    outlook: Outlook
    rows: TrainingRows
    grouping: Grouping


def make_outlook(reader: ProjectReader, plan: AugmentationPlan) -> Outlook:
    """Look at every training row; takes seconds for large sets. Raises ProjectFailed."""
    with reader.one_moment() as db:
        return prepare(reader, db, plan).outlook


def prepare(reader: ProjectReader, db: apsw.Connection, plan: AugmentationPlan) -> Prepared:
    """As `make_outlook`, inside `ProjectReader.one_moment`."""
    dataset = named_dataset(reader, plan.dataset)
    grouping = EVERYTHING
    if plan.composition is not None:
        grouping = make_grouping(plan.composition.by, read_contract(reader.path))
    rows = read_training_rows(db, dataset.id, plan, grouping)
    return Prepared(_outlook(dataset, rows, plan, grouping), rows, grouping)


def placed(reader: ProjectReader, plan: AugmentationPlan) -> AugmentationPlan:
    """The plan with its data set named; raises PlanWrong for one that names none where there are several."""
    if plan.dataset:
        return plan
    names = [each.name for each in reader.datasets()]
    if len(names) != 1:
        raise PlanWrong(
            _("The plan does not say which data set it is about."),
            hint=_named(names),
        )
    return plan.model_copy(update={"dataset": names[0]})


def named_dataset(reader: ProjectReader, name: str) -> Dataset:
    """The data set a plan is about; raises ProjectFailed."""
    found = next((each for each in reader.datasets() if each.name == name), None)
    if found is None:
        names = [each.name for each in reader.datasets()]
        raise ProjectFailed(_("There is no data set “{name}”.").format(name=name), hint=_named(names))
    return found


def _named(names: list[str]) -> str:
    if not names:
        return _("The project has no data set yet: import or add examples first.")
    return _("The data sets are: {names}.").format(names=", ".join(names))


def _outlook(dataset: Dataset, rows: TrainingRows, plan: AugmentationPlan, grouping: Grouping) -> Outlook:
    wanted = _wanted(rows, plan, grouping)
    parents = Counter(parent.group for parent in rows.parents)
    allowed: Counter[str] = Counter()
    for parent in rows.parents:
        allowed[parent.group] += max(0, plan.per_parent - parent.variants)
    others = sorted((key for key in rows.counts if key not in wanted), key=lambda key: (grouping.title(key), key))
    words = _OF_GROUPS if plan.composition else _OF_ALL
    groups = []
    for key in (*wanted, *others):
        before, asked = rows.counts.get(key, 0), wanted.get(key)
        needed = max(0, asked - before) if asked is not None else 0
        around = asked, needed, min(needed, allowed[key]), parents[key], allowed[key]
        group = GroupOutlook(key, grouping.title(key), before, *around)
        if asked is not None:
            nothing = None if needed else _nothing_to_make(group, plan)
            missed = _shortfall(group, words) if group.after != asked else None
            group = replace(group, shortfall=missed or nothing)
        groups.append(group)
    able = _CROSSING.get(grouping.by, ())
    return Outlook(dataset, tuple(groups), tuple(each.key for each in plan.transformations if each.key in able))


def _wanted(rows: TrainingRows, plan: AugmentationPlan, grouping: Grouping) -> dict[str, int]:
    """Rows that each group shall have, of the groups about which the plan says something."""
    if plan.composition is not None:
        shares: dict[str, float] = {}
        for name, share in plan.composition.shares.items():
            key = grouping.key(name)
            shares[key] = shares.get(key, 0) + share
        return composed(rows.counts, shares, plan.target)
    if plan.target is not None:
        return {NO_GROUP: plan.target}
    every = sum(rows.counts.values())
    return {NO_GROUP: every + sum(parent.variants < plan.per_parent for parent in rows.parents)}


def composed(counts: Mapping[str, int], shares: Mapping[str, float], target: int | None) -> dict[str, int]:
    """How many rows each group with a share shall have; no row is ever taken away.

    Without `target` as few as make the shares true. With one, a group that has more than its share leaves less to
    the others, whose shares are true among themselves.
    """
    whole = sum(shares.values())
    if target is None:
        needed = max(counts.get(key, 0) * whole / share for key, share in shares.items())
        # Rounded first: 30 / 0.3 is a little more than 100.
        return {key: math.ceil(round(needed * share / whole, 6)) for key, share in shares.items()}
    room = max(0, target - sum(count for key, count in counts.items() if key not in shares))
    wanted = _shared(room, shares)
    growing = dict(shares)
    while full := [key for key in growing if counts.get(key, 0) > wanted[key]]:
        room -= sum(counts[key] for key in full)
        growing = {key: share for key, share in growing.items() if key not in full}
        wanted |= _shared(max(0, room), growing)
    return wanted


def _shared(count: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers in these proportions, by the largest remainder."""
    whole = sum(shares.values())
    exact = {key: round(count * share / whole, 6) for key, share in shares.items()}
    given = {key: int(part) for key, part in exact.items()}
    by_remainder = sorted(exact, key=lambda key: given[key] - exact[key])
    for key in by_remainder[: count - sum(given.values())]:
        given[key] += 1
    return given


def _nothing_to_make(group: GroupOutlook, plan: AugmentationPlan) -> Sentence | None:
    """Why nobody is asked for anything, where that is not what the plan wants."""
    if plan.composition is not None:
        return None if group.before else Sentence(_EMPTY_GROUP, {"group": group.title})
    if plan.target is not None:
        return None
    return Sentence(_ALL_FULL, {"parents": group.parents}) if group.parents else _NO_PARENT


def _shortfall(group: GroupOutlook, words: tuple[str, str, str]) -> Sentence:
    few_parents, no_parent, full = words
    told: dict[str, Word] = {"group": group.title}
    if group.needed == 0:
        return Sentence(full, {**told, "rows": group.before, "wanted": group.wanted or 0})
    told |= {"needed": group.needed}
    if not group.parents:
        return Sentence(no_parent, told)
    return Sentence(few_parents, {**told, "parents": group.parents, "allowed": group.allowed})
