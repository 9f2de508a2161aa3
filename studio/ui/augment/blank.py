"""What stands in the place of the tab while there is nothing to vary: why, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.augment.presenter import Blank
from studio.ui.controls import button, centred, label
from studio.ui.icons import give_icon
from studio.ui.theme import GRID
from studio.words import N_, _

TEXT_WIDTH = 520
_WORDS: dict[Blank, tuple[str, str]] = {
    "no_rows": (
        N_("Nothing to vary yet"),
        N_(
            "Variants are made of your own examples. Import a file or add examples in the Data tab; "
            "then you choose here how they are varied, see a dozen at once, and add as many as you need."
        ),
    ),
    "no_training": (
        N_("No example is in the training split"),
        N_(
            "Variants are made of training examples only, so that nothing of the test is ever learned. "
            "Share the examples out in the Data tab (Split…), then come back."
        ),
    ),
}


class BlankAugment(QWidget):
    """An invitation, with the way to where one can do something about it."""

    data_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sign = QLabel()
        give_icon(sign, "copy", "faint", 48)
        self.title, self._text = label("", "big"), label("", "muted", wrap=True)
        self._text.setFixedWidth(TEXT_WIDTH)
        self.data_button = button(_("Go to the Data tab"), "table", "primary")
        self.data_button.clicked.connect(self.data_wanted)
        column = QVBoxLayout(self)
        column.setSpacing(GRID + GRID // 2)
        column.addStretch(2)
        for each in (sign, self.title, self._text):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addLayout(centred(each))
        column.addSpacing(GRID)
        column.addLayout(centred(self.data_button))
        column.addStretch(3)

    def show_reason(self, why: Blank) -> None:
        """Say why."""
        title, text = _WORDS[why]
        self.title.setText(_(title))
        self._text.setText(_(text))
