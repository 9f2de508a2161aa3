"""The wide form: fields under the headings of their groups, each with its explanation beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from studio.core.folding import folded
from studio.core.option import Level
from studio.core.recipe import Recipe, option_fields
from studio.ui.controls import card, label
from studio.ui.form import OptionField, OptionFields
from studio.ui.presets.comparison import group_title
from studio.ui.presets.widths import not_wider
from studio.ui.theme import GRID
from studio.words import _

LABEL_WIDTH, CONTROL_WIDTH, BACK_WIDTH = 22 * GRID, 24 * GRID, 4 * GRID
CONTROL_HEIGHT = 4 * GRID
WIDEST = 130 * GRID


class OptionRow(QWidget):
    """One field across the whole width."""

    def __init__(self, field: OptionField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        field.explained.show()
        field.label.setFixedWidth(LABEL_WIDTH)
        field.control.setFixedWidth(CONTROL_WIDTH)
        field.control.setMinimumHeight(CONTROL_HEIGHT)
        # On one line with the text in the control.
        field.label.setContentsMargins(0, GRID - 1, 0, 0)
        words = QVBoxLayout()
        words.setContentsMargins(0, GRID - 2, 0, 0)
        words.setSpacing(2)
        words.addWidget(field.note)
        words.addWidget(field.explained)
        words.addStretch(1)
        way_back = QHBoxLayout()
        way_back.setContentsMargins(0, 0, 0, 0)
        way_back.addWidget(field.back)
        holder = QWidget()
        holder.setFixedWidth(BACK_WIDTH)
        holder.setLayout(way_back)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        for widget in (field.label, field.control, holder):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)

    def says(self, word: str) -> bool:
        """Whether a folded word is found in what is said of the option."""
        return word in folded(" ".join((self.field.name, self.field.label.text(), self.field.explanation)))


class FormPanel(QWidget):
    """Fills from a recipe and tells the recipe after every change that leaves it right."""

    recipe_edited = Signal(object)  # Recipe
    wrong_changed = Signal(object)  # bool: whether a field holds what it cannot

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level: Level = "simple"
        self._wrong = False
        self._last: tuple[Recipe, Recipe] | None = None
        content = QWidget()
        self.fields = OptionFields(option_fields(), content)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search options"))
        self.search.setAccessibleName(_("Search options"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(45 * GRID)
        self.nothing = label(_("No option fits what is sought."), "muted")
        self.rows = {name: OptionRow(self.fields.field(name)) for name in self.fields.names()}
        self._groups: dict[str, QFrame] = {}
        self._lay_out(content)
        self.fields.edited.connect(self._on_edited)
        self.fields.shown_changed.connect(self._arrange)
        self.search.textChanged.connect(self._arrange)
        self._arrange()

    def show_level(self, level: Level) -> None:
        """The few fields in plain words, or all with a search."""
        self._level = level
        self.search.setVisible(level == "expert")
        if level == "simple":
            self.search.clear()
        self.fields.show_level(level)
        self._arrange()

    def show_recipe(self, recipe: Recipe, origin: Recipe) -> None:
        """Fill the fields; what is typed and not right yet stays while both are what they were."""
        if self._last == (recipe, origin):
            return
        self._last = (recipe, origin)
        self.fields.show_recipe(recipe, origin)
        self._tell_wrong(wrong=False)

    def _lay_out(self, content: QWidget) -> None:
        groups = QVBoxLayout(content)
        groups.setContentsMargins(3 * GRID, GRID, 3 * GRID, 3 * GRID)
        groups.setSpacing(2 * GRID)
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addStretch(1)
        groups.addLayout(line)
        groups.addWidget(self.nothing)
        for name, row in self.rows.items():
            group = name.partition(".")[0]
            if group not in self._groups:
                frame, inside = card(spacing=GRID + GRID // 2)
                inside.addWidget(label(group_title(name), "heading"))
                self._groups[group] = frame
                groups.addWidget(frame)
            inside.addWidget(row)
        groups.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(not_wider(content, WIDEST))
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _arrange(self) -> None:
        words = folded(self.search.text()).split()
        fitting = {name for name, row in self.rows.items() if all(row.says(word) for word in words)}
        shown = fitting & self.fields.shown
        for name, row in self.rows.items():
            row.setVisible(name in shown)
        for group, frame in self._groups.items():
            frame.setVisible(any(name.startswith(f"{group}.") for name in shown))
        self.nothing.setVisible(not shown)

    def _on_edited(self) -> None:
        recipe = self.fields.recipe()
        self._tell_wrong(wrong=recipe is None)
        if recipe is not None and self._last is not None:
            self._last = (recipe, self._last[1])
            self.recipe_edited.emit(recipe)

    def _tell_wrong(self, *, wrong: bool) -> None:
        if wrong != self._wrong:
            self._wrong = wrong
            self.wrong_changed.emit(wrong)
