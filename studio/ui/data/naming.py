"""The small dialogs that ask for a name, a new data set or tags."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from studio.core.example import KINDS, Kind
from studio.ui.controls import Picker, button
from studio.ui.data.columns import KIND_NAMES
from studio.ui.data.editors.chips import Chips
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext


@dataclass(frozen=True)
class NewDataset:
    """A data set to make."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class TagChange:
    """Tags to put on rows, and tags to take off."""

    add: tuple[str, ...]
    remove: tuple[str, ...]


class NameDialog(PlainDialog):
    """Asks for a name that is not empty and not taken; capitals make no difference."""

    named = Signal(object)  # str

    def __init__(self, title: str, name: str, taken: Sequence[str], verb: str, parent: QWidget | None = None) -> None:
        super().__init__(title, "", parent)
        self.setMinimumWidth(440)
        self._taken = {each.casefold() for each in taken}
        self.name = QLineEdit(name)
        self.name.setAccessibleName(_("Name"))
        self.name.setMaxLength(120)
        self.name.selectAll()
        self.form = QFormLayout()
        self.form.setVerticalSpacing(GRID + GRID // 2)
        self.form.setHorizontalSpacing(2 * GRID)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(_("Name"), self.name)
        self.column.addLayout(self.form)
        cancel, self.keep_button = button(_("Cancel")), button(verb, role="primary")
        cancel.clicked.connect(self.reject)
        self.keep_button.clicked.connect(self._on_kept)
        self.add_buttons(cancel, self.keep_button)
        self.name.textChanged.connect(self._on_typed)
        self._on_typed()

    def _on_typed(self) -> None:
        name = self.name.text().strip()
        taken = name.casefold() in self._taken
        self.keep_button.setEnabled(bool(name) and not taken)
        self.keep_button.setToolTip(_("This name is taken.") if taken else "")

    def _on_kept(self) -> None:
        self.named.emit(self.name.text().strip())
        self.accept()


class NewDatasetDialog(NameDialog):
    """Asks for a name and a kind."""

    wanted = Signal(object)  # NewDataset

    def __init__(self, taken: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(_("New data set"), "", taken, _("Create the data set"), parent)
        self.kind = Picker(_("Kind of example"))
        for kind in KINDS:
            self.kind.addItem(_(KIND_NAMES[kind]), kind)
        self.form.addRow(_("Holds"), self.kind)
        self.named.connect(self._on_named)

    def _on_named(self, name: str) -> None:
        self.wanted.emit(NewDataset(name, self.kind.currentData()))


class TagDialog(PlainDialog):
    """Tags to give to rows and tags to take from them, with completion of those in use."""

    wanted = Signal(object)  # TagChange

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        title = ngettext("Tags of {count} example", "Tags of {count} examples", count).format(count=integer(count))
        super().__init__(title, "", parent)
        self.setMinimumWidth(600)
        self.add, self.remove = (
            Chips(name, prompt=_("Type a tag, then Enter"), read_only=False) for name in (_("Add"), _("Take away"))
        )
        form = QFormLayout()
        form.setVerticalSpacing(2 * GRID)
        form.setHorizontalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("Add"), self.add)
        form.addRow(_("Take away"), self.remove)
        self.column.addLayout(form)
        self.column.addStretch(1)
        for chips, more, fewer in (
            (self.add, self._on_add_more, self._on_add_fewer),
            (self.remove, self._on_remove_more, self._on_remove_fewer),
        ):
            chips.added.connect(more)
            chips.removed.connect(fewer)
        cancel, self.apply_button = button(_("Cancel")), button(_("Change the tags"), role="primary")
        cancel.clicked.connect(self.reject)
        self.apply_button.clicked.connect(self._on_applied)
        self.add_buttons(cancel, self.apply_button)
        # Enter in a field ends a tag; it must not press the button.
        for each in (cancel, self.apply_button):
            each.setAutoDefault(False)
            each.setDefault(False)
        self._show(self.add, ())

    def show_known(self, tags: Sequence[str]) -> None:
        """Offer the tags in use."""
        self.add.show_known(tags)
        self.remove.show_known(tags)

    def _show(self, chips: Chips, words: tuple[str, ...]) -> None:
        chips.show_words(words)
        self.apply_button.setEnabled(bool(self.add.words() or self.remove.words()))
        # The field goes to a line of its own when the tags fill theirs.
        QTimer.singleShot(0, self, self.adjustSize)

    def _on_add_more(self, word: str) -> None:
        self._show(self.add, (*self.add.words(), word))

    def _on_add_fewer(self, word: str) -> None:
        self._show(self.add, tuple(each for each in self.add.words() if each != word))

    def _on_remove_more(self, word: str) -> None:
        self._show(self.remove, (*self.remove.words(), word))

    def _on_remove_fewer(self, word: str) -> None:
        self._show(self.remove, tuple(each for each in self.remove.words() if each != word))

    def _on_applied(self) -> None:
        self.wanted.emit(TagChange(self.add.words(), self.remove.words()))
        self.accept()
