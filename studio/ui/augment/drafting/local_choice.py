"""Chooses a model on this machine: a base model, or what a run of this project has learned."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.ui.augment.drafting.making import Adapter
from studio.ui.training.model_picker import ModelPicker
from studio.words import _


class LocalChoice(ModelPicker):
    """The picker of base models, with adapters beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice.setAccessibleName(_("Model on this machine"))
        self._bases = self.choice.count()
        self.choice.activated.connect(self._show_beginning)

    def show_base(self, base: str) -> None:
        """Show a choice, and tell nobody."""
        super().show_base(base)
        self._show_beginning()

    def show_adapters(self, adapters: Sequence[Adapter]) -> None:
        """List what runs have learned after the base models; the choice stays."""
        chosen = self.base()
        blocked = self.choice.blockSignals(True)
        while self.choice.count() > self._bases:
            self.choice.removeItem(self._bases)
        for each in adapters:
            self.choice.addItem(each.title, each.folder)
        self.choice.blockSignals(blocked)
        self.show_base(chosen)

    def problem(self) -> str:
        """Why the model cannot be used, empty when it looks right."""
        if (Path(self.base()).expanduser() / "adapter_config.json").is_file():
            return ""
        return super().problem()

    def _show_beginning(self) -> None:
        """Of a name from the list; of a path the end tells more."""
        line = self.choice.lineEdit()
        if line is not None and self.choice.findText(line.text()) >= 0:
            line.setCursorPosition(0)
