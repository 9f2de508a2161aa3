"""A bug shows as a report to copy, without the user's data in it."""

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from studio.ui.crash_report import CrashDialog, CrashReporter


def stumble(patient: str) -> None:
    raise KeyError(patient)


def shown_dialogs() -> list[CrashDialog]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashDialog)]


def test_an_exception_in_a_slot_opens_a_report_that_can_be_copied(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter = CrashReporter()
    monkeypatch.setattr(sys, "excepthook", reporter.hook)
    QTimer.singleShot(0, lambda: stumble("Mme Durand"))
    qtbot.waitUntil(lambda: bool(shown_dialogs()))
    (dialog,) = shown_dialogs()
    report = dialog.text.toPlainText()
    assert "KeyError" in report
    assert "test_crash_report.py" in report
    assert "stumble" in report
    assert "Durand" not in report
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    buttons["Copy the report"].click()
    assert QGuiApplication.clipboard().text() == report
    buttons["Go on"].click()


def test_the_same_fault_is_shown_once(qtbot: QtBot) -> None:
    reporter = CrashReporter()
    for _time in range(3):
        try:
            stumble("x")
        except KeyError as error:
            reporter.hook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(shown_dialogs()))
    (dialog,) = shown_dialogs()
    assert dialog.text.toPlainText().count("KeyError") == 1
    dialog.accept()
