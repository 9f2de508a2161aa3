"""An open project for dialogs, without a window around it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction
from studio.data.project import Project, ProjectReader
from studio.data.records import Changes, RowQuery
from studio.ui.background import Background
from studio.ui.data.rows_wanted import Scope
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext

CASES = (
    Instruction(instruction="Que proposer ?", input="Mal de tête brutal.", response="IRM en urgence"),
    Instruction(instruction="Que proposer ?", input="Mal de tête, mal de dos.", response="Surveillance"),
    Instruction(instruction="Que préciser ?", input="=1+1", response="Début du mal de tête ?"),
)


class OpenProject:
    """What a dialog is given, and what the user was told."""

    def __init__(self, path: Path) -> None:
        with Project.create(path, "Headaches") as project:
            project.add_rows(project.add_dataset("cas", "instruction").id, CASES)
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.changes: list[Changes] = []
        self.context = ProjectContext(path, ProjectReader(path), Project.open(path), self.background)
        self.context.changed.connect(self.changes.append)
        self.dataset = self.context.reader.datasets()[0]

    def scope(self, **conditions: str) -> Scope:
        query = RowQuery(dataset_id=self.dataset.id).model_copy(update=dict(conditions))
        return Scope(self.dataset, query, len(self.context.reader.find_rows(query)))

    def responses(self) -> list[str]:
        ids = self.context.reader.find_rows(RowQuery(dataset_id=self.dataset.id))
        found = [row.content for row in self.context.reader.rows(ids.tolist())]
        return [content.response for content in found if isinstance(content, Instruction)]

    def close(self) -> None:
        self.context.close()
        self.background.close()


@pytest.fixture
def project(tmp_path: Path, qtbot: QtBot) -> Iterator[OpenProject]:
    opened = OpenProject(tmp_path / "cas")
    yield opened
    opened.close()


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QDialog], None]:
    def show(dialog: QDialog) -> None:
        qtbot.addWidget(dialog)
        dialog.open()

    return show
