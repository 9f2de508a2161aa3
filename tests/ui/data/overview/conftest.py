"""An overview of a small data set, as the page shows it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core.example import Classification, Content, Instruction
from studio.data.project import Project, ProjectReader
from studio.data.records import Dataset
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.data.overview.section import OverviewSection
from studio.ui.data.overview.sheet import OverviewSheet
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext

FRENCH = "Le patient se plaint de maux de tête depuis hier soir, sans fièvre ni raideur de la nuque."
ENGLISH = "The patient has complained of a headache since yesterday evening, without any fever."
CASES = (
    *(Instruction(instruction=f"{FRENCH} Cas {at}.", response="Surveillance simple.") for at in range(6)),
    *(Instruction(instruction=f"{ENGLISH} Case {at}.", response="Urgent scan, today.") for at in range(3)),
    Instruction(instruction=f"{FRENCH} Cas 0.", response="Surveillance simple."),
)
LABELLED = tuple(Classification(text=f"{FRENCH} {at}", labels=("vague",) if at % 4 else ("urgent",)) for at in range(8))


class OpenOverview:
    """The section with what it was given and what the user was told."""

    def __init__(self, qtbot: QtBot, path: Path, rows: tuple[Content, ...]) -> None:
        self.qtbot = qtbot
        with Project.create(path, "Cases") as project:
            dataset = project.add_dataset("cas", rows[0].kind if rows else "instruction")
            if rows:
                project.add_rows(dataset.id, rows[:6], split="train")
                project.add_rows(dataset.id, rows[6:], split="test")
                with project.aside():
                    project.db.execute("UPDATE example SET origin_file = 'cas.jsonl' WHERE split = 'train'")
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.project = ProjectContext(path, ProjectReader(path), Project.open(path), self.background)
        self.section = OverviewSection(self.project, self.background, self.messages, Settings())
        self.project.changed.connect(self.section.refresh)
        self.section.resize(1200, 700)
        qtbot.addWidget(self.section)
        self.section.show()
        self.section.show_dataset(self.dataset)
        if rows:
            self.wait_counted()

    @property
    def dataset(self) -> Dataset:
        return self.project.reader.datasets()[0]

    @property
    def sheet(self) -> OverviewSheet:
        assert self.section.sheet is not None
        return self.section.sheet

    def wait_counted(self) -> None:
        self.qtbot.waitUntil(lambda: self.section.counted() is not None and not self.section.head.counting.busy)

    def licences(self) -> dict[str, str]:
        counted = self.section.counted()
        return dict(counted.licences) if counted else {}

    def figures(self) -> list[str]:
        return [each.value.text() for each in self.sheet.figures]

    def close(self) -> None:
        self.section.leave()
        self.project.close()
        self.background.close()


@pytest.fixture
def open_overview(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., OpenOverview]]:
    with ExitStack() as stack:

        def open_it(rows: tuple[Content, ...] = CASES) -> OpenOverview:
            opened = OpenOverview(qtbot, tmp_path / "cases", rows)
            stack.callback(opened.close)
            return opened

        yield open_it
