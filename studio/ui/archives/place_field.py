"""A file or folder as a person chooses it: shown, and asked for in the system's own dialog."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from studio.ui.controls import button
from studio.ui.formats import short_path
from studio.ui.theme import GRID
from studio.words import _

Asking = Callable[[QWidget, str], QFileDialog]


def archive_to_write(parent: QWidget, start: str) -> QFileDialog:
    """Asks before an archive of the same name is replaced."""
    dialog = QFileDialog(parent, _("Where the archive will be written"), start)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(_("ZIP archives") + " (*.zip)")
    dialog.setDefaultSuffix("zip")
    if start:
        dialog.selectFile(start)
    return dialog


def archive_to_read(parent: QWidget, start: str) -> QFileDialog:
    """Any ZIP file that is there."""
    dialog = QFileDialog(parent, _("Choose an archive"), start)
    dialog.setNameFilter(_("ZIP archives") + " (*.zip)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog


def folder_above(parent: QWidget, start: str) -> QFileDialog:
    """The folder in which another will be made."""
    dialog = QFileDialog(parent, _("Where the project's folder will be made"), start)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return dialog


class PlaceField(QWidget):
    """`chosen` follows once the person has decided; what is shown changes by `show_place` alone."""

    chosen = Signal(object)  # Path

    def __init__(self, name: str, ask: Asking, parent: QWidget | None = None) -> None:
        """`name` is the accessible name of the field; `ask` makes the dialog, to begin at a path."""
        super().__init__(parent)
        self._ask = ask
        self._start = ""
        self.field = QLineEdit()
        self.field.setReadOnly(True)
        self.field.setAccessibleName(name)
        self.button = button(_("Choose…"), "folder")
        self.button.setAccessibleName(_("{name}: choose").format(name=name))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self._on_choose)

    def show_place(self, place: Path | None, start: Path | None = None) -> None:
        """`start` is where the next choice begins, where that is another place."""
        self._start = str(start or place or "")
        self.field.setText(short_path(place) if place else "")
        self.field.setToolTip(str(place or ""))

    def _on_choose(self) -> None:
        dialog = self._ask(self, self._start)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, path: str) -> None:
        self.chosen.emit(Path(path))
