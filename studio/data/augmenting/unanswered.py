"""Reviewed cases without an answer, and the answers drafted for them."""

import time
from collections.abc import Iterable
from typing import cast

import apsw

from studio.core.sentence import Sentence
from studio.data.augmenting.applying import Applied
from studio.data.augmenting.parents import Parent
from studio.data.augmenting.variant import Reasons, Variant
from studio.data.fields import characters_of
from studio.data.history import Label
from studio.data.inserting import digest
from studio.data.project import Project
from studio.data.reader import CONTENT
from studio.text.augment.case import case_of
from studio.words import N_

_REVIEWED = """
SELECT id, digest, content, extra FROM example
WHERE dataset_id = ? AND status IN ('reviewed', 'approved') ORDER BY id
"""
_ANSWER = """
UPDATE example SET content = ?, digest = ?, characters = ?, status = 'draft', origin_how = 'model', edited_at = ?
WHERE id = ? AND digest = ?
"""
_CHANGED = Sentence(N_("The example has changed since, or is no longer there."))


def read_unanswered(db: apsw.Connection, dataset_id: int) -> tuple[Parent, ...]:
    """Rows that somebody has reviewed and whose last answer is empty."""
    found = cast(Iterable[tuple[int, int, str, str]], db.execute(_REVIEWED, (dataset_id,)))
    rows = (Parent(id, known, CONTENT.validate_json(stored), extra, "", 0, 0) for id, known, stored, extra in found)
    return tuple(row for row in rows if _lacks_answer(row))


def _lacks_answer(row: Parent) -> bool:
    case = case_of(row.content)
    return bool(case.answers) and not case.answers[-1].strip() and any(text.strip() for text in case.texts)


def apply_answers(project: Project, answers: Iterable[Variant]) -> Applied:
    """Put accepted answers into their rows as one step; the rows become drafts, to be reviewed before they count."""
    label, left_out, count = N_("Draft answers: {count}"), Reasons(), 0
    with project.step(Label(label, {"count": 0})) as recording, recording.part():
        for each in answers:
            if not each.is_accepted:
                continue
            values = each.content, digest(each.content), characters_of(each.content), time.time()
            project.db.execute(_ANSWER, (*values, each.parent_id, each.parent_digest))
            if project.db.changes():
                count += 1
            else:
                left_out.add(_CHANGED)
        recording.relabel(Label(label, {"count": count}))
    return Applied(recording.changes(), count, left_out.counted())
