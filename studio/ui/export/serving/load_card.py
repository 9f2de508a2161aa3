"""The requests of a server over time: how long they took, how many got no answer, and the numbers of all."""

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from studio.serving.measured import Measured
from studio.ui.controls import card, label
from studio.ui.evaluation.monitoring.presenter import Chart
from studio.ui.evaluation.monitoring.time_chart import TimeChart
from studio.ui.export.serving.presenter import Figure, error_chart, figures, latency_chart, refusals
from studio.ui.theme import GRID
from studio.words import _

_COLUMNS = 4


class LoadCard(QWidget):
    """Tells the numbers as words too, for those who do not see the charts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measured: Measured | None = None
        self.latency, self.errors = TimeChart(), TimeChart()
        self.numbers, self.refusals = QWidget(), label("", "muted", wrap=True)
        self._grid = QGridLayout(self.numbers)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * GRID)
        self._grid.setVerticalSpacing(2 * GRID)
        frame, inside = card(spacing=GRID + GRID // 2)
        inside.addWidget(label(_("Its requests"), "heading"))
        inside.addWidget(self.numbers)
        inside.addWidget(self.refusals)
        for title, caption, chart in (
            (_("Seconds until the answer was whole"), _("Dots: half of them; lines: up to 95%."), self.latency),
            (_("Requests without an answer"), _("Share of all, with its 95% interval."), self.errors),
        ):
            told = label("", "caption", wrap=True)
            chart.pointed.connect(told.setText)
            inside.addWidget(label(title))
            inside.addWidget(label(caption, "caption"))
            inside.addWidget(chart)
            inside.addWidget(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_measured(self, measured: Measured) -> None:
        """Take the place of what is shown, where it is something else."""
        if measured == self._measured:
            return
        self._measured = measured
        why = refusals(measured.statuses)
        self.refusals.setText(_("Without an answer: {reasons}").format(reasons=why))
        self.refusals.setVisible(bool(why))
        _show(self.latency, latency_chart(measured))
        _show(self.errors, error_chart(measured))
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, figure in enumerate(figures(measured)):
            row, column = divmod(at, _COLUMNS)
            self._grid.addWidget(_told(figure), row, column)


def _told(figure: Figure) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    value: QLabel = label(figure.value, "heading")
    value.setToolTip(figure.explanation)
    value.setAccessibleName(f"{figure.title}: {figure.value}")
    column.addWidget(value)
    column.addWidget(label(figure.title, "muted"))
    return holder


def _show(chart: TimeChart, what: Chart) -> None:
    chart.show_chart(what)
