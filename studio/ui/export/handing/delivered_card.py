"""A hand-over that is written: what proves it, what to tell, and what its receiver types."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.archives.written_facts import WrittenFacts
from studio.ui.controls import button, card, label
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, code_font, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.archives.delivering import Delivered

COMMAND = "python verify.py"


class DeliveredCard(QWidget):
    """Stays until the next one is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts, self.cautions = WrittenFacts(), label("", "caution", wrap=True)
        self.command = label(COMMAND, wrap=True)
        self.command.setFont(code_font())
        self.copy = button(_("Copy the command"), "copy")
        self.copy.clicked.connect(self._on_copy)
        frame, inside = card(spacing=GRID + GRID // 2)
        inside.addWidget(label(_("The hand-over is written"), "heading"))
        inside.addWidget(self.facts)
        inside.addWidget(self.cautions)
        inside.addWidget(label(_("On the other machine, unpack it and type in its folder"), "heading"))
        line = QHBoxLayout()
        line.addWidget(self.command, 1)
        line.addWidget(self.copy)
        inside.addLayout(line)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        tint_icons(self, colours_for(self.palette()))

    def show_delivered(self, made: "Delivered") -> None:
        """What it is, and what whoever sends it must know."""
        self.facts.show_written(made.written)
        self.cautions.setText("\n".join(made.cautions))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(COMMAND)
