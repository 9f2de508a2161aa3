"""The training rows of a data set by group, and those of them that variants may be made of."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import apsw

from studio.core.augmentation import AugmentationPlan
from studio.core.example import Content, Status
from studio.data.augmenting.grouping import Grouping
from studio.data.completeness import is_complete
from studio.data.content_problems import content_problems
from studio.data.reader import CONTENT

_ROWS = """
SELECT example.id, example.digest, family, status, content, extra, lineage.example_id IS NOT NULL
FROM example LEFT JOIN lineage ON lineage.example_id = example.id
WHERE dataset_id = ? AND split = 'train' AND status <> 'rejected' ORDER BY example.id
"""
_KEPT_APART = "SELECT DISTINCT family FROM example WHERE dataset_id = ? AND split IN ('validation', 'test')"
_MADE = """
SELECT parent_id, seed, status FROM lineage JOIN example ON example.id = example_id WHERE dataset_id = ?
"""


@dataclass(frozen=True)
class Parent:
    """A row that variants may be made of; `variants` are those it has, `attempt` is the first that was not tried."""

    id: int
    digest: int
    content: Content
    extra: str
    group: str
    variants: int
    attempt: int
    family: int = 0
    """Of the row; 0 where a parent only stands for an order."""


@dataclass(frozen=True)
class TrainingRows:
    """How many rows each group has to train on, and the parents among them in the order in which they are used."""

    counts: Mapping[str, int]
    parents: tuple[Parent, ...]


def seed_of(seed: int, digest: int, attempt: int) -> str:
    """What decides a variant: equal rows give equal variants in every project."""
    return f"{seed}:{digest}:{attempt}"


def read_training_rows(
    db: apsw.Connection, dataset_id: int, plan: AugmentationPlan, grouping: Grouping
) -> TrainingRows:
    """Look at every training row once.

    Rows that were rejected or are incomplete do not count. Parents are no variants themselves, and none of their
    family is kept for validation or test; of rows with the same content the first is one.
    """
    kept_apart = {cast(int, family) for (family,) in db.execute(_KEPT_APART, (dataset_id,))}
    made = _Made(db, dataset_id, plan.seed)
    counts: Counter[str] = Counter()
    parents: dict[int, Parent] = {}
    found = cast(Iterable[tuple[int, int, int, Status, str, str, int]], db.execute(_ROWS, (dataset_id,)))
    for id, digest, family, status, stored, extra, is_variant in found:
        content = CONTENT.validate_json(stored)
        if not is_complete(content):
            continue
        group = grouping.key_of(content, extra)
        counts[group] += 1
        barred = is_variant or family in kept_apart or (plan.only_approved and status != "approved")
        if not barred and digest not in parents and not content_problems(content):
            variants, attempt = made.of(id, digest)
            parents[digest] = Parent(id, digest, content, extra, group, variants, attempt, family)
    return TrainingRows(counts, tuple(sorted(parents.values(), key=lambda each: _drawn(plan.seed, each.digest))))


def _drawn(seed: int, digest: int) -> tuple[bytes, int]:
    return hashlib.blake2b(f"{seed}:{digest}".encode(), digest_size=8).digest(), digest


class _Made:
    """The variants there are already."""

    def __init__(self, db: apsw.Connection, dataset_id: int, seed: int) -> None:
        self._counts: Counter[int] = Counter()
        self._attempts: dict[tuple[int, str], int] = {}
        self._seed = seed
        for parent, told, status in cast(Iterable[tuple[int, str, Status]], db.execute(_MADE, (dataset_id,))):
            self._counts[parent] += status != "rejected"
            drawn, _colon, attempt = told.rpartition(":")
            if attempt.isdecimal():
                key = parent, drawn
                self._attempts[key] = max(self._attempts.get(key, 0), int(attempt) + 1)

    def of(self, parent: int, digest: int) -> tuple[int, int]:
        """How many a row has that were not rejected, and the first attempt after theirs."""
        return self._counts[parent], self._attempts.get((parent, f"{self._seed}:{digest}"), 0)
