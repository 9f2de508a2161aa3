"""What reviewers decided about examples, and who changed what in them."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

import apsw

from studio.core.example import STATUSES, Content, Split, Status
from studio.data.editing import write_contents
from studio.data.history import Label
from studio.data.project import Project, ProjectReader
from studio.data.reader import CONTENT
from studio.data.records import Changes
from studio.data.replaying import StoredStep, stored_steps
from studio.data.tracing import CONTENT_AT, RowChange, in_range, row_changes
from studio.errors import ProjectFailed
from studio.words import N_, _

Decision = Literal["approved", "rejected", "corrected", "reopened"]

_STATUS: dict[Decision, Status] = {
    "approved": "approved",
    "rejected": "rejected",
    "corrected": "reviewed",
    "reopened": "draft",
}
_LABELS: dict[Decision, str] = {
    "approved": N_("Approve a row"),
    "rejected": N_("Reject a row"),
    "corrected": N_("Correct a row"),
    "reopened": N_("Open the review of a row again"),
}
# “status <> 'draft'” is what lets SQLite use the index of reviewed rows alone.
_BY_STATUS = """
SELECT status, count(*) FROM example WHERE dataset_id = ? AND status <> 'draft' GROUP BY status
"""
_APPROVED = """
SELECT split, count(*) FROM example WHERE dataset_id = ? AND status <> 'draft' AND status = 'approved' GROUP BY split
"""
# The columns beside max() are those of the last review. A cross join keeps SQLite from beginning with the examples.
_BY_REVIEWER = """
SELECT reviewer, count(*) FROM (SELECT reviewer, example_id, max(id) FROM review GROUP BY example_id) AS decided
CROSS JOIN example ON example.id = decided.example_id WHERE dataset_id = ? GROUP BY reviewer ORDER BY reviewer
"""
_ROWS = "SELECT ifnull(sum(rows), 0) FROM split_size WHERE dataset_id = ?"
_REASONS = """
SELECT reason FROM review CROSS JOIN example ON example.id = example_id
WHERE dataset_id = ? AND reason <> '' AND decision = 'rejected' GROUP BY reason ORDER BY max(review.id) DESC LIMIT ?
"""
# The columns people know, by their places in the table of examples.
_COLUMNS = {2: "family", 3: "split", 4: "status", 11: "tags", 12: "note", CONTENT_AT: "content"}


@dataclass(frozen=True)
class Review:
    """One decision of a reviewer, "" for one without a name; times are Unix seconds."""

    id: int
    row_id: int
    reviewer: str
    decision: Decision
    reason: str
    at: float


@dataclass(frozen=True)
class RowEvent:
    """One step of the history as far as it concerns a row; `before` and `after` are told where the content changed."""

    step_id: int
    label: str
    author: str
    at: float
    what: Literal["added", "changed", "removed"]
    columns: tuple[str, ...] = ()
    """Of family, split, status, tags, note and content, those that changed."""
    before: Content | None = None
    after: Content | None = None


@dataclass(frozen=True)
class ReviewProgress:
    """How far the review of a data set is."""

    by_status: Mapping[Status, int]
    by_reviewer: Mapping[str, int]
    """Rows by who decided last about them."""

    @property
    def rows(self) -> int:
        """All rows of the data set."""
        return sum(self.by_status.values())

    @property
    def decided(self) -> int:
        """Rows that are approved or rejected."""
        return self.by_status["approved"] + self.by_status["rejected"]


def review_row(
    project: Project, row_id: int, decision: Decision, reason: str = "", content: Content | None = None
) -> Changes:
    """Mark a row as the project's author decides, with `content` in place of its own, all as one step.

    A corrected row becomes reviewed, a reopened one a draft. Raises ProjectFailed for a rejection without a reason,
    a row that is gone or a content of another kind, and TestSplitLocked.
    """
    if decision == "rejected" and not reason.strip():
        raise ProjectFailed(_("Say why this row is rejected."), hint=_("Those who correct it later will want to know."))
    now = time.time()
    with project.step(Label(_LABELS[decision])) as recording, recording.part():
        if project.db.execute("SELECT 1 FROM example WHERE id = ?", (row_id,)).get is None:
            raise ProjectFailed(_("This row no longer exists."))
        if content is not None:
            write_contents(project, [(row_id, content)])
        project.db.execute(
            "UPDATE example SET status = ?, edited_at = ? WHERE id = ?", (_STATUS[decision], now, row_id)
        )
        project.db.execute(
            "INSERT INTO review (example_id, reviewer, decision, reason, at) VALUES (?, ?, ?, ?, ?)",
            (row_id, project.author, decision, reason.strip(), now),
        )
    return recording.changes()


def reviews(reader: ProjectReader, row_id: int) -> list[Review]:
    """The decisions about a row, oldest first."""
    with reader.one_moment() as db:
        found = db.execute(
            "SELECT id, example_id, reviewer, decision, reason, at FROM review WHERE example_id = ? ORDER BY id",
            (row_id,),
        )
        return [Review(*row) for row in cast(Iterable[tuple[int, int, str, Decision, str, float]], found)]


def review_progress(reader: ProjectReader, dataset_id: int) -> ReviewProgress:
    """How many rows have each status, and how many decisions stand by each reviewer."""
    with reader.one_moment() as db:
        found = db.execute(_BY_STATUS, (dataset_id,))
        by_status = dict(cast(Iterable[tuple[Status, int]], found))
        rows = cast(int, db.execute(_ROWS, (dataset_id,)).get)
        by_status["draft"] = rows - sum(by_status.values())
        found = db.execute(_BY_REVIEWER, (dataset_id,))
        by_reviewer = dict(cast(Iterable[tuple[str, int]], found))
    return ReviewProgress({status: by_status.get(status, 0) for status in STATUSES}, by_reviewer)


def approved_counts(reader: ProjectReader, dataset_id: int) -> dict[Split | None, int]:
    """How many approved rows each split has; None counts those without one."""
    with reader.one_moment() as db:
        return dict(cast(Iterable[tuple[Split | None, int]], db.execute(_APPROVED, (dataset_id,))))


def recent_reasons(reader: ProjectReader, dataset_id: int, most: int = 4) -> list[str]:
    """Why rows were rejected lately, the latest first, each reason once."""
    with reader.one_moment() as db:
        found = db.execute(_REASONS, (dataset_id, most))
        return [str(reason) for (reason,) in found]


def row_history(reader: ProjectReader, row_id: int) -> list[RowEvent]:
    """Who changed what in a row and when, oldest first; what is undone is left out, what was forgotten is not known."""
    with reader.one_moment() as db:
        return list(_events(db, row_id))


def _events(db: apsw.Connection, row_id: int) -> Iterator[RowEvent]:
    for step in stored_steps(db, "NOT undone ORDER BY id"):
        if in_range(step, row_id):
            yield _event(db, step, RowChange("INSERT", (), ()))
        for change in row_changes(db, step.id, row_id):
            event = _event(db, step, change)
            if event.what != "changed" or event.columns:
                yield event


def _event(db: apsw.Connection, step: StoredStep, change: RowChange) -> RowEvent:
    at, author = cast(tuple[float, str], db.execute("SELECT at, author FROM step WHERE id = ?", (step.id,)).fetchone())
    told = step.id, step.label.text(), author, at
    if change.op != "UPDATE":
        return RowEvent(*told, "added" if change.op == "INSERT" else "removed")
    columns = tuple(name for place, name in _COLUMNS.items() if change.new[place] is not apsw.no_change)
    if "content" not in columns:
        return RowEvent(*told, "changed", columns)
    before, after = (CONTENT.validate_json(cast(str, values[CONTENT_AT])) for values in (change.old, change.new))
    return RowEvent(*told, "changed", columns, before, after)
