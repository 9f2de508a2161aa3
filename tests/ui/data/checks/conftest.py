"""The section of the checks on a real project, with what the user was told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.data.checks.section import ChecksSection
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.ui.settling import settle

SURVEILLANCE = "Surveillance simple et réévaluation dans une semaine."
CASES = (
    Instruction(instruction="Céphalée modérée après un effort, sans fièvre.", response=SURVEILLANCE),
    Instruction(instruction="Céphalée modérée après un effort, sans fièvre.", response=SURVEILLANCE),
    Instruction(instruction="Migraine connue, crise habituelle depuis ce matin.", response="Traitement habituel. "),
    Instruction(instruction="Douleur brutale de la nuque avec raideur.", response=""),
    Instruction(instruction="Vertiges sans céphalée depuis trois jours.", response="Avis spécialisé.\n"),
)


class OpenChecks:
    """The section and its doors."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self.qtbot = qtbot
        with Project.create(path, "Cases") as project:
            project.add_rows(project.add_dataset("cas", "instruction").id, CASES, split="train")
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.project = ProjectContext(path, ProjectReader(path), Project.open(path), self.background)
        self.section = ChecksSection(self.project, self.background, self.messages, Settings())
        self.project.changed.connect(self.section.refresh)
        self.section.resize(1200, 700)
        qtbot.addWidget(self.section)
        self.section.show()
        self.dataset = self.project.reader.datasets()[0]
        self.section.show_dataset(self.dataset)
        self.settle()

    def settle(self) -> None:
        """Until nothing is under way."""
        settle(self.qtbot, lambda: not self.background.busy and not self.section.runner.busy)

    def check(self) -> None:
        """Press the button and wait for what it finds."""
        self.section.run_button.click()
        self.settle()

    def lines(self) -> list[str]:
        """The list of rules."""
        model = self.section.rules.rules
        return [str(model.index(at).data()) for at in range(model.rowCount())]

    def choose(self, title: str) -> None:
        """Choose a rule by how its line begins."""
        at = next(at for at, line in enumerate(self.lines()) if line.startswith(title))
        self.section.rules.setCurrentIndex(self.section.rules.rules.index(at))
        self.settle()

    def findings(self) -> list[str]:
        """What is said of the chosen rule."""
        model = self.section.panel.findings
        return [str(model.index(at).data()) for at in range(model.rowCount())]

    def responses(self) -> list[str]:
        reader = self.project.reader
        ids = reader.find_rows(RowQuery(dataset_id=self.dataset.id)).tolist()
        return [row.content.response for row in reader.rows(ids) if isinstance(row.content, Instruction)]

    def close(self) -> None:
        self.section.leave()
        self.project.close()
        self.background.close()


@pytest.fixture
def checks(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenChecks]:
    opened = OpenChecks(qtbot, tmp_path / "cases")
    yield opened
    opened.close()
