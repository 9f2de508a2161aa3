"""The fields of the options, made from their declarations, and the narrow form that the Train tab shows."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from studio.core.option import Level, choice_title, choices_of, is_quiet, level_of, title_of, unit_of
from studio.core.recipe import Recipe, applies, only_for_words, option_fields, option_values
from studio.ui.controls import Picker, label
from studio.ui.form_rules import Typed, field_text, read_recipe, typed_values, value_text
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for, set_role
from studio.words import _

FIELD_WIDTH = 21 * GRID


class OptionField(QObject):
    """One option: its label, its control, the way back to the preset's value, and a note of what it accepts."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget, level: Level = "expert") -> None:
        super().__init__(parent)
        self.name = name
        self._field = option_fields()[name]
        self._origin: object = self._field.default
        self._shown: Typed = ""
        self.label = label("")
        self.label.setWordWrap(True)
        self.note = QLabel()
        set_role(self.note, "caution")
        self.note.setWordWrap(True)
        self.note.hide()
        self.explained = label("", "caption", wrap=True)
        """For forms with room for it; others show it as a tip."""
        self.explained.hide()
        self.back = QToolButton()
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.hide()
        self.back.clicked.connect(self._on_back)
        self.control = self._make_control()
        for widget in (self.label, self.note, self.back, self.control, self.explained):
            widget.setParent(parent)
        self.label.setBuddy(self.control)
        self.explanation = _(str(self._field.description))
        self.control.setAccessibleDescription(self.explanation)
        self.show_level(level)
        self.show_reason("")

    def show_level(self, level: Level) -> None:
        """Call the option by its plain title, or by the field's own."""
        title, measured = title_of(self._field, level), unit_of(self._field)
        self.label.setText(f"{title} ({measured})" if measured else title)
        self.control.setAccessibleName(title)

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
        self._shown = self.value()

    @property
    def touched(self) -> bool:
        """Whether the field holds something else than it was given: a number may have more digits than it shows."""
        return self.value() != self._shown

    def show_origin(self, value: object) -> None:
        """The value to which `back` leads."""
        self._origin = value
        words = _("Back to the preset’s value: {value}").format(value=value_text(self.name, value))
        self.back.setToolTip(words)
        self.back.setAccessibleName(f"{self.control.accessibleName()}: {words}")

    def differs(self, value: object) -> bool:
        """Whether this, which the field holds, is not the preset's value."""
        return value != self._origin

    def show_changed(self, *, changed: bool, way_back: bool) -> None:
        """Mark the option as one that is not the preset's; the way back is a button where there is room for it."""
        font = self.label.font()
        font.setWeight(QFont.Weight.DemiBold if changed else QFont.Weight.Normal)
        self.label.setFont(font)
        if changed and way_back and self.back.icon().isNull():
            # Drawn when it is first seen: few of forty ever are.
            set_role(self.back, "quiet")
            give_icon(self.back, "undo")
            tint_icons(self.back, colours_for(self.label.palette()))
        self.back.setVisible(changed and way_back)

    def show_note(self, text: str) -> None:
        """Say what is wrong; nothing when empty."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def show_reason(self, reason: str) -> None:
        """Why the option says nothing beside the others, which greys it; nothing when empty."""
        self.control.setEnabled(not reason)
        self.label.setEnabled(not reason)
        self.explained.setText("\n".join(filter(None, (reason, self.explanation))))
        said = "<br>".join(filter(None, (reason, self.explanation)))
        for widget in (self.label, self.control):
            widget.setToolTip(f"<p>{said}</p>")

    def _make_control(self) -> QCheckBox | Picker | QLineEdit:
        if self._field.annotation is bool:
            switch = QCheckBox()
            switch.toggled.connect(self.edited)
            return switch
        if words := choices_of(self._field):
            picker = Picker("")
            picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            for each in words:
                picker.addItem(choice_title(self._field, each), each)
            picker.currentIndexChanged.connect(self.edited)
            return picker
        line = QLineEdit()
        if self._field.annotation is not str:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(self.edited)
        return line

    def _on_back(self) -> None:
        shown = self._shown
        self.show_value(self._origin)
        self._shown = shown
        self.edited.emit()


class OptionFields(QObject):
    """Fields wherever they are laid out: what they make of a recipe, and which of them are worth showing."""

    edited = Signal()
    shown_changed = Signal()

    def __init__(self, names: Iterable[str], parent: QWidget, *, ways_back: bool = True) -> None:
        super().__init__(parent)
        self._ways_back = ways_back
        self._base = self._origin = Recipe()
        self._level: Level = "simple"
        self._shown = frozenset[str]()
        self._had_problem = set[str]()
        self._fields = {name: OptionField(name, parent) for name in names}
        for field in self._fields.values():
            field.edited.connect(self._on_edited)
        self.show_recipe(self._base)

    @property
    def shown(self) -> frozenset[str]:
        """The options that are worth showing at this level, and those that are wrong."""
        return self._shown

    def show_level(self, level: Level) -> None:
        """Show the few fields in plain words, or all."""
        self._level = level
        for field in self._fields.values():
            field.show_level(level)
        self._look()

    def show_recipe(self, recipe: Recipe, origin: Recipe | None = None) -> None:
        """Fill the fields; `origin` is the preset's recipe, by which changes are marked."""
        self._base, self._origin = recipe, origin or recipe
        self._had_problem.clear()
        origins = option_values(self._origin)
        values = option_values(recipe)
        for name, field in self._fields.items():
            field.show_value(values[name])
            field.show_origin(origins[name])
        self._look()

    def recipe(self) -> Recipe | None:
        """The recipe as typed; None while a field is not right, and then that field says so."""
        recipe, problems = read_recipe(self._base, self._typed())
        for name, field in self._fields.items():
            field.show_note(problems.get(name, ""))
        return recipe

    def field(self, name: str) -> OptionField:
        """The field of one option by its dotted name."""
        return self._fields[name]

    def names(self) -> Sequence[str]:
        """The options that have a field, in the order of their declaration."""
        return tuple(self._fields)

    def _typed(self) -> dict[str, Typed]:
        return {name: field.value() for name, field in self._fields.items() if field.touched}

    def _on_edited(self) -> None:
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        recipe, problems = read_recipe(self._base, self._typed())
        self._had_problem |= problems.keys()
        values = option_values(recipe) if recipe else typed_values(self._base, self._typed())
        shown = frozenset(name for name in self._fields if self._is_worth_showing(name, values))
        for name, field in self._fields.items():
            field.show_note(problems.get(name, ""))
            # What is wrong can be put right, also where it says nothing.
            field.show_reason("" if name in problems else only_for_words(name, values))
            way_back = self._ways_back and name in shown
            field.show_changed(changed=field.differs(values[name]), way_back=way_back)
        if shown != self._shown:
            self._shown = shown
            self.shown_changed.emit()

    def _is_worth_showing(self, name: str, values: dict[str, object]) -> bool:
        if self._level == "expert" or name in self._had_problem:
            return True
        field = option_fields()[name]
        if level_of(field) != "simple" or not applies(name, values):
            return False
        # By what it was at first: no field goes away under the cursor.
        return not is_quiet(field) or option_values(self._base)[name] != field.default


class OptionForm(QWidget):
    """The simple fields in a narrow column, and any other that is wrong; the other options stay as they were."""

    edited = Signal()

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = OptionFields(names, self, ways_back=False)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(0, 1)
        for row, name in enumerate(names):
            self._add(2 * row, self._fields.field(name))
        self._fields.edited.connect(self.edited)
        self._fields.shown_changed.connect(self._on_shown_changed)
        self._on_shown_changed()

    def show_recipe(self, recipe: Recipe, origin: Recipe | None = None) -> None:
        """Fill the fields from a recipe, which also supplies the options that have no field."""
        self._fields.show_recipe(recipe, origin)

    def recipe(self) -> Recipe | None:
        """The recipe as typed; None while a field is not right, and then that field says so."""
        return self._fields.recipe()

    def field(self, name: str) -> OptionField:
        """The field of one option by its dotted name."""
        return self._fields.field(name)

    def _add(self, row: int, field: OptionField) -> None:
        field.control.setFixedWidth(FIELD_WIDTH)
        self._grid.addWidget(field.label, row, 0)
        self._grid.addWidget(field.control, row, 1)
        self._grid.addWidget(field.note, row + 1, 0, 1, 2)

    def _on_shown_changed(self) -> None:
        for name in self._fields.names():
            field, shown = self._fields.field(name), name in self._fields.shown
            field.label.setVisible(shown)
            field.control.setVisible(shown)
