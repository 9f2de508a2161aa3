"""Chooses models that were made before, to be compared with a result; asks what an adapter is put on."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from studio.models.gguf_header import is_gguf_adapter
from studio.ui.adapter_base import AdapterBase
from studio.ui.controls import button
from studio.ui.theme import GRID
from studio.words import _


class MadeBefore(QWidget):
    """Two links; below them, where a GGUF adapter was chosen, the field for its base."""

    wanted = Signal(object, str)  # tuple[Path, ...], the GGUF file that adapters among them are put on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files: tuple[Path, ...] = ()
        self.file = button(_("Compare a GGUF file made before…"), role="link")
        self.model = button(_("Compare a model folder made before…"), role="link")
        self.base = AdapterBase()
        self.start, self.leave = button(_("Compare"), "play"), button(_("Cancel"), role="quiet")
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(GRID)
        for each in (self.start, self.leave):
            foot.addWidget(each)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for link in (self.file, self.model):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.base)
        column.addWidget(self._foot)
        self.file.clicked.connect(self._on_file)
        self.model.clicked.connect(self._on_model)
        self.base.edited.connect(self._judge)
        self.start.clicked.connect(self._on_start)
        self.leave.clicked.connect(lambda: self._ask_about(()))
        self._ask_about(())

    def choose(self, files: Sequence[str]) -> None:
        """Have these compared, once it is known what an adapter among them is put on."""
        chosen = tuple(map(Path, files))
        if any(map(is_gguf_adapter, chosen)):
            self._ask_about(chosen)
        else:
            self.wanted.emit(chosen, "")

    def _ask_about(self, files: tuple[Path, ...]) -> None:
        self._files = files
        adapter = next(filter(is_gguf_adapter, files), None)
        self.base.show_model(str(adapter) if adapter else "")
        self._foot.setVisible(adapter is not None)
        for link in (self.file, self.model):
            link.setVisible(adapter is None)
        self._judge()

    def _judge(self) -> None:
        self.start.setEnabled(not self.base.problem())

    def _on_start(self) -> None:
        files, base = self._files, self.base.base()
        self._ask_about(())
        self.wanted.emit(files, base)

    def _on_file(self) -> None:
        dialog = QFileDialog(self, _("Choose GGUF files"))
        dialog.setNameFilter(_("GGUF models") + " (*.gguf)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._open(dialog)

    def _on_model(self) -> None:
        dialog = QFileDialog(self, _("Choose a model folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.filesSelected.connect(self.choose)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
