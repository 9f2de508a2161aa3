"""Lines worth adding to the data: ticked here, made drafts with one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTableWidgetItem, QVBoxLayout, QWidget

from studio.core.monitoring import MonitoringReport, WorthRow
from studio.ui.controls import button, card, label
from studio.ui.evaluation.monitoring.plain_table import PlainTable
from studio.ui.evaluation.monitoring.presenter import (
    add_words,
    chosen,
    detail_words,
    excerpt,
    first_ticks,
    identifying_words,
    reason_words,
    worth_title,
)
from studio.ui.theme import GRID
from studio.words import _

_HEIGHT = 44 * GRID
_DETAIL_WIDTH, _WHY_WIDTH = 46 * GRID, 38 * GRID


class WorthCard(QWidget):
    """Space ticks the current line; what is known of it stands beside the list."""

    add_wanted = Signal(object)  # tuple[WorthRow, ...]

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._rows: tuple[WorthRow, ...] = ()
        self.ticked: frozenset[str] = frozenset()
        """The keys of the lines that are ticked."""
        frame, inside = card()
        self.title = label("", "heading")
        self.all_button, self.none_button = button(_("Tick all"), role="link"), button(_("Tick none"), role="link")
        self.add_button = button(add_words(0), "add", "primary")
        self.table = PlainTable(_("Lines worth adding"), stretched=1, checkable=True, widest=_WHY_WIDTH)
        self.table.setFixedHeight(_HEIGHT)
        self.detail = label("", wrap=True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.warning = label("", "caution", wrap=True)
        self.left_out = label("", "caption", wrap=True)
        about = label(
            _(
                "They become drafts in training, without the model’s answer: where the log gives no expected answer, a "
                "person writes it, and until then no run learns from the row."
            ),
            "caption",
            wrap=True,
        )
        self._body = QWidget()
        self._lay_out(inside, about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self.table.itemChanged.connect(self._on_item_changed)
        self.table.currentCellChanged.connect(self._on_current)
        self.all_button.clicked.connect(self._on_all)
        self.none_button.clicked.connect(self._on_none)
        self.add_button.clicked.connect(self._on_add)

    def show_report(self, report: MonitoringReport) -> None:
        """New lines are ticked where nothing speaks against it."""
        self._rows = report.worth
        self.ticked = first_ticks(self._rows)
        self.title.setText(worth_title(report))
        self.left_out.setText("\n".join(report.left_out))
        self.left_out.setVisible(bool(report.left_out))
        self._body.setVisible(bool(self._rows))
        self._fill()
        self._show_detail(0)

    def _lay_out(self, inside: QVBoxLayout, about: QWidget) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.title, 1)
        for each in (self.all_button, self.none_button, self.add_button):
            head.addWidget(each)
        inside.addLayout(head)
        inside.addWidget(about)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.warning)
        right.addWidget(self.detail)
        right.addStretch(1)
        beside = QWidget()
        beside.setFixedWidth(_DETAIL_WIDTH)
        beside.setLayout(right)
        line = QHBoxLayout(self._body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2 * GRID)
        line.addWidget(self.table, 1)
        line.addWidget(beside)
        inside.addWidget(self._body)
        inside.addWidget(self.left_out)

    def _fill(self) -> None:
        self.table.blockSignals(True)
        marked = [(reason_words(row), excerpt(row.question), "⚠" if row.identifying else "") for row in self._rows]
        self.table.show_rows((_("Why"), _("Question"), ""), marked)
        for at, row in enumerate(self._rows):
            if (item := self.table.item(at, 0)) is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_state(row.key in self.ticked))
            if row.identifying and (sign := self.table.item(at, 2)) is not None:
                sign.setToolTip(identifying_words(row))
                sign.setData(Qt.ItemDataRole.AccessibleTextRole, identifying_words(row))
        self.table.blockSignals(False)
        self._judge()

    def _tick(self, keys: frozenset[str]) -> None:
        self.ticked = keys
        self._fill()

    def _judge(self) -> None:
        words = add_words(len(self.ticked))
        self.add_button.setText(words)
        self.add_button.setAccessibleName(words)
        self.add_button.setEnabled(bool(self.ticked) and not self._read_only)

    def _show_detail(self, at: int) -> None:
        row = self._rows[at] if 0 <= at < len(self._rows) else None
        told = detail_words(row) if row else ()
        self.detail.setText("\n\n".join(f"{title.upper()}\n{text}" for title, text in told))
        warning = identifying_words(row) if row else ""
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() == 0 and item.row() < len(self._rows):
            key = frozenset((self._rows[item.row()].key,))
            is_on = item.checkState() == Qt.CheckState.Checked
            self.ticked = self.ticked | key if is_on else self.ticked - key
            self._judge()

    def _on_current(self, row: int, _column: int, _before: int, _before_column: int) -> None:
        self._show_detail(row)

    def _on_all(self) -> None:
        self._tick(frozenset(row.key for row in self._rows))

    def _on_none(self) -> None:
        self._tick(frozenset())

    def _on_add(self) -> None:
        self.add_wanted.emit(chosen(self._rows, self.ticked))


def _state(on: object) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
