"""The untrained model against the trained one on examples that neither has learned from."""

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.ui.controls import label
from studio.ui.data.delegates import FlatHeader, TextDelegate
from studio.ui.formats import integer
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.ui.training.comparison import Comparison, ComparisonRow, Verdict
from studio.words import N_, _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NOTHING = Comparison((), "unknown", "")
SIGNS: dict[Verdict, tuple[str, str]] = {
    "better": ("done", "good"),
    "worse": ("problem", "bad"),
    "mixed": ("notice", "accent"),
    "unclear": ("notice", "muted"),
    "unknown": ("clock", "muted"),
}
_VERDICTS: dict[Verdict, str] = {
    "better": N_("better"),
    "worse": N_("worse"),
    "mixed": N_("better and worse"),
    "unclear": N_("no clear difference"),
    "unknown": N_("not known yet"),
}


class Column(IntEnum):
    """The columns of the table, in order."""

    MEASURE = 0
    BASE = 1
    TUNED = 2
    VERDICT = 3
    COUNT = 4


_TITLES = {
    Column.MEASURE: N_("Measure"),
    Column.BASE: N_("Before"),
    Column.TUNED: N_("After"),
    Column.VERDICT: N_("Result"),
    Column.COUNT: N_("Test examples"),
}


class ComparisonModel(QAbstractTableModel):
    """The measures as rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ComparisonRow, ...] = ()

    @property
    def rows(self) -> tuple[ComparisonRow, ...]:
        """The measures shown."""
        return self._rows

    def show_rows(self, rows: tuple[ComparisonRow, ...]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(_TITLES[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(row, Column(index.column()))
        return None


class ComparisonPanel(QWidget):
    """One plain sentence, then the numbers with their intervals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign, self.sentence = QLabel(), label("", "heading", wrap=True)
        self.model = ComparisonModel(self)
        self.table = QTableView()
        self.note = label(
            _("In brackets: the 95% interval. The test examples were never learned from."), "caption", wrap=True
        )
        self.empty = label(_("The comparison appears when the test examples have been answered."), "muted")
        self._set_up_table()
        self._lay_out()
        self.show_comparison(NOTHING)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show what is known so far."""
        self.model.show_rows(comparison.rows)
        self._fit_columns()
        name, tint = SIGNS[comparison.verdict]
        give_icon(self.sign, name, tint, 20)
        tint_icons(self.sign, colours_for(self.palette()))
        self.sentence.setText(comparison.sentence)
        self._body.setVisible(bool(comparison.rows))
        self.empty.setVisible(not comparison.rows)

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Before/after comparison"))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setMinimumHeight(10 * GRID)
        self.table.setItemDelegate(TextDelegate(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(4 * GRID)
        header = FlatHeader(self.table)
        self.table.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.MEASURE, QHeaderView.ResizeMode.Stretch)

    def _fit_columns(self) -> None:
        """As wide as the widest text, with room on both sides."""
        metrics = self.table.fontMetrics()
        for column in list(Column)[1:]:
            texts = [_(_TITLES[column]), *(_cell(row, column) for row in self.model.rows)]
            widest = max(metrics.horizontalAdvance(text) for text in texts)
            self.table.setColumnWidth(column, widest + 4 * GRID)

    def _lay_out(self) -> None:
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.sentence, 1)
        body.addLayout(line)
        body.addWidget(self.table, 1)
        body.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.addWidget(self._body, 1)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)


def _cell(row: ComparisonRow, column: Column) -> str:
    return {
        Column.MEASURE: row.measure,
        Column.BASE: row.base,
        Column.TUNED: row.tuned,
        Column.VERDICT: _(_VERDICTS[row.verdict]),
        Column.COUNT: integer(row.n),
    }[column]
