"""Questions of a log become draft rows, in one step that can be undone.

The model's answer is told in the note and never taken as the one to learn: a row whose right answer the log does not
give waits for a person to write it, and is left out of training until then.
"""

from collections.abc import Sequence
from itertools import groupby

from studio.core.example import Chat, Content, Instruction, Kind, Message
from studio.core.monitoring import WorthRow
from studio.data.history import Label
from studio.data.inserting import RowInserter, RowSource
from studio.data.project import Project
from studio.data.records import Changes, Dataset, NewRow
from studio.errors import ProjectFailed
from studio.words import N_, _

HOW = "monitored"
"""Of the origin of such rows."""
KINDS: tuple[Kind, ...] = ("instruction", "chat")
"""Of data sets that can take them."""
_TAGS = '["monitoring"]'


def add_drafts(project: Project, dataset: Dataset, rows: Sequence[WorthRow], instruction: str = "") -> Changes:
    """All in training: rows picked because they went wrong would make a test set harder than what is met in use.

    `instruction` is put in front of the case in instructions. Raises ProjectFailed for kinds without a question to
    answer in words.
    """
    if dataset.kind not in KINDS:
        raise ProjectFailed(
            _("Lines of a log can be added to instructions and conversations; “{name}” holds others.").format(
                name=dataset.name
            ),
            hint=_("Choose another data set."),
        )
    with project.step(Label(N_("Add rows from a log: {count}"), {"count": len(rows)})) as recording:
        inserter = RowInserter(project.db, dataset.id)
        for source, lines in groupby(sorted(rows, key=lambda row: (row.source, row.line)), key=lambda row: row.source):
            drafts = [_draft(each, dataset.kind, instruction) for each in lines]
            inserter.insert(RowSource(drafts, source, HOW))
        inserter.finish(recording)
    return recording.changes()


def _draft(row: WorthRow, kind: Kind, instruction: str) -> NewRow:
    content = _content(row, kind, instruction)
    return NewRow(content.model_dump_json(), split="train", tags=_TAGS, note=_note(row), line=row.line)


def _content(row: WorthRow, kind: Kind, instruction: str) -> Content:
    if kind == "chat":
        said = Message(role="user", content=row.question), Message(role="assistant", content=row.reference)
        return Chat(messages=said)
    if instruction:
        return Instruction(instruction=instruction, input=row.question, response=row.reference)
    return Instruction(instruction=row.question, response=row.reference)


def _note(row: WorthRow) -> str:
    """Why it was added, and what the model had answered."""
    reasons = "\n".join(words for _reason, words in row.reasons)
    who = row.model or _("The model")
    return "\n".join((reasons, _("{model} answered: {answer}").format(model=who, answer=row.answer or "–")))
