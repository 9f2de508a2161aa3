"""How far a check of rows is, with Cancel."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from studio.ui.background import Amount, Progress
from studio.ui.controls import button
from studio.ui.theme import GRID
from studio.words import _


class CheckBar(QWidget):
    """Hidden while no check is under way."""

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of the check"))
        self.cancel = button(_("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self._on_cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a check is under way."""
        return self._progress is not None

    def follow(self, progress: Progress) -> None:
        """Show the progress of a check that begins."""
        self._progress = progress
        progress.advanced.connect(self._on_advanced)
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.show()

    def end(self) -> None:
        """The check has come to its end."""
        if self._progress is not None:
            self._progress.advanced.disconnect(self._on_advanced)
        self._progress = None
        self.hide()

    def _on_advanced(self, amount: Amount) -> None:
        self.bar.setRange(0, max(1, amount.total))
        self.bar.setValue(amount.done)

    def _on_cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.cancel.setEnabled(False)
