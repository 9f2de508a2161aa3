"""The models of several evaluations side by side, on the rows that all of them have answered."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import Picker, ShortLabel, card, label
from studio.ui.evaluation.results.parts import ResultParts
from studio.ui.evaluation.results.reading import Compared
from studio.ui.theme import GRID
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.evaluating.together import ModelKey

_PICKER_LETTERS = 40


class ComparisonView(QWidget):
    """Shows what it is given; `first_chosen` carries the model that the others shall be compared with."""

    first_chosen = Signal(object)  # ModelKey

    def __init__(self, background: Background, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.compared: Compared | None = None
        self.title, self.facts = label("", "title"), ShortLabel("")
        self.first = Picker(_("Compared with"))
        self.first.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.first.setMinimumContentsLength(_PICKER_LETTERS)
        self._with = label(_("Compared with"), "muted")
        self.problem = label("", "caution", wrap=True)
        self.parts = ResultParts(background, read_only=read_only, noted=False)
        self._lay_out()
        self.first.activated.connect(self._on_first)

    def show_waiting(self, count: int) -> None:
        """So many evaluations are being read."""
        self.title.setText(
            ngettext("Comparison of {count} evaluation", "Comparison of {count} evaluations", count).format(count=count)
        )
        self.facts.show_text(_("Reading…"))
        self.problem.hide()

    def show_compared(self, compared: Compared) -> None:
        """The first model is the one that the others are compared with."""
        self.compared = compared
        results = compared.read.found.results
        titles = [each.subject.title for each in results.subjects]
        common = ngettext("{count} row in common", "{count} rows in common", len(results.rows))
        models = ngettext("{count} model", "{count} models", len(titles)).format(count=len(titles))
        self.facts.show_text(" · ".join((results.job.dataset, models, common.format(count=len(results.rows)))))
        order = sorted(range(len(titles)), key=lambda at: compared.keys[at])
        self.first.clear()
        for at in order:
            self.first.addItem(titles[at], compared.keys[at])
        self.first.setCurrentIndex(order.index(0))
        self._show(something=True)
        self.problem.hide()
        self.parts.show_read(compared.read)

    def show_problem(self, error: StudioError) -> None:
        """Why these cannot be compared, and what to do."""
        self.compared = None
        self.facts.show_text("")
        self._show(something=False)
        self.problem.setText(" ".join(filter(None, (error.message, error.hint))))
        self.problem.show()

    def _show(self, *, something: bool) -> None:
        for widget in (self.first, self._with, self.parts):
            widget.setVisible(something)

    def _on_first(self) -> None:
        key: ModelKey = self.first.currentData()
        self.first_chosen.emit(tuple(key))

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID)
        facts = QHBoxLayout()
        facts.addWidget(self.facts)
        facts.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._with)
        line.addWidget(self.first)
        line.addStretch(1)
        inside.addWidget(self.title)
        inside.addLayout(facts)
        inside.addLayout(line)
        inside.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(frame)
        column.addWidget(self.parts, 1)
        column.addStretch(0)
        self._show(something=False)
        self.problem.hide()
