"""What becomes of files that are let go over the window, chosen or pasted."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.data.project import Project
from studio.settings import Settings
from studio.ui.data.importing.skipped_dialog import SkippedDialog
from tests.ui.conftest import OpenWindow, drop
from tests.ui.data.screen import RESPONSE, import_dialog, press, press_enter


def written(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def paste(window: OpenWindow) -> None:
    QTest.keyClick(window.session.window.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_skipped_lines_are_listed_copied_and_saved(qtbot: QtBot, window: OpenWindow, tmp_path: Path) -> None:
    file = written(tmp_path / "cas.jsonl", {"instruction": "Q", "output": "R"}, {"instruction": "sans réponse"})
    drop(window.session.window, file)
    press_enter(window)
    press(window, "Show the skipped lines")
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, SkippedDialog))
    assert dialog.text().startswith("cas.jsonl\t2\t")
    with qtbot.waitSignal(dialog.saved):
        dialog.save_to(tmp_path / "skipped.jsonl")
    saved = json.loads((tmp_path / "skipped.jsonl").read_text("utf-8"))
    assert (saved["file"], saved["line"]) == ("cas.jsonl", 2)
    with qtbot.waitSignal(dialog.saved):
        dialog.save_to(tmp_path / "skipped.csv")
    assert (tmp_path / "skipped.csv").read_text("utf-8-sig").splitlines()[0] == "file,line,reason"
    with qtbot.waitSignal(window.session.messages.posted):
        dialog.save_to(tmp_path / "missing" / "skipped.csv")
    assert window.told[-1].level == "problem"
    press(window, "Copy")
    assert QGuiApplication.clipboard().text() == dialog.text()
    dialog.close()


def test_a_file_that_is_no_data_is_a_calm_sentence_and_the_way_to_another(window: OpenWindow, tmp_path: Path) -> None:
    file = tmp_path / "photo.jsonl"
    file.write_bytes(b"\x00\x01\x02\xff" * 100)
    drop(window.session.window, file)
    dialog = import_dialog(window)
    assert dialog.remarks.text()
    assert "Traceback" not in dialog.remarks.text()
    assert not dialog.import_button.isEnabled()
    dialog.header.source_chosen.emit(written(tmp_path / "cas.jsonl", {"instruction": "Q", "output": "R"}))
    press_enter(window)
    assert window.cells(RESPONSE) == ["R"]


def test_files_that_are_alike_come_in_together(qtbot: QtBot, window: OpenWindow, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.csv" for name in ("a", "b")]
    for file in files:
        file.write_text("instruction,response\nQ,R\n", "utf-8")
    drop(window.session.window, *files)
    assert import_dialog(window).same_for_others.isChecked()
    press_enter(window)
    assert [window.page.header.datasets.itemText(at) for at in range(3)] == ["cases", "a", "b"]
    assert not window.page.importer.isVisible()
    assert window.page.imports.dialog is None


def test_files_that_differ_are_shown_one_after_another(window: OpenWindow, tmp_path: Path) -> None:
    first = written(tmp_path / "a.jsonl", {"instruction": "Q", "output": "R"})
    second = written(tmp_path / "b.jsonl", {"text": "T", "label": "x"})
    drop(window.session.window, first, second)
    assert not import_dialog(window).same_for_others.isVisible()
    press_enter(window)
    assert import_dialog(window).kind.currentData() == "classification"
    press_enter(window)
    assert [window.page.header.datasets.itemText(at) for at in range(3)] == ["cases", "a", "b"]


def test_a_file_can_be_skipped_and_the_rest_be_cancelled(window: OpenWindow, tmp_path: Path) -> None:
    files = [written(tmp_path / f"{name}.jsonl", {"instruction": "Q", "output": "R"}) for name in "abc"]
    drop(window.session.window, *files)
    import_dialog(window).skip_button.click()
    assert import_dialog(window).target.name == "b"
    import_dialog(window).cancel_button.click()
    window.settle()
    assert window.page.imports.dialog is None
    assert window.page.header.datasets.count() == 1


def test_an_import_can_be_cancelled(window: OpenWindow, tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    file.write_text('{"instruction": "Q", "output": "R"}\n' * 60_000, "utf-8")
    drop(window.session.window, file)
    import_dialog(window).import_button.click()
    assert window.page.importer.isVisible()
    window.page.importer.cancel_button.click()
    window.settle()
    assert "cancelled" in window.said()
    assert window.page.header.datasets.count() == 1


@pytest.mark.parametrize(
    "text",
    ["instruction\tresponse\nQ1\tR1\nQ2\tR2\n", '[{"instruction": "Q1", "output": "R1"}, {"prompt": 1}]'],
    ids=["table", "json"],
)
def test_copied_rows_are_pasted_into_the_table(window: OpenWindow, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    window.page.table.setFocus()
    paste(window)
    press_enter(window)
    assert window.cells(RESPONSE)[0] == "R1"


def test_a_copied_file_is_pasted_and_text_fields_keep_their_paste(window: OpenWindow, tmp_path: Path) -> None:
    QGuiApplication.clipboard().setText("mot")
    window.page.toolbar.search.setFocus()
    paste(window)
    assert window.page.toolbar.search.text() == "mot"
    assert window.page.imports.dialog is None
    mime = QMimeData()
    mime.setUrls([written(tmp_path / "cas.jsonl", {"instruction": "Q", "output": "R"}).as_uri()])
    QGuiApplication.clipboard().setMimeData(mime)
    window.page.table.setFocus()
    paste(window)
    press_enter(window)
    assert window.page.header.datasets.currentText() == "cas"


def test_rows_that_are_there_already_are_told(window: OpenWindow, tmp_path: Path) -> None:
    file = written(tmp_path / "cas.jsonl", {"instruction": "Q", "output": "R"})
    for _each in range(2):
        drop(window.session.window, file)
        press_enter(window)
    assert "1 row was already in the data set and is there twice now." in window.said()


def test_a_read_only_window_imports_nothing_and_says_why(
    open_window: Callable[..., OpenWindow], project_path: Path, tmp_path: Path
) -> None:
    with Project.open(project_path):
        window = open_window(Settings(language="en"))
        drop(window.session.window, written(tmp_path / "cas.jsonl", {"instruction": "Q", "output": "R"}))
        assert window.page.imports.dialog is None
        assert "nothing can be imported here" in window.said()
        assert not window.page.actions_here.paste.isEnabled()
