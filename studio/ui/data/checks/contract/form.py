"""The contract as a form: what it is called, what makes an answer urgent, and each kind of answer."""

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.ui.controls import button, card, icon_button, label
from studio.ui.data.checks.contract.draft import Fields, kinds_of, new_kind, only_in_text, with_kinds, with_value
from studio.ui.data.checks.contract.fields import Control, FieldChange, NumberField, Phrases, Switch, TextLine
from studio.ui.theme import GRID
from studio.words import _, current_language, ngettext

WHOLE = 0
"""The line of the list that stands for the whole contract; the kinds of answer follow."""
LINE = 4 * GRID
LONGEST = 400
"""Characters of an answer where a kind does not say."""


class FieldsForm(QWidget):
    """Some controls below each other, with their names."""

    changed = Signal(object)  # FieldChange

    def __init__(self) -> None:
        super().__init__()
        self._controls: list[Control] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        self.form = QFormLayout()
        column.addLayout(self.form)
        column.addStretch(1)
        self.form.setVerticalSpacing(GRID)
        self.form.setHorizontalSpacing(2 * GRID)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def show_fields(self, fields: Fields) -> None:
        """Show values without telling anyone."""
        for control in self._controls:
            control.show_fields(fields)

    def add(self, title: str, control: Control) -> None:
        """A further control below the others."""
        self._controls.append(control)
        control.changed.connect(self.changed)
        if isinstance(control, Switch):
            self.form.addRow("", control)
        else:
            control.setAccessibleName(title)
            self.form.addRow(title, control)


class WholeForm(FieldsForm):
    """The name of the contract, and the urgent wording."""

    def __init__(self) -> None:
        super().__init__()
        self.add(_("Name (English)"), TextLine(("name", "en")))
        self.add(_("Name (French)"), TextLine(("name", "fr")))
        about = _("Which words make an answer urgent, so that wording and kind of answer cannot disagree.")
        self.form.addRow(label(_("Urgent answers"), "heading"))
        self.form.addRow(label(about, "muted", wrap=True))
        self.add(_("Called (English)"), TextLine(("urgent", "name", "en"), _("nothing: no answer is urgent")))
        self.add(_("Called (French)"), TextLine(("urgent", "name", "fr")))
        self.add(_("Words"), Phrases(("urgent", "says"), _("one wording a line")))
        self.add(
            _("Denied by"), Phrases(("urgent", "denied_by", "before"), _("words before it, such as “no”, one a line"))
        )


class KindForm(FieldsForm):
    """One kind of answer."""

    def __init__(self) -> None:
        super().__init__()
        self.add(_("Name (English)"), TextLine(("name", "en")))
        self.add(_("Name (French)"), TextLine(("name", "fr")))
        self.add(_("Begins with"), TextLine(("begins",), _("to the letter")))
        self.add(_("Ends with"), TextLine(("ends",), _("to the letter")))
        alternatives = _("one thing a line; other ways to say it apart by “ / ”")
        self.add(_("Must contain"), Phrases(("contains",), alternatives, grouped=True))
        self.add(_("Must not contain"), Phrases(("excludes",), _("one wording a line")))
        self.add(_("Means"), TextLine(("label",), _("a label such as “urgent”, or nothing")))
        usual = ngettext("{count} character", "{count} characters", LONGEST).format(count=LONGEST)
        self.add(_("Longest"), NumberField(_("Longest"), ("longest",), usual))
        self.add("", Switch(_("A single line"), ("one_line",)))
        self._others = label("", "caption", wrap=True)
        self.form.addRow(self._others)

    def show_fields(self, fields: Fields) -> None:
        super().show_fields(fields)
        names = ", ".join(only_in_text(fields))
        self._others.setText(_("Set in the text: {names}").format(names=names) if names else "")
        self._others.setVisible(bool(names))


class ContractForm(QWidget):
    """Edits fields that may be wrong meanwhile; `edited` follows every change."""

    edited = Signal(object)  # Fields

    def __init__(self) -> None:
        super().__init__()
        self._fields: Fields = {}
        self.list = QListWidget()
        self.list.setAccessibleName(_("Kinds of answer"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.add_button = button(_("Add a kind"), "add")
        self.up_button, self.down_button = icon_button(_("Move up"), "up"), icon_button(_("Move down"), "down")
        self.remove_button = icon_button(_("Remove this kind of answer"), "remove")
        self.whole, self.kind = WholeForm(), KindForm()
        self._stack = QStackedWidget()
        for form in (self.whole, self.kind):
            self._stack.addWidget(_scrolled(form))
        self._lay_out()
        self._connect()

    @property
    def fields(self) -> Fields:
        """The contract as it stands."""
        return self._fields

    def show_fields(self, fields: Fields) -> None:
        """Show another contract; the same kind stays chosen."""
        self._fields = fields
        self._show_list(max(self.list.currentRow(), WHOLE))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addStretch(1)
        for each in (self.up_button, self.down_button, self.remove_button):
            buttons.addWidget(each)
        holder, left = card(margin=GRID)
        left.addWidget(self.list, 1)
        left.addLayout(buttons)
        left.addWidget(self.add_button)
        holder.setFixedWidth(216)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(holder)
        row.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_chosen)
        self.whole.changed.connect(self._on_whole_changed)
        self.kind.changed.connect(self._on_kind_changed)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.up_button.clicked.connect(self._on_up)
        self.down_button.clicked.connect(self._on_down)

    def _show_list(self, row: int) -> None:
        names = [_("The whole contract"), *(_kind_name(kind) for kind in kinds_of(self._fields))]
        self.list.blockSignals(True)
        self.list.clear()
        for name in names:
            item = QListWidgetItem(name)
            item.setSizeHint(QSize(0, LINE))
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(names) - 1))
        self.list.blockSignals(False)
        self._on_chosen(self.list.currentRow())

    def _on_chosen(self, row: int) -> None:
        kinds = kinds_of(self._fields)
        at = row - 1
        chosen = 0 <= at < len(kinds)
        self._stack.setCurrentIndex(int(chosen))
        if chosen:
            self.kind.show_fields(kinds[at])
        else:
            self.whole.show_fields(self._fields)
        self.remove_button.setEnabled(chosen and len(kinds) > 1)
        self.up_button.setEnabled(chosen and at > 0)
        self.down_button.setEnabled(chosen and at < len(kinds) - 1)

    def _change(self, fields: Fields) -> None:
        self._fields = fields
        self.edited.emit(fields)

    def _on_whole_changed(self, change: FieldChange) -> None:
        fields = with_value(self._fields, change.path, change.value)
        if not any(fields.get("urgent", {}).values()):
            fields.pop("urgent", None)
        self._change(fields)

    def _on_kind_changed(self, change: FieldChange) -> None:
        row = self.list.currentRow()
        self._change(with_value(self._fields, ("formats", row - 1, *change.path), change.value))
        self.list.item(row).setText(_kind_name(kinds_of(self._fields)[row - 1]))

    def _on_add(self) -> None:
        kinds = kinds_of(self._fields)
        self._change(with_kinds(self._fields, [*kinds, new_kind(len(kinds) + 1)]))
        self._show_list(len(kinds) + 1)

    def _on_remove(self) -> None:
        row, kinds = self.list.currentRow(), kinds_of(self._fields)
        del kinds[row - 1]
        self._change(with_kinds(self._fields, kinds))
        self._show_list(row)

    def _on_up(self) -> None:
        self._move(-1)

    def _on_down(self) -> None:
        self._move(1)

    def _move(self, by: Literal[-1, 1]) -> None:
        at, kinds = self.list.currentRow() - 1, kinds_of(self._fields)
        kinds.insert(at + by, kinds.pop(at))
        self._change(with_kinds(self._fields, kinds))
        self._show_list(at + by + 1)


def _kind_name(kind: Fields) -> str:
    names = kind.get("name", {})
    return str(names.get(current_language()) or names.get("en") or names.get("fr") or _("Kind without a name"))


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
