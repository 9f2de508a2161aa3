"""What is done with every selected row, and with whole data sets."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.ui.data.naming import NameDialog, NewDatasetDialog, TagDialog
from tests.ui.conftest import OpenWindow
from tests.ui.data.screen import RESPONSE, SPLIT, STATUS, press


def test_actions_change_every_selected_row_and_say_how_many(qtbot: QtBot, window: OpenWindow) -> None:
    page, actions = window.page, window.page.actions_here
    assert not page.examples.selection.isVisible()
    page.table.setFocus()
    actions.select_all.trigger()
    assert page.examples.selection.isVisible()
    assert page.examples.selection.count.text() == "3 examples selected"
    assert actions.delete.text() == "Delete 3 examples"
    actions.statuses["approved"].trigger()
    actions.splits["validation"].trigger()
    window.settle()
    assert window.cells(STATUS) == ["Approved"] * 3
    assert window.cells(SPLIT) == ["Validation"] * 3
    assert page.examples.selection.isVisible()
    actions.duplicate.trigger()
    window.settle()
    assert window.cells(RESPONSE)[3:] == window.cells(RESPONSE)[:3]
    window.choose(0, 1)
    actions.merge.trigger()
    window.settle()
    assert window.cells(RESPONSE)[0] == "IRM en urgence Surveillance"
    assert page.model.rowCount() == 5
    for _step in range(4):
        actions.undo.trigger()
    window.settle()
    assert window.cells(STATUS) == ["Draft"] * 3


def test_tags_are_given_and_taken_with_completion_of_those_in_use(qtbot: QtBot, window: OpenWindow) -> None:
    page = window.page
    page.examples.edits.tag(np.array([1], np.int64), add=("urgent", "adulte"))
    window.settle()
    window.choose(0, 1)
    page.actions_here.tag.trigger()
    window.settle()
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, TagDialog))
    assert not dialog.apply_button.isEnabled()
    offered = dialog.add.entry.completer().completionModel()
    assert {offered.index(at, 0).data() for at in range(offered.rowCount())} == {"adulte", "urgent"}
    for entry, word in ((dialog.add.entry, "à revoir"), (dialog.remove.entry, "urgent")):
        entry.setText(word)
        qtbot.keyClick(entry, Qt.Key.Key_Return)
    dialog.apply_button.click()
    window.settle()
    assert [page.model.row_at(at).tags for at in range(3)] == [("adulte", "à revoir"), ("à revoir",), ()]


def test_data_sets_are_made_renamed_deleted_and_brought_back(window: OpenWindow) -> None:
    page, actions = window.page, window.page.actions_here

    def shown() -> list[str]:
        return [page.header.datasets.itemText(at) for at in range(page.header.datasets.count())]

    def open_dialog(kind: type[NameDialog]) -> NameDialog:
        return next(each for each in QApplication.topLevelWidgets() if type(each) is kind and each.isVisible())

    actions.new_dataset.trigger()
    dialog = open_dialog(NewDatasetDialog)
    dialog.name.setText("CASES")
    assert not dialog.keep_button.isEnabled()
    dialog.name.setText("QCM")
    dialog.kind.setCurrentIndex(dialog.kind.findData("choice"))
    dialog.keep_button.click()
    window.settle()
    assert (shown(), page.header.datasets.currentText()) == (["cases", "QCM"], "QCM")
    assert page.empty.isVisible()
    actions.add.trigger()
    window.settle()
    assert page.model.rowCount() == 1
    actions.rename_dataset.trigger()
    dialog = open_dialog(NameDialog)
    dialog.name.setText("Questions")
    dialog.keep_button.click()
    window.settle()
    assert shown() == ["cases", "Questions"]
    actions.delete_dataset.trigger()
    window.settle()
    assert shown() == ["cases"]
    press(window, "Undo")
    window.settle()
    assert shown() == ["cases", "Questions"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_keys_that_delete_a_word_in_a_text_delete_examples_only_in_the_table(
    qtbot: QtBot, window: OpenWindow, key: Qt.Key
) -> None:
    page, control = window.page, Qt.KeyboardModifier.ControlModifier
    editor, search = page.details.editors[0], page.toolbar.search
    for text in (editor, search):
        text.setFocus()
        qtbot.keyClicks(text, "deux mots")
        qtbot.keyClick(text, Qt.Key.Key_Left, control)
        qtbot.keyClick(text, key, control)
        window.settle()
        search.clear()
        window.settle()
        assert page.model.rowCount() == 3
    assert "deux mots" not in editor.exact_text()
    page.table.setFocus()
    qtbot.keyClick(page.table, key, control)
    window.settle()
    assert page.model.rowCount() == 2
