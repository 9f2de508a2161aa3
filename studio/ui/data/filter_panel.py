"""The panel under the Filter button: every condition of a query, each change shown at once."""

import time
from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.core.example import Kind, Split, Status
from studio.data.checks import rules_for
from studio.data.records import RowQuery
from studio.ui.controls import Picker, button, label
from studio.ui.data.columns import SPLIT_NAMES, STATUS_NAMES
from studio.ui.data.filters import ANY_FINDING, day_name
from studio.ui.data.searching import KnownValues, ValueColumn
from studio.ui.formats import integer
from studio.ui.theme import GRID, set_role
from studio.words import N_, _

T = TypeVar("T")
DAY_S = 86_400
TYPING_PAUSE_MS = 300
MOST_VALUES = 1_000
WIDTH = 520
PERIODS = ((0, N_("Today")), (1, N_("Since yesterday")), (7, N_("The last 7 days")), (30, N_("The last 30 days")))


class ValuePicker(Picker):
    """One of the values that rows have, or any."""

    def __init__(self, name: str, any_words: str) -> None:
        super().__init__(name)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItem(any_words, "")

    def show_values(self, values: tuple[tuple[str, int], ...]) -> None:
        """Offer these, each with its number of rows; the one chosen stays."""
        chosen = self.value()
        while self.count() > 1:
            self.removeItem(1)
        for value, rows in values[:MOST_VALUES]:
            if value:
                self.addItem(f"{value}   ({integer(rows)})", value)
        self.choose(chosen)

    def choose(self, value: str) -> None:
        """Show a value, also one that no row has any more."""
        if self.findData(value) < 0:
            self.addItem(value, value)
        self.setCurrentIndex(self.findData(value))

    def value(self) -> str:
        """The value chosen, "" for any."""
        return str(self.currentData())


class FilterPanel(QFrame):
    """Lies over the table, under its button, until Escape, Done or the button again. It knows no data."""

    query_changed = Signal(object)  # RowQuery
    values_wanted = Signal(object)  # ValueColumn
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.setAccessibleName(_("Filter the examples"))
        self.setFixedWidth(WIDTH)
        self._query = RowQuery(dataset_id=0)
        self.splits: dict[Split | None, QCheckBox] = {
            **{each: QCheckBox(_(name)) for each, name in SPLIT_NAMES.items()},
            None: QCheckBox(_("No split")),
        }
        self.statuses: dict[Status, QCheckBox] = {each: QCheckBox(_(name)) for each, name in STATUS_NAMES.items()}
        self.values: dict[ValueColumn, ValuePicker] = {
            "tag": ValuePicker(_("Tag"), _("Any tag")),
            "label": ValuePicker(_("Label"), _("Any label")),
            "source": ValuePicker(_("Source"), _("Any source")),
        }
        self.shortest, self.longest = _number_field(_("Shortest length")), _number_field(_("Longest length"))
        self.finding = Picker(_("Findings"))
        self.edited = Picker(_("Edited"))
        self._label_caption = label(_("Label"), "muted")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._on_changed)
        self._lay_out()
        self._connect()
        self.hide()

    def open_under(self, anchor: QWidget, query: RowQuery, kind: Kind) -> None:
        """Show the conditions of a query, and ask for the values there are."""
        self._offer_findings(kind)
        self.show_query(query)
        for each in (self._label_caption, self.values["label"]):
            each.setVisible(kind == "classification")
        for column in self.values:
            if column != "label" or kind == "classification":
                self.values_wanted.emit(column)
        self.adjustSize()
        parent = self.parentWidget()
        if parent is not None:
            self.move(anchor.mapTo(parent, QPoint(0, anchor.height() + GRID // 2)))
        self.show()
        self.raise_()
        next(iter(self.splits.values())).setFocus()

    def show_query(self, query: RowQuery) -> None:
        """Show the conditions of a query, without asking for it."""
        self._query = query
        _tick(self.splits, query.splits)
        _tick(self.statuses, query.statuses)
        for column, picker in self.values.items():
            picker.choose(getattr(query, column))
        for field, bound in ((self.shortest, query.shortest), (self.longest, query.longest)):
            if bound != _bound(field):
                field.setText("" if bound is None else str(bound))
        self.finding.setCurrentIndex(max(self.finding.findData(query.finding), 0))
        self._show_edited(query.edited_since)
        self._pause.stop()

    def show_values(self, known: KnownValues) -> None:
        """What rows can be filtered by."""
        self.values[known.column].show_values(known.values)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def close_panel(self) -> None:
        """Go, with what was typed last in force."""
        if self._pause.isActive():
            self._on_changed()
        self.hide()
        self.closed.emit()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID + GRID // 2)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[QLabel, QWidget]] = [
            (label(_("Split"), "muted"), _line(*self.splits.values())),
            (label(_("Status"), "muted"), _line(*self.statuses.values())),
            (label(_("Tag"), "muted"), self.values["tag"]),
            (self._label_caption, self.values["label"]),
            (label(_("Source"), "muted"), self.values["source"]),
            (label(_("Length"), "muted"), self._length_line()),
            (label(_("Edited"), "muted"), self.edited),
            (label(_("Findings"), "muted"), self.finding),
        ]
        for at, (caption, control) in enumerate(rows):
            grid.addWidget(caption, at, 0)
            grid.addWidget(control, at, 1)
        self.clear_button, self.close_button = button(_("Clear all filters"), role="quiet"), button(_("Done"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(grid)
        column.addLayout(buttons)

    def _length_line(self) -> QWidget:
        return _line(
            label(_("from"), "muted"),
            self.shortest,
            label(_("to"), "muted"),
            self.longest,
            label(_("characters"), "muted"),
        )

    def _connect(self) -> None:
        for box in (*self.splits.values(), *self.statuses.values()):
            box.clicked.connect(self._on_changed)
        for picker in (*self.values.values(), self.edited, self.finding):
            picker.activated.connect(self._on_changed)
        for field in (self.shortest, self.longest):
            field.textEdited.connect(self._pause.start)
            field.returnPressed.connect(self._on_changed)
        self.clear_button.clicked.connect(self._on_cleared)
        self.close_button.clicked.connect(self.close_panel)

    def _offer_findings(self, kind: Kind) -> None:
        self.finding.clear()
        self.finding.addItem(_("With or without findings"), "")
        self.finding.addItem(_("With any finding"), ANY_FINDING)
        for rule in rules_for(kind):
            self.finding.addItem(_(rule.title), rule.id)

    def _show_edited(self, since: float | None) -> None:
        """Offer the usual periods, and the day of the query when it is none of them."""
        self.edited.clear()
        self.edited.addItem(_("At any time"), None)
        for days, words in PERIODS:
            self.edited.addItem(_(words), _midnight() - days * DAY_S)
        if since is not None and self.edited.findData(since) < 0:
            self.edited.addItem(_("Since {day}").format(day=day_name(since)), since)
        self.edited.setCurrentIndex(self.edited.findData(since) if since is not None else 0)

    def _chosen(self) -> RowQuery:
        chosen: dict[str, object] = {
            "splits": _ticked(self.splits),
            "statuses": _ticked(self.statuses),
            "shortest": _bound(self.shortest),
            "longest": _bound(self.longest),
            "finding": self.finding.currentData(),
            "edited_since": self.edited.currentData(),
        }
        chosen.update({column: picker.value() for column, picker in self.values.items()})
        return self._query.model_copy(update=chosen)

    def _on_changed(self) -> None:
        self._pause.stop()
        self._query = self._chosen()
        self.query_changed.emit(self._query)

    def _on_cleared(self) -> None:
        kept = {"search": self._query.search, "sort": self._query.sort, "descending": self._query.descending}
        self.show_query(RowQuery(dataset_id=self._query.dataset_id).model_copy(update=kept))
        self.query_changed.emit(self._query)


def _line(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    inside = QHBoxLayout(holder)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(GRID + GRID // 2)
    for each in widgets:
        inside.addWidget(each)
    inside.addStretch(1)
    return holder


def _number_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaxLength(9)
    field.setFixedWidth(11 * GRID)
    return field


def _bound(field: QLineEdit) -> int | None:
    digits = "".join(character for character in field.text() if character in "0123456789")
    return int(digits) if digits else None


def _tick(boxes: Mapping[T, QCheckBox], values: frozenset[T]) -> None:
    for value, box in boxes.items():
        box.setChecked(value in values)


def _ticked(boxes: Mapping[T, QCheckBox]) -> frozenset[T]:
    return frozenset(value for value, box in boxes.items() if box.isChecked())


def _midnight() -> float:
    now = time.localtime()
    return time.mktime((now.tm_year, now.tm_mon, now.tm_mday, 0, 0, 0, 0, 0, -1))
