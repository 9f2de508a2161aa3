"""A plan as a YAML file: asks where, writes and reads; what is wrong is told with its line and field."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.core.augmentation import AugmentationPlan, parse_plan, plan_text
from studio.errors import PlanWrong
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.words import _

ENDING = ".yaml"
LARGEST_BYTES = 1_000_000


class PlanFiles(QObject):
    """One dialog at a time, opened and never waited for."""

    loaded = Signal(object)  # AugmentationPlan

    def __init__(self, background: Background, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._background, self._messages, self._window = background, messages, parent
        self._saving: AugmentationPlan | None = None

    def ask_load(self) -> None:
        """Ask which plan to open."""
        dialog = QFileDialog(self._window, _("Open a plan"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Plan of augmentation (*.yaml *.yml)"))
        dialog.fileSelected.connect(self._on_load_chosen)
        _open(dialog)

    def ask_save(self, plan: AugmentationPlan) -> None:
        """Ask where the plan goes."""
        self._saving = plan
        dialog = QFileDialog(self._window, _("Save the plan"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Plan of augmentation (*.yaml *.yml)"))
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.selectFile(f"plan{ENDING}")
        dialog.fileSelected.connect(self._on_save_chosen)
        _open(dialog)

    def load(self, file: Path) -> None:
        """Read a plan; `loaded` follows."""
        self._background.run(lambda: read_plan(file), self.loaded.emit, self._messages.problem)

    def save(self, plan: AugmentationPlan, file: Path) -> None:
        """Write a plan."""
        self._background.run(lambda: write_plan(plan, file), self._on_saved, self._messages.problem)

    def _on_load_chosen(self, file: str) -> None:
        self.load(Path(file))

    def _on_save_chosen(self, file: str) -> None:
        if self._saving is not None:
            self.save(self._saving, Path(file))

    def _on_saved(self, file: Path) -> None:
        self._messages.done(_("Saved: {file}").format(file=file))


def read_plan(file: Path) -> AugmentationPlan:
    """The plan in a file; raises PlanWrong."""
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise PlanWrong(_("This file is too large to be a plan: {file}").format(file=file))
        return parse_plan(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise PlanWrong(_("{path} is not readable.").format(path=file), hint=str(error)) from error


def write_plan(plan: AugmentationPlan, file: Path) -> Path:
    """Put the plan in a file; raises PlanWrong where it cannot be written."""
    try:
        file.write_text(plan_text(plan), "utf-8")
    except OSError as error:
        raise PlanWrong(_("{path} could not be written.").format(path=file), hint=str(error)) from error
    return file


def _open(dialog: QFileDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
