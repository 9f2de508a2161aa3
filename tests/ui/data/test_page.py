"""The Data tab on a real project: what is dropped, typed, pressed, and what is then seen."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.settings import Settings
from studio.ui.message_bar import MessageBar
from tests.ui.conftest import OpenWindow, drop
from tests.ui.data.screen import RESPONSE, press, press_enter


def stored(window: OpenWindow) -> list[str]:
    project = window.session.project
    assert project is not None
    with ProjectReader(project.path) as reader:
        ids = [id for dataset in reader.datasets() for id in reader.find_rows(RowQuery(dataset_id=dataset.id))]
        return [row.content.response for row in reader.rows(ids)]


def double_click(qtbot: QtBot, window: OpenWindow, row: int, column: int) -> QPlainTextEdit:
    table = window.page.table
    spot: QPoint = table.visualRect(window.page.model.index(row, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    editors = [each for each in table.viewport().findChildren(QPlainTextEdit) if each.isVisible()]
    assert len(editors) == 1
    return editors[0]


def test_the_examples_are_there_with_the_first_one_in_full(window: OpenWindow) -> None:
    assert window.cells(RESPONSE) == ["IRM en urgence", "Surveillance", "Pour préciser: début | fièvre"]
    assert [each.toPlainText() for each in window.page.details.editors][:3] == [
        "Que proposer ?",
        "Céphalée brutale, vomissements.",
        "IRM en urgence",
    ]
    assert "3 examples" in window.session.window.counts.text()


def test_a_file_let_go_over_the_window_is_imported_and_bad_lines_are_shown(window: OpenWindow, tmp_path: Path) -> None:
    file = tmp_path / "cas d'été.jsonl"
    good = [{"instruction": f"Question {number}", "output": f"Réponse {number}"} for number in range(5)]
    lines = [json.dumps(each, ensure_ascii=False) for each in good]
    lines[2:2] = ["{ broken", '{"instruction": "sans réponse"}']
    file.write_text("\n".join(lines) + "\n", "utf-8")
    drop(window.session.window, file)
    press_enter(window)
    assert window.cells(RESPONSE) == [f"Réponse {number}" for number in range(5)]
    assert window.page.header.datasets.currentText() == "cas d'été"
    assert "5 examples imported from cas d'été.jsonl. 2 lines were skipped." in window.said()


def test_a_cell_is_edited_in_place_and_the_edit_undone_and_redone(qtbot: QtBot, window: OpenWindow) -> None:
    editor = double_click(qtbot, window, 1, RESPONSE)
    qtbot.keyClicks(editor, "Repos")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, "et hydratation")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    window.settle()
    assert window.cells(RESPONSE)[1] == "Repos et hydratation"
    assert stored(window)[1] == "Repos\net hydratation"
    assert window.page.details.editors[2].toPlainText() == "Repos\net hydratation"
    actions = window.page.actions_here
    assert actions.undo.text().startswith("Undo: ")
    actions.undo.trigger()
    window.settle()
    assert window.cells(RESPONSE)[1] == "Surveillance"
    assert window.page.table.currentIndex().row() == 1
    actions.redo.trigger()
    window.settle()
    assert window.cells(RESPONSE)[1] == "Repos et hydratation"


def test_escape_drops_an_edit(qtbot: QtBot, window: OpenWindow) -> None:
    editor = double_click(qtbot, window, 0, RESPONSE)
    qtbot.keyClicks(editor, "oops")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    window.settle()
    assert stored(window)[0] == "IRM en urgence"
    assert not window.page.actions_here.redo.isEnabled()


def test_a_part_is_edited_beside_the_table_and_kept_with_ctrl_enter(qtbot: QtBot, window: OpenWindow) -> None:
    editor = window.page.details.editors[2]
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "Scanner")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert window.cells(RESPONSE)[0] == "Scanner"


def test_looking_at_a_text_changes_nothing_in_it_and_typing_only_what_is_typed(
    qtbot: QtBot, open_window: Callable[..., OpenWindow], tmp_path: Path
) -> None:
    text = "« Céphalée »\u00a0: IRM\u202f?\r\nOui\u2028."
    with Project.create(tmp_path / "exact", "exact") as project:
        dataset = project.add_dataset("cases", "instruction")
        project.add_rows(dataset.id, [Instruction(instruction="Que faire\u00a0?", response=text)])
    window = open_window(Settings(language="en"), tmp_path / "exact")
    window.page.details.editors[2].setFocus()
    window.page.table.setFocus()
    qtbot.keyClick(double_click(qtbot, window, 0, RESPONSE), Qt.Key.Key_Return)
    window.settle()
    assert stored(window) == [text]
    editor = window.page.details.editors[2]
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, "!")
    window.page.details.keep()
    window.settle()
    assert stored(window) == [text + "!"]


def test_what_is_being_typed_is_kept_when_another_row_is_chosen_and_when_the_window_closes(
    qtbot: QtBot, window: OpenWindow, project_path: Path
) -> None:
    window.page.details.editors[2].setPlainText("Ponction lombaire")
    window.choose(1)
    window.settle()
    assert stored(window)[0] == "Ponction lombaire"
    window.page.details.editors[2].setPlainText("Dernier mot")
    window.session.window.close()
    with ProjectReader(project_path) as reader:
        row = reader.rows([2])[0]
    assert row.content.response == "Dernier mot"


def test_an_edit_stays_where_it_is_while_the_store_confirms_another(window: OpenWindow) -> None:
    typed = window.page.details.editors[1]
    typed.setPlainText("en cours de frappe")
    window.page.model.setData(window.page.model.index(0, RESPONSE), "autre")
    window.settle()
    assert typed.toPlainText() == "en cours de frappe"
    assert window.page.details.editors[2].toPlainText() == "autre"


def test_rows_are_added_deleted_and_brought_back(window: OpenWindow) -> None:
    page = window.page
    page.toolbar.add_button.click()
    window.settle()
    assert page.model.rowCount() == 4
    assert page.table.currentIndex().row() == 3
    window.choose(0, 1, 2, 3)
    page.actions_here.delete.trigger()
    window.settle()
    assert "4 examples deleted." in window.said()
    assert page.empty.isVisible()
    press(window, "Undo")
    window.settle()
    assert window.cells(RESPONSE)[:2] == ["IRM en urgence", "Surveillance"]


def test_the_row_that_moves_up_is_selected_after_a_deletion(window: OpenWindow) -> None:
    window.choose(1)
    window.page.actions_here.delete.trigger()
    window.settle()
    assert window.cells(RESPONSE) == ["IRM en urgence", "Pour préciser: début | fièvre"]
    assert window.page.table.currentIndex().row() == 1


def test_an_empty_project_says_where_to_begin(open_window: Callable[..., OpenWindow], tmp_path: Path) -> None:
    Project.create(tmp_path / "vide", "Vide").close()
    window = open_window(project=tmp_path / "vide")
    assert window.page.empty.title.text() == "Drop a file here"
    assert window.page.empty.import_button.isVisible()
    window.page.toolbar.add_button.click()
    window.settle()
    assert window.page.model.rowCount() == 1


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_every_control_has_a_name_and_can_be_reached_by_keyboard(
    open_window: Callable[..., OpenWindow], theme: str
) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

    from studio.settings import Settings

    window = open_window(Settings(theme=theme))
    controls = [
        each
        for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
        for each in window.page.findChildren(kind)
        # Qt's own clear button inside a line edit, and a table's corner.
        if type(each).__name__ not in ("QLineEditIconButton", "QTableCornerButton", "QAbstractButton")
        and not isinstance(each.parent(), QLineEdit)
    ]
    nameless = [each for each in controls if not (each.accessibleName() or getattr(each, "text", str)())]
    assert not nameless
    assert not [each for each in controls if not each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert not window.session.window.findChildren(MessageBar)


@pytest.mark.parametrize("section", ["examples", "overview", "checks", "review", "history"])
def test_the_tab_key_reaches_the_header_and_every_part_of_a_section(window: OpenWindow, section: str) -> None:
    window.page.show_section(section)
    window.settle()
    start = window.page.header.datasets
    chain, each = set[QWidget](), start.nextInFocusChain()
    while each is not None and each not in chain:
        chain.add(each)
        each = each.nextInFocusChain()
    assert start in chain
    wanted = [
        each
        for each in window.page.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(wanted) > 5
    assert not set(wanted) - chain
