"""What is taken along from an overview, a picture and a data sheet, and what the user says of a data set."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.ui.background import Background
from studio.ui.data.overview import counting
from studio.ui.data.overview.counting import Counted
from studio.ui.data.overview.data_sheet_dialog import DataSheetDialog
from studio.ui.data.overview.sources import Licence
from studio.ui.data.overview.target_dialog import TargetDialog
from studio.ui.data.overview.words import target_parts
from studio.ui.dialogs import FORBIDDEN
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.saving import save_picture
from studio.words import _

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.data.target_mix import TargetMix


@dataclass(frozen=True)
class Noted:
    """What the user has said and the project now keeps; None for what was not touched."""

    dataset_id: int = 0
    target: "TargetMix | None" = None
    licence: Licence | None = None

    def put_on(self, counted: Counted) -> Counted:
        """What was counted, with what is now known."""
        if self.target is not None and counted.ask.dataset_id == self.dataset_id:
            counted = replace(counted, target=self.target)
        if self.licence is not None:
            others = {name: text for name, text in counted.licences.items() if name != self.licence.source}
            named = {self.licence.source: self.licence.text} if self.licence.text else {}
            counted = replace(counted, licences={**others, **named})
        return counted


class OverviewDesk(QWidget):
    """Opens the dialogs and does what they ask; out of sight itself."""

    noted = Signal(object)  # Noted

    def __init__(self, project: ProjectContext, background: Background, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._image = QImage()
        self._name = ""
        self._dataset_id = 0
        self.hide()

    def ask_target(self, counted: Counted) -> None:
        """Ask what the data set should be composed of."""
        found = counted.overview
        self._dataset_id = found.dataset.id
        can_add = not found.kinds and found.dataset.kind == "classification"
        self.asking = TargetDialog(target_parts(found, counted.target), can_add=can_add, parent=self.window())
        self.asking.wanted.connect(self._on_target)
        self.asking.finished.connect(self.asking.deleteLater)
        self.asking.open()

    def note_licence(self, licence: Licence) -> None:
        """Keep what the user wrote beside a source."""
        self._project.write(lambda writer: _note_licence(writer, licence), self._on_noted, self._messages.problem)

    def ask_picture(self, image: QImage, name: str) -> None:
        """Ask where the picture of a data set goes."""
        self._image = image
        self._open_saving(_("Save the overview as a picture"), _("Picture (*.png)"), f"{file_name(name)}.png")

    def save_picture_to(self, image: QImage, target: Path) -> None:
        """Write a picture."""
        self._background.run(lambda: save_picture(image, target), self._on_saved, self._messages.problem)

    def show_sheet(self, counted: Counted) -> None:
        """Make the data sheet and show it."""
        self._name = counted.overview.dataset.name
        self._background.run(lambda: counting.sheet_text(counted), self._on_sheet_made, self._messages.problem)

    def _open_saving(self, title: str, kinds: str, name: str) -> None:
        dialog = QFileDialog(self.window(), title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(kinds)
        dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._on_picture_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_picture_chosen(self, target: str) -> None:
        self.save_picture_to(self._image, Path(target))
        self._image = QImage()

    def _on_sheet_made(self, text: str) -> None:
        self.data_sheet = DataSheetDialog(self._background, text, file_name(self._name), self.window())
        self.data_sheet.saved.connect(self._on_saved)
        self.data_sheet.finished.connect(self.data_sheet.deleteLater)
        self.data_sheet.open()

    def _on_saved(self, target: Path) -> None:
        self._messages.done(_("Saved: {file}").format(file=target))

    def _on_target(self, shares: dict[str, float]) -> None:
        dataset_id = self._dataset_id
        self._project.write(
            lambda writer: _keep_target(writer, dataset_id, shares), self._on_noted, self._messages.problem
        )

    def _on_noted(self, noted: Noted) -> None:
        self.noted.emit(noted)


def file_name(dataset: str) -> str:
    """What a file about a data set is called, without its ending."""
    return _("{name} overview").format(name=FORBIDDEN.sub(" ", dataset).strip(" ."))


def _keep_target(writer: "Project", dataset_id: int, shares: dict[str, float]) -> Noted:
    from studio.data.target_mix import TargetMix, set_target_mix

    mix = TargetMix(shares)
    set_target_mix(writer, dataset_id, mix)
    return Noted(dataset_id, target=mix)


def _note_licence(writer: "Project", licence: Licence) -> Noted:
    from studio.data.licences import set_licence

    set_licence(writer, licence.source, licence.text)
    return Noted(licence=licence)
