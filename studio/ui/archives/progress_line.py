"""How far a long piece of work is, and the button that ends it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from studio.ui.background import Amount
from studio.ui.controls import button, label
from studio.ui.formats import file_size, percent
from studio.ui.theme import GRID
from studio.words import _

_STEPS = 1000


class ProgressLine(QWidget):
    """Hidden while there is nothing to tell."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.share = label("", "muted"), label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = button(_("Stop"), "stop")
        self.cancel.clicked.connect(self._on_cancel)
        told = QHBoxLayout()
        told.addWidget(self.words, 1)
        told.addWidget(self.share)
        left = QVBoxLayout()
        left.setSpacing(GRID // 2)
        left.addLayout(told)
        left.addWidget(self.bar)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2 * GRID)
        line.addLayout(left, 1)
        line.addWidget(self.cancel)
        self.hide()

    def begin(self, words: str) -> None:
        """Appear, with nothing done yet."""
        self.words.setText(words)
        self.share.clear()
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.show()

    def show_amount(self, amount: Amount) -> None:
        """Of bytes."""
        if not amount.total:
            return
        share = min(1.0, amount.done / amount.total)
        # A progress bar counts no further than two billion.
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(round(_STEPS * share))
        self.share.setText(percent(share))
        self.bar.setAccessibleDescription(file_size(amount.done))

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.words.setText(_("Stopping…"))
        self.cancel_wanted.emit()
