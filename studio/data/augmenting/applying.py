"""Variants become rows: draft rows of their parents' families, all in one step."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import apsw

from studio.core.augmentation import AugmentationPlan
from studio.core.example import Split, Status
from studio.core.sentence import Sentence
from studio.data.augmenting.lineage import NO_PARENT, Lineage, write_lineages
from studio.data.augmenting.variant import Reason, Reasons, Variant, plan_hash
from studio.data.fields import characters_of
from studio.data.history import Label
from studio.data.inserting import digest
from studio.data.project import Project
from studio.data.records import Changes
from studio.errors import ProjectFailed
from studio.words import N_, _

_BATCH = 2_000
_LISTED = "(SELECT value FROM json_each(?))"
_PARENTS = f"""
SELECT id, digest, family, split, status, extra, EXISTS (
    SELECT 1 FROM example AS relative WHERE relative.family = example.family AND split IN ('validation', 'test')
) FROM example WHERE dataset_id = ? AND id IN {_LISTED}
"""
_THERE = f"SELECT digest FROM example WHERE dataset_id = ? AND digest IN {_LISTED}"
_INSERT = """
INSERT INTO example (id, dataset_id, family, split, status, created_at, edited_at, digest, origin_file, origin_line,
    origin_how, tags, note, extra, content, characters)
VALUES (?, ?, ?, 'train', 'draft', ?, ?, ?, '', 0, ?, '[]', '', ?, ?, ?)
"""
_GONE = Sentence(N_("The example it was made of is no longer there."))
_CHANGED = Sentence(N_("The example it was made of has changed since."))
_MOVED = Sentence(N_("The example it was made of, or one of its family, is no longer in training."))
_KNOWN = Sentence(N_("The same row is there already."))


@dataclass(frozen=True)
class Applied:
    """What came of variants: the step, how many became rows, and how many were left out for which reason."""

    changes: Changes
    added: int
    left_out: tuple[Reason, ...]


def apply_variants(
    project: Project,
    plan: AugmentationPlan,
    variants: Iterable[Variant],
    *,
    label: Label | None = None,
    how: str = "variant",
) -> Applied:
    """Store the accepted ones as one step; those whose parents changed, went or left training are left out.

    `label` may have the placeholder {count}. Raises ProjectFailed when the data set is gone.
    """
    named = label or Label(N_("Add variants: {count}"))
    with project.step(named) as recording:
        applying = _Applying(project.db, _dataset_id(project.db, plan.dataset), plan_hash(plan), how)
        pending = (each for each in variants if each.is_accepted)
        while batch := list(islice(pending, _BATCH)):
            with recording.part():
                applying.add(batch)
        recording.relabel(Label(named.message, {**named.words, "count": applying.added}))
    return Applied(recording.changes(), applying.added, applying.left_out.counted())


def _dataset_id(db: apsw.Connection, name: str) -> int:
    found = db.execute("SELECT id FROM dataset WHERE name = ?", (name,)).get
    if found is None:
        raise ProjectFailed(_("There is no data set “{name}”.").format(name=name))
    return cast(int, found)


@dataclass(frozen=True)
class _Parent:
    digest: int
    family: int
    split: Split | None
    status: Status
    extra: str
    has_kept_relatives: int

    def objection(self, variant: Variant) -> Sentence | None:
        if self.digest != variant.parent_digest:
            return _CHANGED
        if self.split != "train" or self.status == "rejected" or self.has_kept_relatives:
            return _MOVED
        return None


class _Applying:
    """Adds rows inside the parts of a step."""

    def __init__(self, db: apsw.Connection, dataset_id: int, plan: str, how: str) -> None:
        self._db, self._dataset_id, self._plan, self._how = db, dataset_id, plan, how
        self._at = time.time()
        self.added = 0
        self.left_out = Reasons()

    def add(self, batch: Sequence[Variant]) -> None:
        parents = self._parents(batch)
        wanted = [(variant, digest(variant.content)) for variant in batch]
        there = self._digests_there([fingerprint for _variant, fingerprint in wanted])
        rows, lineages = [], []
        # The sequence remembers ids of rows that were deleted since.
        id = int(self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'example'").get or 0)
        for variant, fingerprint in wanted:
            parent = parents.get(variant.parent_id)
            if objection := self._objection(variant, parent, fingerprint in there):
                self.left_out.add(objection)
                continue
            there.add(fingerprint)
            id += 1
            family, extra = (parent.family, parent.extra) if parent else (id, "{}")
            around = id, self._dataset_id, family, self._at, self._at, fingerprint, self._how, extra
            rows.append((*around, variant.content, characters_of(variant.content)))
            lineages.append(self._lineage(id, variant))
        self._db.executemany(_INSERT, rows)
        write_lineages(self._db, lineages)
        self.added += len(rows)

    def _objection(self, variant: Variant, parent: _Parent | None, is_there: bool) -> Sentence | None:
        if parent is None and variant.parent_id != NO_PARENT:
            return _GONE
        objection = parent.objection(variant) if parent else None
        return objection or (_KNOWN if is_there else None)

    def _lineage(self, id: int, variant: Variant) -> Lineage:
        made = variant.made_by, variant.notes, variant.seed
        return Lineage(id, variant.parent_id, variant.parent_digest, *made, self._plan, self._at)

    def _parents(self, batch: Sequence[Variant]) -> dict[int, _Parent]:
        ids = json.dumps(sorted({variant.parent_id for variant in batch}))
        found = self._db.execute(_PARENTS, (self._dataset_id, ids))
        parents: dict[int, _Parent] = {}
        for id, *around in cast(Iterator[tuple[int, Any, Any, Any, Any, Any, Any]], found):
            parents[id] = _Parent(*around)
        return parents

    def _digests_there(self, digests: Sequence[int]) -> set[int]:
        found = self._db.execute(_THERE, (self._dataset_id, json.dumps(digests)))
        return {cast(int, each) for (each,) in found}
