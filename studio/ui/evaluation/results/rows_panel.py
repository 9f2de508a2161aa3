"""The rows of an evaluation: a table to filter, the chosen row in full beside it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.core.folding import folded
from studio.runs.row_notes import RowNote
from studio.ui.controls import Picker, button, label
from studio.ui.data.delegates import FlatHeader, TextDelegate
from studio.ui.evaluation.results.answer_model import AnswerModel
from studio.ui.evaluation.results.answer_pane import AnswerPane, ShownAnswer
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.evaluating.row_lines import RowFilter, RowLine
    from studio.ui.evaluation.results.reading import Found

ROW_HEIGHT = 4 * GRID
_NUMBER_WIDTH, _TEXT_WIDTH = 9 * GRID, 8 * GRID
_PICKER_LETTERS = 17


class RowsPanel(QWidget):
    """Reads what it is given; `note_written` carries a RowNote to be stored."""

    note_written = Signal(object)

    def __init__(self, *, read_only: bool, noted: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Found | None = None
        self._lines: tuple[RowLine, ...] = ()
        self._notes: dict[int, RowNote] = {}
        self._written: dict[int, RowNote] = {}
        self._titles: list[str] = []
        self._only: tuple[int, ...] = ()
        self.filter, self.model = Picker(_("Which rows")), Picker(_("Of which model"))
        filters: tuple[tuple[RowFilter, str], ...] = (
            ("all", _("All rows")),
            ("wrong", _("Wrong")),
            ("newly_wrong", _("Newly wrong")),
            ("newly_right", _("Newly right")),
            ("missed_red_flag", _("Missed red flag")),
            ("false_alarm", _("False alarm")),
            ("differ", _("Models disagree")),
            ("cut", _("Cut at the longest length")),
            ("empty", _("Empty")),
            ("noted", _("With a note or tag")),
        )
        for key, name in filters:
            if noted or key != "noted":
                self.filter.addItem(name, key)
        for picker in (self.filter, self.model):
            picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            picker.setMinimumContentsLength(_PICKER_LETTERS)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search"))
        self.search.setAccessibleName(_("Search in questions and answers"))
        self.search.setClearButtonEnabled(True)
        self.back = button(_("Back to all rows"), "undo", "quiet")
        self.counts = label("", "caption")
        self.table = QTableView()
        self.answers = AnswerModel(self.table)
        self.pane = AnswerPane(read_only=read_only, noted=noted)
        self._lay_out()
        self._connect()

    def show_found(self, found: "Found", lines: "tuple[RowLine, ...]", notes: Mapping[int, RowNote]) -> None:
        """The rows of an evaluation; what is chosen, scrolled to and typed stays while it is the same one."""
        titles = [each.subject.title for each in found.results.subjects]
        other = self._found is None or self._found.results.run != found.results.run or titles != self._titles
        if other:
            self.pane.show_row(None, (), RowNote(id=0))
            self._written = {}
        self._found, self._lines, self._titles = found, lines, titles
        # What was read may be older than what was written since.
        known = {**notes, **self._written}
        self._notes = {id: note for id, note in known.items() if note.says_something}
        if other:
            self._only = ()
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
            blocked = self.model.blockSignals(True)
            self.model.clear()
            self.model.addItems(titles)
            self.model.setCurrentIndex(len(titles) - 1)
            self.model.blockSignals(blocked)
        self._refresh()

    def show_only(self, ids: Sequence[int]) -> None:
        """These rows alone, in this order, with a way back."""
        self._only = tuple(ids)
        blocked = self.filter.blockSignals(True)
        self.filter.setCurrentIndex(0)
        self.filter.blockSignals(blocked)
        self._refresh()
        self.table.selectRow(0)
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The table has its own width only once it has been laid out.
        QTimer.singleShot(0, self, self._fit)

    def store(self) -> None:
        """Store what is still being typed."""
        self.pane.store()

    def _refresh(self) -> None:
        if self._found is None:
            return
        from studio.evaluating.row_lines import filtered

        current, place = self._current(), self.table.verticalScrollBar().value()
        model = max(0, self.model.currentIndex())
        shown = filtered(self._lines, self.filter.currentData(), model, frozenset(self._notes))
        if self._only:
            wanted = {id: at for at, id in enumerate(self._only)}
            shown = tuple(sorted((each for each in shown if each.id in wanted), key=lambda each: wanted[each.id]))
        if words := folded(self.search.text()).split():
            shown = tuple(each for each in shown if all(word in _searched(each) for word in words))
        self.answers.show_lines(shown, self._titles)
        self._fit()
        self.back.setVisible(bool(self._only))
        count = len(shown)
        total = integer(len(self._lines))
        self.counts.setText(
            ngettext("{count} row of {total}", "{count} rows of {total}", count).format(
                count=integer(count), total=total
            )
        )
        at = self.answers.row_of(current) if current is not None else -1
        if not count:
            self._show(None)
            return
        self.table.selectRow(max(0, at))
        if at >= 0:
            self.table.verticalScrollBar().setValue(place)
        # The same row may have got another answer.
        self._show(self.answers.line(max(0, at)))

    def _fit(self) -> None:
        head = self.table.horizontalHeader()
        for column in range(self.answers.columnCount()):
            stretched = column and self._room() >= _TEXT_WIDTH
            head.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Fixed
            )
            if not stretched:
                self.table.setColumnWidth(column, _TEXT_WIDTH if column else _NUMBER_WIDTH)

    def _room(self) -> float:
        """For each column of text."""
        return (self.table.viewport().width() - _NUMBER_WIDTH) / max(1, self.answers.columnCount() - 1)

    def _current(self) -> int | None:
        index = self.table.currentIndex()
        return self.answers.line(index.row()).id if index.isValid() else None

    def _on_current(self, current: QModelIndex) -> None:
        self._show(self.answers.line(current.row()) if current.isValid() else None)

    def _show(self, line: "RowLine | None") -> None:
        if line is None or self._found is None:
            self.pane.show_row(None, (), RowNote(id=0))
            return
        shown = [_shown(self._found, at, line) for at in range(len(self._found.results.subjects))]
        self.pane.show_row(line, shown, self._notes.get(line.id, RowNote(id=line.id)))

    def _on_note(self, note: RowNote) -> None:
        self._written[note.id] = note
        if note.says_something:
            self._notes[note.id] = note
        else:
            self._notes.pop(note.id, None)
        self.note_written.emit(note)

    def _on_back(self) -> None:
        self._only = ()
        self._refresh()

    def _connect(self) -> None:
        self.filter.currentIndexChanged.connect(self._refresh)
        self.model.currentIndexChanged.connect(self._refresh)
        self.search.textChanged.connect(self._refresh)
        self.back.clicked.connect(self._on_back)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.pane.note_written.connect(self._on_note)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        for widget in (self.filter, self.model):
            bar.addWidget(widget)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.counts)
        bar.addWidget(self.back)
        self.back.hide()
        table = self.table
        table.setModel(self.answers)
        table.setAccessibleName(_("Rows with their answers"))
        table.setHorizontalHeader(FlatHeader(table))
        table.setItemDelegate(TextDelegate(table))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GRID)
        split.addWidget(table)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.splitterMoved.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(split, 1)


def _searched(line: "RowLine") -> str:
    texts = [line.question, line.expected, *(answer.text for answer in line.answers if answer)]
    return folded("\n".join(texts))


def _shown(found: "Found", at: int, line: "RowLine") -> ShownAnswer:
    from studio.assess.contract_verdicts import is_judged, row_verdict

    model, answer = found.results.subjects[at], line.answers[at]
    if answer is None:
        return ShownAnswer(model.subject.title, None, ())
    remarks = [_("Cut at the longest allowed length.")] if answer.cut else []
    contract = found.results.job.contract
    row = next(each for each in model.answered if each.id == line.id)
    if contract is not None and is_judged(row):
        verdict = row_verdict(contract, row)
        remarks += [each.text() for each in verdict.violations]
        if verdict.urgent_expected is not None and verdict.urgent_expected != verdict.urgent_given:
            remarks.append(_("Red flag missed.") if verdict.urgent_expected else _("False alarm."))
            if verdict.why:
                remarks.append(verdict.why.text())
    return ShownAnswer(model.subject.title, answer.text, tuple(remarks))
