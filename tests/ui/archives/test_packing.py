"""A project is packed and opened elsewhere as a person does it."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.archives import packing
from studio.archives.packing import pack_project
from studio.runs.durable import hash_file
from studio.ui.archives.packing_dialog import PackingDialog
from studio.ui.archives.unpacking_dialog import UnpackingDialog
from studio.ui.archives.work import ArchiveWork, Doors
from studio.ui.background import Background
from tests.archives.exported import exported
from tests.ui.archives.held import held
from tests.ui.conftest import OpenWindow


def texts(widget: QWidget) -> str:
    """Every label that can be seen."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def doors() -> Iterator[Doors]:
    found = Doors(Background(), ArchiveWork())
    yield found
    found.work.close()
    found.background.close()


@pytest.fixture
def pack(qtbot: QtBot, doors: Doors, project_path: Path, tmp_path: Path) -> PackingDialog:
    """The dialog on a project with an export; the archive shall be `archives/a.zip`."""
    exported(project_path)
    (tmp_path / "archives").mkdir()
    dialog = PackingDialog(project_path, tmp_path, doors)
    qtbot.addWidget(dialog)
    dialog.open()
    choose_place(qtbot, dialog, tmp_path / "archives" / "a.zip")
    return dialog


@pytest.fixture
def unpack(qtbot: QtBot, doors: Doors, tmp_path: Path) -> UnpackingDialog:
    dialog = UnpackingDialog(tmp_path, doors)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def choose_place(qtbot: QtBot, dialog: PackingDialog, target: Path) -> None:
    qtbot.waitUntil(dialog.patients.isVisible)
    dialog.place.chosen.emit(target)
    qtbot.waitUntil(lambda: dialog.place.field.toolTip() == str(target))


def test_a_project_is_packed_and_opened_elsewhere_from_the_menu(
    window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    frame, target, elsewhere = window.session.window, tmp_path / "all.zip", tmp_path / "elsewhere"
    frame.menus.pack_action.trigger()
    dialog = frame.findChild(PackingDialog)
    assert dialog is not None
    choose_place(qtbot, dialog, target)
    dialog.pack_button.click()
    qtbot.waitUntil(dialog.facts.isVisible)
    said = texts(dialog)
    assert hash_file(target) in said
    assert "texts of 3 rows" in said
    dialog.close_button.click()
    frame.menus.unpack_wanted.emit()
    opening = frame.findChild(UnpackingDialog)
    assert opening is not None
    assert not opening.open_button.isEnabled()
    opening.above.chosen.emit(elsewhere)
    opening.archive.chosen.emit(target)
    qtbot.waitUntil(opening.open_button.isEnabled)
    assert "all · 3 examples" in texts(opening)
    opening.name.setText("again")
    qtbot.waitUntil(opening.open_button.isEnabled)
    opening.open_button.click()
    qtbot.waitUntil(lambda: window.session.project is not None and window.session.project.path == elsewhere / "again")
    window.settle()
    assert window.cells(3)[0] == "IRM en urgence"
    assert "unpacked and proved" in window.said()


def test_without_examples_what_repeats_them_stays_too(
    pack: PackingDialog, qtbot: QtBot, project_path: Path, tmp_path: Path
) -> None:
    assert "Patient data: the archive holds the text of every row" in texts(pack)
    assert "will be written" in pack.room.text()
    assert pack.boxes["exports"].isChecked()
    assert not pack.boxes["runs"].isEnabled()
    before = pack.room.text()
    pack.boxes["data"].setChecked(False)
    assert not pack.boxes["exports"].isChecked()
    assert "and no model" in pack.patients.text()
    assert pack.room.text() != before
    choose_place(qtbot, pack, project_path / "a.zip")
    assert "own folder" in pack.reason.text()
    assert not pack.pack_button.isEnabled()
    choose_place(qtbot, pack, tmp_path / "a.zip")
    pack.pack_button.click()
    qtbot.waitUntil(pack.facts.isVisible)
    assert "No row, answer, note or log is in this archive." in texts(pack)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert not [name for name in archive.namelist() if "/exports/" in name]


def test_what_left_with_the_examples_comes_back_with_them(pack: PackingDialog) -> None:
    pack.boxes["models"].setChecked(False)
    for on in (False, True):
        pack.boxes["data"].setChecked(on)
    assert pack.boxes["exports"].isChecked()
    assert pack.without() == {"models"}


def test_stopping_and_failing_leave_what_was_there(
    pack: PackingDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "archives"
    (folder / "a.zip").write_text("before", "utf-8")
    gate = held(monkeypatch, packing, "check_target")
    pack.pack_button.click()
    assert pack.progress.isVisible()
    assert not pack.pack_button.isEnabled()
    # Escape: the archive is stopped, the dialog stays.
    pack.reject()
    gate.set()
    qtbot.waitUntil(lambda: pack.reason.text() == "Stopped. Nothing was written.")
    assert pack.isVisible()
    assert [each.read_text("utf-8") for each in folder.iterdir()] == ["before"]
    shutil.rmtree(folder)
    pack.pack_button.click()
    qtbot.waitUntil(lambda: "Nothing can be written in" in pack.reason.text())
    assert pack.pack_button.isEnabled()
    pack.close_button.click()
    assert not pack.isVisible()


def test_an_archive_that_is_none_or_spoilt_is_refused_in_words(
    unpack: UnpackingDialog, qtbot: QtBot, project_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "none.zip").write_bytes(b"nothing")
    unpack.archive.chosen.emit(tmp_path / "none.zip")
    qtbot.waitUntil(lambda: "no ZIP archive" in unpack.reason.text())
    spoilt = pack_project(project_path, tmp_path / "spoilt.zip").written.file
    raw = bytearray(spoilt.read_bytes())
    raw[len(raw) // 3] ^= 1
    spoilt.write_bytes(raw)
    unpack.archive.chosen.emit(spoilt)
    qtbot.waitUntil(unpack.open_button.isEnabled)
    unpack.name.setText(project_path.name)
    qtbot.waitUntil(lambda: "exists already" in unpack.reason.text())
    unpack.name.setText("there")
    qtbot.waitUntil(unpack.open_button.isEnabled)
    unpack.open_button.click()
    qtbot.waitUntil(lambda: "was refused" in unpack.reason.text())
    assert not list(tmp_path.glob("*there*"))


@pytest.mark.parametrize("which", ["pack", "unpack"])
def test_every_field_has_a_name_and_is_reached_by_keys(which: str, request: pytest.FixtureRequest) -> None:
    dialog = request.getfixturevalue(which)
    every = [*dialog.findChildren(QAbstractButton), *dialog.findChildren(QLineEdit)]
    ours = [each for each in every if not isinstance(each.parent(), QLineEdit)]
    named = [each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "") for each in ours]
    assert all(named)
    assert [each for each in ours if not each.focusPolicy() & Qt.FocusPolicy.TabFocus] == []
    assert dialog.windowTitle()
