"""What all editors of a kind have in common: fields, and a word when something is typed or to be kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from studio.core.example import Content
from studio.ui.data.editors.text_field import TextField
from studio.ui.theme import GRID


class ContentEditor(QWidget):
    """Shows one content at a time and answers what has become of it; used by kinds that override the two."""

    typed = Signal()
    kept = Signal()
    given_up = Signal(object)  # TextField
    fields_changed = Signal()

    def __init__(self, *, read_only: bool) -> None:
        super().__init__()
        self.read_only = read_only
        self._in_code_font = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GRID + GRID // 2)

    def content(self) -> Content:
        """What is on screen."""
        raise NotImplementedError

    def show_content(self, content: Content) -> None:
        """Put a content on screen; a text that stands there already keeps its cursor."""
        raise NotImplementedError

    def fields(self) -> tuple[TextField, ...]:
        """The boxes of text in reading order."""
        raise NotImplementedError

    def use_code_font(self, wanted: bool) -> None:
        """Show all texts in letters of one width, or in the application's font."""
        self._in_code_font = wanted
        for field in self.fields():
            field.use_code_font(wanted)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put each sentence beside the part it is about, by its name."""
        for field in self.fields():
            field.show_problem(problems.get(field.name, ""))

    def new_field(self, name: str, title: str, *, least_lines: int = 2) -> TextField:
        """A field that reports here."""
        made = TextField(name, title, least_lines=least_lines)
        made.set_read_only(self.read_only)
        made.use_code_font(self._in_code_font)
        made.typed.connect(self.typed)
        made.kept.connect(self.kept)
        made.given_up.connect(self.given_up)
        return made


class SideBySide(QWidget):
    """Two widgets beside each other where there is room, else one below the other."""

    def __init__(self, left: QWidget, right: QWidget, *, least_width: int) -> None:
        super().__init__()
        self._least_width = least_width
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GRID + GRID // 2)
        for part in (left, right):
            self._box.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._least_width
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != direction:
            self._box.setDirection(direction)
