"""Where the plots stand: the loss large at the left, the others beside it, scrolled when there are many."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from studio.ui.plots.live_plot import LivePlot
from studio.ui.theme import GRID

COLUMNS = 2
LEAST_HEIGHT = 14 * GRID
LOSS_SHARE, OTHERS_SHARE = 13, 14


class PlotGrid(QWidget):
    """One large plot and any number of small ones."""

    def __init__(self, large: LivePlot) -> None:
        super().__init__()
        self._small: tuple[LivePlot, ...] = ()
        self._inside = QWidget()
        self._cells = QGridLayout(self._inside)
        self._cells.setContentsMargins(0, 0, 0, 0)
        self._cells.setSpacing(GRID)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(large, LOSS_SHARE)
        row.addWidget(self._scroll, OTHERS_SHARE)

    def show_plots(self, plots: Sequence[LivePlot]) -> None:
        """Replace the small plots; those that are gone from view are hidden, not deleted."""
        for plot in self._small:
            self._cells.removeWidget(plot)
            plot.hide()
        self._small = tuple(plots)
        columns = COLUMNS if len(plots) > COLUMNS else 1
        for at, plot in enumerate(plots):
            plot.setMinimumHeight(LEAST_HEIGHT)
            plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self._cells.addWidget(plot, at // columns, at % columns)
            plot.show()
        for column in range(COLUMNS):
            self._cells.setColumnStretch(column, int(column < columns))
        self._scroll.setVisible(bool(plots))
