"""The Export tab in its window."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from studio.ui.export.handing.section import HandoverSection
from studio.ui.export.making.section import ExportsSection
from studio.ui.export.page import ExportPage
from studio.ui.export.serving.section import ServingSection
from studio.ui.training.page import TrainingPage
from tests.archives.exported import exported
from tests.ui.conftest import OpenWindow
from tests.ui.settling import settle
from tests.ui.trained_project import trained_project


def test_without_a_result_the_tab_leads_to_train(window: OpenWindow) -> None:
    frame = window.session.window
    page = frame.findChild(ExportPage)
    assert page is not None
    assert page.findChild(ExportsSection) is None
    frame.show_tab("export")
    window.settle()
    section = page.findChild(ExportsSection)
    assert section is not None
    assert section.stage.currentWidget() is section.invitation
    section.train.click()
    assert frame.current_tab() == "train"


def test_a_run_is_exported_from_its_menu(open_window: Callable[..., OpenWindow], tmp_path: Path, qtbot: QtBot) -> None:
    window = open_window(project=trained_project(tmp_path / "trained", 3))
    frame = window.session.window
    frame.show_tab("train")
    training = frame.findChild(TrainingPage)
    assert training is not None
    settle(qtbot, lambda: not window.session.background.busy and training.runs.model.rowCount() == 1)
    (export,) = [each for each in training.runs.view.actions() if each.text() == "Export its result"]
    export.trigger()
    assert frame.current_tab() == "export"
    section = frame.findChild(ExportsSection)
    assert section is not None
    settle(qtbot, lambda: not window.session.background.busy)
    assert section.stage.currentWidget() is section.setup
    assert section.setup.run.currentData().name == "0001-demo-cpu"


def test_models_are_served_and_handed_over_from_sections_of_their_own(
    open_window: Callable[..., OpenWindow], project_path: Path, qtbot: QtBot
) -> None:
    older = exported(project_path)
    exported(project_path)
    window = open_window()
    frame = window.session.window
    frame.show_tab("export")
    window.settle()
    page = frame.findChild(ExportPage)
    assert page is not None
    section = page.sections.show_section("serving")
    assert isinstance(section, ServingSection)
    window.settle()
    assert section.isVisible()
    exports = page.sections.show_section("exports")
    assert isinstance(exports, ExportsSection)
    settle(qtbot, lambda: not window.session.background.busy and exports.list.model.rowCount() == 2)
    exports.list.view.setCurrentIndex(exports.list.model.index(1))
    settle(qtbot, lambda: not window.session.background.busy and exports.view.files.isVisible())
    exports.view.files.hand_over.click()
    handing = page.findChild(HandoverSection)
    assert handing is not None
    settle(qtbot, lambda: not window.session.background.busy and handing.export.count() == 2)
    assert handing.isVisible()
    assert handing.export.currentData() == older
