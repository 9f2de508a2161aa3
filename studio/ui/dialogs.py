"""The few dialogs of the window itself; each is opened, never waited for."""

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio import paths
from studio.ui.controls import button, label
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, code_font, colours_for
from studio.words import _

# What Windows forbids in a folder's name; the others forbid less.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


@dataclass(frozen=True)
class NewProject:
    """A project to make: its name and the folder it will be."""

    name: str
    path: Path


class PlainDialog(QDialog):
    """A title, a text, what the subclass adds, and a row of buttons."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self.column.setSpacing(2 * GRID)
        self.column.addWidget(label(title, "title"))
        if text:
            self.column.addWidget(label(text, wrap=True))

    def make_room(self) -> None:
        """Become as tall as what is said now needs; Qt would rather squeeze the fields."""
        self.resize(self.width(), max(self.height(), self.column.totalHeightForWidth(self.width())))

    def add_buttons(self, *buttons: QPushButton) -> None:
        """The last one is what is most likely wanted."""
        row = QHBoxLayout()
        row.addStretch(1)
        for each in buttons:
            row.addWidget(each)
        buttons[-1].setDefault(True)
        self.column.addLayout(row)
        tint_icons(self, colours_for(self.palette()))


class NewProjectDialog(PlainDialog):
    """Asks for a name and a place."""

    wanted = Signal(object)  # NewProject

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("New project"),
            _("A project is a folder that holds your examples and everything trained on them."),
            parent,
        )
        self.setMinimumWidth(560)
        self.name, self._place = QLineEdit(), paths.data_folder() / "projects"
        self.name.setAccessibleName(_("Name"))
        self.name.setPlaceholderText(_("Headache cases"))
        self.name.textChanged.connect(self._on_name_changed)
        self._where = label("", "muted", wrap=True)
        browse = button(_("Choose a folder…"), "folder")
        browse.clicked.connect(self._on_browse)
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(_("Name"), self.name)
        form.addRow(_("Folder"), self._where)
        place = QHBoxLayout()
        place.addWidget(browse)
        place.addStretch(1)
        form.addRow("", place)
        self.column.addLayout(form)
        self.create_button = button(_("Create the project"), role="primary")
        cancel = button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.create_button.clicked.connect(self._on_create)
        self.add_buttons(cancel, self.create_button)
        self._on_name_changed()

    def _target(self) -> Path:
        name = FORBIDDEN.sub(" ", self.name.text()).strip(" .")
        return self._place / name if name else self._place

    def _on_name_changed(self) -> None:
        target = self._target()
        taken = target != self._place and target.exists()
        self._where.setText(
            _("{folder} exists already; choose another name.").format(folder=target) if taken else str(target)
        )
        self.create_button.setEnabled(target != self._place and not taken)

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, _("Where the project's folder will be made"), str(self._place))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_place_chosen(self, folder: str) -> None:
        self._place = Path(folder)
        self._on_name_changed()

    def _on_create(self) -> None:
        self.wanted.emit(NewProject(self.name.text().strip(), self._target()))
        self.accept()


class TextDialog(PlainDialog):
    """Shows a text that can be copied."""

    def __init__(self, title: str, text: str, content: str, parent: QWidget | None = None) -> None:
        super().__init__(title, text, parent)
        self.resize(760, 520)
        self.content = QPlainTextEdit(content)
        self.content.setReadOnly(True)
        self.content.setFont(code_font())
        self.content.setAccessibleName(title)
        self.column.addWidget(self.content, 1)
        copy, close = button(_("Copy"), "copy"), button(_("Close"), role="primary")
        copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.accept)
        self.add_buttons(copy, close)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.content.toPlainText())


class ClosingDialog(PlainDialog):
    """Said once: closing the window does not stop a training run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("The training goes on"),
            _(
                "A training run is in progress. It works on its own: closing this window does not stop it, "
                "and the next window shows it again with its whole curve. To end it, use Stop in the Train tab."
            ),
            parent,
        )
        self.setMaximumWidth(520)
        stay, close = button(_("Keep the window open")), button(_("Close the window"), role="primary")
        stay.clicked.connect(self.reject)
        close.clicked.connect(self.accept)
        self.add_buttons(stay, close)


class AboutDialog(PlainDialog):
    """What this is, its version and its licence."""

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "Atelier",
            _(
                "Version {version}\n\nA desktop studio for fine-tuning language models on private data. "
                "Nothing leaves the machine.\n\nApache License 2.0. "
                "The fonts Inter and JetBrains Mono are under the SIL Open Font License."
            ).format(version=version),
            parent,
        )
        self.setMinimumWidth(440)
        close = button(_("Close"), role="primary")
        close.clicked.connect(self.accept)
        self.add_buttons(close)
