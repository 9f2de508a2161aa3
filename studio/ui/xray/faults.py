"""What the check of all rows has found, worst first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.core.tokens import Fault
from studio.ui.controls import button, label
from studio.ui.formats import examples
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

MOST_HEIGHT = 20 * GRID


class FaultLine(QFrame):
    """One fault: how bad, what, what to do, and a button that lists its rows."""

    chosen = Signal(object)  # Fault

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault
        head = _("Blocks the run") if fault.blocking else _("Worth knowing")
        sign = QLabel()
        give_icon(sign, "problem" if fault.blocking else "warning", "bad" if fault.blocking else "warn", 18)
        sign.setAccessibleName(head)
        sign.setToolTip(head)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.sentence = label(_("{which}: {what}").format(which=head, what=fault.message), wrap=True)
        words.addWidget(self.sentence)
        words.addWidget(label(fault.hint, "caption", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        concerned = _("All examples")
        if fault.rows:
            concerned = examples(len(set(fault.rows)))
        self.rows = button(concerned, "right" if fault.rows else "", "link")
        self.rows.setAutoDefault(False)
        self.rows.setEnabled(bool(fault.rows))
        self.rows.setAccessibleDescription(fault.message)
        self.rows.clicked.connect(self._on_clicked)
        row.addWidget(self.rows, 0, Qt.AlignmentFlag.AlignTop)

    def _on_clicked(self) -> None:
        self.chosen.emit(self.fault)


class FaultList(QScrollArea):
    """As tall as its faults, up to a limit; hidden where there is none."""

    chosen = Signal(object)  # Fault

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[FaultLine] = []
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(0)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Findings"))
        self.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        self.hide()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Replace the faults."""
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [FaultLine(fault) for fault in faults]
        for line in self.lines:
            line.chosen.connect(self.chosen)
            self._column.addWidget(line)
        tint_icons(self, colours_for(self.palette()))
        self.setVisible(bool(self.lines))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self._column.totalHeightForWidth(max(1, self.viewport().width()))
        self.setFixedHeight(min(MOST_HEIGHT, wanted + GRID // 2))
