"""The import dialog on a file, without a window around it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from studio.data.records import Dataset
from studio.ui.background import Background
from studio.ui.controls import Picker
from studio.ui.data.importing.dialog import ImportDialog
from studio.ui.data.importing.job import ImportJob, Source
from tests.ui.settling import settle

DATASETS = (Dataset(1, "cas", "instruction", 3), Dataset(2, "avis", "classification", 9))


class OpenDialog:
    """An open dialog, and the jobs it gave."""

    def __init__(self, qtbot: QtBot, background: Background, sources: tuple[Source, ...]) -> None:
        self._qtbot, self._background = qtbot, background
        self.dialog = ImportDialog(background, list(DATASETS), sources)
        self.jobs: list[ImportJob] = []
        self.dialog.jobs_ready.connect(self.jobs.extend)
        qtbot.addWidget(self.dialog)
        self.dialog.open()
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked last has been looked at."""
        timers = self.dialog.findChildren(QTimer)
        settle(
            self._qtbot,
            lambda: not self._background.busy and not any(each.isActive() and each.isSingleShot() for each in timers),
        )

    def choose(self, picker: Picker, data: object) -> None:
        """Choose as the mouse does."""
        at = picker.findData(data) if not isinstance(data, str) or picker.findData(data) >= 0 else picker.findText(data)
        assert at >= 0, data
        picker.setCurrentIndex(at)
        picker.activated.emit(at)
        self.settle()

    def cells(self, row: int = 0) -> list[str]:
        """What a row of the preview shows."""
        model = self.dialog.preview.model()
        return [model.index(row, column).data() for column in range(model.columnCount())]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., OpenDialog]]:
    background = Background()
    yield lambda *sources: OpenDialog(qtbot, background, sources)
    background.close()


@pytest.fixture
def rows(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as JSON Lines."""

    def write(name: str, *fields: dict[str, object]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in fields), "utf-8")
        return path

    return write
