"""The line above a plot: what it shows, its legend, and the values."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from studio.ui.controls import ShortLabel, label
from studio.ui.plots.series import Series
from studio.ui.theme import GRID, colours_for
from studio.words import _


class Swatch(QWidget):
    """A short piece of a series' line, as a legend shows it."""

    def __init__(self, series: Series) -> None:
        super().__init__()
        self._series = replace(series, faint=False)
        self.setFixedSize(QSize(3 * GRID, 2 * GRID))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.palette())
        pen = self._series.pen(colours)
        pen.setWidth(2)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        if self._series.marked:
            painter.setBrush(QColor(colours.series[self._series.colour]))
            painter.drawEllipse(QPointF(self.width() / 2, middle), 3, 3)


class PlotHead(QWidget):
    """Title at the left, legend and values at the right."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = ShortLabel(title)
        self.setToolTip(
            _(
                "Zoom: wheel, or + and −. Move: drag. The whole run: double click, or Escape. "
                "Values along the curve: pointer, or arrow keys."
            )
        )
        self._values: dict[str, QLabel] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID // 2)
        self._row.addWidget(self.title)
        self._row.addStretch(1)
        self._legend: list[QWidget] = []

    def show_series(self, series: Sequence[Series], *, legend: bool) -> None:
        """Replace the values, empty until they are shown, and the legend, where there is room for one."""
        for each in self._legend:
            self._row.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._legend.clear()
        self._values.clear()
        for line in series:
            if line.valued:
                self._add(line, legend=legend)

    def show_value(self, name: str, text: str) -> None:
        """The value of a series; nothing for series that have none here."""
        if name in self._values:
            self._values[name].setText(text)

    def value(self, name: str) -> str:
        """What is shown as the value of a series."""
        return self._values[name].text()

    def _add(self, series: Series, *, legend: bool) -> None:
        gap = QWidget()
        gap.setFixedWidth(GRID)
        self._append(gap)
        if legend and series.title:
            self._append(Swatch(series))
            self._append(ShortLabel(series.title))
        self._values[series.name] = label("", "heading")
        self._append(self._values[series.name])

    def _append(self, widget: QWidget) -> None:
        self._legend.append(widget)
        self._row.addWidget(widget)
