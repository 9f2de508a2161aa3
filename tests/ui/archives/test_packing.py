"""A project is packed and opened elsewhere as a person does it, in the window."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.archives.packing import pack_project
from studio.runs.durable import hash_file
from studio.ui.archives.packing_dialog import PackingDialog
from studio.ui.archives.unpacking_dialog import UnpackingDialog
from tests.archives.exported import exported
from tests.ui.conftest import OpenWindow


def texts(widget: QWidget) -> str:
    """Every label that can be seen."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def packing(window: OpenWindow, qtbot: QtBot, target: Path) -> PackingDialog:
    """The dialog, with the archive's place chosen."""
    window.session.window.menus.pack_action.trigger()
    dialog = window.session.window.findChild(PackingDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.pack_button.isEnabled)
    dialog.place.chosen.emit(target)
    qtbot.waitUntil(lambda: dialog.place.field.toolTip() == str(target))
    return dialog


def unpacking(window: OpenWindow, qtbot: QtBot, archive: Path, folder: Path) -> UnpackingDialog:
    """The dialog, with the archive and the folder chosen."""
    frame = window.session.window
    (action,) = [
        each for each in frame.menuBar().actions()[0].menu().actions() if "packed" in each.text().replace("&", "")
    ]
    action.trigger()
    dialog = frame.findChild(UnpackingDialog)
    assert dialog is not None
    assert not dialog.open_button.isEnabled()
    dialog.above.chosen.emit(folder)
    dialog.archive.chosen.emit(archive)
    return dialog


def test_a_project_is_packed_and_opened_elsewhere(
    window: OpenWindow, qtbot: QtBot, project_path: Path, tmp_path: Path
) -> None:
    exported(project_path)
    target, elsewhere = tmp_path / "all.zip", tmp_path / "elsewhere"
    elsewhere.mkdir()
    dialog = packing(window, qtbot, target)
    said = texts(dialog)
    assert "Patient data: the archive holds the text of every row" in said
    assert "will be written" in said
    assert dialog.boxes["exports"].isEnabled()
    assert not dialog.boxes["runs"].isEnabled()
    dialog.pack_button.click()
    qtbot.waitUntil(dialog.facts.isVisible)
    said = texts(dialog)
    assert hash_file(target) in said
    assert "texts of 3 rows" in said
    dialog.close_button.click()

    opening = unpacking(window, qtbot, target, elsewhere)
    qtbot.waitUntil(opening.open_button.isEnabled)
    said = texts(opening)
    assert "headaches · 3 examples" in said or "all · 3 examples" in said
    assert len(opening.fingerprint.text()) == 64
    opening.name.setText("again")
    qtbot.waitUntil(opening.open_button.isEnabled)
    opening.open_button.click()
    qtbot.waitUntil(lambda: window.session.project is not None and window.session.project.path == elsewhere / "again")
    window.settle()
    assert window.cells(3)[0] == "IRM en urgence"
    assert "were unpacked and proved" in window.said()


def test_without_examples_what_repeats_them_stays_too(
    window: OpenWindow, qtbot: QtBot, project_path: Path, tmp_path: Path
) -> None:
    exported(project_path)
    dialog = packing(window, qtbot, tmp_path / "a.zip")
    before = dialog.room.text()
    dialog.boxes["data"].setChecked(False)
    assert not dialog.boxes["exports"].isEnabled()
    assert "no model" in dialog.patients.text()
    assert dialog.room.text() != before
    dialog.place.chosen.emit(project_path / "a.zip")
    qtbot.waitUntil(lambda: "own folder" in dialog.reason.text())
    assert not dialog.pack_button.isEnabled()
    dialog.place.chosen.emit(tmp_path / "a.zip")
    qtbot.waitUntil(dialog.pack_button.isEnabled)
    dialog.pack_button.click()
    qtbot.waitUntil(dialog.facts.isVisible)
    assert "No row, answer, note or log is in this archive." in texts(dialog)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert not [name for name in archive.namelist() if "/exports/" in name]
    dialog.close_button.click()


def test_stopping_and_failing_leave_what_was_there(
    window: OpenWindow, qtbot: QtBot, project_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "archives"
    folder.mkdir()
    (folder / "a.zip").write_text("before", "utf-8")
    dialog = packing(window, qtbot, folder / "a.zip")
    dialog.pack_button.click()
    # Escape: the archive is stopped, the dialog stays.
    dialog.reject()
    qtbot.waitUntil(lambda: dialog.reason.text() == "Stopped. Nothing was written.")
    assert dialog.isVisible()
    assert [each.read_text("utf-8") for each in folder.iterdir()] == ["before"]
    shutil.rmtree(folder)
    dialog.pack_button.click()
    qtbot.waitUntil(
        lambda: "no such folder" in dialog.reason.text() or "Nothing can be written" in dialog.reason.text()
    )
    assert dialog.pack_button.isEnabled()
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_an_archive_that_is_none_or_spoilt_is_refused_in_words(
    window: OpenWindow, qtbot: QtBot, project_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "none.zip").write_bytes(b"nothing")
    dialog = unpacking(window, qtbot, tmp_path / "none.zip", tmp_path)
    qtbot.waitUntil(lambda: "no ZIP archive" in dialog.reason.text())
    spoilt = pack_project(project_path, tmp_path / "spoilt.zip").written.file
    raw = bytearray(spoilt.read_bytes())
    raw[len(raw) // 2] ^= 1
    spoilt.write_bytes(raw)
    dialog.archive.chosen.emit(spoilt)
    qtbot.waitUntil(dialog.open_button.isEnabled)
    dialog.name.setText(project_path.name)
    qtbot.waitUntil(lambda: "exists already" in dialog.reason.text())
    dialog.name.setText("there")
    qtbot.waitUntil(dialog.open_button.isEnabled)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: "was refused" in dialog.reason.text())
    assert not list(tmp_path.glob("*there*"))
    dialog.close_button.click()


@pytest.mark.parametrize("which", ["pack", "unpack"])
def test_every_field_has_a_name_and_is_reached_by_keys(
    window: OpenWindow, qtbot: QtBot, tmp_path: Path, which: str
) -> None:
    make: dict[str, Callable[[], QWidget]] = {
        "pack": lambda: packing(window, qtbot, tmp_path / "a.zip"),
        "unpack": lambda: unpacking(window, qtbot, tmp_path / "a.zip", tmp_path),
    }
    dialog = make[which]()
    every = [*dialog.findChildren(QAbstractButton), *dialog.findChildren(QLineEdit)]
    ours = [each for each in every if not isinstance(each.parent(), QLineEdit)]
    named = [each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "") for each in ours]
    assert all(named)
    assert [each for each in ours if not each.focusPolicy() & Qt.FocusPolicy.TabFocus] == []
    assert dialog.windowTitle()
    window.settle()
