"""Which file is looked at, what it is, and the way to another one."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.controls import Picker, button, label
from studio.ui.data.importing.choosing import file_dialog, folder_dialog
from studio.ui.data.importing.job import Source
from studio.ui.data.importing.words import facts
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.importers import FileSummary


class SourceHeader(QWidget):
    """A name of any length on one line, its middle left out where it is too long."""

    source_chosen = Signal(object)  # Path
    part_chosen = Signal(object)  # str

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._title, self._facts = label("", "heading"), label("", "muted")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._menu = QMenu(self)
        self._menu.addAction(_("Choose a file…")).triggered.connect(self._on_file)
        self._menu.addAction(_("Choose a folder…")).triggered.connect(self._on_folder)
        self.part = Picker(_("What is read of it"))
        self.part.setMaximumWidth(28 * GRID)
        self.part.activated.connect(self._on_part_chosen)
        self.other_button = button(_("Another file…"), "file")
        self.other_button.setAutoDefault(False)
        self.other_button.setMenu(self._menu)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2 * GRID)
        line.addLayout(words, 1)
        line.addWidget(self.part)
        line.addWidget(self.other_button)

    def show_source(self, source: Source) -> None:
        """Name a source of which nothing is known yet."""
        self._name = source.name
        self._title.setToolTip(str(source) if isinstance(source, Path) else source.name)
        self._title.setAccessibleName(source.name)
        self._facts.setText(_("Looking at the file…"))
        self.part.clear()
        self.part.hide()
        self._shorten()

    def show_summary(self, summary: "FileSummary") -> None:
        """Say what it is, and offer the other sheets or lists in it."""
        self._facts.setText(facts(summary))
        if summary.left_out and not self.part.count():
            self.part.addItem(_("Main content"), "")
            for name in summary.left_out:
                self.part.addItem(name, name)
            self.part.show()
            self._shorten()

    def offer_another(self) -> None:
        """It cannot be read: another one is the way on."""
        self._facts.clear()
        self.other_button.setFocus()

    def facts_text(self) -> str:
        """Size, format and encoding."""
        return self._facts.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        beside = [each for each in (self.part, self.other_button) if not each.isHidden()]
        room = max(0, self.width() - sum(each.sizeHint().width() + 2 * GRID for each in beside))
        self._title.setText(self._title.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, room))

    def _on_part_chosen(self) -> None:
        self.part_chosen.emit(self.part.currentData())

    def _on_file(self) -> None:
        dialog = file_dialog(self, several=False)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.open()

    def _on_folder(self) -> None:
        dialog = folder_dialog(self)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, paths: list[str]) -> None:
        if paths:
            self.source_chosen.emit(Path(paths[0]))
