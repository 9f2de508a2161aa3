"""The Export tab: files for other programs, each with the proof that it answers as the application does."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.runs.folder import RunFolder
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.lazy_sections import LazySections
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.words import _


class ExportPage(QWidget):
    """Imports each section late: statistics take longer to import than the first paint may."""

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
        builders = {
            "exports": (_("Exports"), self._exports),
            "serving": (_("Serve"), self._serving),
            "handing": (_("Hand over"), self._handing),
        }
        self.sections = LazySections(_("Sections of the export"), builders, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sections)

    def export_run(self, run: RunFolder) -> None:
        """Offer the result of a run for the next export."""
        from studio.ui.export.making.section import ExportsSection

        section = self.sections.show_section("exports")
        assert isinstance(section, ExportsSection)
        section.choose_run(run)

    def leave(self) -> None:
        """Let every section end what is under way: the project is about to be closed."""
        self.sections.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sections.show_first()

    def _exports(self) -> QWidget:
        from studio.ui.export.making.section import ExportsSection

        section = ExportsSection(*self._doors)
        section.training_wanted.connect(self.training_wanted)
        section.handover_wanted.connect(self._on_handover)
        return section

    def _handing(self) -> QWidget:
        from studio.ui.export.handing.section import HandoverSection

        return HandoverSection(*self._doors)

    def _on_handover(self, run: RunFolder) -> None:
        from studio.ui.export.handing.section import HandoverSection

        section = self.sections.show_section("handing")
        assert isinstance(section, HandoverSection)
        section.choose(run)

    def _serving(self) -> QWidget:
        from studio.ui.export.serving.section import ServingSection

        return ServingSection(*self._doors)
