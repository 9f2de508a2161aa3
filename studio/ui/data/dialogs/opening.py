"""Opens the dialogs of the Data tab on what is on show."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from studio.ui.background import Background
from studio.ui.data.actions import DataActions
from studio.ui.data.dialogs.export_dialog import ExportDialog
from studio.ui.data.dialogs.folds_dialog import FoldsDialog
from studio.ui.data.dialogs.replace_dialog import ReplaceDialog
from studio.ui.data.dialogs.split_dialog import SplitDialog
from studio.ui.data.rows_wanted import Scope
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext


class Dialogs(QObject):
    """One dialog at a time; each is opened, never waited for."""

    about_to_open = Signal()
    """What is being typed has to be stored first."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        scope: Callable[[], Scope | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._doors = (project, background, messages)
        self._scope, self._parent = scope, parent

    def connect_actions(self, actions: DataActions) -> None:
        """Let the actions open their dialogs."""
        for action, slot in (
            (actions.replace, self._on_replace),
            (actions.export, self._on_export),
            (actions.share_out, self._on_share_out),
            (actions.folds, self._on_folds),
        ):
            action.triggered.connect(slot)

    def _on_replace(self) -> None:
        if scope := self._wanted():
            self._open(ReplaceDialog(*self._doors, scope, self._parent.window()))

    def _on_export(self) -> None:
        if scope := self._wanted():
            self._open(ExportDialog(*self._doors, scope, self._parent.window()))

    def _on_share_out(self) -> None:
        if scope := self._wanted():
            dialog = SplitDialog(*self._doors, scope.dataset, self._parent.window())
            dialog.folds_wanted.connect(self._on_folds)
            self._open(dialog)

    def _on_folds(self) -> None:
        if scope := self._wanted():
            self._open(FoldsDialog(*self._doors, scope.dataset, self._parent.window()))

    def _wanted(self) -> Scope | None:
        self.about_to_open.emit()
        return self._scope()

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
