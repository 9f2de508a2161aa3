"""One thing asked of an answer: its levels side by side, each with its key."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from studio.ui.controls import label
from studio.ui.flow import FlowLayout
from studio.ui.theme import GRID, colours_for
from studio.words import _


class LevelButton(QToolButton):
    """Ringed when it is the one that was chosen, so that it is seen without telling grounds apart."""

    def __init__(self, key: int, level: str, about: str) -> None:
        super().__init__()
        self.setText(_("{key} · {answer}").format(key=key, answer=level))
        self.setAccessibleName(f"{about}: {level}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours_for(self.palette()).accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class ScaleRow(QWidget):
    """Framed while it is the question that keys answer."""

    chosen = Signal(object, object)  # int, int: its own number, and a place among the levels

    def __init__(
        self, number: int, title: str, question: str, levels: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._number, self._current = number, False
        self.setAccessibleName(title)
        self.setAccessibleDescription(question)
        self.buttons = [self._button(title, at, each) for at, each in enumerate(levels)]
        line = FlowLayout()
        for each in self.buttons:
            line.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(label(title, "heading"))
        if question:
            column.addWidget(label(question, "caption", wrap=True))
        column.addLayout(line)

    @property
    def is_current(self) -> bool:
        """Whether keys answer it."""
        return self._current

    def show_answer(self, at: int | None, *, current: bool) -> None:
        """Mark the level that was chosen, and whether keys answer this question now."""
        for number, each in enumerate(self.buttons):
            each.setChecked(number == at)
        if current != self._current:
            self._current = current
            self.update()

    def take_focus(self) -> None:
        """Put the focus on the level that was chosen, or on the first."""
        chosen = next((each for each in self.buttons if each.isChecked()), self.buttons[0])
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._current:
            return
        colours = colours_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.setBrush(QColor(colours.sunken))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _button(self, title: str, at: int, level: str) -> LevelButton:
        made = LevelButton(at + 1, level, title)
        made.setProperty("level", at)
        made.clicked.connect(self._on_clicked)
        return made

    def _on_clicked(self) -> None:
        self.chosen.emit(self._number, self.sender().property("level"))
