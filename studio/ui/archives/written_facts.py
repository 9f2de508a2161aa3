"""An archive that was written: where it is, how large, and what proves it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.formats import file_size, short_path
from studio.ui.theme import GRID, code_font
from studio.words import _

if TYPE_CHECKING:
    from studio.archives.writing import Written


class WrittenFacts(QWidget):
    """Opening a folder is the file manager's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._written: Written | None = None
        self.titles = (_("File"), _("Size"), _("SHA-256"), _("Fingerprint"))
        self.values = tuple(label("", wrap=True) for _title in self.titles)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for at, (title, value) in enumerate(zip(self.titles, self.values, strict=True)):
            grid.addWidget(label(title, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
        for value in self.values[2:]:
            value.setFont(code_font())
        self.show_folder, self.copy = button(_("Show in folder"), "folder"), button(_("Copy these facts"), "copy")
        self.show_folder.clicked.connect(self._on_show)
        self.copy.clicked.connect(self._on_copy)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for each in (self.show_folder, self.copy):
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(grid)
        caption = _(
            "Tell the fingerprint by another way, by telephone for instance: it proves that the archive is yours."
        )
        column.addWidget(label(caption, "caption", wrap=True))
        column.addLayout(row)

    def show_written(self, written: "Written") -> None:
        """Text that can be selected and copied."""
        self._written = written
        told = short_path(written.file), file_size(written.size), written.sha256, written.fingerprint
        for value, text in zip(self.values, told, strict=True):
            value.setText(text)

    def _on_show(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.file.parent)))

    def _on_copy(self) -> None:
        lines = (f"{title}  {value.text()}" for title, value in zip(self.titles, self.values, strict=True))
        QGuiApplication.clipboard().setText("\n".join(lines))
