"""One answer of a model, read by a person, as a new draft row."""

import json

from studio.core.example import Content, Split
from studio.data.checks.parts import parts_of
from studio.data.history import Label
from studio.data.inserting import RowInserter, RowSource, digest
from studio.data.project import Project
from studio.data.records import Changes, NewRow
from studio.errors import ProjectFailed
from studio.words import N_, _

_SAME = "SELECT id FROM example WHERE dataset_id = ? AND digest = ? LIMIT 1"
# The question may stand in a row as a whole, or as an instruction with its input.
_HELD_OUT = """
SELECT id FROM example WHERE dataset_id = ? AND split IN ('validation', 'test') AND (
    instr(content, ?) > 0
    OR json_extract(content, '$.instruction') || char(10, 10) || json_extract(content, '$.input') = ?
) LIMIT 1
"""


def add_answer(project: Project, dataset: str, content: Content, split: Split | None, origin: str) -> Changes:
    """Add it to the data set of that name, made where there is none; it counts in a run once it was reviewed.

    Raises ProjectFailed where the row is there already, and where its question is kept for validation or test.
    """
    text = content.model_dump_json()
    found = project.dataset(dataset)
    if found is not None and found.kind != content.kind:
        raise ProjectFailed(_("This data set holds examples of another kind ({kind}).").format(kind=found.kind))
    if found is not None:
        _refuse_known(project, found.id, text, parts_of(content).question)
    source = RowSource([NewRow(text, split=split or "none")], file=origin, how="model")
    with project.step(Label(N_("Add an example from the Playground"))) as recording:
        if found is None:
            with recording.part():
                project.db.execute(
                    "INSERT INTO dataset (name, kind, created_at) VALUES (?, ?, unixepoch('subsec'))",
                    (dataset, content.kind),
                )
            found = project.dataset(dataset)
        assert found is not None
        inserter = RowInserter(project.db, found.id)
        inserter.insert(source)
        inserter.finish(recording)
    return recording.changes()


def _refuse_known(project: Project, dataset_id: int, content: str, question: str) -> None:
    there = project.db.execute(_SAME, (dataset_id, digest(content))).get
    if there is not None:
        raise ProjectFailed(_("The same example is there already: number {number}.").format(number=there))
    escaped = json.dumps(question, ensure_ascii=False)[1:-1]
    kept = project.db.execute(_HELD_OUT, (dataset_id, escaped, question)).get
    if kept is not None:
        raise ProjectFailed(
            _("This question is kept for validation or test: example {number}.").format(number=kept),
            hint=_("A model that had learned it could no longer be tested on it. Ask about another case."),
        )
