"""Find and replace as the user sees it."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from studio.ui.data.dialogs.replace_dialog import ReplaceDialog
from tests.ui.data.dialogs.conftest import OpenProject

Show = Callable[[QDialog], None]


def opened(project: OpenProject, shown: Show, **conditions: str) -> ReplaceDialog:
    dialog = ReplaceDialog(project.context, project.background, project.messages, project.scope(**conditions))
    shown(dialog)
    return dialog


def test_what_would_change_is_shown_before_anything_does(qtbot: QtBot, project: OpenProject, shown: Show) -> None:
    dialog = opened(project, shown)
    dialog.sought.setText("mal de tête")
    dialog.substitute.setText("céphalée")
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    assert dialog.apply_button.text() == "Replace in 3 examples"
    text = dialog.preview.toPlainText()
    assert "Mal de tête" in text
    assert "céphalée" in text
    assert project.responses()[2] == "Début du mal de tête ?"


def test_replacing_is_one_step_that_can_be_undone(qtbot: QtBot, project: OpenProject, shown: Show) -> None:
    dialog = opened(project, shown)
    dialog.sought.setText("tête")
    dialog.substitute.setText("crâne")
    dialog.field.setCurrentIndex(dialog.field.findData("response"))
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    with qtbot.waitSignal(project.context.changed):
        dialog.apply_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert project.responses()[2] == "Début du mal de crâne ?"
    with qtbot.waitSignal(project.context.changed):
        project.told[-1].offers[0].act()
    assert project.responses()[2] == "Début du mal de tête ?"


def test_only_the_rows_on_show_are_changed_when_asked(qtbot: QtBot, project: OpenProject, shown: Show) -> None:
    dialog = opened(project, shown, search="dos")
    dialog.sought.setText("mal")
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    assert dialog.apply_button.text() == "Replace in 1 example"
    dialog.scope.setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialog.apply_button.text() == "Replace in 3 examples")


def test_a_wrong_pattern_is_said_in_the_dialog_and_changes_nothing(
    qtbot: QtBot, project: OpenProject, shown: Show
) -> None:
    dialog = opened(project, shown)
    dialog.pattern.setChecked(True)
    dialog.sought.setText("(")
    qtbot.waitUntil(lambda: "not valid" in dialog.found_text())
    assert not dialog.apply_button.isEnabled()
    dialog.sought.setText(r"m(al) de")
    dialog.substitute.setText(r"M\1 DE")
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    assert "Mal DE" in dialog.preview.toPlainText()
