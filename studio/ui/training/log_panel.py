"""What the worker has remarked, and the end of what it and its libraries have printed."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from studio.runs.death import clean_lines
from studio.runs.folder import RunFolder
from studio.ui.controls import label
from studio.ui.theme import GRID, code_font
from studio.words import _

READ_MS = 1000
TAIL_BYTES = 64 * 1024


class LogPanel(QWidget):
    """Reads worker.log only while it can be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunFolder | None = None
        self._size = -1
        self._notices: list[str] = []
        self.notices = label("", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(code_font())
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Log of the worker"))
        self.text.setPlaceholderText(_("The worker has printed nothing."))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.notices)
        column.addWidget(self.text, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(READ_MS)
        self._timer.timeout.connect(self._read)
        self._timer.start()

    def follow(self, run: RunFolder | None) -> None:
        """Show the log of a run, of its beginning nothing but the notices to come."""
        self._run, self._size = run, -1
        self._notices.clear()
        self.notices.hide()
        self.text.clear()
        self._read()

    def add_notice(self, text: str) -> None:
        """Add a remark of the worker; said twice it is shown once."""
        if text not in self._notices:
            self._notices.append(text)
        self.notices.setText("\n".join(self._notices))
        self.notices.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def _read(self) -> None:
        if self._run is None or not self.isVisible():
            return
        try:
            size = self._run.log.stat().st_size
            if size == self._size:
                return
            with self._run.log.open("rb") as file:
                file.seek(max(0, size - TAIL_BYTES))
                text = file.read().decode("utf-8", "replace")
        except FileNotFoundError:
            return
        self._size = size
        self.text.setPlainText("\n".join(clean_lines(text)))
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())
