"""The dialogs of the Presets tab: which files to bring in, where one goes, what it is called."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from studio.runs.presets import ENDING
from studio.ui.data.naming import NameDialog
from studio.words import _

_FILTER = "*.yaml *.yml"


class PresetDialogs(QObject):
    """Opened and never waited for; what was chosen is told by signals."""

    files_chosen = Signal(object)  # tuple[Path, ...]
    place_chosen = Signal(object)  # Path
    named = Signal(object)  # str

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent

    def ask_import(self) -> None:
        """Which files to bring in."""
        dialog = QFileDialog(self._window, _("Import presets"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_("Presets ({endings})").format(endings=_FILTER))
        dialog.filesSelected.connect(self._on_files_chosen)
        _open(dialog)

    def ask_export(self, name: str) -> None:
        """Where a preset goes; the dialog asks before a file is replaced."""
        dialog = QFileDialog(self._window, _("Export the preset"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Presets ({endings})").format(endings=_FILTER))
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.selectFile(f"{name}{ENDING}")
        dialog.fileSelected.connect(self._on_place_chosen)
        _open(dialog)

    def ask_name(self, title: str, taken: Sequence[str]) -> None:
        """What a preset is called from now on."""
        others = [each for each in taken if each != title]
        dialog = NameDialog(_("Rename the preset"), title, others, _("Rename"), self._window)
        dialog.named.connect(self.named)
        _open(dialog)

    def _on_files_chosen(self, files: Sequence[str]) -> None:
        self.files_chosen.emit(tuple(Path(file) for file in files))

    def _on_place_chosen(self, file: str) -> None:
        self.place_chosen.emit(Path(file))


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
