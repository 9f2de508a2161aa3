"""Experts decide about rows; who decided and changed what stays known."""

import pytest

from studio.core.example import Choice, Instruction
from studio.data import reviewing
from studio.data.locking import lock_test
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.reviewing import (
    approved_counts,
    recent_reasons,
    review_progress,
    review_row,
    reviews,
    row_history,
)
from studio.errors import ProjectFailed, TestSplitLocked


def test_a_decision_marks_the_row_and_names_the_reviewer(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.author = "Dr Weiss"
    assert review_row(project, 3, "approved").updated == (3,)
    project.author = "Dr Roy"
    review_row(project, 3, "rejected", " L’IRM manque ")
    found = [(each.reviewer, each.decision, each.reason) for each in reviews(reader, 3)]
    assert found == [("Dr Weiss", "approved", ""), ("Dr Roy", "rejected", "L’IRM manque")]
    assert reader.rows([3])[0].status == "rejected"
    project.undo()
    assert reader.rows([3])[0].status == "approved"
    assert len(reviews(reader, 3)) == 1


def test_approving_once_more_is_a_decision_of_its_own(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    review_row(project, 3, "approved")
    assert review_row(project, 3, "approved").updated == (3,)
    assert len(reviews(reader, 3)) == 2


def test_a_correction_changes_and_marks_in_one_step(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    before = reader.rows([3])
    content = Instruction(instruction="Cas 2", response="IRM")
    review_row(project, 3, "corrected", content=content)
    row = reader.rows([3])[0]
    assert (row.content, row.status) == (content, "reviewed")
    project.undo()
    assert reader.rows([3]) == before
    with pytest.raises(ProjectFailed, match="another kind"):
        review_row(project, 3, "corrected", content=Choice(question="q", options=("a", "b"), answers=(0,)))
    assert reader.rows([3]) == before


def test_a_rejection_needs_a_reason(project: Project, dataset: Dataset) -> None:
    with pytest.raises(ProjectFailed, match="Say why"):
        review_row(project, 3, "rejected", " ")
    with pytest.raises(ProjectFailed, match="no longer exists"):
        review_row(project, 99, "approved")


def test_a_locked_test_row_is_not_reviewed(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.set_split([3], "test")
    lock_test(project, dataset.id)
    with pytest.raises(TestSplitLocked):
        review_row(project, 3, "approved")
    assert reviews(reader, 3) == []


def test_progress_counts_rows_by_status_and_by_who_decided_last(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.author = "A"
    review_row(project, 1, "approved")
    review_row(project, 2, "approved")
    project.author = "B"
    review_row(project, 2, "rejected", "faux")
    review_row(project, 4, "reopened")
    progress = review_progress(reader, dataset.id)
    assert progress.by_status == {"draft": 18, "reviewed": 0, "approved": 1, "rejected": 1}
    assert progress.by_reviewer == {"A": 1, "B": 2}
    assert (progress.rows, progress.decided) == (20, 2)


def test_approved_rows_are_counted_by_split_with_the_index_of_reviewed_rows_alone(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.set_split([1, 2], "train")
    project.set_split([3], None)
    for row_id in (1, 2, 3):
        review_row(project, row_id, "approved")
    assert approved_counts(reader, dataset.id) == {"train": 2, None: 1}
    assert review_progress(reader, dataset.id).by_status["draft"] == 17
    plans = [
        str(project.db.execute(f"EXPLAIN QUERY PLAN {sql}", (dataset.id,)).fetchall())
        for sql in (reviewing._APPROVED, reviewing._BY_STATUS)
    ]
    assert all("COVERING INDEX example_reviewed" in plan for plan in plans)


def test_reasons_are_offered_again_the_latest_first(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    for row_id, reason in ((1, "faux"), (2, "incomplet"), (3, "faux")):
        review_row(project, row_id, "rejected", reason)
    assert recent_reasons(reader, dataset.id) == ["faux", "incomplet"]
    assert recent_reasons(reader, dataset.id, most=1) == ["faux"]


def test_the_history_of_a_row_tells_who_changed_what(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.author = "A"
    project.update_field(3, "response", "IRM")
    project.update_field(4, "response", "autre")
    review_row(project, 3, "approved")
    project.author = ""
    project.set_split([3], "validation")
    project.delete_rows([3])
    project.undo()
    project.delete_rows([3, 5])
    events = row_history(reader, 3)
    assert [(each.label, each.author, each.what, each.columns) for each in events] == [
        ("Add rows: 20", "", "added", ()),
        ("Edit a text", "A", "changed", ("content",)),
        ("Approve a row", "A", "changed", ("status",)),
        ("Move rows to validation", "", "changed", ("split",)),
        ("Delete rows: 2", "", "removed", ()),
    ]
    assert events[1].before == Instruction(instruction="Cas 2", response="Réponse 2")
    assert events[1].after == Instruction(instruction="Cas 2", response="IRM")
    assert row_history(reader, 99) == []
