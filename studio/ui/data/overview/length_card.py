"""A card with a histogram: what is usual in a sentence, the bar under the pointer in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.data.portion import Portion
from studio.ui.controls import button, card, label
from studio.ui.data.overview.histogram import Histogram
from studio.ui.data.overview.words import LengthView
from studio.ui.theme import GRID
from studio.words import _


class LengthCard(QWidget):
    """Shows one LengthView; `tokens_wanted` when the user asks for what was left out for its length."""

    opened = Signal(object)  # Portion
    tokens_wanted = Signal()

    def __init__(self, view: LengthView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._title = label(view.title, "heading", wrap=True)
        self._summary, self._pointed = label("", "muted", wrap=True), label("", "caption", wrap=True)
        self._note = label("", "caption", wrap=True)
        self.chart = Histogram(view.title)
        self.beyond_button, self.count_button = button("", role="link"), button(_("Count the tokens"))
        self.chart.pointed.connect(self._on_pointed)
        self.chart.opened.connect(self._on_opened)
        self.beyond_button.clicked.connect(self._on_beyond)
        self.count_button.clicked.connect(self.tokens_wanted)
        frame, inside = card()
        for each in (self._title, self._summary, self.chart, self._pointed, self._note):
            inside.addWidget(each)
        inside.addWidget(self.beyond_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.count_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        inside.setSpacing(GRID // 2)

    def show_view(self, view: LengthView, beyond: str, *, can_count: bool) -> None:
        """Replace what is shown; `beyond` names the rows over the limit, `can_count` offers to count tokens."""
        self._view = view
        self._title.setText(view.title)
        self._summary.setText(view.summary())
        self._note.setText(view.note)
        there = view.lengths is not None
        for each in (self._summary, self.chart, self._pointed):
            each.setVisible(there)
        self._note.setVisible(bool(view.note))
        self.beyond_button.setText(beyond)
        self.beyond_button.setAccessibleName(beyond)
        self.beyond_button.setVisible(view.beyond is not None)
        self.count_button.setVisible(can_count)
        if view.lengths is not None:
            self.chart.show_lengths(view.lengths, view.limit)
            self._on_pointed(None)

    def pointed_text(self) -> str:
        """What the bar under the pointer stands for."""
        return self._pointed.text()

    def note_text(self) -> str:
        """What is said of the limit, or why there is no histogram."""
        return self._note.text()

    def _on_pointed(self, at: int | None) -> None:
        self._pointed.setText(_("Choose a bar to open its examples.") if at is None else self._view.bin_words(at))

    def _on_opened(self, at: int) -> None:
        self.opened.emit(self._view.portion(at))

    def _on_beyond(self) -> None:
        if isinstance(self._view.beyond, Portion):
            self.opened.emit(self._view.beyond)
