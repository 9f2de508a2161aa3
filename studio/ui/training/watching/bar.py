"""How the curves are drawn, which there are, and what can be taken along."""

from collections.abc import Callable, Collection
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QSlider, QWidget

from studio.ui.controls import button, label
from studio.ui.formats import percent
from studio.ui.icons import give_icon
from studio.ui.theme import GRID
from studio.ui.training.smoothing import WEIGHT
from studio.ui.training.watching.measures import LOSS, MEASURES
from studio.words import N_, _

ExportKind = Literal["png", "svg", "csv"]
EXPORTS: dict[ExportKind, str] = {
    "png": N_("Picture (PNG)…"),
    "svg": N_("Drawing (SVG)…"),
    "csv": N_("All numbers (CSV)…"),
}
STRONGEST = 99
SLIDER_WIDTH = 13 * GRID


class SmoothingSlider(QSlider):
    """How much of the mean before is kept, in per cent; scrolling past does not move it."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, STRONGEST)
        self.setValue(round(100 * WEIGHT))
        self.setPageStep(10)
        self.setFixedWidth(SLIDER_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Smoothing"))
        self.setToolTip(_("Draws a running mean over noisy curves; the measured values stay visible beneath it."))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class WatchBar(QWidget):
    """One line above the plots."""

    smoothing_changed = Signal(object)  # float: the weight, from 0 to below 1
    logarithm_changed = Signal(object)  # bool
    measures_chosen = Signal(object)  # tuple[str, ...]: the metrics of the plots beside the loss
    export_wanted = Signal(object)  # ExportKind
    whole_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.smoothing, self._weight_words = SmoothingSlider(), label("", "muted")
        self.logarithm = QCheckBox(_("Log scale"))
        self.logarithm.setToolTip(_("Equal distances for equal ratios: small changes late in a run become visible."))
        self.whole = button(_("Show the whole run"), role="quiet")
        self.whole.hide()
        self.measures = QMenu(_("Measures"), self)
        self.exports = QMenu(_("Export"), self)
        self._actions: dict[str, QAction] = {}
        self._fill_menus()
        self._lay_out()
        self.smoothing.valueChanged.connect(self._on_smoothing)
        self.logarithm.toggled.connect(self._on_logarithm)
        self.whole.clicked.connect(self.whole_wanted)
        self._name_weight()

    def show_measures(self, chosen: Collection[str], measured: Callable[[str], bool]) -> None:
        """Tick what is shown; what was never measured cannot be chosen."""
        for metric, action in self._actions.items():
            action.setChecked(metric in chosen)
            action.setEnabled(metric in chosen or measured(metric))

    def _fill_menus(self) -> None:
        for each in MEASURES:
            if each is not LOSS:
                action = self.measures.addAction(_(each.title))
                action.setCheckable(True)
                action.toggled.connect(self._on_measure)
                self._actions[each.metric] = action
        for kind, words in EXPORTS.items():
            self.exports.addAction(_(words)).setData(kind)
        self.exports.triggered.connect(self._on_export)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(label(_("Smoothing"), "muted"))
        row.addWidget(self.smoothing)
        row.addWidget(self._weight_words)
        row.addSpacing(GRID)
        row.addWidget(self.logarithm)
        row.addStretch(1)
        row.addWidget(self.whole)
        row.addWidget(_menu_button(_("Measures"), self.measures))
        row.addWidget(_menu_button(_("Export"), self.exports))
        self._weight_words.setFixedWidth(self.fontMetrics().horizontalAdvance(percent(1.0)) + GRID)

    def _name_weight(self) -> None:
        value = self.smoothing.value()
        self._weight_words.setText(percent(value / 100) if value else _("off"))
        self.smoothing.setAccessibleDescription(self._weight_words.text())

    def _on_smoothing(self, value: int) -> None:
        self._name_weight()
        self.smoothing_changed.emit(value / 100)

    def _on_logarithm(self, on: bool) -> None:
        self.logarithm_changed.emit(on)

    def _on_measure(self) -> None:
        self.measures_chosen.emit(tuple(metric for metric, action in self._actions.items() if action.isChecked()))

    def _on_export(self, action: QAction) -> None:
        self.export_wanted.emit(action.data())


def _menu_button(text: str, menu: QMenu) -> QPushButton:
    made = button(text, role="quiet")
    made.setMenu(menu)
    give_icon(made, "chevron", "muted", 12)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return made
