"""A bug on screen: a report the user can copy, with the places in our code and none of the user's data."""

from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from studio.errors import fault_report
from studio.ui.controls import button, label
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, code_font, colours_for
from studio.words import _


class CrashReporter(QObject):
    """The exception hook: any thread may raise, the dialog opens on the GUI thread, once per place."""

    reported = Signal(object)  # str

    def __init__(self) -> None:
        super().__init__()
        self._known: set[str] = set()
        self._dialog: CrashDialog | None = None
        self.window: QWidget | None = None
        self.reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)

    def hook(self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
        """To be sys.excepthook."""
        self.reported.emit(fault_report(kind, trace, f"PySide {PySide6.__version__}"))

    def _on_reported(self, report: str) -> None:
        # A bug in painting would otherwise open a dialog sixty times a second.
        if report in self._known:
            return
        self._known.add(report)
        if self._dialog is None:
            self._dialog = CrashDialog(report, self.window)
            self._dialog.finished.connect(self._on_closed)
            self._dialog.open()
        else:
            self._dialog.add(report)

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


class CrashDialog(QDialog):
    """Says that it is our fault, and gives the report."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("A fault in Atelier"))
        self.resize(720, 480)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(label(_("Something went wrong inside Atelier"), "title"))
        column.addWidget(
            label(
                _(
                    "Your project is safe: every change is already saved. "
                    "You can go on working; if something looks wrong, close the window and open it again. "
                    "This report says where it happened. It contains none of your data."
                ),
                wrap=True,
            )
        )
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setFont(code_font())
        self.text.setAccessibleName(_("Report"))
        column.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        copy, close = button(_("Copy the report"), "copy"), button(_("Go on"), role="primary")
        copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.accept)
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column.addLayout(buttons)
        tint_icons(self, colours_for(self.palette()))

    def add(self, report: str) -> None:
        """Another fault happened while this one is on screen."""
        self.text.appendPlainText("\n" + report)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
