"""A form made from the declarations of the options, with what is wrong said beside each field."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from studio.core.options import Level
from studio.core.recipe import Recipe, option_fields
from studio.ui.controls import Picker, label
from studio.ui.form_rules import Typed, choice_words, choices, field_text, read_recipe, unit
from studio.ui.theme import GRID, set_role
from studio.words import _

FIELD_WIDTH = 18 * GRID


def option_names(level: Level) -> list[str]:
    """The options of one level, in the order of their declaration."""
    return [
        name
        for name, field in option_fields().items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra["level"] == level
    ]


class OptionField(QObject):
    """One option: its label, its control, and the note that says what it accepts."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        field = option_fields()[name]
        title, explanation = _(field.title or name), _(str(field.description))
        measured = unit(field)
        self.label = label(f"{title} ({measured})" if measured else title)
        self.label.setWordWrap(True)
        self.note = QLabel()
        set_role(self.note, "caption")
        self.note.setWordWrap(True)
        self.note.hide()
        self.control = self._make_control(title, choices(field), is_switch=field.annotation is bool)
        self.label.setBuddy(self.control)
        for widget in (self.label, self.control):
            widget.setToolTip(f"<p>{explanation}</p>")
        self.control.setAccessibleName(title)
        self.control.setAccessibleDescription(explanation)

    def value(self) -> Typed:
        """What was typed or chosen, as it stands."""
        control = self.control
        if isinstance(control, QCheckBox):
            return control.isChecked()
        return str(control.currentData()) if isinstance(control, Picker) else control.text()

    def show_value(self, value: object) -> None:
        """Show a value without telling anyone of a change."""
        control = self.control
        blocked = control.blockSignals(True)
        if isinstance(control, QCheckBox):
            control.setChecked(bool(value))
        elif isinstance(control, Picker):
            control.setCurrentIndex(control.findData(value))
        else:
            control.setText(field_text(value))
        control.blockSignals(blocked)

    def show_note(self, text: str) -> None:
        """Say what is wrong; nothing when empty."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _make_control(self, title: str, options: Sequence[str], *, is_switch: bool) -> QCheckBox | Picker | QLineEdit:
        if is_switch:
            switch = QCheckBox()
            switch.toggled.connect(self.edited)
            return switch
        if options:
            picker = Picker(title)
            for each in options:
                picker.addItem(choice_words(each), each)
            picker.currentIndexChanged.connect(self.edited)
            return picker
        line = QLineEdit()
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(self.edited)
        return line


class OptionForm(QWidget):
    """Edits some options of a recipe; the others stay as they were."""

    edited = Signal()

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = Recipe()
        self._fields = {name: OptionField(name, self) for name in names}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 1)
        for row, field in enumerate(self._fields.values()):
            self._add(grid, 2 * row, field)
        self.show_recipe(self._base)

    def show_recipe(self, recipe: Recipe) -> None:
        """Fill the fields from a recipe, which also supplies the options that have no field."""
        self._base = recipe
        data = recipe.model_dump()
        for name, field in self._fields.items():
            group, option = name.split(".")
            field.show_value(data[group][option])
            field.show_note("")

    def recipe(self) -> Recipe | None:
        """The recipe as typed; None while a field is not right, and then that field says so."""
        recipe, problems = read_recipe(self._base, {name: field.value() for name, field in self._fields.items()})
        for name, field in self._fields.items():
            field.show_note(problems.get(name, ""))
        return recipe

    def field(self, name: str) -> OptionField:
        """The field of one option by its dotted name."""
        return self._fields[name]

    def _add(self, grid: QGridLayout, row: int, field: OptionField) -> None:
        grid.addWidget(field.label, row, 0)
        field.control.setFixedWidth(FIELD_WIDTH)
        grid.addWidget(field.control, row, 1)
        grid.addWidget(field.note, row + 1, 0, 1, 2)
        field.edited.connect(self.edited)
