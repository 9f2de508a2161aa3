"""Proof that no variant gives away a row that is kept for validation or test."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import cast

import apsw

from studio.core.sentence import Sentence
from studio.data.augmenting.near import Wording, shingles_of
from studio.data.augmenting.novelty import KeptRows
from studio.data.reader import CONTENT
from studio.errors import ProjectFailed
from studio.text.augment.case import case_of
from studio.words import N_, _, ngettext

LIKE_KEPT = 0.9
"""What is as like as this to a validation or test row is that row; variants are made with a wider berth."""

_NAMED = 10
_VARIANTS = """
SELECT example.id, content FROM lineage JOIN example ON example.id = example_id
WHERE dataset_id = ? AND split = 'train' AND status <> 'rejected' ORDER BY example.id
"""
_KEPT = """
SELECT id, content FROM example WHERE dataset_id = ? AND split IN ('validation', 'test') AND status <> 'rejected'
AND NOT EXISTS (SELECT 1 FROM lineage WHERE example_id = example.id) ORDER BY id
"""
# Rejected ones too: nobody may train on what was made of a row that is kept.
_RELATIVES = """
SELECT example.id, min(kept.id), max(kept.id = parent_id) FROM lineage JOIN example ON example.id = example_id
JOIN example AS kept ON kept.id = parent_id OR kept.family = example.family
WHERE example.dataset_id = ? AND example.split = 'train' AND example.status <> 'rejected'
AND kept.split IN ('validation', 'test') GROUP BY example.id
"""
# A row may be deleted and imported again, or imported twice.
_SAME_AS_PARENT = """
SELECT example.id, min(kept.id) FROM lineage JOIN example ON example.id = example_id
JOIN example AS kept ON kept.dataset_id = example.dataset_id AND kept.digest = parent_digest
WHERE example.dataset_id = ? AND example.split = 'train' AND example.status <> 'rejected'
AND kept.split IN ('validation', 'test') AND kept.status <> 'rejected' GROUP BY example.id
"""
_PARENTS = """
SELECT example.id, parent.content FROM lineage JOIN example ON example.id = example_id
JOIN example AS parent ON parent.id = parent_id
WHERE example.dataset_id = ? AND example.split = 'train' AND example.status <> 'rejected' ORDER BY parent_id
"""
_PARENT = N_("It was made of row {other}, which is kept for validation or test.")
_MADE_OF_SAME = N_("It was made of what row {other} says, which is kept for validation or test.")
_RELATIVE = N_("Row {other} of its family is kept for validation or test.")


@dataclass(frozen=True)
class Leak:
    """A variant in training that says what a validation or test row says, or descends from one."""

    row_id: int
    reason: Sentence


def find_leaks(db: apsw.Connection, dataset_id: int) -> tuple[Leak, ...]:
    """Every one, by id; at once where a data set has no variants."""
    variants = db.execute(_VARIANTS, (dataset_id,)).fetchall()
    if not variants:
        return ()
    found = dict(_descended(db, dataset_id))
    wording = Wording()
    kept = cast(Iterator[tuple[int, str]], db.execute(_KEPT, (dataset_id,)))
    known = KeptRows(wording, LIKE_KEPT, ((id, CONTENT.validate_json(content)) for id, content in kept))

    def objection(content: str) -> Sentence | None:
        words = wording.words(case_of(CONTENT.validate_json(content)).texts)
        return known.objection(words, shingles_of(words))

    for id, content in cast(list[tuple[int, str]], variants):
        if id not in found and (said := objection(content)):
            found[id] = said
    parents = cast(Iterator[tuple[int, str]], db.execute(_PARENTS, (dataset_id,)))
    for content, variants_of in groupby(parents, key=itemgetter(1)):
        if said := objection(content):
            same = Sentence(_MADE_OF_SAME, {"other": said.words["other"]})
            found |= {id: same for id, _content in variants_of if id not in found}
    return tuple(Leak(id, found[id]) for id in sorted(found))


def expect_no_leaks(db: apsw.Connection, dataset_id: int) -> None:
    """Raise ProjectFailed naming the variants that would give validation or test rows away."""
    leaks = find_leaks(db, dataset_id)
    if not leaks:
        return
    names = ", ".join(str(leak.row_id) for leak in leaks[:_NAMED]) + ("…" if len(leaks) > _NAMED else "")
    message = ngettext(
        "{count} variant in training gives away a row kept for validation or test: {rows}. {reason}",
        "{count} variants in training give away rows kept for validation or test: {rows}. {reason}",
        len(leaks),
    )
    raise ProjectFailed(
        message.format(count=len(leaks), rows=names, reason=leaks[0].reason.text()),
        hint=_("Reject or delete these variants, or undo the change that moved rows to another split."),
    )


def _descended(db: apsw.Connection, dataset_id: int) -> Iterator[tuple[int, Sentence]]:
    for id, other in cast(Iterator[tuple[int, int]], db.execute(_SAME_AS_PARENT, (dataset_id,))):
        yield id, Sentence(_MADE_OF_SAME, {"other": other})
    found = cast(Iterator[tuple[int, int, int]], db.execute(_RELATIVES, (dataset_id,)))
    for id, other, is_parent in found:
        yield id, Sentence(_PARENT if is_parent else _RELATIVE, {"other": other})
