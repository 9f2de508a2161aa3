"""One sitting at the window: opening, a second window, languages, themes, closing."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio import paths, words
from studio.data.project import Project
from studio.settings import Settings, load_settings
from studio.ui.app import begin
from studio.ui.dialogs import ClosingDialog, NewProject, NewProjectDialog
from studio.ui.session import Session
from studio.ui.theme import DARK, colours_for
from tests.conftest import ROOT
from tests.ui.conftest import OpenWindow, drop

FIRST_PAINT = """
import sys
from PySide6.QtCore import QTimer
from studio.settings import LoadedSettings, Settings
from studio.ui.app import begin, make_application
application = make_application()
session = begin(application, LoadedSettings(Settings()))
session.window.show()
application.processEvents()
assert not session.window.grab().isNull()
heavy = {"torch", "transformers", "pyqtgraph", "scipy", "pyarrow", "apsw"} & set(sys.modules)
session.window.close()
assert not heavy, heavy
"""


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use_language("en")


def texts(window: OpenWindow) -> str:
    found = [each.text() for each in window.session.window.findChildren(QLabel)]
    found += [each.text() for each in window.session.window.findChildren(QPushButton)]
    return "\n".join(found)


def test_the_first_paint_needs_neither_torch_nor_plots_nor_the_store() -> None:
    subprocess.run([sys.executable, "-c", FIRST_PAINT], check=True, cwd=ROOT, timeout=120)


def test_without_a_project_the_sample_is_made_and_later_the_last_one_opened(
    open_window: Callable[..., OpenWindow], project_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))
    first = open_window(project=None)
    assert first.session.project is not None
    assert first.session.project.path == paths.default_project()
    assert first.page.model.rowCount() > 300
    first.session.open(project_path)
    first.settle()
    assert first.cells(3)[0] == "IRM en urgence"
    settings = Settings(recent_projects=(tmp_path / "gone", project_path))
    first.close()
    assert open_window(settings, project=None).session.project.path == project_path


def test_a_folder_without_a_project_is_a_sentence_and_a_way_on(
    open_window: Callable[..., OpenWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    session = Session(Settings(), open_window().theme)
    told: list[str] = []
    session.messages.posted.connect(lambda message: told.append(message.text))
    session.show(tmp_path / "nothing")
    qtbot.waitUntil(lambda: bool(told))
    labels = [each.text() for each in session.window.findChildren(QLabel)]
    assert "No project is open" in labels
    session.window.close()
    session.window.deleteLater()
    session.deleteLater()


def test_a_second_window_is_read_only_and_says_so(open_window: Callable[..., OpenWindow], tmp_path: Path) -> None:
    first, second = open_window(), open_window()
    assert "Read only" in texts(second)
    assert "Read only" not in texts(first)
    assert second.cells(3) == first.cells(3)
    page = second.page
    actions = page.actions_here
    assert not any(each.isEnabled() for each in (actions.add, actions.delete, actions.undo, actions.bring_in))
    assert actions.find.isEnabled()
    assert not page.header.import_button.isEnabled()
    assert not page.model.flags(page.model.index(0, 3)) & Qt.ItemFlag.ItemIsEditable
    assert all(editor.isReadOnly() for editor in page.details.editors)
    assert not page.details.marks.split.isEnabled()
    file = tmp_path / "a.csv"
    file.write_text("instruction,response\nQ,R\n", "utf-8")
    drop(second.session.window, file)
    second.settle()
    assert "read only" in second.said()
    assert len(second.cells(3)) == 3


def test_a_read_only_window_shows_what_the_other_wrote_once_it_is_used_again(
    open_window: Callable[..., OpenWindow],
) -> None:
    first, second = open_window(), open_window()
    first.page.model.setData(first.page.model.index(0, 3), "Scanner")
    first.settle()
    second.session.window.activated.emit()
    second.settle()
    assert second.cells(3)[0] == "Scanner"


def test_a_read_only_window_can_write_once_the_other_is_closed(open_window: Callable[..., OpenWindow]) -> None:
    first, second = open_window(), open_window()
    first.session.window.close()
    next(each for each in second.session.window.findChildren(QPushButton) if each.text() == "Try again").click()
    second.settle()
    assert not second.session.project.read_only
    assert "Read only" not in texts(second)


def test_a_project_folder_let_go_over_the_window_is_opened(window: OpenWindow, tmp_path: Path) -> None:
    Project.create(tmp_path / "other", "Other").close()
    drop(window.session.window, tmp_path / "other")
    window.settle()
    assert window.session.window.windowTitle() == "other — Atelier"


def test_a_new_project_is_made_where_the_dialog_says(window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = NewProjectDialog()
    qtbot.addWidget(dialog)
    wanted: list[NewProject] = []
    dialog.wanted.connect(wanted.append)
    assert not dialog.create_button.isEnabled()
    dialog.name.setText("  a/b: c  ")
    assert dialog.create_button.isEnabled()
    dialog.create_button.click()
    assert wanted[0].path.name == "a b  c" or wanted[0].path.name == "a b c"
    window.session._on_new_project(NewProject("Mes cas", tmp_path / "mes cas"))
    window.settle()
    assert window.session.project.reader.name() == "Mes cas"


def test_closing_during_a_run_says_once_that_it_goes_on(open_window: Callable[..., OpenWindow]) -> None:
    settings = Settings()
    window = open_window(settings).session.window
    window.run_in_progress = lambda: True
    window.close()
    assert window.isVisible()
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, ClosingDialog))
    dialog.accept()
    assert not window.isVisible()
    again = open_window(settings).session.window
    again.run_in_progress = lambda: True
    again.close()
    assert not again.isVisible()


class ShownWindows(QObject):
    """Which widgets were shown as windows of their own, be it for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_one_window_opens_and_has_the_keys(open_window: Callable[..., OpenWindow], qapp: QApplication) -> None:
    shown = ShownWindows()
    qapp.installEventFilter(shown)
    window = open_window(Settings(theme="light"))
    qapp.removeEventFilter(shown)
    assert shown.names == ["MainWindow"]
    assert window.session.window.isActiveWindow()


def test_the_theme_changes_at_once_and_is_remembered(open_window: Callable[..., OpenWindow]) -> None:
    settings = Settings(theme="light")
    window = open_window(settings)
    window.session.window.menus.theme_chosen.emit("dark")
    assert settings.theme == "dark"
    assert colours_for(window.session.window.palette()) is DARK


def test_the_language_changes_at_once(open_window: Callable[..., OpenWindow]) -> None:
    settings = Settings(language="en")
    window = open_window(settings)
    assert "Import…" in texts(window)
    window.session.window.menus.language_chosen.emit("fr")
    window.settle()
    assert "Importer…" in texts(window)
    assert "Import…" not in texts(window)
    assert window.session.window.tabs.tabText(0) == "Données"
    assert window.cells(3)[0] == "IRM en urgence"
    assert settings.language == "fr"


def test_damaged_settings_are_told_and_not_fatal(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text("{{{", "utf-8")
    session = begin(qapp, load_settings(file))
    session.window.show()
    shown = "\n".join(each.text() for each in session.window.findChildren(QLabel))
    assert "Your settings could not be read" in shown
    assert "settings.json.damaged" in shown
    session.window.close()
    session.window.deleteLater()
    session.deleteLater()
