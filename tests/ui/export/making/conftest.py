"""The section of the exports, open on a project with a result or without one; workers are light."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.runs.evaluations import list_evaluations
from studio.runs.exports import list_exports
from studio.runs.spawn import reap_children
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.export.making.section import ExportsSection
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.ui.settling import settle
from tests.ui.trained_project import end_worker, light_python, trained_project

ROWS = 12


class OpenExports:
    """The section on a real project, with what the user was told."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        writer = None if read_only else Project.open(path)
        self.project = ProjectContext(path, ProjectReader(path), writer, self.background)
        self.section = ExportsSection(self.project, self.background, self.messages, Settings())
        self.section.resize(1280, 900)
        self.section.show()

    def close(self) -> None:
        self.section.leave()
        self.project.close()
        self.background.close()
        self.section.close()
        self.section.deleteLater()


Opener = Callable[..., OpenExports]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    project = trained_project(tmp_path / "headaches", ROWS)
    monkeypatch.setattr(sys, "executable", str(light_python(tmp_path)))
    yield project
    for summary in (*list_exports(project), *list_evaluations(project)):
        end_worker(summary.run)
    reap_children()


@pytest.fixture
def open_section(qtbot: QtBot, path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:

        def open_it(*, read_only: bool = False) -> OpenExports:
            opened = OpenExports(path, read_only=read_only)
            stack.callback(opened.close)
            settle(qtbot, lambda: not opened.background.busy)
            return opened

        yield open_it
