"""What the project's models must reach, to be changed: a line per target, in per cent or seconds."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.controls import Picker, button, icon_button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.targets import Target, Targets

_WIDTH, _VALUE_WIDTH, _METRIC_LETTERS = 76 * GRID, 14 * GRID, 32
_SHARE, _NEW_SHARE, _NEW_OTHER, _LARGEST = 100.0, 90.0, 2.0, 1e6


class TargetRow(QWidget):
    """One target; shares are typed in per cent."""

    edited = Signal()
    removal_wanted = Signal()

    def __init__(self, metrics: "Sequence[str]") -> None:
        super().__init__()
        from studio.evaluating.score_lines import metric_title

        self.measure, self.way = Picker(_("Metric")), Picker(_("Direction"))
        self.measure.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.measure.setMinimumContentsLength(_METRIC_LETTERS)
        for name in metrics:
            self.measure.addItem(metric_title(name), name)
        self.way.addItem(_("at least"), "at_least")
        self.way.addItem(_("at most"), "at_most")
        self.value = QDoubleSpinBox()
        self.value.setAccessibleName(_("Value"))
        self.value.setFixedWidth(_VALUE_WIDTH)
        self.remove = icon_button(_("Remove this target"), "remove")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.measure, 1)
        for widget in (self.way, self.value, self.remove):
            row.addWidget(widget)
        self.measure.currentIndexChanged.connect(self._on_metric)
        self.way.currentIndexChanged.connect(self.edited)
        self.value.valueChanged.connect(self.edited)
        self.remove.clicked.connect(self.removal_wanted)
        self._on_metric()

    def show_target(self, target: "Target") -> None:
        """Take the values of one there is."""
        if self.measure.findData(target.metric) < 0:
            self.measure.addItem(target.metric, target.metric)
        self.measure.setCurrentIndex(self.measure.findData(target.metric))
        way = "at_least" if target.at_least is not None else "at_most"
        self.way.setCurrentIndex(self.way.findData(way))
        bound = target.at_least if target.at_least is not None else target.at_most
        self.value.setValue((bound or 0.0) * self._scale())

    def target(self) -> "Target":
        """As it is set now."""
        from studio.core.targets import Target

        # 95 % as typed is 0.95, not the nearest sum of binary fractions.
        bound = round(self.value.value() / self._scale(), 6)
        name = self.measure.currentData()
        return Target(metric=name, at_least=bound) if self._upward() else Target(metric=name, at_most=bound)

    def _upward(self) -> bool:
        return bool(self.way.currentData() == "at_least")

    def _scale(self) -> float:
        from studio.assess.catalogue import info

        return _SHARE if info(self.measure.currentData() or "").unit == "share" else 1.0

    def _on_metric(self) -> None:
        from studio.assess.catalogue import info

        about = info(self.measure.currentData() or "")
        share = about.unit == "share"
        blocked = self.value.blockSignals(True)
        self.value.setRange(0.0, _SHARE if share else _LARGEST)
        self.value.setDecimals(1 if share else 2)
        self.value.setSuffix(_unit(about.unit))
        self.value.setValue(_NEW_SHARE if share else _NEW_OTHER)
        self.value.blockSignals(blocked)
        self.way.setCurrentIndex(self.way.findData("at_most" if about.better == "lower" else "at_least"))
        self.edited.emit()


class TargetsDialog(PlainDialog):
    """`chosen` carries the Targets, only ever sound ones."""

    chosen = Signal(object)  # Targets

    def __init__(self, targets: "Targets", measured: "Sequence[str]", parent: QWidget | None = None) -> None:
        super().__init__(
            _("Targets of this project"),
            _("A target counts as reached when the whole 95 % interval reaches it, not the score alone."),
            parent,
        )
        self._metrics = tuple(dict.fromkeys((*measured, *(each.metric for each in targets.targets))))
        self.rows: list[TargetRow] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GRID)
        self.problem, self.needed = label("", "caution", wrap=True), label("", "caption", wrap=True)
        self.add = button(_("Add a target"), "add", "quiet")
        self.save, cancel = button(_("Save"), role="primary"), button(_("Cancel"))
        self.setMinimumWidth(_WIDTH)
        self.column.addLayout(self._lines)
        below = QHBoxLayout()
        below.addWidget(self.add)
        below.addStretch(1)
        self.column.addLayout(below)
        self.column.addWidget(self.needed)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        self.add_buttons(cancel, self.save)
        for target in targets.targets:
            self._add().show_target(target)
        tint_icons(self, colours_for(self.palette()))
        self.add.clicked.connect(self._on_add)
        self.save.clicked.connect(self._on_save)
        cancel.clicked.connect(self.reject)
        self._judge()

    def targets(self) -> "Targets":
        """As they are set now."""
        from studio.core.targets import Targets

        return Targets(targets=tuple(row.target() for row in self.rows))

    def _add(self) -> TargetRow:
        row = TargetRow(self._metrics)
        self.rows.append(row)
        self._lines.addWidget(row)
        row.edited.connect(self._judge)
        row.removal_wanted.connect(lambda: self._remove(row))
        return row

    def _remove(self, row: TargetRow) -> None:
        at = self.rows.index(row)
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        # The keyboard stays where it was working.
        (self.rows[min(at, len(self.rows) - 1)].remove if self.rows else self.add).setFocus()
        self._judge()

    def _judge(self) -> None:
        from studio.evaluating.targets import rows_words, target_problem

        targets = self.targets()
        problem, needed = target_problem(targets), rows_words(targets)
        for line, words in ((self.problem, problem), (self.needed, needed)):
            line.setText(words.text() if words else "")
            line.setVisible(words is not None)
        self.add.setEnabled(bool(self._metrics))
        self.save.setEnabled(problem is None)
        self.save.setAccessibleDescription(self.problem.text())

    def _on_add(self) -> None:
        row = self._add()
        taken = {each.target().metric for each in self.rows[:-1]}
        free = next((name for name in self._metrics if name not in taken), self._metrics[0])
        row.measure.setCurrentIndex(row.measure.findData(free))
        tint_icons(self, colours_for(self.palette()))
        row.measure.setFocus()
        self._judge()
        self.make_room()

    def _on_save(self) -> None:
        self.chosen.emit(self.targets())
        self.accept()


def _unit(unit: str) -> str:
    if unit == "share":
        return _("{value}%").format(value="")
    return _("{seconds} s").format(seconds="") if unit == "seconds" else ""
