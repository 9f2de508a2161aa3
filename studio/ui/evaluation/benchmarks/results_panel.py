"""The right side: one evaluation of a benchmark at a time, with what training has cost."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from studio.runs.folder import LIVING, RunFolder
from studio.ui.controls import Picker, button, label
from studio.ui.evaluation.benchmarks.desk import Asked, Found
from studio.ui.evaluation.benchmarks.ladder_table import LadderTable
from studio.ui.evaluation.benchmarks.overview_table import OverviewTable
from studio.ui.evaluation.benchmarks.presenter import ladder, outcome_title, overview
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext


class BenchmarkResults(QWidget):
    """One evaluation of a benchmark at a time."""

    def __init__(self, *, read_only: bool) -> None:
        super().__init__()
        self._read_only, self._newest = read_only, False
        self._asked: dict[RunFolder, Asked] = {}
        self._published: Found | None = None
        self.choice = Picker(_("Results"))
        self.state = label("", "caption", wrap=True)
        self.stop_requested = button(_("Stop"), "stop")
        self.overview = OverviewTable()
        self.table = LadderTable()
        self.findings = label("", wrap=True)
        self.notes = label("", "caption", wrap=True)
        self._pages = QStackedWidget()
        self._lay_out()
        self.choice.currentIndexChanged.connect(self._on_chosen)

    def current(self) -> Asked | None:
        """What is shown."""
        return self._asked.get(self.choice.currentData())

    def follow_newest(self) -> None:
        """Show the next evaluation as soon as it is listed."""
        self._newest = True

    def show_found(self, found: Found) -> None:
        """The choice stays while it is there."""
        self._published = found
        fresh = [each.outcome.run for each in found.asked if each.outcome.run not in self._asked]
        chosen = self.choice.currentData()
        if fresh and self._newest:
            chosen, self._newest = fresh[0], False
        self._asked = {each.outcome.run: each for each in found.asked}
        blocked = self.choice.blockSignals(True)
        self.choice.clear()
        for each in found.asked:
            self.choice.addItem(outcome_title(each.outcome), each.outcome.run)
        runs = list(self._asked)
        self.choice.setCurrentIndex(runs.index(chosen) if chosen in runs else 0)
        self.choice.blockSignals(blocked)
        self.overview.show_overview(overview([each.outcome for each in found.asked]))
        self._pages.setCurrentIndex(1 if found.asked else 0)
        self._show()

    def _on_chosen(self) -> None:
        self._show()

    def _show(self) -> None:
        asked = self.current()
        if asked is None or self._published is None:
            return
        shown = ladder(asked.outcome, self._published.published.get(asked.outcome.benchmark.name, ()))
        self.table.show_ladder(shown)
        for line, words in (
            (self.findings, "\n".join(shown.findings)),
            (self.notes, "\n".join(shown.notes)),
            (self.state, _standing(asked)),
        ):
            line.setText(words)
            line.setVisible(bool(words))
        goes_on = asked.waiting or asked.outcome.state in LIVING
        self.stop_requested.setVisible(goes_on and not self._read_only)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.overview)
        column.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.state)
        column.addWidget(self.stop_requested, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.table, self.findings, self.notes):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        empty = QWidget()
        middle = QVBoxLayout(empty)
        middle.addStretch(1)
        hint = label(
            _("No benchmark has been asked yet. Choose one: its scores will stand here, beside published ones."),
            "muted",
            wrap=True,
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(hint)
        middle.addStretch(1)
        self._pages.addWidget(empty)
        self._pages.addWidget(scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)


def _standing(asked: Asked) -> str:
    if asked.waiting:
        return _("Waits for its turn: one model at a time fits on this machine.")
    if asked.outcome.state in LIVING:
        if asked.total:
            return ngettext(
                "{done} of {total} question answered.", "{done} of {total} questions answered.", asked.total
            ).format(done=integer(asked.done), total=integer(asked.total))
        return _("The model is being loaded…")
    if asked.outcome.state == "finished":
        return ""
    missing = sum(asked.outcome.rows - each.answered for each in asked.outcome.models)
    return ngettext(
        "Ended before its time: {count} answer is missing.",
        "Ended before its time: {count} answers are missing.",
        missing,
    ).format(count=integer(missing))
