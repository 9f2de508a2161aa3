"""The exports as a person uses them: choose, start, read the proof, copy, compare again, delete."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from studio.runs.exports import EXPORTS, list_exports, read_export
from studio.runs.process import identify
from studio.runs.run import begin_run
from studio.serving.places import ServerState, server_folder
from studio.ui.export.making.removal_dialog import RemovalDialog
from studio.ui.export.making.section import ExportsSection
from tests.models.conftest import gguf_bytes
from tests.ui.export.making.conftest import Opener, OpenExports
from tests.ui.settling import settle

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the worker through a shell script")


def texts(widget: QWidget) -> str:
    """Every label that can be seen."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def listed(opened: OpenExports) -> list[str]:
    model = opened.section.list.model
    return [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def delete(section: ExportsSection) -> None:
    section.view.head.delete.click()
    dialog = section.findChild(RemovalDialog)
    assert dialog is not None
    dialog.remove_button.click()
    dialog.deleteLater()


def play_server(project: Path, file: Path) -> None:
    """This process is taken for one that answers with the file."""
    process = identify(os.getpid())
    assert process is not None
    folder, address = server_folder(project, "tri"), "http://127.0.0.1:1/v1"
    folder.path.mkdir(parents=True)
    state = ServerState(process=process, address=address, title="tri", model=str(file), started_at=1.0)
    folder.state_file.write_text(state.model_dump_json(), "utf-8")


@pytest.mark.slow
def test_from_the_purpose_to_the_proof(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    opened = open_section()
    section, setup, view = opened.section, opened.section.setup, opened.section.view
    assert section.stage.currentWidget() is setup
    assert "will be written" in setup.sizes.text()
    setup.simple.buttons["llama_cpp"].setChecked(True)
    setup.start.click()
    # Scored by itself once it has ended; the light worker knows nothing without its adapter.
    qtbot.waitUntil(lambda: view.head.state.text() == "Different")
    settle(qtbot, lambda: not opened.background.busy and view.scores.table.isVisible())
    assert section.stage.currentWidget() is view
    said = texts(view)
    assert "Same: 10 of 10" not in said
    assert "Worse, surely: “Format compliance” 100% → 0%" in said
    assert view.scores.table.item(0, 2).text().startswith("0%  worse\n−100 points (")
    assert view.figures.rowCount() == 2
    assert "headaches-0001-demo-cpu-q8_0.gguf" in texts(view.files)
    view.files.copy.click()
    assert QGuiApplication.clipboard().text().startswith("llama-cli -m ")
    assert "different" in listed(opened)[0]
    assert not view.scores.score.isVisible()
    assert opened.told == []

    view.head.compare.click()
    qtbot.waitUntil(lambda: len(listed(opened)) == 2 and view.head.title.text() == "Export 2")
    qtbot.waitUntil(lambda: view.head.compare.isVisible() and view.scores.table.isVisible())
    assert "compared only" in listed(opened)[0]
    assert not view.files.isVisible()

    section.list.view.setCurrentIndex(section.list.model.index(1))
    settle(qtbot, lambda: view.files.isVisible() and not opened.background.busy)
    play_server(path, view.found.made.folder / "headaches-0001-demo-cpu-q8_0.gguf")
    delete(section)
    settle(qtbot, lambda: bool(opened.told) and not opened.background.busy)
    assert opened.told.pop().text.startswith("A server answers with a file of this export")
    assert len(list_exports(path)) == 2

    section.list.view.setCurrentIndex(section.list.model.index(0))
    settle(qtbot, lambda: view.head.title.text() == "Export 2" and view.head.delete.isVisible())
    delete(section)
    qtbot.waitUntil(lambda: len(listed(opened)) == 1 and view.head.title.text() == "Export 1")
    assert [each.run.name[:4] for each in list_exports(path)] == ["0001"]
    settle(qtbot, lambda: not opened.background.busy)


@pytest.mark.slow
def test_experts_choose_formats_types_and_the_folder(
    qtbot: QtBot, open_section: Opener, path: Path, tmp_path: Path
) -> None:
    (path / "fail").touch()
    opened = open_section()
    section, setup = opened.section, opened.section.setup
    setup.levels.section_chosen.emit("expert")
    assert setup.expert.isVisible()
    assert not setup.start.isEnabled()
    assert setup.reason.text() == "Tick what shall be made."
    assert not setup.expert.formats["onnx"].isVisible()
    setup.expert.formats["gguf"].setChecked(True)
    setup.expert.types["q8_0"].setChecked(False)
    assert setup.reason.text() == "Tick a type of GGUF."
    setup.expert.types["f16"].setChecked(True)
    setup.place_wanted.emit(path)
    qtbot.waitUntil(lambda: "choose a new one" in setup.reason.text())
    setup.place_wanted.emit(tmp_path / "out")
    qtbot.waitUntil(setup.start.isEnabled)
    setup.start.click()
    qtbot.waitUntil(lambda: section.view.head.state.text() == "Different")
    settle(qtbot, lambda: not opened.background.busy and section.view.figures.isVisible())
    assert (tmp_path / "out" / "headaches-0001-demo-cpu-f16.gguf").is_file()
    assert "Different: 5 of 10 tokens" in texts(section.view)
    section.new.click()
    assert section.stage.currentWidget() is setup
    section.list.view.setCurrentIndex(section.list.model.index(0))
    assert section.stage.currentWidget() is section.view


@pytest.mark.slow
def test_an_export_waits_is_stopped_and_goes_on(qtbot: QtBot, open_section: Opener, path: Path) -> None:
    busy = begin_run(path, "demo-cpu")
    elsewhere = begin_run(path, "of another window", EXPORTS)
    opened = open_section()
    section, head = opened.section, opened.section.view.head
    qtbot.waitUntil(lambda: len(listed(opened)) == 1)
    section.list.view.setCurrentIndex(section.list.model.index(0))
    settle(qtbot, lambda: head.state.text() == "Preparing" and not opened.background.busy)
    assert opened.told == []
    shutil.rmtree(elsewhere.path)
    section.new.click()
    section.setup.simple.buttons["adapter"].setChecked(True)
    section.setup.start.click()
    qtbot.waitUntil(lambda: head.phase.text() == "Starts when this has ended: Run 2")
    assert head.state.text() == "Waiting"
    assert not head.delete.isVisible()
    head.stop.click()
    qtbot.waitUntil(lambda: head.state.text() == "Stopped")
    shutil.rmtree(busy.path)
    head.resume.click()
    settle(qtbot, lambda: head.compare.isVisible() and "Adapter (PEFT)" in texts(section.view.verdicts))
    assert opened.told == []


def test_an_adapter_made_before_is_compared_on_its_base(
    qtbot: QtBot, open_section: Opener, path: Path, tmp_path: Path
) -> None:
    begin_run(path, "demo-cpu")
    for name, kind in (("x-lora-f16.gguf", "adapter"), ("base.gguf", "model")):
        facts = {"general__architecture": "llama", "general__type": kind, "general__file_type": 7}
        (tmp_path / name).write_bytes(gguf_bytes(**facts))
    opened = open_section()
    before = opened.section.setup.before
    before.choose([str(tmp_path / "x-lora-f16.gguf")])
    assert not before.start.isEnabled()
    before.base.choose(str(tmp_path / "base.gguf"))
    before.start.click()
    settle(qtbot, lambda: not opened.background.busy and bool(list_exports(path)))
    (given,) = read_export(list_exports(path)[0].run).given
    assert (given.format, given.base, given.quant) == ("gguf_adapter", str(tmp_path / "base.gguf"), "q8_0")
    assert opened.told == []


def test_without_a_result_it_says_what_is_missing(open_section: Opener, path: Path, qtbot: QtBot) -> None:
    shutil.rmtree(next((path / "runs").glob("0001*")))
    opened = open_section()
    assert opened.section.stage.currentWidget() is opened.section.invitation
    assert "Nothing to export yet" in texts(opened.section)
    assert not opened.section.new.isEnabled()
    with qtbot.waitSignal(opened.section.training_wanted):
        opened.section.train.click()


def test_everything_has_a_name_and_is_reached_by_keys(open_section: Opener) -> None:
    section = open_section().section
    every = [*section.findChildren(QAbstractButton), *section.findChildren(QComboBox), *section.findChildren(QLineEdit)]
    # The buttons that Qt puts into tables and fields are its own.
    ours = [each for each in every if not isinstance(each.parent(), QTableWidget | QComboBox | QLineEdit)]
    assert len(ours) > 30
    named = [each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "") for each in ours]
    assert all(named)
    assert [each for each in ours if not each.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


def test_a_project_that_another_window_holds_is_only_looked_at(open_section: Opener) -> None:
    opened = open_section(read_only=True)
    setup = opened.section.setup
    assert not setup.start.isEnabled()
    assert "another window" in setup.reason.text()
    assert not setup.before.isVisible()
