"""An expert reviews with a few keys; what is decided is stored while the next example is read."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt

from studio.data.locking import lock_test
from studio.data.project import Project
from studio.data.reviewing import review_row, reviews
from studio.settings import Settings
from studio.ui.data.rows_wanted import RowsWanted
from tests.ui.data.review.conftest import OpenReview

Key = Qt.Key
Opener = Callable[..., OpenReview]


def test_a_key_approves_and_the_next_example_is_there_at_once(review: OpenReview) -> None:
    assert "Cas 1" in review.reading()
    review.press(Key.Key_A)
    # Read ahead: nothing is waited for.
    assert "Cas 2" in review.reading()
    assert review.section.head.counts_text() == "1 of 5 reviewed · 1 approved · 0 rejected"
    review.settle()
    assert review.statuses() == ["approved", "draft", "draft", "draft", "draft"]
    assert [(each.reviewer, each.decision) for each in reviews(review.project.reader, 1)] == [("Dr Weiss", "approved")]
    assert review.project.reader.steps()[-1].author == "Dr Weiss"


def test_rejecting_asks_for_a_reason_and_a_number_gives_a_usual_one(review: OpenReview) -> None:
    panel = review.section.rejecting
    review.press(Key.Key_R)
    assert panel.isVisible()
    review.press(Key.Key_Return, into=panel.reason)
    assert panel.isVisible()
    review.press(Key.Key_1, into=panel.reason)
    assert panel.reason.text() == "Warning sign missed"
    review.press(Key.Key_Return, into=panel.reason)
    assert not panel.isVisible()
    review.settle()
    assert reviews(review.project.reader, 1)[0].reason == "Warning sign missed"
    review.press(Key.Key_R)
    review.qtbot.keyClicks(panel.reason, "Trop court")
    review.press(Key.Key_Return, into=panel.reason)
    review.settle()
    assert review.statuses()[:2] == ["rejected", "rejected"]
    review.press(Key.Key_R)
    assert panel.offered()[:2] == ["Trop court", "Warning sign missed"]
    review.press(Key.Key_Escape, into=panel.reason)
    assert not panel.isVisible()
    assert review.statuses()[2] == "draft"


def test_a_correction_is_kept_as_reviewed_or_approved_at_once(review: OpenReview) -> None:
    section = review.section
    review.press(Key.Key_C)
    box = section.correction.body.fields()[2].box
    assert box.exact_text() == "Réponse 1"
    box.setPlainText("IRM")
    review.press(Key.Key_Return, into=box, ctrl=True)
    assert "Cas 2" in review.reading()
    review.press(Key.Key_C)
    section.correction.body.fields()[2].box.setPlainText("Scanner")
    section.keeping.keep_and_approve.click()
    review.settle()
    assert review.statuses()[:2] == ["reviewed", "approved"]
    rows = review.project.reader.rows([1, 2])
    assert [str(row.content.model_dump()["response"]) for row in rows] == ["IRM", "Scanner"]
    review.press(Key.Key_Left)
    review.press(Key.Key_Left)
    review.qtbot.waitUntil(lambda: "Correct a row" in section.aside.toPlainText())
    assert "Réponse 1" in section.aside.toPlainText()
    assert "IRM" in section.aside.toPlainText()


def test_a_correction_begun_by_mistake_changes_nothing(review: OpenReview) -> None:
    section = review.section
    review.press(Key.Key_C)
    section.actions_here.keep.trigger()
    assert "Cas 1" in review.reading()
    review.press(Key.Key_C)
    box = section.correction.body.fields()[2].box
    review.qtbot.keyClicks(box, "x")
    section.correction.given_up.emit()
    assert "not kept yet" in review.said()
    assert section.keeping.isVisible()
    section.keeping.give_up.click()
    review.settle()
    assert section.deciding.isVisible()
    assert review.statuses() == ["draft"] * 5
    assert reviews(review.project.reader, 1) == []


def test_what_is_being_corrected_when_the_project_is_closed_is_stored_without_a_decision(review: OpenReview) -> None:
    review.press(Key.Key_C)
    review.section.correction.body.fields()[2].box.setPlainText("IRM")
    review.section.leave()
    review.settle()
    row = review.project.reader.rows([1])[0]
    assert (row.content.model_dump()["response"], row.status) == ("IRM", "draft")


def test_the_last_decision_is_undone_and_its_example_comes_back(review: OpenReview) -> None:
    review.press(Key.Key_A)
    review.press(Key.Key_A)
    review.press(Key.Key_U)
    review.settle()
    assert "Cas 2" in review.reading()
    assert review.statuses()[:2] == ["approved", "draft"]
    assert review.section.head.counts_text().startswith("1 of 5")
    review.press(Key.Key_U)
    review.settle()
    assert "Cas 1" in review.reading()
    assert not review.section.deciding.undo.isEnabled()


def test_a_decision_is_not_undone_behind_a_later_change(review: OpenReview) -> None:
    review.press(Key.Key_A)
    review.project.change(lambda writer: writer.update_field(4, "response", "autre"), review.messages.problem)
    review.settle()
    review.press(Key.Key_U)
    review.settle()
    assert "Something else was changed" in review.said()
    assert review.statuses()[0] == "approved"
    review.project.change(lambda writer: writer.undo(), review.messages.problem)
    review.settle()
    review.press(Key.Key_U)
    review.settle()
    assert review.statuses()[0] == "draft"
    assert review.section.head.counts_text().startswith("0 of 5")


def test_skipped_examples_come_last(review: OpenReview) -> None:
    review.press(Key.Key_S)
    for _each in range(4):
        review.settle()
        review.press(Key.Key_A)
    finished = review.section.finished
    review.qtbot.waitUntil(finished.isVisible)
    assert finished.skipped_button.text() == "Review the skipped example"
    finished.skipped_button.click()
    review.settle()
    assert "Cas 1" in review.reading()
    review.press(Key.Key_A)
    review.settle()
    assert finished.title.text() == "All of these are reviewed."
    assert review.statuses() == ["approved"] * 5


def test_other_rows_are_chosen_by_their_stage_and_their_split(review: OpenReview) -> None:
    head = review.section.head
    review.press(Key.Key_A)
    review.settle()
    review.project.change(lambda writer: writer.set_split([3], "test"), review.messages.problem)
    review.project.change(lambda writer: writer.set_split([1, 2, 4, 5], "train"), review.messages.problem)
    review.settle()
    head.queue.setCurrentIndex(3)
    head.queue.activated.emit(3)
    review.settle()
    assert len(review.section.desk.queue) == 5
    at = head.split.findText("Test")
    head.split.setCurrentIndex(at)
    head.split.activated.emit(at)
    review.settle()
    assert "Cas 3" in review.reading()
    assert len(review.section.desk.queue) == 1


def test_rows_opened_from_elsewhere_are_reviewed_whatever_their_status(review: OpenReview) -> None:
    review.press(Key.Key_A)
    review.settle()
    review.section.show_only(RowsWanted(1, np.array([1, 4], np.int64), "exact duplicates"))
    review.settle()
    assert review.section.head.queue.currentText() == "exact duplicates"
    assert "Cas 1" in review.reading()
    review.press(Key.Key_Right)
    assert "Cas 4" in review.reading()


def test_a_locked_test_row_says_so_before_it_is_decided(open_review: Opener, cases_path: Path) -> None:
    with Project.open(cases_path) as project:
        project.set_split([1], "test")
        lock_test(project, 1)
    review = open_review()
    assert "test split is locked" in review.section.row_line.refusal.text()
    assert not review.section.deciding.approve.isEnabled()
    review.press(Key.Key_A)
    review.settle()
    assert "Cas 1" in review.reading()
    review.press(Key.Key_Right)
    assert review.section.deciding.approve.isEnabled()
    assert not review.section.row_line.refusal.isVisible()


def test_what_the_store_refuses_comes_back(review: OpenReview) -> None:
    # Locked by nobody the window knows of: the store has the last word.
    review.project.write(_lock, lambda _nothing: None, review.messages.problem)
    review.press(Key.Key_A)
    review.settle()
    review.qtbot.waitUntil(lambda: "locked" in review.said())
    review.settle()
    assert "Cas 1" in review.reading()
    assert review.section.head.counts_text().startswith("0 of 5")
    assert not review.section.deciding.approve.isEnabled()


def _lock(writer: Project) -> None:
    writer.set_split([1], "test")
    lock_test(writer, 1)


def test_a_window_that_only_looks_decides_nothing(open_review: Opener) -> None:
    review = open_review(read_only=True)
    assert "Cas 1" in review.reading()
    for button in (review.section.deciding.approve, review.section.deciding.reject, review.section.deciding.correct):
        assert not button.isEnabled()
    review.press(Key.Key_A)
    review.press(Key.Key_Right)
    review.settle()
    assert "Cas 2" in review.reading()
    assert "read only" in review.section.row_line.refusal.text()


def test_the_reviewer_is_asked_once_and_can_be_changed(open_review: Opener) -> None:
    settings = Settings()
    review = open_review(settings=settings)
    question = review.section.question
    assert question.isVisible()
    assert question.name.text() == settings.signature
    question.name.setText("  Dr  Roy ")
    review.press(Key.Key_Return, into=question.name)
    assert not question.isVisible()
    assert settings.author == "Dr Roy"
    review.press(Key.Key_A)
    review.settle()
    assert reviews(review.project.reader, 1)[0].reviewer == "Dr Roy"
    assert "Dr Roy" in review.section.head.reviewer.text()
    review.section.head.reviewer.click()
    assert question.isVisible()


def test_earlier_decisions_and_remarks_stand_beside_the_example(open_review: Opener, cases_path: Path) -> None:
    with Project.open(cases_path) as project:
        project.author = "Dr Roy"
        review_row(project, 1, "rejected", "L’IRM manque")
        review_row(project, 1, "reopened")
        project.update_field(1, "response", "")
    review = open_review()
    aside = review.section.aside.toPlainText()
    assert "The answer is empty." in aside
    assert "L’IRM manque" in aside
    assert "Dr Roy" in aside
    review.qtbot.waitUntil(lambda: "Edit a text" in review.section.aside.toPlainText())
    assert "Reject a row" not in review.section.aside.toPlainText()


def test_a_row_deleted_meanwhile_is_passed_over(review: OpenReview) -> None:
    review.project.change(lambda writer: writer.delete_rows([1, 2]), review.messages.problem)
    review.settle()
    review.qtbot.waitUntil(lambda: "Cas 3" in review.reading())
    assert len(review.section.desk.queue) == 3
