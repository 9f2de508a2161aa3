"""The section as it is used: import a log, read it over time, add lines to the data, remove it again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.data.logs.storing import list_logs
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.evaluation.monitoring.asking import IdentifyingDialog, RemovalDialog
from studio.ui.evaluation.monitoring.presenter import example_log
from studio.ui.evaluation.monitoring.section import MonitoringSection
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.evaluating.monitored_project import entry, monitored_project, write_log
from tests.ui.settling import settle

W = TypeVar("W", bound=QWidget)


class OpenSection:
    """The section on a project, and everything the user was told."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self._qtbot = qtbot
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.reader = ProjectReader(path)
        self.project = ProjectContext(path, self.reader, Project.open(path), self.background)
        self.section = MonitoringSection(self.project, self.background, self.messages, Settings())
        self.section.resize(1300, 900)
        self.section.show()
        qtbot.waitExposed(self.section)
        self.wait(self.section.blank.isVisible)

    def wait(self, condition: Callable[[], bool]) -> None:
        settle(self._qtbot, lambda: not self.background.busy and condition())

    def dialog(self, kind: type[W]) -> W:
        self._qtbot.waitUntil(lambda: self.section.findChild(kind) is not None)
        found = self.section.findChild(kind)
        assert found is not None
        return found

    def drafts(self) -> int:
        query = RowQuery(dataset_id=1, statuses=frozenset({"draft"}), tag="monitoring")
        return len(self.reader.find_rows(query))

    def close(self) -> None:
        self.section.leave()
        self.section.close()
        self.project.close()
        self.background.close()
        self.section.deleteLater()


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenSection]:
    made = OpenSection(qtbot, monitored_project(tmp_path / "p"))
    yield made
    made.close()


def test_without_a_log_the_format_is_explained_and_can_be_copied(opened: OpenSection) -> None:
    section = opened.section
    assert not section.courses.isVisible()
    section.blank.copy_button.click()
    assert QGuiApplication.clipboard().text() == example_log()


@pytest.mark.slow
def test_from_the_file_to_drafts_and_back(opened: OpenSection, tmp_path: Path) -> None:
    section = opened.section
    named = entry(303, question="Mme Durand : raideur de nuque et fièvre à 39.", answer="Surveillance.")
    worth = [entry(300, answer="Surveillance."), named, entry(301, answer="Peut-être.")]
    log = write_log(tmp_path / "log.jsonl", [*(entry(number) for number in range(101, 161)), *worth, "{bad"])
    section.import_log(log)
    assert section.importing.busy
    opened.wait(lambda: section.report is not None)
    assert (opened.told[-1].level, opened.told[-1].hint[:8]) == ("warning", "Line 64:")
    assert section.courses.table.rowCount() == len(section.report.courses if section.report else ())
    # Over time, by keys.
    QTest.keyClick(section.courses.chart, Qt.Key.Key_Home)
    assert section.courses.read.text().startswith("Week of 01/06/2026: 100%")
    section.courses.table.setCurrentCell(1, 0)
    assert "warning sign" in section.courses.about.text()
    assert section.drift.headline.text() == "No shift shown since the tests"
    # The one that names somebody is not ticked, and asked about when it is.
    assert len(section.worth.ticked) == 1
    before = section.worth.ticked
    QTest.keyClick(section.worth.table, Qt.Key.Key_Space)
    assert len(section.worth.ticked ^ before) == 1
    section.worth.all_button.click()
    section.worth.add_button.click()
    opened.dialog(IdentifyingDialog).without_button.click()
    opened.wait(lambda: opened.drafts() == 2)
    assert opened.told[-1].text == "2 rows were added as drafts."
    opened.told[-1].offers[0].act()
    opened.wait(lambda: opened.drafts() == 0)
    section.imports.buttons[0].click()
    opened.dialog(RemovalDialog).remove_button.click()
    opened.wait(section.blank.isVisible)
    assert list_logs(tmp_path / "p") == []
