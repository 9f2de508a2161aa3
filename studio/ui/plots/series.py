"""What a line of a plot looks like, and what a plot says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from studio.ui.formats import number
from studio.ui.theme import Colours

Dash = Literal["solid", "dash", "dot", "dashdot"]
FAINT = 70
_STYLES: dict[Dash, Qt.PenStyle] = {
    "solid": Qt.PenStyle.SolidLine,
    "dash": Qt.PenStyle.DashLine,
    "dot": Qt.PenStyle.DotLine,
    "dashdot": Qt.PenStyle.DashDotLine,
}


@dataclass(frozen=True)
class Series:
    """One line of a plot: its colour is an index into the theme's colour-blind-safe series."""

    name: str
    title: str = ""
    """In the legend above the plot; empty for lines that are told apart elsewhere."""
    readout: str = ""
    """The row of its value in the readout under the pointer; empty for lines whose value is not read out there."""
    column: str = ""
    """Where a row of the readout has several values: which this one is."""
    colour: int = 0
    dash: Dash = "solid"
    marked: bool = False
    faint: bool = False
    """Drawn pale beneath the others, as measured values are beneath their running mean."""
    valued: bool = False
    """Whether its value stands above the plot."""

    def pen(self, colours: Colours) -> QPen:
        """Width 1: any other width costs ten times as much on long curves."""
        colour = QColor(colours.series[self.colour])
        if self.faint:
            colour.setAlpha(FAINT)
        # pyqtgraph's scenes are in data units: without "cosmetic" a width of 1 would be one step wide.
        pen = QPen(colour, 1, _STYLES[self.dash])
        pen.setCosmetic(True)
        return pen


@dataclass(frozen=True)
class PlotWords:
    """What a plot says: its title, its axes and how it writes a value; ticks are in multiples of `unit`."""

    title: str
    step_title: str = ""
    value_text: Callable[[float], str] = field(default=number)
    unit: float = 1.0
    from_zero: bool = False
    legend: bool = False
    """Whether there is room for a legend above the plot."""
