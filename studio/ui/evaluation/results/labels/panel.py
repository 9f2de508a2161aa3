"""What models take for what: the matrix, whether probabilities hold, and from which one on a label is given."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.ui.controls import Picker, card, label
from studio.ui.evaluation.results.labels.matrix import ConfusionMatrix
from studio.ui.evaluation.results.labels.plot import PlotCard
from studio.ui.evaluation.results.labels.reliability import ReliabilityDrawing
from studio.ui.evaluation.results.labels.threshold_card import ThresholdCard
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.assess.calibration import Bin
    from studio.evaluating.labels import LabelView

_BOTH_PLOTS = 100 * GRID


class LabelsPanel(QScrollArea):
    """One model at a time; what is chosen stays where it is still there."""

    rows_wanted = Signal(object)  # tuple[int, ...]
    export_wanted = Signal(object)  # TakenPlot

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[LabelView, ...] = ()
        self._bins: tuple[Bin, ...] = ()
        self.model, self.about, self.held = Picker(_("Model")), Picker(_("Label")), Picker(_("Label"))
        self.matrix, self.left_out = ConfusionMatrix(), label("", "caption", wrap=True)
        self.nothing = label(_("This model has answered nothing yet that could be told apart."), "muted", wrap=True)
        self.reliability = PlotCard(_("Do the probabilities hold?"))
        self.threshold = ThresholdCard()
        self._plots = QHBoxLayout()
        self._lay_out()
        self._connect()

    def show_views(self, views: "tuple[LabelView, ...]") -> None:
        """The models of an evaluation; the last one is looked at first."""
        other = [each.title for each in views] != [each.title for each in self._views]
        self._views = views
        if other:
            _fill(self.model, [(each.title, str(at)) for at, each in enumerate(views)])
            self.model.setCurrentIndex(len(views) - 1)
        self._on_model()

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = event.size().width() >= _BOTH_PLOTS
        self._plots.setDirection(QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)

    def _view(self) -> "LabelView | None":
        at = self.model.currentIndex()
        return self._views[at] if 0 <= at < len(self._views) else None

    def _on_model(self) -> None:
        view = self._view()
        if view is None:
            return
        _fill(self.about, [(each.about, each.about) for each in view.tables if each.about])
        several = view.predictions is not None and view.predictions.several
        together = _("All labels") if several else _("What is held likeliest")
        _fill(self.held, [(together, ""), *((each, each) for each in view.labels)])
        self.about.setVisible(self.about.count() > 1)
        self._matrix_card.setVisible(bool(view.tables))
        self.nothing.setVisible(not view.tables)
        self.left_out.setVisible(view.left_out > 0)
        self.left_out.setText(
            ngettext(
                "{count} row is not here: nobody can tell which kind of answer is expected.",
                "{count} rows are not here: nobody can tell which kind of answer is expected.",
                view.left_out,
            ).format(count=integer(view.left_out))
        )
        for widget in (self.reliability, self.threshold):
            widget.setVisible(bool(view.labels))
        self._on_about()
        if view.labels:
            self._on_held()
            self.threshold.show_view(view)

    def _on_about(self) -> None:
        view = self._view()
        if view is not None and view.tables:
            self.matrix.show_table(view.tables[max(0, self.about.currentIndex())])

    def _on_held(self) -> None:
        view = self._view()
        if view is None or not view.labels:
            return
        from studio.evaluating.labels import bins_of

        name = self.held.currentData() or ""
        self._bins = bins_of(view, name)
        self.reliability.show_drawing(ReliabilityDrawing(name, self._bins), len(self._bins) - 1)

    def _on_bin(self, at: int) -> None:
        self.rows_wanted.emit(self._bins[at].ids)

    def _connect(self) -> None:
        self.model.currentIndexChanged.connect(self._on_model)
        self.about.currentIndexChanged.connect(self._on_about)
        self.held.currentIndexChanged.connect(self._on_held)
        self.matrix.rows_wanted.connect(self.rows_wanted)
        self.threshold.rows_wanted.connect(self.rows_wanted)
        self.reliability.plot.opened.connect(self._on_bin)
        for each in (self.reliability, self.threshold):
            each.export_wanted.connect(self.export_wanted)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.model)
        bar.addWidget(self.about)
        bar.addStretch(1)
        self._matrix_card, inside = card(spacing=GRID, margin=GRID + GRID // 2)
        inside.addWidget(label(_("What is taken for what?"), "heading"))
        inside.addWidget(
            label(_("Down: expected. Across: given. Enter or a click opens the rows of a cell."), "caption", wrap=True)
        )
        inside.addWidget(self.matrix)
        inside.addWidget(self.left_out)
        self.reliability.column.insertWidget(1, self.held)
        self.reliability.column.addStretch(1)
        self._plots.setSpacing(2 * GRID)
        for each in (self.reliability, self.threshold):
            self._plots.addWidget(each, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, GRID, 0, GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(bar)
        column.addWidget(self.nothing)
        column.addWidget(self._matrix_card)
        column.addLayout(self._plots)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)


def _fill(picker: Picker, items: list[tuple[str, str]]) -> None:
    """What was chosen stays chosen, and nobody is told."""
    chosen, blocked = picker.currentData(), picker.blockSignals(True)
    picker.clear()
    for name, key in items:
        picker.addItem(name, key)
    picker.setCurrentIndex(max(0, picker.findData(chosen)))
    picker.blockSignals(blocked)
