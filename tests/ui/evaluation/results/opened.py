"""The section of the results, open on a real project."""

from collections.abc import Callable
from pathlib import Path

from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.evaluation.results.section import ResultsSection
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext

ROWS = 12
"""Of the project’s evaluations."""


class OpenSection:
    """The section on a real project, with what the user was told."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        writer = None if read_only else Project.open(path)
        self.project = ProjectContext(path, ProjectReader(path), writer, self.background)
        self.section = ResultsSection(self.project, self.background, self.messages, Settings())
        # Reading again every few seconds is for people; here there is nothing to spare.
        self.section._pause = lambda _took: 0
        self.section.resize(1280, 800)
        self.section.show()
        self._closed = False

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self.section.leave()
        self.project.close()
        self.background.close()
        self.section.close()
        self.section.deleteLater()


Opener = Callable[..., OpenSection]
