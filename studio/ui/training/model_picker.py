"""Chooses a base model: the demonstration model, one found on this machine, a folder or a GGUF file."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QWidget

from studio.models.places import find_models, hub_cache
from studio.ui.controls import Picker, icon_button, label
from studio.ui.models.words import model_title
from studio.ui.theme import GRID
from studio.ui.training.local_models import model_problem
from studio.words import _


class ModelPicker(QWidget):
    """What is typed is a path or a cached model's name; `problem` says why it cannot be used."""

    edited = Signal()
    browse_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, adapters: bool = False) -> None:
        super().__init__(parent)
        self._adapters = adapters
        self._cached: list[str] = []
        self.choice = Picker(_("Base model"))
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.folder = icon_button(_("Choose a model folder…"), "folder")
        self.file = icon_button(_("Choose a GGUF file…"), "file")
        self.browse = icon_button(_("Browse the base models…"), "search")
        self.browse.hide()
        self.note = label("", "caption", wrap=True)
        self.note.hide()
        self._lay_out()
        self.list_models()
        self.choice.editTextChanged.connect(self._on_edited)
        self.folder.clicked.connect(self._on_folder)
        self.file.clicked.connect(self._on_file)
        self.browse.clicked.connect(self.browse_requested)

    def base(self) -> str:
        """The model as a recipe names it."""
        text = self.choice.currentText().strip()
        at = self.choice.findText(text, Qt.MatchFlag.MatchExactly)
        return str(self.choice.itemData(at)) if at >= 0 else text

    def offer_browsing(self) -> None:
        """Show the button for the window of the models, which asks for folders and files too; someone listens."""
        self.browse.show()
        self.folder.hide()
        self.file.hide()

    def list_models(self) -> None:
        """Look again at what lies in the hub's cache and the models folder; the choice stays."""
        chosen = self.base()
        found = find_models((), hub_cache())
        self._cached = [each.base for each in found if each.source == "hub"]
        blocked = self.choice.blockSignals(True)
        self.choice.clear()
        for each in found:
            self.choice.addItem(model_title(each), each.base)
        self.choice.blockSignals(blocked)
        if chosen:
            self.show_base(chosen)

    def choose(self, base: str) -> None:
        """Take a model as a recipe names it, and tell."""
        self.show_base(base)
        self.edited.emit()

    def show_base(self, base: str) -> None:
        """Show a recipe's model without telling anyone of a change."""
        blocked = self.choice.blockSignals(True)
        at = self.choice.findData(base)
        self.choice.setCurrentIndex(at)
        if at < 0:
            self.choice.setEditText(base)
        self.choice.blockSignals(blocked)
        self._show_note()

    def problem(self) -> str:
        """Why the model cannot be used, empty when it looks right."""
        return model_problem(self.base(), self._cached, adapters=self._adapters)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID // 2)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(0, 1)
        for column, widget in enumerate((self.choice, self.browse, self.folder, self.file)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.note, 1, 0, 1, 4)

    def _show_note(self) -> None:
        problem = self.problem()
        self.note.setText(problem)
        self.note.setVisible(bool(problem))
        # The end of a path tells more than its beginning.
        self.choice.setToolTip(self.choice.currentText())

    def _on_edited(self) -> None:
        self._show_note()
        self.edited.emit()

    def _on_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, _("Choose a model folder")):
            self.choice.setEditText(chosen)

    def _on_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a GGUF file"), filter=_("GGUF models") + " (*.gguf)"
        )
        if chosen:
            self.choice.setEditText(chosen)
