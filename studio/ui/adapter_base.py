"""Asks what a GGUF adapter is put on: llama.cpp answers with it on the GGUF file of its base alone."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from studio.models.adapters import bases_beside, bases_for
from studio.models.gguf_header import is_gguf_adapter
from studio.ui.controls import Picker, icon_button, label
from studio.ui.theme import GRID
from studio.words import _


class AdapterBase(QWidget):
    """Hidden but for an adapter; what lies beside it is offered, the first of them chosen."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._adapter: Path | None = None
        self.words = label("", "caption", wrap=True)
        self.choice = Picker(_("Base of the adapter"))
        self.choice.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.file = icon_button(_("Choose the GGUF file of its base…"), "file")
        line = QHBoxLayout()
        line.setSpacing(GRID // 2)
        line.addWidget(self.choice, 1)
        line.addWidget(self.file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.words)
        column.addLayout(line)
        self.choice.currentIndexChanged.connect(self.edited)
        self.file.clicked.connect(lambda: ask_for_base(self, self._adapter, self.choose))
        self.hide()

    @property
    def wanted(self) -> bool:
        """Whether what is chosen is an adapter."""
        return self._adapter is not None

    def show_model(self, model: str) -> None:
        """Ask where this is an adapter; what was chosen for the same one stays."""
        adapter = _adapter_at(model)
        if adapter != self._adapter:
            self._adapter = adapter
            blocked = self.choice.blockSignals(True)
            self.choice.clear()
            for base in bases_beside(adapter) if adapter else ():
                self.choice.addItem(base.name, str(base))
            self.choice.blockSignals(blocked)
        if adapter:
            words = _("“{name}” is an adapter. Put it on this GGUF file of its base:")
            self.words.setText(words.format(name=adapter.name))
        self.setVisible(adapter is not None)

    def choose(self, base: str) -> None:
        """Another file than those beside it."""
        at = self.choice.findData(base)
        if at < 0:
            self.choice.addItem(Path(base).name, base)
            at = self.choice.count() - 1
        self.choice.setCurrentIndex(at)
        self.edited.emit()

    def base(self) -> str:
        """The file; empty for what is no adapter, or where none is known."""
        return str(self.choice.currentData() or "") if self.wanted else ""

    def problem(self) -> str:
        """Why the adapter cannot be used yet; empty where it can."""
        return _("Choose the GGUF file that the adapter is put on.") if self.wanted and not self.base() else ""


def with_bases(parent: QWidget, model: str, then: Callable[[tuple[str, ...]], object]) -> None:
    """Call `then` with all of `bases_for`, or with the file that the user names where there is none."""
    if known := bases_for(model):
        then(known)
    else:
        ask_for_base(parent, Path(model), lambda base: then((base,)))


def ask_for_base(parent: QWidget, adapter: Path | None, then: Callable[[str], object]) -> None:
    """Nothing is called where no file is chosen."""
    dialog = QFileDialog(parent, _("Choose the GGUF file that the adapter is put on"))
    dialog.setNameFilter(_("GGUF models") + " (*.gguf)")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if adapter is not None:
        dialog.setDirectory(str(adapter.parent))
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _adapter_at(model: str) -> Path | None:
    path = Path(model).expanduser()
    return path.resolve() if model and is_gguf_adapter(path) else None
