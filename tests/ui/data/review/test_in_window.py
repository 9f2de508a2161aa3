"""The review in the window it belongs to."""

import threading
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.data.reviewing import reviews
from studio.settings import Settings
from studio.ui.background import READERS
from studio.ui.data.review.section import ReviewSection
from studio.ui.data.rows_wanted import RowsWanted
from tests.ui.conftest import OpenWindow


@pytest.fixture
def window(open_window: Callable[..., OpenWindow]) -> OpenWindow:
    return open_window(Settings(theme="light", author="Dr Weiss"))


def section_of(window: OpenWindow) -> ReviewSection:
    found = window.session.window.findChild(ReviewSection)
    assert isinstance(found, ReviewSection)
    return found


def test_examples_selected_in_the_table_are_reviewed_under_the_name_of_the_settings(
    window: OpenWindow, qtbot: QtBot
) -> None:
    window.choose(1, 2)
    window.page.actions_here.review.trigger()
    window.settle()
    section = section_of(window)
    assert section.isVisible()
    assert section.head.queue.currentText() == "Selected examples"
    assert len(section.desk.queue) == 2
    qtbot.keyClick(section.reading, Qt.Key.Key_A)
    window.settle()
    project = window.session.project
    assert project is not None
    assert [(each.reviewer, each.decision) for each in reviews(project.reader, 2)] == [("Dr Weiss", "approved")]
    assert project.reader.steps()[-1].author == "Dr Weiss"


def test_undo_of_the_window_brings_the_count_back(window: OpenWindow, qtbot: QtBot) -> None:
    window.page.show_section("review")
    window.settle()
    section = section_of(window)
    qtbot.keyClick(section.reading, Qt.Key.Key_A)
    window.settle()
    assert section.head.counts_text().startswith("1 of 3")
    window.page.actions_here.undo.trigger()
    window.settle()
    assert section.head.counts_text().startswith("0 of 3")
    qtbot.keyClick(section.reading, Qt.Key.Key_U)
    window.settle()
    assert section.head.counts_text().startswith("0 of 3")
    assert section.desk.queue.current == 1


def test_rows_chosen_while_the_answer_for_all_is_on_its_way_stay_chosen(window: OpenWindow) -> None:
    window.page.show_section("review")
    window.settle()
    desk, background = section_of(window).desk, window.session.background
    desk.again()
    # Each reader comes to the barrier only when the search is done.
    barrier = threading.Barrier(READERS + 1)
    for _reader in range(READERS):
        background.run(barrier.wait, lambda _place: None, lambda _error: None)
    barrier.wait()
    desk.show_only(RowsWanted(1, np.array([2], np.int64), "Selected examples"))
    window.settle()
    assert len(desk.queue) == 1


def test_without_a_data_set_there_is_nothing_to_review_and_nothing_counted(window: OpenWindow) -> None:
    window.page.show_section("review")
    window.settle()
    section = section_of(window)
    assert section.desk.tally.rows == 3
    window.page.actions_here.delete_dataset.trigger()
    window.settle()
    assert section.desk.tally.rows == 0
    assert section.finished.title.text() == "There are no examples yet."
