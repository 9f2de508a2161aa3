"""The section as it is used: choose a model, start it, copy what programs need, ask, stop."""

import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

pytest.importorskip("starlette")
pytest.importorskip("xllamacpp")

from studio.data.project import Project, ProjectReader
from studio.runs.process import identify
from studio.serving.journal import Journal, RequestFacts
from studio.serving.places import ServerState, list_servers, server_folder
from studio.serving.starting import Started
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.export.serving.desk import Look
from studio.ui.export.serving.section import ServingSection
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.serving.demo_file import write_demo
from tests.ui.settling import settle

pytestmark = pytest.mark.slow


class OpenSection:
    """The section on a project, and everything the user was told."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self._qtbot, self.path = qtbot, path
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.project = ProjectContext(path, ProjectReader(path), Project.open(path), self.background)
        self.section = ServingSection(self.project, self.background, self.messages, Settings())
        self.section.resize(1200, 1100)
        self.section.show()
        qtbot.waitExposed(self.section)

    def wait(self, condition: Callable[[], bool]) -> None:
        settle(self._qtbot, condition)

    def close(self) -> None:
        self.section.leave()
        self.section.close()
        self.project.close()
        self.background.close()
        self.section.deleteLater()


@pytest.fixture
def opened(qtbot: QtBot, project_path: Path) -> Iterator[OpenSection]:
    made = OpenSection(qtbot, project_path)
    yield made
    made.close()


def test_from_the_file_to_an_answer_and_back(opened: OpenSection, tmp_path: Path) -> None:
    section = opened.section
    assert not section.choice.switch.isEnabled()
    section.serve(str(write_demo(tmp_path / "demo-f16.gguf")))
    opened.wait(section.choice.switch.isEnabled)
    section.choice.switch.click()
    opened.wait(section.access.isVisible)
    assert [state for _folder, state in list_servers(opened.path)] == [section.access._state]
    assert section.access.key.displayText().strip("●•*") == ""
    section.access.copy_key.click()
    assert len(QGuiApplication.clipboard().text()) > 20
    section.access.show_key.click()
    assert section.access.key.displayText() == QGuiApplication.clipboard().text()
    assert section.access.address.text() in section.access.program.toPlainText()
    section.access.ask_button.click()
    opened.wait(lambda: "token" in section.access.answer.text())
    opened.wait(section.load.isVisible)
    section.choice.switch.click()
    opened.wait(lambda: section.choice.switch.text() == "Start the server" and section.choice.switch.isEnabled())
    assert not section.access.isVisible()
    assert opened.told == []
    assert section.choice.status.text() == "Not running."

    section.choice.switch.click()
    opened.wait(section.access.isVisible)
    psutil.Process(section.access._state.process.pid).kill()
    opened.wait(lambda: "not because it was stopped here" in section.choice.status.text())
    assert not section.access.isVisible()


def test_requests_are_not_counted_at_every_glance(opened: OpenSection, tmp_path: Path) -> None:
    """A hundred thousand of them take a second."""
    section, folder = opened.section, server_folder(opened.path, "x")
    journal = Journal(folder.path, keep_texts=False)
    journal.count(RequestFacts(at=1.0, status=200, total_s=1.0))
    journal.close()
    (tmp_path / "x.gguf").write_bytes(b"GGUF")
    section.serve(str(tmp_path / "x.gguf"))
    opened.wait(section.load.isVisible)
    section._glance.stop()
    section._count_again = math.inf
    looks: list[Look] = []
    section.desk.seen.connect(looks.append)
    section._look()
    # One that was under way already may come first.
    opened.wait(lambda: any(each.counted_s is None for each in looks))
    assert section.load.isVisible()


def test_servers_end_with_the_window(opened: OpenSection) -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    known = identify(process.pid)
    assert known is not None
    state = ServerState(process=known, address="", title="x", model="", started_at=1.0)
    opened.section._started["x"] = Started(state, "", process)
    opened.close()
    assert process.wait(60) != 0
    assert [each.text for each in opened.told] == [
        "The server was stopped, because the view that started it was closed."
    ]


def test_what_cannot_be_loaded_is_told_and_another_can_be_chosen(opened: OpenSection, tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF")
    opened.section.serve(str(tmp_path / "broken.gguf"))
    opened.wait(opened.section.choice.switch.isEnabled)
    opened.section.choice.switch.click()
    opened.wait(lambda: bool(opened.told))
    assert opened.told[0].level == "problem"
    opened.wait(opened.section.choice.switch.isEnabled)
    assert opened.section.choice.model.isEnabled()
