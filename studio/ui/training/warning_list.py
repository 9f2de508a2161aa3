"""Doubts worth knowing, each with a warning sign."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.controls import label
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for


class WarningList(QWidget):
    """Shows any number of sentences; takes no room when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID // 2)
        self.hide()

    def show_texts(self, texts: Sequence[str]) -> None:
        """Replace the sentences."""
        if tuple(texts) == self._texts:
            return
        self._texts = tuple(texts)
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for text in self._texts:
            self._column.addWidget(_line(text))
        self.setVisible(bool(self._texts))
        tint_icons(self, colours_for(self.palette()))

    def texts(self) -> tuple[str, ...]:
        """What is being said."""
        return self._texts


def _line(text: str) -> QWidget:
    holder, sign = QWidget(), QLabel()
    give_icon(sign, "warning", "warn", 16)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, "caption", wrap=True), 1)
    return holder
