"""The check of all rows: its button, how far it is, and what it found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from studio.core.tokens import Checked
from studio.ui.background import Progress
from studio.ui.controls import button, label
from studio.ui.formats import integer
from studio.ui.theme import GRID, set_role
from studio.ui.xray.check_bar import CheckBar
from studio.ui.xray.faults import FaultList
from studio.words import _, ngettext


class CheckPanel(QFrame):
    """Offers the check, and lists the faults."""

    fault_chosen = Signal(object)  # Fault

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "card")
        self.check = button(_("Check all examples"), "search")
        self.check.setAutoDefault(False)
        self.state = label(_("Checks every example to learn from as it would be trained."), "caption", wrap=True)
        self.bar, self.faults = CheckBar(), FaultList()
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.check)
        head.addWidget(self.state, 1)
        head.addWidget(self.bar, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(self.faults)
        self.faults.chosen.connect(self.fault_chosen)

    def show_checking(self, progress: Progress | None) -> None:
        """Show how far a check is, or that there is none."""
        self.check.setEnabled(progress is None)
        self.state.setVisible(progress is None)
        if progress is None:
            self.bar.end()
        else:
            self.bar.follow(progress)

    def show_checked(self, checked: Checked) -> None:
        """Show what a check found, in the order given."""
        self.state.setText(_words(checked))
        self.faults.show_faults(checked.faults)


def _words(checked: Checked) -> str:
    rows = integer(checked.rows)
    if not checked.faults:
        return _("Nothing is wrong with the {count} training rows.").format(count=rows)
    found = ngettext(
        "{count} finding in {rows} training rows", "{count} findings in {rows} training rows", len(checked.faults)
    )
    return found.format(count=len(checked.faults), rows=rows)
