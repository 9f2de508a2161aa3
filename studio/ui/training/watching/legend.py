"""The runs in the plots, each with its line; the run in view comes first and stays."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.ui.controls import ShortLabel, icon_button
from studio.ui.flow import FlowLayout
from studio.ui.icons import give_icon, tint_icons
from studio.ui.plots.head import Swatch
from studio.ui.theme import GRID, colours_for, set_role
from studio.ui.training.watching.lines import ShownRun, run_series
from studio.words import _

LONGEST = 26 * GRID


class _Entry(QWidget):
    removed = Signal(object)  # str: the key of the run

    def __init__(self, run: ShownRun, at: int) -> None:
        super().__init__()
        self._key = run.key
        self.setFixedHeight(3 * GRID)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GRID, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(Swatch(run_series(at)))
        title = ShortLabel(run.title)
        title.setMaximumWidth(LONGEST)
        if not run.key:
            set_role(title, "heading")
        row.addWidget(title)
        self.cross: QToolButton | None = None
        if run.key:
            self.cross = icon_button(_("Take {run} out of the plots").format(run=run.title), "close")
            give_icon(self.cross, "close", "muted", 12)
            self.cross.setFixedSize(3 * GRID, 3 * GRID)
            self.cross.clicked.connect(self._on_removed)
            row.addWidget(self.cross)

    def _on_removed(self) -> None:
        self.removed.emit(self._key)


class RunLegend(QWidget):
    """Hidden while only one run is shown."""

    removed = Signal(object)  # str: the key of a run

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Runs in the plots"))
        self._flow = FlowLayout(self)
        self.entries: list[_Entry] = []
        self.hide()

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Replace the entries."""
        for entry in self.entries:
            self._flow.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self.entries = [_Entry(run, at) for at, run in enumerate(runs)]
        for entry in self.entries:
            entry.removed.connect(self.removed)
            self._flow.addWidget(entry)
        tint_icons(self, colours_for(self.palette()))
        self.setVisible(len(runs) > 1)
