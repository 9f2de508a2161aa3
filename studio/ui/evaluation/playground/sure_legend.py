"""What the marks mean that tell how sure a model was of its words."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from studio.ui.controls import label
from studio.ui.evaluation.playground.answer_text import sure_format
from studio.ui.evaluation.playground.words import SURE_WORDS
from studio.ui.flow import FlowLayout
from studio.ui.theme import GRID, colours_for
from studio.words import _

_LINES = {0: "none", 1: "dotted", 2: "dashed", 3: "solid"}


class SureLegend(QWidget):
    """One sample for each mark; the lines tell them apart without colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("How sure the model was"))
        flow = FlowLayout(self)
        flow.setSpacing(GRID)
        self._samples = [label(_(words), "caption") for words in SURE_WORDS]
        for each in self._samples:
            flow.addWidget(each)
        self.setToolTip(
            _(
                "The probability that the model itself gave each word, before any temperature. A model can be sure "
                "and wrong."
            )
        )
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_samples"):
            self._dress()

    def _dress(self) -> None:
        colours = colours_for(self.palette())
        for level, sample in enumerate(self._samples):
            look = sure_format(level, colours)
            ground = look.background().color().name() if level else "transparent"
            line = f"2px {_LINES[level]} {colours.series[1]}" if level else "none"
            sample.setStyleSheet(
                f"color: {colours.text}; background: {ground}; border: none; border-bottom: {line}; padding: 1px 3px;"
            )
