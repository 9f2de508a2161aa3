"""A bar with the time left and Cancel, for dialogs whose work takes its time."""

import time

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from studio.ui.background import Amount, Progress
from studio.ui.controls import button, label
from studio.ui.data.importing.words import time_left
from studio.ui.theme import GRID
from studio.words import _


class ProgressRow(QWidget):
    """Hidden while nothing is under way."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: Progress | None = None
        self._began = 0.0
        self._bar, self._left = QProgressBar(), label("", "muted")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self.cancel_button = button(_("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self._bar, 1)
        line.addWidget(self._left)
        line.addWidget(self.cancel_button)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether work is under way."""
        return self._progress is not None

    def begin(self) -> Progress:
        """Show the bar; what is returned is given to the work."""
        self._progress = Progress(self)
        self._progress.advanced.connect(self._on_advanced)
        self._began = time.monotonic()
        self._bar.setRange(0, 0)
        self._left.clear()
        self.cancel_button.setEnabled(True)
        self.show()
        return self._progress

    def end(self) -> None:
        """Hide the bar."""
        self._progress = None
        self.hide()

    def cancel(self) -> None:
        """Ask the work to stop."""
        if self._progress is not None:
            self._progress.cancel()
            self.cancel_button.setEnabled(False)
            self._left.setText(_("Stopping…"))

    def _on_advanced(self, amount: Amount) -> None:
        if self._progress is not None and not self._progress.cancelled():
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(1000 * amount.done / amount.total) if amount.total else 0)
            self._left.setText(time_left(amount.done, amount.total, time.monotonic() - self._began))
