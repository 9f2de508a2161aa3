"""What an export has written, where it lies, and what to type to use it."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.exporting.made import Made
from studio.ui.controls import button, card, label
from studio.ui.export.making.presenter import file_lines
from studio.ui.formats import short_path
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, code_font, colours_for
from studio.words import _


class FilesCard(QWidget):
    """Opening a folder is the file manager's."""

    handover_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: Made | None = None
        frame, inside = card(spacing=GRID + GRID // 2)
        head = QHBoxLayout()
        head.addWidget(label(_("Files"), "heading"))
        head.addStretch(1)
        self.open_folder, self.hand_over = button(_("Open the folder"), "folder"), button(_("Hand over…"), "export")
        for press in (self.open_folder, self.hand_over):
            head.addWidget(press)
        inside.addLayout(head)
        self.folder = label("", "muted", wrap=True)
        inside.addWidget(self.folder)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(1, 1)
        inside.addLayout(self._grid)
        self.usage = QWidget()
        use = QVBoxLayout(self.usage)
        use.setContentsMargins(0, GRID, 0, 0)
        use.setSpacing(GRID)
        line = QHBoxLayout()
        line.addWidget(label(_("To use it, type in a terminal"), "heading"))
        line.addStretch(1)
        self.copy = button(_("Copy the command"), "copy")
        line.addWidget(self.copy)
        use.addLayout(line)
        self.command = label("", wrap=True)
        self.command.setFont(code_font())
        use.addWidget(self.command)
        inside.addWidget(self.usage)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.open_folder.clicked.connect(self._on_open)
        self.hand_over.clicked.connect(self.handover_wanted)
        self.copy.clicked.connect(self._on_copy)
        tint_icons(self, colours_for(self.palette()))

    def show_made(self, made: Made, commands: tuple[str, ...]) -> None:
        """Names with sizes; the hash is told when the mouse rests on a name."""
        self.usage.setVisible(bool(commands))
        self.command.setText("\n".join(commands))
        if made == self._made:
            return
        self._made = made
        self.folder.setText(short_path(made.folder))
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for at, (name, size) in enumerate(file_lines(made.files)):
            title = label(name)
            title.setToolTip(_("SHA-256: {hash}").format(hash=made.sha256[name]))
            title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(title, at, 0)
            self._grid.addWidget(label(size, "muted"), at, 1)

    def _on_open(self) -> None:
        if self._made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.folder)))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())
