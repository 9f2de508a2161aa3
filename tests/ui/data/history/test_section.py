"""The history as the user sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.versions import create_version
from studio.ui.background import Background
from studio.ui.data.history.section import HistorySection
from studio.ui.data.history.versions_panel import VersionName
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext

CASES = [Instruction(instruction=f"Cas {number}", response="Surveillance simple.") for number in range(3)]


class OpenHistory:
    """The section with what it was given and what the user was told."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self.qtbot = qtbot
        with Project.create(path, "Cases") as project:
            self.first = project.add_rows(project.add_dataset("cas", "instruction").id, CASES).inserted[0]
            create_version(project, "v1")
            project.update_field(self.first, "response", "Surveillance rapprochée.")
            project.delete_rows([self.first + 1])
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.project = ProjectContext(path, ProjectReader(path), Project.open(path), self.background)
        self.section = HistorySection(self.project, self.background, self.messages)
        self.project.changed.connect(self.section.refresh)
        self.section.resize(1200, 700)
        qtbot.addWidget(self.section)
        self.section.show()
        self.section.show_dataset(self.project.reader.datasets()[0])
        qtbot.waitUntil(lambda: bool(self.section.comparison.summary_text()))

    def labels(self) -> list[str]:
        model = self.section.steps
        return [str(model.index(at).data()).split("\n")[0] for at in range(model.rowCount())]

    def responses(self) -> list[str]:
        reader = self.project.reader
        found = reader.rows(reader.find_rows(RowQuery(dataset_id=reader.datasets()[0].id)).tolist())
        return [row.content.response for row in found if isinstance(row.content, Instruction)]

    def close(self) -> None:
        self.section.leave()
        self.project.close()
        self.background.close()


@pytest.fixture
def history(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenHistory]:
    opened = OpenHistory(qtbot, tmp_path / "cases")
    yield opened
    opened.close()


def test_the_steps_are_listed_newest_first_down_to_the_beginning(
    history: OpenHistory, qtmodeltester: ModelTester
) -> None:
    assert history.labels()[:2] == ["Delete rows: 1", "Edit a text"]
    assert history.labels()[-1] == "Beginning of the project"
    qtmodeltester.check(history.section.steps)
    qtmodeltester.check(history.section.comparison.rows)


def test_going_to_an_earlier_step_and_forth_again(history: OpenHistory, qtbot: QtBot) -> None:
    section = history.section
    assert not section.go_button.isEnabled()
    section.list.setCurrentIndex(section.steps.index(2))
    with qtbot.waitSignal(history.project.changed):
        section.go_button.click()
    assert history.responses() == ["Surveillance simple."] * 3
    qtbot.waitUntil(lambda: history.labels()[0] == "Delete rows: 1 (undone)")
    section.list.setCurrentIndex(section.steps.index(0))
    with qtbot.waitSignal(history.project.changed):
        section.go_button.click()
    assert history.responses() == ["Surveillance rapprochée.", "Surveillance simple."]


def test_what_differs_from_a_version_is_shown_word_by_word(history: OpenHistory, qtbot: QtBot) -> None:
    comparison = history.section.comparison
    qtbot.waitUntil(lambda: "1 example removed" in comparison.summary_text())
    assert "1 example changed" in comparison.summary_text()
    qtbot.waitUntil(lambda: "rapprochée" in comparison.texts.toPlainText())
    assert "simple" in comparison.texts.toPlainText()
    with qtbot.waitSignal(history.section.rows_wanted) as opened:
        comparison.open_button.click()
    wanted = opened.args[0]
    assert isinstance(wanted, RowsWanted)
    assert wanted.ids.tolist() == [history.first]


def test_going_back_to_a_version_is_a_step_that_can_be_undone(history: OpenHistory, qtbot: QtBot) -> None:
    versions = history.section.versions
    versions.list.setCurrentRow(0)
    with qtbot.waitSignal(history.project.changed):
        versions.restore_button.click()
    assert history.responses() == ["Surveillance simple."] * 3
    assert history.project.reader.undo_label() == "Go back to the version “v1”"
    qtbot.waitUntil(lambda: "Nothing differs" in history.section.comparison.summary_text())
    with qtbot.waitSignal(history.project.changed):
        history.project.change(lambda writer: writer.undo(), history.messages.problem)
    assert len(history.responses()) == 2


def test_versions_are_named_renamed_and_forgotten(history: OpenHistory, qtbot: QtBot) -> None:
    versions = history.section.versions
    versions.named.emit(VersionName(None, "v2"))
    qtbot.waitUntil(lambda: versions.list.count() == 2)
    assert versions.list.item(0).text().startswith("v2")
    versions.list.setCurrentRow(0)
    versions.rename_button.click()
    versions.asking.name.setText("final")
    versions.asking.keep_button.click()
    qtbot.waitUntil(lambda: versions.list.item(0).text().startswith("final"))
    versions.list.setCurrentRow(0)
    versions.delete_button.click()
    qtbot.waitUntil(lambda: versions.list.count() == 1)
    assert "final" in history.told[-1].text
