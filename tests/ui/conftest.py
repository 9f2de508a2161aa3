"""A real window on a real project, closed again whatever the test did."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction
from studio.data.project import Project
from studio.settings import Settings
from studio.ui.data.page import DataPage
from studio.ui.messages import Message
from studio.ui.session import Session
from studio.ui.theme import Theme
from tests.ui.settling import settle

CASES = (
    Instruction(instruction="Que proposer ?", input="Céphalée brutale, vomissements.", response="IRM en urgence"),
    Instruction(instruction="Que proposer ?", input="Migraine connue, apyrétique.", response="Surveillance"),
    Instruction(instruction="Que préciser ?", input="Mal de tête.", response="Pour préciser: début | fièvre"),
)


PATIENCE_MS = 120_000


class PatientBot(QtBot):
    """Waits as long as a busy machine may need: five seconds are nothing there."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """That of pytest-qt, with more patience."""
    return PatientBot(request)


class OpenWindow:
    """A session with its window, and everything the user was told."""

    def __init__(self, qtbot: QtBot, settings: Settings, project: Path | None) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._qtbot = qtbot
        self.theme = Theme(application)
        self.theme.use(settings.theme)
        self.session = Session(settings, self.theme)
        self.told: list[Message] = []
        self._closed = False
        self.session.messages.posted.connect(self.told.append)
        self.session.show(project)
        self.settle()

    @property
    def page(self) -> DataPage:
        page = self.session.window.findChild(DataPage)
        assert page is not None
        return page

    def settle(self) -> None:
        """Wait until nothing is under way and the pages are there."""
        settle(self._qtbot, lambda: not self.session.background.busy and self.session.window.tabs.tabBar().isVisible())

    def said(self) -> str:
        return "\n".join(f"{message.text} {message.hint}" for message in self.told)

    def cells(self, column: int) -> list[str]:
        model = self.page.model
        return [model.index(row, column).data() for row in range(model.rowCount())]

    def choose(self, *rows: int) -> None:
        """Select rows as the mouse does, whatever keys an earlier test held down."""
        selection, flag = self.page.table.selectionModel(), QItemSelectionModel.SelectionFlag
        for at, row in enumerate(rows):
            keep = flag.Select if at else flag.ClearAndSelect
            selection.setCurrentIndex(self.page.model.index(row, 1), keep | flag.Rows)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self.session.end()
        self.session.window.run_in_progress = bool
        self.session.window.close()
        self.session.window.deleteLater()
        self.session.deleteLater()
        # Before the style sheet is taken back, which would style every widget once more.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def drop(widget: QWidget, *files: Path) -> None:
    """What happens when files are dragged over a widget and let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(QPointF(9, 9).toPoint(), copy, mime, left, plain))
    QApplication.sendEvent(widget, QDropEvent(QPointF(9, 9), copy, mime, left, plain))


@pytest.fixture(autouse=True)
def _plain_application() -> Iterator[None]:
    """A theme is the whole application's: no test inherits the one of another."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication) and application.styleSheet():
        application.setStyleSheet("")
        application.setPalette(application.style().standardPalette())


@pytest.fixture
def project_path(tmp_path: Path) -> Path:
    path = tmp_path / "headaches"
    with Project.create(path, "Headaches") as project:
        dataset = project.add_dataset("cases", "instruction")
        project.add_rows(dataset.id, CASES)
    return path


@pytest.fixture
def open_window(qtbot: QtBot, project_path: Path) -> Iterator[Callable[..., OpenWindow]]:
    with ExitStack() as stack:

        def open_it(settings: Settings | None = None, project: Path | None = project_path) -> OpenWindow:
            window = OpenWindow(qtbot, settings or Settings(theme="light"), project)
            stack.callback(window.close)
            return window

        yield open_it


@pytest.fixture
def window(open_window: Callable[..., OpenWindow]) -> OpenWindow:
    return open_window()
