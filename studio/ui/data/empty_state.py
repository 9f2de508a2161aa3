"""What stands in the place of an empty table: where to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.controls import button, centred, label
from studio.ui.data.presenter import Emptiness
from studio.ui.icons import give_icon
from studio.ui.theme import GRID, colours_for
from studio.words import _

TEXT_WIDTH = 560


class EmptyState(QWidget):
    """A place to drop a file, or a way back from a search without results."""

    import_wanted = Signal()
    sample_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title, self._text = label("", "big"), label("", "muted", wrap=True)
        self._text.setFixedWidth(TEXT_WIDTH)
        for each in (self.title, self._text):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.import_button = button(_("Import a file…"), "import", "primary")
        self.sample_button = button(_("Open the sample project"))
        self.clear_button = button(_("Show all examples"), role="primary")
        self.import_button.clicked.connect(self.import_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        self.clear_button.clicked.connect(self.clear_wanted)
        self._lay_out()
        self.show_reason("no_examples")

    def show_reason(self, why: Emptiness) -> None:
        """Say why nothing is here, and offer the way on."""
        begin = why == "no_examples"
        give_icon(self._sign, "import" if begin else "search", "accent", 48)
        if begin and self._read_only:
            self.title.setText(_("No examples yet"))
            self._text.setText(_("The window that holds this project can add some."))
        elif begin:
            self.title.setText(_("Drop a file here"))
            self._text.setText(
                _(
                    "JSONL, JSON, CSV, Excel or Parquet, also zipped: questions and answers, conversations, "
                    "preferences, labelled texts, multiple choice or plain texts. "
                    "Lines that cannot be read are listed, and the others come in."
                )
            )
        else:
            self.title.setText(_("No example matches"))
            self._text.setText(_("Try fewer words or fewer filters. Accents and capitals make no difference."))
        self.import_button.setVisible(begin and not self._read_only)
        self.sample_button.setVisible(begin and not self._read_only)
        self.clear_button.setVisible(not begin)
        self._framed = begin and not self._read_only
        self.update()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID + GRID // 2)
        buttons.addStretch(1)
        for each in (self.import_button, self.sample_button, self.clear_button):
            buttons.addWidget(each)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        column.addStretch(1)
        column.addWidget(self._sign)
        column.addWidget(self.title)
        column.addLayout(centred(self._text))
        column.addSpacing(GRID)
        column.addLayout(buttons)
        column.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_for(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.surface))
        line = Qt.PenStyle.DashLine if self._framed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(colours.faint if self._framed else colours.border), 1, line))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), GRID, GRID)
