"""Joins the picker of the Train tab with the window of the models."""

from PySide6.QtCore import QObject, Signal

from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.training.model_picker import ModelPicker


class ModelBrowser(QObject):
    """Opens the window when the picker asks, and gives it what was chosen."""

    network_changed = Signal()

    def __init__(self, picker: ModelPicker, settings: Settings, background: Background) -> None:
        super().__init__(picker)
        self._picker, self._settings, self._background = picker, settings, background
        picker.offer_browsing()
        picker.browse_requested.connect(self.open)

    def open(self) -> None:
        """Show the window; what it brings here is in the picker's list afterwards."""
        from studio.ui.models.dialog import ModelsDialog

        dialog = ModelsDialog(self._settings, self._background, self._picker.base(), self._picker.window())
        dialog.online_changed.connect(self.network_changed)
        dialog.chosen.connect(self._picker.choose)
        dialog.finished.connect(self._picker.list_models)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
