"""Sharing rows among training, validation and test, and among the folds of a cross-validation."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import cast

import apsw
import numpy as np
from numpy.typing import NDArray

from studio.core.example import SPLITS, Split
from studio.data.contract_file import read_contract
from studio.data.drawing import UNDRAWN, Rows, draw_parts
from studio.data.history import Label
from studio.data.locked_rows import is_locked, locked_refusal
from studio.data.project import Project, ProjectReader
from studio.data.records import Changes
from studio.data.split import SEED, TEST, VALIDATION
from studio.data.strata import Ints, SplitRows, Stratify, columns_to_group_by, read_split_rows
from studio.errors import ProjectFailed
from studio.words import N_, _

_BATCH = 5_000
_TEST = SPLITS.index("test")
_FEWEST_FOLDS = 2
_PERCENT = 100


@dataclass(frozen=True)
class SplitPlan:
    """How rows are shared: three shares that add up to 1, and what is kept together, even, or as it is.

    `group` is family, source or a column of the imported file; families stay whole whatever it is. With
    `only_unassigned` rows that have a split keep it; with `keep_test`, and whenever the test split is locked, test
    rows keep theirs, their relatives are used nowhere, and the others are shared between training and validation.
    """

    train: float = 0.7
    validation: float = 0.15
    test: float = 0.15
    seed: int = SEED
    stratify: Stratify = ""
    group: str = "family"
    only_unassigned: bool = False
    keep_test: bool = False


@dataclass(frozen=True)
class SplitPreview:
    """Rows in each split after a plan, None for none, in all and for each stratum by its name."""

    counts: Mapping[Split | None, int]
    by_stratum: Mapping[str, Mapping[Split | None, int]]
    groups: int
    """How many groups of rows stay together; few or large ones make the shares inexact."""
    moved: int
    """Rows whose split changes."""


def preview_split(reader: ProjectReader, dataset_id: int, plan: SplitPlan) -> SplitPreview:
    """What `apply_split` would do; raises as it does."""
    with reader.one_moment() as db:
        rows, after = _planned(db, reader, dataset_id, plan)
    strata = {
        name: _counts(after[rows.strata == number]) for number, name in enumerate(rows.names) if name or plan.stratify
    }
    return SplitPreview(_counts(after), strata, len(np.unique(rows.groups)), int((after != rows.splits).sum()))


def apply_split(project: Project, dataset_id: int, plan: SplitPlan) -> Changes:
    """Share the rows as one step; the same rows, plan and seed give the same splits.

    Raises ProjectFailed for shares that do not add up or without the contract that a plan needs, and TestSplitLocked
    when the plan would share out a locked test split.
    """
    shares = " / ".join(f"{share * _PERCENT:g}" for share in (plan.train, plan.validation, plan.test))
    with project.step(Label(N_("Split into {shares}"), {"shares": shares})) as recording:
        rows, after = _planned(project.db, project, dataset_id, plan)
        moved = np.flatnonzero(after != rows.splits)
        values = ((_named(int(after[at])), int(rows.ids[at])) for at in moved.tolist())
        while batch := list(islice(values, _BATCH)):
            with recording.part():
                project.db.executemany("UPDATE example SET split = ? WHERE id = ?", batch)
    return recording.changes()


def assign_unassigned(project: Project, dataset_id: int) -> Changes:
    """Give rows without a split one, so that all come near the usual shares; a locked test split takes none."""
    usual = SplitPlan(1 - VALIDATION - TEST, VALIDATION, TEST, only_unassigned=True)
    return apply_split(project, dataset_id, usual)


def assign_folds(
    project: Project,
    dataset_id: int,
    *,
    folds: int = 5,
    seed: int = SEED,
    stratify: Stratify = "",
    group: str = "family",
) -> Changes:
    """Share the rows of training and validation among so many folds, counted from 0, as one step.

    The test split takes no part. Raises ProjectFailed for fewer than two folds or fewer groups than folds.
    """
    if folds < _FEWEST_FOLDS:
        raise ProjectFailed(_("A cross-validation needs at least two folds."))
    plan = SplitPlan(stratify=stratify, group=group)
    with project.step(Label(N_("Assign {count} folds"), {"count": folds})) as recording:
        rows = _read(project.db, project, dataset_id, plan)
        used = (rows.splits != UNDRAWN) & (rows.splits != _TEST)
        if len(np.unique(rows.groups[used])) < folds:
            raise ProjectFailed(
                _("There are fewer groups of rows than folds."),
                hint=_("Choose fewer folds, or keep less together: rows of one family are never torn apart."),
            )
        drawn = Rows(rows.groups[used], rows.strata[used], np.full(int(used.sum()), UNDRAWN))
        parts = draw_parts(drawn, [1 / folds] * folds, seed=seed)
        wanted = dict(zip(rows.ids[used].tolist(), parts.tolist(), strict=True))
        there = dict(_folds(project.db, dataset_id))
        ids = [id for id in sorted(wanted.keys() | there.keys()) if wanted.get(id) != there.get(id)]
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            with recording.part():
                project.db.executemany("DELETE FROM fold WHERE example_id = ?", [(id,) for id in batch])
                new = [(id, wanted[id]) for id in batch if id in wanted]
                project.db.executemany("INSERT INTO fold (example_id, fold) VALUES (?, ?)", new)
    return recording.changes()


def fold_counts(reader: ProjectReader, dataset_id: int) -> dict[int, int]:
    """How many rows of training and validation each fold has."""
    with reader.one_moment() as db:
        found = db.execute(
            "SELECT fold, count(*) FROM fold JOIN example ON id = example_id"
            " WHERE dataset_id = ? AND split IN ('train', 'validation') GROUP BY fold ORDER BY fold",
            (dataset_id,),
        )
        return dict(cast(Iterable[tuple[int, int]], found))


def group_columns(reader: ProjectReader, dataset_id: int) -> list[str]:
    """Columns of the imported files, such as patient, whose rows a plan can keep together."""
    with reader.one_moment() as db:
        return columns_to_group_by(db, dataset_id)


def _planned(
    db: apsw.Connection, place: Project | ProjectReader, dataset_id: int, plan: SplitPlan
) -> tuple[SplitRows, Ints]:
    """The rows, and the split of each after the plan."""
    _expect_shares(plan)
    locked = is_locked(db, dataset_id)
    if locked and plan.test > 0 and not (plan.only_unassigned or plan.keep_test):
        raise locked_refusal(db)
    rows = _read(db, place, dataset_id, plan)
    after = _beside_test(rows, plan) if locked or plan.keep_test else _drawn(rows, plan)
    tied = np.isin(rows.ids, _tested_elsewhere(db, dataset_id))
    return rows, np.where(tied, rows.splits, after)


def _tested_elsewhere(db: apsw.Connection, dataset_id: int) -> list[int]:
    """Rows with a relative in the test split of another data set: a draw within this one may not part them."""
    found = db.execute(
        "SELECT DISTINCT own.id FROM example AS kept JOIN example AS own ON own.family = kept.family"
        " WHERE kept.split = 'test' AND kept.dataset_id <> ?1 AND own.dataset_id = ?1",
        (dataset_id,),
    )
    return [cast(int, id) for (id,) in found]


def _beside_test(rows: SplitRows, plan: SplitPlan) -> Ints:
    is_test = rows.splits == _TEST
    related = np.isin(rows.groups, rows.groups[is_test])
    shared = plan.train + plan.validation
    if not shared:
        raise ProjectFailed(_("The test split stays as it is: give training or validation a share."))
    # A relative of a test row may not be trained on; where it has a split that is to be kept, it is not ours to move.
    after = np.where(related & ~is_test & (not plan.only_unassigned), UNDRAWN, rows.splits)
    others = SplitRows(
        rows.ids[~related], rows.groups[~related], rows.strata[~related], rows.names, rows.splits[~related]
    )
    after[~related] = _drawn(
        others, replace(plan, train=plan.train / shared, validation=plan.validation / shared, test=0.0)
    )
    return after


def _drawn(rows: SplitRows, plan: SplitPlan) -> Ints:
    known = rows.splits if plan.only_unassigned else np.full_like(rows.splits, UNDRAWN)
    return draw_parts(Rows(rows.groups, rows.strata, known), (plan.train, plan.validation, plan.test), seed=plan.seed)


def _read(db: apsw.Connection, place: Project | ProjectReader, dataset_id: int, plan: SplitPlan) -> SplitRows:
    kind = db.execute("SELECT kind FROM dataset WHERE id = ?", (dataset_id,)).get
    if kind is None:
        raise ProjectFailed(_("This data set no longer exists."))
    if plan.stratify == "label" and kind != "classification":
        raise ProjectFailed(_("Only classifications have labels to share evenly."))
    contract = read_contract(place.path) if plan.stratify == "contract" else None
    if plan.stratify == "contract" and contract is None:
        raise ProjectFailed(
            _("This project has no answer contract."), hint=_("Write one first, or share the rows by something else.")
        )
    return read_split_rows(db, dataset_id, group=plan.group, stratify=plan.stratify, contract=contract)


def _expect_shares(plan: SplitPlan) -> None:
    shares = (plan.train, plan.validation, plan.test)
    if min(shares) < 0 or not math.isclose(sum(shares), 1, abs_tol=1e-6):
        raise ProjectFailed(_("The shares of training, validation and test must add up to 100%."))


def _counts(splits: NDArray[np.int64]) -> dict[Split | None, int]:
    numbers, counts = np.unique(splits, return_counts=True)
    found = {_named(int(number)): int(count) for number, count in zip(numbers, counts, strict=True)}
    order: tuple[Split | None, ...] = (*SPLITS, None) if None in found else SPLITS
    return {split: found.get(split, 0) for split in order}


def _named(split: int) -> Split | None:
    return None if split == UNDRAWN else SPLITS[split]


def _folds(db: apsw.Connection, dataset_id: int) -> Iterable[tuple[int, int]]:
    query = "SELECT example_id, fold FROM fold JOIN example ON id = example_id WHERE dataset_id = ?"
    return cast(Iterable[tuple[int, int]], db.execute(query, (dataset_id,)))
