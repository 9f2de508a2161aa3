"""The section of the review over a real project, and what the user was told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.core.example import Content, Instruction
from studio.data.project import Project, ProjectReader
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.data.review.section import ReviewSection
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.ui.settling import settle

CASES = tuple(Instruction(instruction=f"Cas {number}", response=f"Réponse {number}") for number in range(1, 6))


class OpenReview:
    """The section with what it was given."""

    def __init__(self, qtbot: QtBot, path: Path, *, read_only: bool = False, settings: Settings | None = None) -> None:
        self.qtbot = qtbot
        self.settings = settings or Settings(author="Dr Weiss")
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        writer = None if read_only else Project.open(path)
        if writer is not None:
            writer.author = self.settings.signature
        self.project = ProjectContext(path, ProjectReader(path), writer, self.background)
        self.section = ReviewSection(self.project, self.background, self.messages, self.settings)
        self.project.changed.connect(self.section.refresh)
        self.section.resize(1200, 700)
        qtbot.addWidget(self.section)
        self.section.show()
        with qtbot.waitExposed(self.section):
            self.section.activateWindow()
        self.section.show_dataset(self.project.reader.datasets()[0])
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        settle(self.qtbot, lambda: not self.background.busy)

    def press(self, key: Qt.Key, *, into: QWidget | None = None, ctrl: bool = False) -> None:
        """A key where someone reads, or in another widget."""
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        self.qtbot.keyClick(into or self.section.reading, key, held)

    def reading(self) -> str:
        return self.section.reading.toPlainText()

    def statuses(self) -> list[str]:
        reader = self.project.reader
        return [row.status for row in reader.rows(range(1, 6))]

    def said(self) -> str:
        return "\n".join(f"{message.text} {message.hint}" for message in self.told)

    def close(self) -> None:
        self.section.leave()
        self.project.close()
        self.background.close()


@pytest.fixture
def cases_path(tmp_path: Path) -> Path:
    path = tmp_path / "cases"
    with Project.create(path, "Cases") as project:
        project.add_rows(project.add_dataset("cas", "instruction").id, CASES)
    return path


@pytest.fixture
def open_review(qtbot: QtBot, cases_path: Path) -> Iterator[Callable[..., OpenReview]]:
    with ExitStack() as stack:

        def open_it(
            path: Path = cases_path, *, read_only: bool = False, settings: Settings | None = None
        ) -> OpenReview:
            opened = OpenReview(qtbot, path, read_only=read_only, settings=settings)
            stack.callback(opened.close)
            return opened

        yield open_it


@pytest.fixture
def review(open_review: Callable[..., OpenReview]) -> OpenReview:
    return open_review()


@pytest.fixture
def project_of(tmp_path: Path) -> Callable[[Content], Path]:
    """A project of one example."""

    def make(content: Content) -> Path:
        path = tmp_path / content.kind
        with Project.create(path, "One") as project:
            project.add_rows(project.add_dataset("one", content.kind).id, [content])
        return path

    return make
