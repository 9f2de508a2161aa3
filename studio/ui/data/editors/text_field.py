"""One text of an example: its title, its lengths, its box and what is wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.ui.controls import label
from studio.ui.data.editors.text_box import TextBox
from studio.ui.theme import GRID, code_font


class TextField(QWidget):
    """`name` is the text's place in the example: `prompt`, `messages.2` …"""

    typed = Signal()
    kept = Signal()
    given_up = Signal(object)  # TextField

    def __init__(self, name: str, title: str, *, least_lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._in_code_font = False
        self.box = TextBox(title, least_lines=least_lines)
        self.caption = label(title, "caption")
        self.caption.setBuddy(self.box)
        self.lengths = label("", "caption")
        self.problem = label("", "caution", wrap=True)
        self.problem.hide()
        self.head = QHBoxLayout()
        self.head.setSpacing(GRID)
        self.head.addWidget(self.caption)
        self.head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.problem, 1)
        foot.addStretch()
        foot.addWidget(self.lengths, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(self.head)
        column.addWidget(self.box)
        column.addLayout(foot)
        self.setFocusProxy(self.box)
        self.box.textChanged.connect(self.typed)
        self.box.left.connect(self.kept)
        self.box.given_up.connect(self._on_given_up)

    def add_tools(self, *buttons: QToolButton) -> None:
        """Put small buttons at the end of the title's line, close together."""
        line = QHBoxLayout()
        line.setSpacing(0)
        for button in buttons:
            line.addWidget(button)
        self.head.addLayout(line)

    def text(self) -> str:
        """What stands in the box, to the character."""
        return self.box.exact_text()

    def show_text(self, text: str) -> None:
        """Put a text in the box, unless it is there already."""
        if text != self.text():
            blocked = self.box.blockSignals(True)
            self.box.give(text)
            self.box.blockSignals(blocked)

    def show_problem(self, sentence: str) -> None:
        """What is wrong with the text, "" for nothing."""
        if sentence != self.problem.text():
            self.problem.setText(sentence)
            self.problem.setVisible(bool(sentence))
            self.box.setAccessibleDescription(sentence)

    def show_lengths(self, words: str, note: str) -> None:
        """How long the text is, and how that was counted."""
        self.lengths.setText(words)
        self.lengths.setToolTip(note)

    def use_code_font(self, wanted: bool) -> None:
        """Show the text in letters of one width, or in the application's font."""
        if wanted != self._in_code_font:
            self._in_code_font = wanted
            self.box.use_font(code_font() if wanted else QApplication.font())

    def set_read_only(self, read_only: bool) -> None:
        """Show the text without letting it be changed."""
        self.box.setReadOnly(read_only)

    def _on_given_up(self) -> None:
        self.given_up.emit(self)
