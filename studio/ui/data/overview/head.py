"""What stands above the overview: how old the numbers are, what is under way, and what can be taken along."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.theme import GRID
from studio.words import _


class OverviewHead(QWidget):
    """Buttons that only ask, and a bar for counting and for looking for rows.

    `picture_button` and `sheet_button` stand beside the title of the sheet, which takes them in.
    """

    refresh_wanted = Signal()
    picture_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = label("", "muted")
        self.refresh_button = button(_("Refresh"), "refresh")
        self.picture_button = button(_("Save as picture…"), "save")
        self.sheet_button = button(_("Data sheet…"), "file")
        self.counting = ProgressRow(_("Progress of counting"))
        self.finding = ProgressRow(_("Progress of looking for the examples"))
        for each, signal in (
            (self.refresh_button, self.refresh_wanted),
            (self.picture_button, self.picture_wanted),
            (self.sheet_button, self.sheet_wanted),
        ):
            each.clicked.connect(signal)
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID // 2)
        line.setSpacing(GRID)
        line.addWidget(self._state)
        line.addWidget(self.refresh_button)
        line.addWidget(self.counting, 1)
        line.addWidget(self.finding, 1)
        line.addStretch(1)
        for each in (self.picture_button, self.sheet_button):
            each.setParent(self)
            each.hide()
        self.show_state("", can_refresh=False, counted=False)

    def show_state(self, text: str, *, can_refresh: bool, counted: bool) -> None:
        """Say how old the numbers are; without any there is nothing to take along."""
        self._state.setText(text)
        self._state.setVisible(bool(text))
        self.refresh_button.setVisible(can_refresh)
        for each in (self.picture_button, self.sheet_button):
            each.setEnabled(counted)

    def state_text(self) -> str:
        """How old the numbers are, in words."""
        return self._state.text()
