"""Where things stand in the window of the examples, and how a button is pressed there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from studio.ui.data.importing.dialog import ImportDialog
from tests.ui.conftest import OpenWindow

INSTRUCTION, INPUT, RESPONSE, SPLIT, STATUS = 1, 2, 3, 4, 5


def press(window: OpenWindow, text: str) -> None:
    """Click the button with this label, wherever it is."""
    found = [each for each in window.session.window.findChildren(QPushButton) if each.text() == text]
    found = [each for each in found if each.isVisible()]
    assert found, text
    found[0].click()


def import_dialog(window: OpenWindow) -> ImportDialog:
    """The dialog that a file has opened, when the file has been looked at."""
    dialog = window.page.imports.dialog
    assert dialog is not None
    window.settle()
    return dialog


def press_enter(window: OpenWindow) -> None:
    """Import what the dialog shows, and wait until it is in."""
    dialog = import_dialog(window)
    assert dialog.import_button.isEnabled()
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    window.settle()
