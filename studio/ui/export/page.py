"""The Export tab: files for other programs, each with the proof that it answers as the application does."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.runs.folder import RunFolder
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import colours_for

if TYPE_CHECKING:
    # Statistics take longer to import than the first paint may.
    from studio.ui.export.making.section import ExportsSection


class ExportPage(QWidget):
    """Builds what is in it when it is first looked at."""

    training_wanted = Signal()

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._doors = project, background, messages, settings
        self._section: ExportsSection | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def exports(self) -> "ExportsSection":
        """The exports, built now if they were not before."""
        if self._section is None:
            from studio.ui.export.making.section import ExportsSection

            self._section = ExportsSection(*self._doors)
            self._section.training_wanted.connect(self.training_wanted)
            self._column.addWidget(self._section)
            tint_icons(self._section, colours_for(self.palette()))
        return self._section

    def export_run(self, run: RunFolder) -> None:
        """Offer the result of a run for the next export."""
        self.exports().choose_run(run)

    def leave(self) -> None:
        """Tell nothing more: the project is about to be closed."""
        if self._section is not None:
            self._section.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.exports()
