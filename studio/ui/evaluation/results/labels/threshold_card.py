"""From which probability on a label is given: chosen by what errors cost, or moved by hand to see what comes of it."""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from studio.ui.augment.parts import NumberBox
from studio.ui.controls import Picker, button, label
from studio.ui.evaluation.results.labels.curve import CurveDrawing, threshold_words
from studio.ui.evaluation.results.labels.plot import PlotCard
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.assess.score import Score
    from studio.assess.threshold import Costs
    from studio.evaluating.labels import AtThreshold, LabelView, ThresholdChoice

_DEAREST, _MISS, _ALARM = 1000, 5, 1
_NEVER = 1.001


class _ThresholdSlider(QSlider):
    """Goes from point to point of the curve; scrolling past does not move it."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Threshold"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ThresholdCard(PlotCard):
    """Hidden parts tell why there is no threshold to choose."""

    rows_wanted = Signal(object)  # tuple[int, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("From which probability on?"), parent)
        self._view: LabelView | None = None
        self._choice: ThresholdChoice | None = None
        self._found: AtThreshold | None = None
        self._kept: float | None = None
        """Where the user has gone, until another model, label or cost is chosen."""
        self.label = Picker(_("Label"))
        self.miss, self.alarm = (
            NumberBox(_("Cost of a miss"), 1, _DEAREST),
            NumberBox(_("Cost of a false alarm"), 1, _DEAREST),
        )
        self.miss.setValue(_MISS)
        self.alarm.setValue(_ALARM)
        self.weighed, self.said, self.numbers = label("", "muted"), label("", wrap=True), label("", wrap=True)
        self.caution, self.impossible = label("", "caution", wrap=True), label("", "muted", wrap=True)
        self.slider = _ThresholdSlider()
        self.cheapest = button(_("Back to the cheapest"), "undo", "quiet")
        self.missed, self.alarmed = button("", role="link"), button("", role="link")
        self.possible = QWidget()
        self._lay_out_more()
        self._connect()

    def show_view(self, view: "LabelView") -> None:
        """The labels of a model; what was looked at stays while it is the same one with more answers."""
        if self._view is None or view.title != self._view.title:
            self._kept = None
        self._view = view
        chosen = self.label.currentData()
        blocked = self.label.blockSignals(True)
        self.label.clear()
        for each in view.labels:
            self.label.addItem(each, each)
        self.label.setCurrentIndex(max(0, self.label.findData(chosen)))
        self.label.blockSignals(blocked)
        if self.label.currentData() != chosen:
            self._kept = None
        self._choose()

    def _on_other(self) -> None:
        self._kept = None
        self._choose()

    def _costs(self) -> "Costs":
        from studio.assess.threshold import Costs

        return Costs(self.miss.value(), self.alarm.value())

    def _choose(self) -> None:
        if self._view is None or not self._view.labels:
            return
        from studio.evaluating.labels import choose_threshold

        name = self.label.currentData()
        self._choice = choice = choose_threshold(self._view, name, self._costs())
        self.possible.setVisible(choice is not None)
        for widget in (self.plot, self.told):
            widget.setVisible(choice is not None)
        self.impossible.setVisible(choice is None)
        self.weighed.setText(_weighed(self.miss.value(), self.alarm.value()))
        if choice is None:
            self.impossible.setText(
                _("A threshold can only be chosen on rows of which some are “{label}” and some are not.").format(
                    label=name
                )
            )
            return
        points = choice.curve[::-1]
        wanted = choice.threshold if self._kept is None else self._kept
        at = _nearest([point.threshold for point in points], wanted)
        self.show_drawing(CurveDrawing(name, points, choice.limits), at)
        blocked = self.slider.blockSignals(True)
        self.slider.setRange(0, len(points) - 1)
        self.slider.setValue(at)
        self.slider.blockSignals(blocked)
        self.said.setText(_said(choice))
        self.caution.setVisible(choice.optimistic)
        self._look(at)

    def _on_slid(self, at: int) -> None:
        self.go_to(at)
        self._look(at)
        self._kept = self._found.threshold if self._found else None

    def _look(self, at: int) -> None:
        if self._view is None or self._choice is None:
            return
        from studio.evaluating.labels import at_threshold

        threshold = self._choice.curve[::-1][at].threshold
        found = at_threshold(self._view, self.label.currentData(), threshold, self._costs())
        self._found = found
        self.cheapest.setVisible(threshold != self._choice.threshold)
        self.slider.setAccessibleDescription(threshold_words(threshold))
        self.numbers.setText(_numbers(found))
        _name(self.missed, ngettext("{count} row missed", "{count} rows missed", len(found.missed)), found.missed)
        _name(self.alarmed, ngettext("{count} false alarm", "{count} false alarms", len(found.alarmed)), found.alarmed)

    def _on_cheapest(self) -> None:
        if self._choice is not None:
            thresholds = [point.threshold for point in self._choice.curve[::-1]]
            self.slider.setValue(thresholds.index(self._choice.threshold))
            self._kept = None

    def _on_missed(self) -> None:
        if self._found is not None:
            self.rows_wanted.emit(self._found.missed)

    def _on_alarmed(self) -> None:
        if self._found is not None:
            self.rows_wanted.emit(self._found.alarmed)

    def _connect(self) -> None:
        self.label.currentIndexChanged.connect(self._on_other)
        self.miss.valueChanged.connect(self._on_other)
        self.alarm.valueChanged.connect(self._on_other)
        self.slider.valueChanged.connect(self._on_slid)
        self.plot.moved.connect(self.slider.setValue)
        self.cheapest.clicked.connect(self._on_cheapest)
        self.missed.clicked.connect(self._on_missed)
        self.alarmed.clicked.connect(self._on_alarmed)

    def _lay_out_more(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(GRID)
        for name, box in ((_("Cost of a miss"), self.miss), (_("of a false alarm"), self.alarm)):
            asked.addWidget(label(name, "muted"))
            asked.addWidget(box)
        asked.addStretch(1)
        self.column.insertWidget(1, self.label, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.insertLayout(2, asked)
        self.column.insertWidget(3, self.weighed)
        self.column.addWidget(self.impossible)
        self.caution.setText(_("Chosen on these rows, so the numbers are optimistic."))
        self.caution.setToolTip(_("Evaluate the same model on the validation part: then that one chooses."))
        inside = QVBoxLayout(self.possible)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID)
        moved, opened = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((moved, (self.slider, self.cheapest)), (opened, (self.missed, self.alarmed))):
            row.setSpacing(GRID)
            for widget in widgets:
                row.addWidget(widget)
        opened.addStretch(1)
        inside.addLayout(moved)
        for words in (self.said, self.caution, self.numbers):
            inside.addWidget(words)
        inside.addLayout(opened)
        self.column.addWidget(self.possible)
        self.column.addStretch(1)


def _nearest(thresholds: Sequence[float], wanted: float) -> int:
    """Its place; never giving the label, which is endless, lies just above certainty."""
    return min(range(len(thresholds)), key=lambda at: abs(min(thresholds[at], _NEVER) - min(wanted, _NEVER)))


def _weighed(miss: int, alarm: int) -> str:
    """In words, which is what somebody has to agree with."""
    if miss == alarm:
        return _("A miss is as bad as a false alarm.")
    if miss > alarm and miss % alarm == 0:
        return _("A miss is as bad as {count} false alarms.").format(count=miss // alarm)
    if alarm > miss and alarm % miss == 0:
        return _("A false alarm is as bad as {count} misses.").format(count=alarm // miss)
    return _("{alarms} false alarms are as bad as {misses} misses.").format(alarms=miss, misses=alarm)


def _said(choice: "ThresholdChoice") -> str:
    words = {
        "threshold": threshold_words(choice.threshold),
        "low": threshold_words(choice.limits[0]),
        "high": threshold_words(choice.limits[1]),
        "count": integer(choice.rows),
    }
    if choice.optimistic:
        return _("Cheapest: {threshold} (with other rows like these: {low} to {high}).").format(**words)
    return ngettext(
        "Cheapest on {count} validation row: {threshold} (with other rows like these: {low} to {high}).",
        "Cheapest on {count} validation rows: {threshold} (with other rows like these: {low} to {high}).",
        choice.rows,
    ).format(**words)


def _numbers(found: "AtThreshold") -> str:
    scores = (("recall", found.sensitivity), ("specificity", found.specificity), ("expected_cost", found.cost))
    said = [_score(name, score) for name, score in scores if score is not None]
    if not isfinite(found.threshold):
        return "\n".join([_("Where the label is never given:"), *said])
    return "\n".join([_("From {threshold} on:").format(threshold=threshold_words(found.threshold)), *said])


def _score(name: str, score: "Score") -> str:
    from studio.assess.catalogue import info
    from studio.evaluating.score_lines import interval_text, score_texts

    about = info(name)
    value, interval = score_texts(score, about)[0], interval_text(score, about)
    return _("{metric}: {value} ({interval})").format(metric=_(about.title), value=value, interval=interval)


def _name(opener: QPushButton, words: str, ids: tuple[int, ...]) -> None:
    said = words.format(count=integer(len(ids)))
    opener.setText(said)
    opener.setAccessibleName(said)
    opener.setEnabled(bool(ids))
