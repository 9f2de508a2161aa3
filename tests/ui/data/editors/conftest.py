"""A pane on a real project, whose store answers as it does in the window."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core.example import Content
from studio.data.project import Project, ProjectReader
from studio.data.records import Changes, Row, RowQuery
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.data.editors.pane import DetailPane
from studio.ui.data.editors.storing import PaneStoring
from studio.ui.project_context import ProjectContext
from tests.ui.settling import settle


class OpenPane:
    """The pane with the first example on show; `settle` waits until the store has answered."""

    def __init__(self, qtbot: QtBot, path: Path, settings: Settings, *, read_only: bool) -> None:
        self._qtbot = qtbot
        self.background = Background()
        self.reader = ProjectReader(path)
        writer = None if read_only else Project.open(path)
        self.context = ProjectContext(path, self.reader, writer, self.background)
        self.pane = DetailPane(self.context, self.background, settings)
        self.storing = PaneStoring(self.pane, self.context)
        self.failures: list[StudioError] = []
        self.storing.failed.connect(self.failures.append)
        self.context.changed.connect(self._on_changed)
        qtbot.addWidget(self.pane)
        self.shown = self.ids[0]
        self.show(self.shown)
        self.pane.show()

    @property
    def ids(self) -> list[int]:
        return [
            id
            for dataset in self.reader.datasets()
            for id in self.reader.find_rows(RowQuery(dataset_id=dataset.id)).tolist()
        ]

    @property
    def row(self) -> Row:
        return self.reader.rows([self.shown])[0]

    @property
    def content(self) -> Content:
        return self.row.content

    def show(self, row_id: int) -> None:
        self.shown = row_id
        self.pane.show_row(self.row, 1)

    def settle(self) -> None:
        settle(self._qtbot, lambda: not self.background.busy)

    def steps(self) -> list[str]:
        return [step.label for step in self.reader.steps() if not step.undone]

    def undo(self) -> None:
        self.context.change(lambda writer: writer.undo(), self.failures.append)
        self.settle()

    def close(self) -> None:
        self.context.close()
        self.background.close()

    def _on_changed(self, changes: Changes) -> None:
        if changes.everything or self.shown in changes.updated:
            self.pane.show_row(self.row, 1)


@pytest.fixture
def open_pane(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., OpenPane]]:
    with ExitStack() as stack:

        def open_it(*contents: Content, settings: Settings | None = None, read_only: bool = False) -> OpenPane:
            path = tmp_path / "project"
            with Project.create(path, "project") as project:
                dataset = project.add_dataset("rows", contents[0].kind)
                project.add_rows(dataset.id, contents)
                project.forget_history()
            opened = OpenPane(qtbot, path, settings or Settings(), read_only=read_only)
            stack.callback(opened.close)
            return opened

        yield open_it
