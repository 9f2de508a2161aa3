"""A preset as YAML: typed in freely, every mistake told with its line, and what each option means under the cursor."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.option import title_of
from studio.core.preset_text import TextProblem, option_at
from studio.core.recipe import option_fields
from studio.ui.controls import ExactTextEdit, button, label
from studio.ui.line_tint import tint_line
from studio.ui.theme import GRID, code_font
from studio.words import _

PAUSE_MS = 200
MOST_PROBLEMS = 4


class TextPanel(QWidget):
    """Tells the text after every change and a short pause, or at once when it is left."""

    text_edited = Signal(object)  # str

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ExactTextEdit()
        font = code_font()
        # Its ligatures draw “>-” as one sign.
        font.setFeature(QFont.Tag("calt"), 0)
        self.text.setFont(font)
        self.text.setAccessibleName(_("The preset as YAML"))
        self.text.setLineWrapMode(ExactTextEdit.LineWrapMode.NoWrap)
        self.trouble = label("", "caution", wrap=True)
        self.go = button(_("Go to the line"), role="quiet")
        self._wrong_line = 0
        self.help = label("", "caption", wrap=True)
        self.help.setMinimumHeight(3 * self.help.fontMetrics().height())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.text, 1)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.trouble, 1)
        line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(self.help)
        self.show_problems(())
        self._pause.timeout.connect(self.tell)
        self.text.textChanged.connect(self._pause.start)
        self.go.clicked.connect(self._on_go)
        self.text.cursorPositionChanged.connect(self._on_cursor_moved)

    def show_text(self, text: str) -> None:
        """Show a text unless it is the one that stands there; the cursor stays in its line."""
        if text == self.text.exact_text():
            return
        cursor, place = self.text.textCursor(), self.text.verticalScrollBar().value()
        line = cursor.blockNumber()
        self.text.give(text)
        self._pause.stop()
        cursor.setPosition(self.text.document().findBlockByNumber(line).position())
        self.text.setTextCursor(cursor)
        self.text.verticalScrollBar().setValue(place)

    def show_problems(self, problems: Sequence[TextProblem]) -> None:
        """Tint the first wrong line, and say what is wrong with each."""
        self._wrong_line = problems[0].line if problems else 0
        tint_line(self.text, self._wrong_line)
        said = [problem.words() for problem in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            said.append(_("… and {count} more").format(count=len(problems) - MOST_PROBLEMS))
        self.trouble.setText("\n".join(said))
        self.trouble.setVisible(bool(said))
        self.go.setVisible(bool(self._wrong_line))

    def tell(self) -> None:
        """Tell the text as it stands now."""
        self._pause.stop()
        self.text_edited.emit(self.text.exact_text())

    def _on_go(self) -> None:
        block = self.text.document().findBlockByNumber(self._wrong_line - 1)
        self.text.setTextCursor(QTextCursor(block))
        self.text.centerCursor()
        self.text.setFocus()

    def _on_cursor_moved(self) -> None:
        name = option_at(self.text.exact_text(), self.text.textCursor().blockNumber() + 1)
        if not name:
            self.help.setText(_("Put the cursor on an option to read what it does."))
            return
        field = option_fields()[name]
        self.help.setText(f"{title_of(field)} ({name}): {_(str(field.description))}")
