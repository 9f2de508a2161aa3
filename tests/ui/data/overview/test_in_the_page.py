"""The overview among the sections of the Data tab."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from studio.ui.data.overview.section import OverviewSection
from tests.ui.conftest import OpenWindow


def test_a_bar_opens_its_examples_in_the_table_with_a_way_back(
    open_window: Callable[..., OpenWindow], qtbot: QtBot
) -> None:
    window = open_window()
    window.page.show_section("overview")
    section = window.page.findChild(OverviewSection)
    assert section is not None
    qtbot.waitUntil(lambda: section.counted() is not None)
    sheet = section.sheet
    assert sheet is not None
    counted = section.counted()
    assert counted is not None
    assert counted.overview.questions is not None
    questions = sheet.lengths[0].chart
    questions.opened.emit(next(at for at, rows in enumerate(counted.overview.questions.bins) if rows))
    qtbot.waitUntil(window.page.table.isVisible)
    window.settle()
    assert 0 < window.page.model.rowCount() < 3
    assert "characters" in window.page.examples.filters.chips[0].text()
