"""Where more models come from: a folder, a file, a drive, and the hub when the user has switched online mode on."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.theme import GRID
from studio.words import _


class Sources(QWidget):
    """Asks for places; what becomes of them is decided elsewhere."""

    place_chosen = Signal(object)  # Path of a folder or a GGUF file that stays where it is
    drive_chosen = Signal(object)  # Path of a folder to copy from

    def __init__(self, *, online: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = button(_("Choose a folder…"), "folder")
        self.file = button(_("Choose a GGUF file…"), "file")
        self.drive = button(_("Import from a drive…"), "import")
        self.online = QCheckBox(_("Online mode: search the hub too"))
        self.privacy = label("", "caption", wrap=True)
        self.search = button(_("Search the hub"), "search")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for each in (self.folder, self.file, self.drive):
            column.addWidget(each)
            each.setAutoDefault(False)
        column.addSpacing(GRID // 2)
        for widget in (self.online, self.privacy, self.search):
            column.addWidget(widget)
        self.search.setAutoDefault(False)
        self.online.setChecked(online)
        self._on_online_toggled(online)
        self.folder.clicked.connect(self._on_folder)
        self.file.clicked.connect(self._on_file)
        self.drive.clicked.connect(self._on_drive)
        self.online.toggled.connect(self._on_online_toggled)

    def _on_online_toggled(self, online: bool) -> None:
        self.search.setVisible(online)
        self.privacy.setText(
            _("A search sends the words typed above to huggingface.co; nothing of a project is ever sent.")
            if online
            else _("Off: nothing leaves this machine.")
        )

    def _on_folder(self) -> None:
        self._folder_dialog(_("Where models lie")).fileSelected.connect(self._on_place_chosen)

    def _on_drive(self) -> None:
        self._folder_dialog(_("The model’s folder on the drive")).fileSelected.connect(self._on_drive_chosen)

    def _on_file(self) -> None:
        dialog = QFileDialog(self, _("Choose a GGUF file"), filter=_("GGUF models") + " (*.gguf)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folder_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _on_place_chosen(self, place: str) -> None:
        self.place_chosen.emit(Path(place))

    def _on_drive_chosen(self, folder: str) -> None:
        self.drive_chosen.emit(Path(folder))
