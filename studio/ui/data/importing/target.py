"""Which data set the rows go into: one that is there, or a new one with a name."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from studio.core.example import Kind
from studio.data.records import Dataset
from studio.ui.controls import Picker, label
from studio.ui.data.columns import KIND_NAMES
from studio.ui.data.importing.words import target_sentence
from studio.ui.theme import GRID
from studio.words import _

LONGEST_NAME = 120


class TargetRow(QWidget):
    """Offers the data sets of a kind; what the user chose stays while it can."""

    changed = Signal()

    def __init__(self, datasets: Sequence[Dataset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._datasets = datasets
        self._kind: Kind | None = None
        self._touched = False
        self.picker, self.name_field = Picker(_("Data set")), QLineEdit()
        self._note = label("", "caption", wrap=True)
        self.name_field.setAccessibleName(_("Name of the new data set"))
        self.name_field.setPlaceholderText(_("Name of the new data set"))
        self.name_field.setMaxLength(LONGEST_NAME)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for each in (self.picker, self.name_field, self._note):
            column.addWidget(each)
        self.picker.activated.connect(self._on_chosen)
        self.name_field.textEdited.connect(self._on_edited)

    @property
    def name(self) -> str:
        """The data set that is meant."""
        chosen: str | None = self.picker.currentData()
        return chosen or self.name_field.text().strip()

    @property
    def touched(self) -> bool:
        """Whether the user named a data set, or chose one."""
        return self._touched or self.picker.currentData() is not None

    def begin(self, name: str) -> None:
        """Another file is meant, after which a data set is named."""
        self._touched = False
        self._kind = None
        self.name_field.setText(_shortened(name))
        self.name_field.setCursorPosition(0)
        self.picker.clear()
        self.picker.addItem(_("New data set"), None)
        self._show_choice()

    def show_kind(self, kind: Kind) -> None:
        """Offer the data sets of this kind; one that already has the suggested name is taken."""
        if kind == self._kind:
            return
        self._kind = kind
        before = self.picker.currentData() if self._touched else None
        self.picker.clear()
        self.picker.addItem(_("New data set"), None)
        for each in self._datasets:
            if each.kind == kind:
                self.picker.addItem(each.name, each.name)
        there = self._named()
        if there is not None and there.kind != kind and not self._touched:
            self.name_field.setText(self._free(there.name))
        wanted = before if self._touched else there.name if there else None
        self.picker.setCurrentIndex(max(0, self.picker.findData(wanted)) if wanted else 0)
        self._show_choice()

    def note_text(self) -> str:
        """What becomes of the rows, or why nothing can."""
        return self._note.text()

    def _words(self) -> str:
        there = self._named()
        if self._kind is None:
            return ""
        if not self.name:
            return _("Give the new data set a name.")
        if there is not None and there.kind != self._kind:
            return _("“{name}” holds other examples ({kind}); choose another name.").format(
                name=there.name, kind=_(KIND_NAMES[there.kind])
            )
        return target_sentence(self.name, there.rows if there else None)

    @property
    def is_good(self) -> bool:
        """Whether rows can go there."""
        there = self._named()
        return bool(self.name) and (there is None or there.kind == self._kind)

    def _named(self) -> Dataset | None:
        return next((each for each in self._datasets if each.name == self.name), None)

    def _free(self, name: str) -> str:
        taken = {each.name for each in self._datasets}
        at = 2
        while f"{name} {at}" in taken:
            at += 1
        return f"{name} {at}"

    def _show_choice(self) -> None:
        self.name_field.setVisible(self.picker.currentData() is None)
        self._note.setText(self._words())

    def _on_chosen(self) -> None:
        self._touched = True
        self._show_choice()
        self.changed.emit()

    def _on_edited(self) -> None:
        self._touched = True
        self._show_choice()
        self.changed.emit()


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rpartition(" ")[0] or name[:LONGEST_NAME]
