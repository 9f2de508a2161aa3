"""A Train tab on a real project, closed again whatever the test did."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from studio.ui.training.page import TrainingPage
from studio.ui.training.run_view import RunView
from tests.ui.training import scenes


class OpenTab:
    """The page with what it was given and what the user was told."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        writer = None if read_only else Project.open(path)
        self.project = ProjectContext(path, ProjectReader(path), writer, self.background)
        self.page = TrainingPage(self.project, self.background, self.messages, Settings())
        self.page.resize(1440, 900)

    def close(self) -> None:
        self.page.shut_down()
        self.project.close()
        self.background.close()
        self.page.close()
        self.page.deleteLater()


Opener = Callable[..., OpenTab]


def view_of(tab: OpenTab) -> RunView:
    assert tab.page.view is not None
    return tab.page.view


def shown_points(tab: OpenTab) -> int:
    return len(view_of(tab).curves.loss.points("loss"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return scenes.make_project(tmp_path / "headaches")


@pytest.fixture
def open_tab(qtbot: QtBot, project: Path) -> Iterator[Callable[..., OpenTab]]:
    """Opens the tab and waits until it has looked for runs."""
    with ExitStack() as stack:

        def open_it(*, read_only: bool = False) -> OpenTab:
            tab = OpenTab(project, read_only=read_only)
            stack.callback(tab.close)
            tab.page.show()
            qtbot.waitUntil(lambda: tab.page.view is not None and not tab.background.busy)
            return tab

        yield open_it
