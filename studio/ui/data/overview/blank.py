"""What stands in the place of an overview that is not there: why, and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.controls import centred, label
from studio.ui.theme import GRID
from studio.words import _

TEXT_WIDTH = 520


class BlankOverview(QWidget):
    """A title and a text in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self._text = label("", "big"), label("", "muted", wrap=True)
        self._text.setFixedWidth(TEXT_WIDTH)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addStretch(2)
        for each in (self.title, self._text):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addLayout(centred(each))
        column.addStretch(3)
        self.show_empty()

    def show_empty(self) -> None:
        """There are no examples."""
        self.title.setText(_("Nothing to count yet"))
        self._text.setText(
            _(
                "Import a file or add examples under Examples. Then you see here how many there are, how long, "
                "in which languages, from where, and what is missing for a balanced data set."
            )
        )

    def show_waiting(self, *, counting: bool) -> None:
        """The examples have not been counted to the end."""
        self.title.setText(_("Counting the examples…") if counting else _("The examples were not counted"))
        self._text.setText("" if counting else _("Refresh counts them; it can be stopped at any time."))
