"""Controls for the fields of a contract; each knows its path and tells what has become of it."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from studio.ui.controls import ExactTextEdit
from studio.ui.data.checks.contract.draft import Fields, Path, groups_of, groups_text, phrases_of
from studio.ui.data.checks.settings_dialog import NumberLine
from studio.ui.theme import GRID

PHRASE_LINES = 3


@dataclass(frozen=True)
class FieldChange:
    """A field and what it is to be; an empty value takes it out."""

    path: Path
    value: object


class TextLine(QLineEdit):
    """A line of text."""

    changed = Signal(object)  # FieldChange

    def __init__(self, path: Path, hint: str = "") -> None:
        super().__init__()
        self._path = path
        self.setPlaceholderText(hint)
        self.setToolTip(hint)
        self.textEdited.connect(self._on_edited)

    def show_fields(self, fields: Fields) -> None:
        """Show what is there, and leave alone what is being typed."""
        value = str(value_at(fields, self._path) or "")
        if value != self.text():
            self.setText(value)
            self.setCursorPosition(0)

    def _on_edited(self, text: str) -> None:
        self.changed.emit(FieldChange(self._path, text))


class NumberField(NumberLine):
    """A whole number, or nothing."""

    changed = Signal(object)  # FieldChange

    def __init__(self, name: str, path: Path, hint: str) -> None:
        super().__init__(name, hint)
        self._path = path
        self.textEdited.connect(self._on_number_edited)

    def show_fields(self, fields: Fields) -> None:
        """Show what is there."""
        value = value_at(fields, self._path)
        self.show_number(value if isinstance(value, int) else None)

    def _on_number_edited(self) -> None:
        self.changed.emit(FieldChange(self._path, self.number()))


class Switch(QCheckBox):
    """Yes or no."""

    changed = Signal(object)  # FieldChange

    def __init__(self, title: str, path: Path) -> None:
        super().__init__(title)
        self._path = path
        self.clicked.connect(self._on_clicked)

    def show_fields(self, fields: Fields) -> None:
        """Show what is there."""
        self.setChecked(bool(value_at(fields, self._path)))

    def _on_clicked(self, on: bool) -> None:
        self.changed.emit(FieldChange(self._path, on))


class Phrases(ExactTextEdit):
    """One phrase a line, or one group of alternatives a line."""

    changed = Signal(object)  # FieldChange

    def __init__(self, path: Path, hint: str, *, grouped: bool = False) -> None:
        super().__init__()
        self._path, self._grouped = path, grouped
        self.setPlaceholderText(hint)
        self.setToolTip(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(PHRASE_LINES * self.fontMetrics().lineSpacing() + 3 * GRID)
        self.textChanged.connect(self._on_changed)

    def show_fields(self, fields: Fields) -> None:
        """Show what is there, and leave alone what is being typed."""
        value = value_at(fields, self._path) or []
        if value != self._read():
            with QSignalBlocker(self):
                self.give(groups_text(value) if self._grouped else "\n".join(value))

    def _read(self) -> list[Any]:
        text = self.exact_text()
        return groups_of(text) if self._grouped else list(phrases_of(text))

    def _on_changed(self) -> None:
        self.changed.emit(FieldChange(self._path, self._read()))


Control = TextLine | NumberField | Switch | Phrases


def value_at(fields: Fields, path: Path) -> Any:
    """What stands at a path, None where nothing does."""
    value: Any = fields
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
