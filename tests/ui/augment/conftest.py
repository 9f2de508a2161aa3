"""The Augment tab of a real window on a project of a few French cases."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction
from studio.data.project import Project
from studio.settings import Settings
from studio.ui.augment.page import AugmentPage
from tests.ui.conftest import OpenWindow

PATIENTS = (
    "Femme de 34 ans, maux de tête depuis trois jours, sans fièvre. La nuque est souple. Il n'y a pas de déficit.",
    "Homme de 52 ans, céphalées depuis deux semaines, fièvre à 38,5 °C. La nuque est raide. Pas de vomissements.",
    "Femme de 27 ans, douleur battante d'un seul côté depuis hier. Pas de fièvre. La lumière la gêne beaucoup.",
    "Homme de 41 ans, maux de tête chaque nuit depuis cinq jours. L'examen est normal. Aucun traumatisme récent.",
    "Femme de 63 ans, céphalées depuis quatre mois. La tension est à 140/80 mmHg. Pas de trouble visuel.",
    "Femme de 19 ans, maux de tête depuis dix jours. Le sommeil est mauvais. Il n'y a pas de vomissements.",
)


class AugmentTab:
    """The tab in front, with the window around it."""

    def __init__(self, window: OpenWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot
        window.session.window.show_tab("augment")
        page = window.session.window.findChild(AugmentPage)
        assert page is not None
        self.page = page
        self.wait(lambda: page.isVisible() and bool(page.transformations.rows))

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until it holds; a child process is started on the way."""
        self._qtbot.waitUntil(condition, timeout=60_000)

    def choose(self, *keys: str) -> None:
        """Tick transformations as a mouse does, without the slow second opinion."""
        self.page.transformations.full_check.setChecked(False)
        for key in keys:
            self.page.transformations.rows[key].check.click()

    def previewed(self) -> None:
        self.wait(lambda: bool(self.page.preview.shown))

    def ready(self) -> None:
        self.wait(self.page.planning.make.isEnabled)


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    path = tmp_path / "headaches"
    contents = [Instruction(instruction="Que faire ?", input=text, response="Surveillance.") for text in PATIENTS]
    with Project.create(path, "Headaches") as project:
        dataset = project.add_dataset("cases", "instruction")
        project.add_rows(dataset.id, contents[:5], split="train")
        project.add_rows(dataset.id, contents[5:], split="test")
    return path


@pytest.fixture
def tab(open_window: Callable[..., OpenWindow], qtbot: QtBot) -> AugmentTab:
    return AugmentTab(open_window(), qtbot)


@pytest.fixture
def open_tab(open_window: Callable[..., OpenWindow], qtbot: QtBot) -> Callable[..., AugmentTab]:
    def open_it(settings: Settings | None = None, **options: Path) -> AugmentTab:
        return AugmentTab(open_window(settings, **options), qtbot)

    return open_it
