"""The leaderboard: every model of the project on one part of a data set, in the order of one metric."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.controls import Picker, card, label
from studio.ui.data.delegates import FlatHeader
from studio.ui.evaluation.results.cells import CellDelegate
from studio.ui.evaluation.results.reading import Ranked
from studio.ui.evaluation.results.score_words import evaluation_title, part_title
from studio.ui.formats import moment
from studio.ui.theme import GRID, colours_for
from studio.words import N_, _

if TYPE_CHECKING:
    from studio.evaluating.leaderboard import BoardLine

_STANDINGS = {
    "first": N_("First"),
    "alike": N_("Not told apart from the first"),
    "behind": N_("Worse than the first"),
    "ahead": N_("Better than the first on the rows of both"),
    "apart": N_("Not compared row by row"),
}
_TINTS = {"first": "good", "alike": "good", "behind": "text", "ahead": "warn", "apart": "muted"}

_RANK_WIDTH, _NAME_WIDTH = 8 * GRID, 20 * GRID
_NAME, _SCORE = 1, 2
_PICKER_LETTERS = 30


class BoardView(QWidget):
    """Enter or a double click on a line opens its evaluation."""

    board_wanted = Signal(object, object)  # Part, str: the metric
    evaluation_wanted = Signal(object)  # str: the folder's name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[BoardLine, ...] = ()
        self.part, self.measure = Picker(_("Examples")), Picker(_("Metric"))
        self.table = QTableWidget()
        self.words = label("", "caption", wrap=True)
        self.empty = label(_("No evaluation has ended yet: models appear here in their order."), "muted", wrap=True)
        self._lay_out()
        self.part.activated.connect(self._on_chosen)
        self.measure.activated.connect(self._on_chosen)
        self.table.cellActivated.connect(self._on_activated)

    def show_ranked(self, ranked: Ranked) -> None:
        """A board with what it can be changed to, or why there is none."""
        board = ranked.board
        for widget in (self.part, self.measure, self.table, self.words):
            widget.setVisible(board is not None)
        self.empty.setVisible(board is None)
        if board is None:
            return
        from studio.evaluating.score_lines import metric_title

        _fill(self.part, [(part_title(each), each) for each in ranked.scored.parts], board.part)
        _fill(self.measure, [(metric_title(each), each) for each in ranked.scored.metrics(board.part)], board.metric)
        self._show_lines(board.lines, board.metric)
        apart = any(each.standing == "apart" for each in board.lines)
        said = (*(each.text() for each in board.cautions), _apart() if apart else "", _explanation())
        self.words.setText("\n".join(filter(None, said)))

    def _show_lines(self, lines: "tuple[BoardLine, ...]", metric: str) -> None:
        from studio.assess.catalogue import info
        from studio.evaluating.score_lines import interval_text, metric_title, score_texts

        self._lines = lines
        titles = (_("Rank"), _("Model"), metric_title(metric), _("Beside the first"), _("Evaluation"))
        self.table.clear()
        self.table.setColumnCount(len(titles))
        self.table.setRowCount(len(lines))
        self.table.setHorizontalHeaderLabels(titles)
        if head := self.table.horizontalHeaderItem(_SCORE):
            head.setToolTip(titles[_SCORE])
        colours, about = colours_for(self.palette()), info(metric)
        for row, line in enumerate(lines):
            standing = _(_STANDINGS[line.standing])
            when = f"{evaluation_title(line.evaluation)}\n{moment(line.created_at, time.time())}"
            score = f"{score_texts(line.score, about)[0]}\n{interval_text(line.score, about)}"
            shared = _("on {count} shared rows").format(count=line.shared)
            beside = f"{standing}\n{shared}" if line.paired else standing
            model = "\n".join(filter(None, (line.subject.title, line.subject.run)))
            for column, text in enumerate((str(row + 1), model, score, beside, when)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
            if told := self.table.item(row, 3):
                told.setForeground(QColor(getattr(colours, _TINTS[line.standing])))
            self.table.setRowHeight(row, 2 * self.fontMetrics().lineSpacing() + 2 * GRID)
        self._fit()
        if lines:
            self.table.setCurrentCell(0, 0)

    def _fit(self) -> None:
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(0, _RANK_WIDTH)
        # Long names give way as long as the others fit beside them, then the metric's title does.
        room = self.table.viewport().width() - head.length() + head.sectionSize(_NAME)
        for column in (_NAME, _SCORE):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        if room < _NAME_WIDTH:
            whole, least = head.sectionSize(_SCORE), self.table.sizeHintForColumn(_SCORE)
            self.table.setColumnWidth(_SCORE, max(min(whole, least), whole + room - _NAME_WIDTH))
        self.table.setColumnWidth(_NAME, max(_NAME_WIDTH, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_chosen(self) -> None:
        self.board_wanted.emit(tuple(self.part.currentData()), self.measure.currentData())

    def _on_activated(self, row: int) -> None:
        self.evaluation_wanted.emit(self._lines[row].evaluation)

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID)
        inside.addWidget(label(_("Leaderboard"), "title"))
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        for picker in (self.part, self.measure):
            picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            picker.setMinimumContentsLength(_PICKER_LETTERS)
            bar.addWidget(picker)
        bar.addStretch(1)
        inside.addLayout(bar)
        inside.addWidget(self.empty)
        table = self.table
        table.setItemDelegate(CellDelegate(table))
        table.setAccessibleName(_("Leaderboard"))
        table.setHorizontalHeader(FlatHeader(table))
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(frame)
        column.addWidget(table, 1)
        column.addWidget(self.words)
        column.addStretch(0)


def _fill(picker: Picker, items: "list[tuple[str, object]]", chosen: object) -> None:
    picker.clear()
    for title, key in items:
        picker.addItem(title, key)
    picker.setCurrentIndex(next((at for at, (_title, key) in enumerate(items) if key == chosen), 0))


def _apart() -> str:
    return _(
        "Where models are not compared row by row there is no verdict: the metric is one number of all rows together, "
        "or the models share no rows, or the contract has changed."
    )


def _explanation() -> str:
    return _(
        "Each model by its newest finished evaluation. Models not told apart from the first could be as good: "
        "the verdicts compare the same rows and allow for the number of models."
    )
