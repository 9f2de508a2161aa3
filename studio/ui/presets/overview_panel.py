"""A preset in words: what it is for, what it needs, how long it takes, and its sources."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from studio.core.preset import Duration, Preset, words_of
from studio.ui.controls import card, label
from studio.ui.presets.widths import not_wider
from studio.ui.presets.words import facts, time_words
from studio.ui.theme import GRID
from studio.words import _

WIDEST = 105 * GRID


class OverviewPanel(QScrollArea):
    """Says nothing of what a preset does not tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)

    def show_preset(self, preset: Preset) -> None:
        """Build the page anew; it is a handful of labels."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(3 * GRID, GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        frame, inside = card(spacing=GRID // 2)
        inside.addWidget(label(facts(preset), "muted", wrap=True))
        for title, text in (
            (_("What it does"), words_of(preset.description)),
            (_("What it is for"), words_of(preset.for_whom)),
            (_("What it needs"), words_of(preset.needs)),
        ):
            if text:
                inside.addSpacing(GRID)
                inside.addWidget(label(title, "heading"))
                inside.addWidget(label(text, wrap=True))
        column.addWidget(frame)
        if preset.time:
            column.addWidget(_times(preset.time))
        if preset.sources:
            column.addWidget(_part(_("Sources"), [words_of(each) for each in preset.sources]))
        column.addStretch(1)
        self.setWidget(not_wider(inner, WIDEST))


def _part(title: str, texts: Sequence[str]) -> QFrame:
    frame, inside = card(spacing=GRID // 2)
    inside.addWidget(label(title, "heading"))
    for text in texts:
        inside.addWidget(label(text, wrap=True))
    return frame


def _times(durations: Sequence[Duration]) -> QFrame:
    frame, inside = card(spacing=GRID)
    inside.addWidget(label(_("How long it takes"), "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(1, 1)
    for row, each in enumerate(durations):
        grid.addWidget(label(words_of(each.machine)), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(time_words(each), wrap=True), row, 1)
    inside.addLayout(grid)
    if any(each.basis == "estimate" for each in durations):
        said = _("Estimates count the mathematics of training alone; the forecast in the Train tab knows your card.")
        inside.addWidget(label(said, "caption", wrap=True))
    return frame
