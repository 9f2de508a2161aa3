"""Waiting for a window that has nothing left to do."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot


def settle(qtbot: QtBot, quiet: Callable[[], bool]) -> None:
    """Wait until `quiet`, and for what was made on the way: a layout shows its new widgets on the next turn only."""
    qtbot.waitUntil(quiet)
    QApplication.processEvents()
    qtbot.waitUntil(quiet)
