"""A changed recipe that somebody may try: one button, and what it changes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.theme import GRID
from studio.ui.training.doctor.remedy import Remedy
from studio.words import _


class RemedyOffer(QWidget):
    """The button proposes the recipe; it starts nothing. Takes no room while there is none."""

    remedy_wanted = Signal(object)  # doctor.remedy.Remedy

    def __init__(self, *, narrow: bool = False, parent: QWidget | None = None) -> None:
        """What changes stands beside the button or, where room is `narrow`, below it."""
        super().__init__(parent)
        self._remedy: Remedy | None = None
        self.changes = label("", "caption", wrap=True)
        self.try_it = button(_("New run with these changes"), "play")
        self.try_it.setToolTip(_("Puts the changed recipe into “New run” on the left; you start it."))
        self.try_it.clicked.connect(self._on_try_it)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        line = QBoxLayout(way, self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID // 2 if narrow else GRID + GRID // 2)
        line.addWidget(self.try_it, 0, Qt.AlignmentFlag.AlignLeft)
        line.addWidget(self.changes, 0 if narrow else 1)
        self.hide()

    def show_remedy(self, remedy: Remedy | None) -> None:
        """Offer it, or be gone."""
        self._remedy = remedy
        self.setVisible(remedy is not None)
        if remedy is not None:
            changes = " · ".join(remedy.lines)
            self.changes.setText(changes)
            self.try_it.setAccessibleDescription(changes)

    def _on_try_it(self) -> None:
        if self._remedy is not None:
            self.remedy_wanted.emit(self._remedy)
