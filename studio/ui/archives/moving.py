"""Packing the open project and opening a packed one, as the File menu offers them."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QWidget

from studio import paths
from studio.ui.archives.work import ArchiveWork, Doors
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.archives.unpacking import Unpacked


class ProjectMoving(QObject):
    """The dialogs are imported when they are wanted: they need the store, which the first paint does not."""

    unpacked = Signal(object)  # Path of the new project

    def __init__(self, background: Background, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background, self._messages = background, messages
        self._work = ArchiveWork(self)

    def pack(self, project: Path, window: QWidget) -> None:
        """Ask what goes in and where to."""
        from studio.ui.archives.packing_dialog import PackingDialog

        _open(PackingDialog(project, documents(), Doors(self._background, self._work), window))

    def unpack(self, window: QWidget) -> None:
        """Ask which archive; `unpacked` follows."""
        from studio.ui.archives.unpacking_dialog import UnpackingDialog

        dialog = UnpackingDialog(paths.data_folder() / "projects", Doors(self._background, self._work), window)
        dialog.unpacked.connect(self._on_unpacked)
        _open(dialog)

    def close(self) -> None:
        """What is half written or unpacked goes."""
        self._work.close()

    def _on_unpacked(self, made: "Unpacked") -> None:
        words = ngettext("{count} file was unpacked and proved.", "{count} files were unpacked and proved.", made.files)
        self._messages.done(words.format(count=made.files), _("The project is in {path}.").format(path=made.project))
        self.unpacked.emit(made.project)


def documents() -> Path:
    """Where people look for what they have made."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _open(dialog: QDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
