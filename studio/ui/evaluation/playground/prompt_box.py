"""Where the question is written: Enter sends it, Shift and Enter begin a new line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.controls import ExactTextEdit, button, label
from studio.ui.evaluation.playground.wishes import Standing
from studio.ui.theme import GRID
from studio.words import _

_HEIGHT = 11 * GRID


class _Box(ExactTextEdit):
    """Sends with Enter."""

    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
        else:
            super().keyPressEvent(event)


class PromptBox(QWidget):
    """`send_wanted` carries the text; it stays in the box until `take` says that it was asked."""

    send_wanted = Signal(str)
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = _Box()
        self.box.setAccessibleName(_("Question"))
        self.box.setPlaceholderText(_("Describe a case. Enter sends, Shift+Enter begins a new line."))
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(_HEIGHT)
        self.send, self.stop = button(_("Send"), role="primary"), button(_("Stop"), "stop")
        self.stop.hide()
        self.why = label("", "caption", wrap=True)
        deeds = QVBoxLayout()
        deeds.setSpacing(GRID // 2)
        deeds.addWidget(self.send)
        deeds.addWidget(self.stop)
        deeds.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.box, 1)
        line.addLayout(deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(line)
        column.addWidget(self.why)
        self.box.sent.connect(self._on_sent)
        self.send.clicked.connect(self._on_sent)
        self.stop.clicked.connect(self._on_stop)

    def show_standing(self, standing: Standing) -> None:
        """Stop stands in the place of Send while a model is at work."""
        focused = self.send.hasFocus() or self.stop.hasFocus()
        self.send.setVisible(not standing.busy)
        self.stop.setVisible(standing.busy)
        self.stop.setEnabled(True)
        self.send.setEnabled(not standing.cannot_send)
        self.send.setAccessibleDescription(standing.cannot_send)
        self.why.setText("" if standing.busy else standing.cannot_send)
        self.why.setVisible(bool(self.why.text()))
        if focused:
            (self.stop if standing.busy else self.box).setFocus()

    def take(self) -> None:
        """The question was asked: the next one can be written."""
        self.box.give("")

    def _on_stop(self) -> None:
        # A model that reads a long question may take some seconds to notice.
        self.stop.setEnabled(False)
        self.stop_wanted.emit()

    def _on_sent(self) -> None:
        self.send_wanted.emit(self.box.exact_text())
