"""A run that lives and does nothing: since when, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.runs.vitals import Silence
from studio.ui.controls import button, label
from studio.ui.formats import duration
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for, set_role
from studio.words import _


class SilenceCard(QFrame):
    """Takes no room while the run gives signs of life."""

    end_wanted = Signal()
    patience_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "alert")
        self.message, self.hint = label("", "heading", wrap=True), label("", wrap=True)
        self.wait, self.end = button(_("Keep waiting")), button(_("End the process"), "stop", "danger")
        sign = QLabel()
        give_icon(sign, "clock", "warn", 20)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, GRID + GRID // 2)
        row.setSpacing(GRID + GRID // 2)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        column.addWidget(self.message)
        column.addWidget(self.hint)
        row.addLayout(column, 1)
        for each in (self.wait, self.end):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        self.wait.clicked.connect(self.patience_wanted)
        self.end.clicked.connect(self.end_wanted)
        self.hide()

    def show_silence(self, silence: Silence | None) -> None:
        """Say it, or be gone."""
        self.setVisible(silence is not None)
        if silence is None:
            return
        since = duration(silence.seconds)
        if silence.kind == "no_sign":
            self.message.setText(_("The run has given no sign of life for {time}.").format(time=since))
            self.hint.setText(
                _("Its process hangs or was frozen by the system. Ended, it can be resumed from its last checkpoint.")
            )
        else:
            self.message.setText(_("The run lives, but its last step was {time} ago.").format(time=since))
            self.hint.setText(
                _(
                    "Perhaps another program takes the processor or the graphics card. Wait, or end the process and "
                    "resume from the last checkpoint."
                )
            )
        # This frame has a ground of its own, so that its palette is no theme's.
        tint_icons(self, colours_for(self.window().palette()))
