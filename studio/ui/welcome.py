"""What the window shows while no project is open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.icons import give_icon
from studio.ui.theme import GRID
from studio.words import _


class Welcome(QWidget):
    """Four ways to begin."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    unpack_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sign = QLabel()
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        give_icon(sign, "atelier", "accent", 64)
        title = label(_("No project is open"), "big")
        text = label(_("A project is a folder that holds your examples and everything trained on them."), "muted")
        sample = button(_("Open the sample project"), role="primary")
        new, old = button(_("New project…"), "add"), button(_("Open a project…"), "folder")
        sample.clicked.connect(self.sample_wanted)
        new.clicked.connect(self.new_wanted)
        old.clicked.connect(self.open_wanted)
        packed = button(_("Open a packed project…"), role="link")
        packed.clicked.connect(self.unpack_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID + GRID // 2)
        buttons.addStretch(1)
        for each in (new, old, sample):
            buttons.addWidget(each)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(2 * GRID)
        column.addStretch(1)
        column.addWidget(sign)
        for words in (title, text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addSpacing(GRID)
        column.addLayout(buttons)
        column.addWidget(packed, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
