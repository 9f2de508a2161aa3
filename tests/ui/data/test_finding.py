"""Searching, filters, order, columns, saved views, and rows that a section opens."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.data.records import Changes, Dataset
from studio.settings import Settings
from studio.ui.data.naming import NameDialog
from studio.ui.data.rows_wanted import RowsWanted
from tests.ui.conftest import OpenWindow
from tests.ui.data.screen import RESPONSE, SPLIT, STATUS, press


class Checks(QWidget):
    """A section that notes what it is told."""

    rows_wanted = Signal(object)  # RowsWanted

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def show_dataset(self, dataset: Dataset | None) -> None:
        self.told.append(dataset.name if dataset else "")

    def refresh(self, changes: Changes) -> None:
        self.told.append("everything" if changes.everything else changes.label)

    def leave(self) -> None:
        self.told.append("left")


def test_searching_finds_without_accents_and_shows_the_way_back(qtbot: QtBot, window: OpenWindow) -> None:
    page = window.page
    page.actions_here.find.trigger()
    qtbot.keyClicks(page.toolbar.search, "cephalee")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert window.cells(RESPONSE) == ["IRM en urgence"]
    page.toolbar.search.setText("introuvable")
    qtbot.waitUntil(page.empty.isVisible)
    assert page.empty.title.text() == "No example matches"
    press(window, "Show all examples")
    window.settle()
    assert page.model.rowCount() == 3
    assert page.toolbar.search.text() == ""


def test_adding_a_row_clears_a_search_that_would_hide_it(qtbot: QtBot, window: OpenWindow) -> None:
    window.page.toolbar.search.setText("migraine")
    qtbot.waitUntil(lambda: window.page.model.rowCount() == 1)
    window.page.toolbar.add_button.click()
    window.settle()
    assert window.page.model.rowCount() == 4
    assert window.page.toolbar.search.text() == ""


def test_split_and_status_are_set_beside_the_table_and_filtered_above(qtbot: QtBot, window: OpenWindow) -> None:
    page = window.page
    window.choose(2)
    for picker, value in ((page.details.marks.split, "test"), (page.details.marks.status, "approved")):
        picker.setCurrentIndex(picker.findData(value))
        picker.activated.emit(picker.currentIndex())
        window.settle()
    assert window.cells(SPLIT)[2] == "Test"
    assert window.cells(STATUS)[2] == "Approved"
    panel = page.examples.filter_panel
    page.toolbar.filter_button.click()
    panel.splits["test"].click()
    panel.splits["train"].click()
    panel.statuses["approved"].click()
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    window.settle()
    assert window.cells(RESPONSE) == ["Pour préciser: début | fièvre"]
    assert page.toolbar.count.text() == "1 of 3 examples"
    assert [chip.text() for chip in page.examples.filters.chips] == ["Split: Training, Test", "Status: Approved"]
    page.examples.filters.chips[1].click()
    window.settle()
    assert page.model.rowCount() == 3
    page.examples.filters.clear_button.click()
    assert not page.examples.filters.isVisible()


def test_tags_lengths_and_days_are_filtered_by_what_the_rows_hold(
    qtbot: QtBot, window: OpenWindow, project_path: Path
) -> None:
    page, panel = window.page, window.page.examples.filter_panel
    page.examples.edits.tag(np.array([2], np.int64), add=("à revoir",))
    window.settle()
    page.toolbar.filter_button.click()
    window.settle()
    tags = panel.values["tag"]
    assert [tags.itemText(at) for at in range(tags.count())] == ["Any tag", "à revoir   (1)"]
    tags.setCurrentIndex(1)
    tags.activated.emit(1)
    window.settle()
    assert window.cells(RESPONSE) == ["Surveillance"]
    panel.clear_button.click()
    qtbot.keyClicks(panel.longest, "54")
    panel.close_button.click()
    window.settle()
    assert window.cells(RESPONSE) == ["Surveillance"]
    assert [chip.text() for chip in page.examples.filters.chips] == ["At most 54 characters"]
    panel.clear_button.click()
    panel.edited.setCurrentIndex(1)
    panel.edited.activated.emit(1)
    window.settle()
    assert page.model.rowCount() == 3
    assert "Edited since" in page.examples.filters.chips[0].text()


def test_filters_and_order_are_kept_under_a_name_renamed_and_deleted(qtbot: QtBot, window: OpenWindow) -> None:
    examples = window.page.examples

    def press_in_menu(words: str) -> None:
        examples.views.aboutToShow.emit()
        next(each for each in examples.views.actions() if each.text() == words).trigger()

    def answer(name: str) -> None:
        dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, NameDialog))
        dialog.name.setText(name)
        dialog.keep_button.click()
        window.settle()
        qtbot.waitUntil(lambda: not any(isinstance(each, NameDialog) for each in QApplication.topLevelWidgets()))

    examples.views.aboutToShow.emit()
    assert not examples.views.actions()[-1].isEnabled()
    examples.presenter.sort("response")
    window.page.toolbar.search.setText("que")
    window.page.toolbar.search.returnPressed.emit()
    window.settle()
    press_in_menu("Save these filters and this order…")
    answer("par réponse")
    assert window.page.toolbar.views_button.text() == "par réponse"
    press_in_menu("Rename “par réponse”…")
    answer("A & B")
    examples.presenter.clear_filters()
    examples.presenter.sort("status")
    assert window.page.toolbar.views_button.text() == "Views"
    press_in_menu("A && B")
    window.settle()
    assert window.page.toolbar.search.text() == "que"
    assert [text[:3] for text in window.cells(RESPONSE)] == ["IRM", "Pou", "Sur"]
    press_in_menu("Delete “A && B”")
    window.settle()
    assert examples.views.names() == []
    press(window, "Undo")
    window.settle()
    assert examples.views.names() == ["A & B"]


def test_a_column_header_sorts_and_the_third_click_gives_the_order_back(qtbot: QtBot, window: OpenWindow) -> None:
    header = window.page.table.horizontalHeader()
    orders = []
    for _click in range(3):
        spot = QPoint(header.sectionViewportPosition(RESPONSE) + 20, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        window.settle()
        orders.append([text[:3] for text in window.cells(RESPONSE)])
    assert orders == [["IRM", "Pou", "Sur"], ["Sur", "Pou", "IRM"], ["IRM", "Sur", "Pou"]]


def test_columns_are_chosen_and_remembered(open_window: Callable[..., OpenWindow]) -> None:
    settings = Settings(theme="light", language="en")
    page = open_window(settings).page
    ticks = {each.text(): each for each in page.examples.columns.actions() if each.isCheckable()}
    ticks["Tags"].trigger()
    ticks["Input"].trigger()
    titles = ["#", "Instruction", "Response", "Tags", "Split", "Status"]
    assert [page.model.headerData(at, Qt.Orientation.Horizontal) for at in range(6)] == titles
    again = open_window(settings).page
    assert [again.model.headerData(at, Qt.Orientation.Horizontal) for at in range(6)] == titles


def test_a_section_opens_rows_in_the_table_with_a_way_back(qtbot: QtBot, window: OpenWindow) -> None:
    page, checks = window.page, Checks()
    page.add_section("further", "Further checks", checks)
    page.show_section("further")
    assert checks.told == ["cases"]
    checks.rows_wanted.emit(RowsWanted(1, np.array([3, 1], np.int64), "exact duplicates"))
    window.settle()
    assert page.table.isVisible()
    assert window.cells(RESPONSE) == ["Pour préciser: début | fièvre", "IRM en urgence"]
    page.examples.edits.set_status(np.array([3], np.int64), "approved")
    window.settle()
    assert checks.told == ["cases"]
    assert [chip.text() for chip in page.examples.filters.chips] == ["2 rows: exact duplicates"]
    page.examples.filters.chips[0].click()
    window.settle()
    assert page.model.rowCount() == 3
    page.show_section("further")
    assert checks.told == ["cases", "everything"]
