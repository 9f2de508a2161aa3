"""Two presets side by side in a table: what differs, or everything."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.ui.controls import Picker, label
from studio.ui.presets.comparison import ComparedOption
from studio.ui.presets.presenter import Choice
from studio.ui.theme import GRID
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole
NOTHING = "–"


class ComparisonModel(QAbstractTableModel):
    """Options under the headings of their groups, with the value in either preset."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = ("", "")
        self._lines: tuple[ComparedOption | str, ...] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if isinstance(line, str):
            return line if index.column() == 0 else ""
        return (line.title, line.left or NOTHING, line.right or NOTHING)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Option"), *self._titles)[section]
        return super().headerData(section, orientation, role)

    def show_options(self, titles: tuple[str, str], options: Sequence[ComparedOption]) -> None:
        """Replace the table."""
        self.beginResetModel()
        self._titles = titles
        lines: list[ComparedOption | str] = []
        for group, members in groupby(options, key=lambda each: each.group):
            lines += [group, *members]
        self._lines = tuple(lines)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    """Headings and what differs stand out; no text touches an edge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(GRID, 0, -GRID, 0)
        super().paint(painter, inner, index)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        line = index.data(LINE_ROLE)
        if isinstance(line, str) or (isinstance(line, ComparedOption) and line.differs and index.column()):
            option.font.setWeight(QFont.Weight.DemiBold)


class ComparisonPanel(QWidget):
    """Asks for a comparison whenever something of it is chosen, and shows it."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left, self.right = Picker(_("First preset")), Picker(_("Second preset"))
        self.every = QCheckBox(_("Also what is the same"))
        self.model = ComparisonModel(self)
        self.table = QTableView()
        self.same = label(_("These two are the same in every option."), "muted")
        self.same.hide()
        self._dress_table()
        self._lay_out()
        self.left.activated.connect(self.wanted)
        self.right.activated.connect(self.wanted)
        self.every.toggled.connect(self.wanted)

    def show_choices(self, choices: Sequence[Choice], current: str) -> None:
        """The presets to choose from; the one in view comes first, the second stays while it is there."""
        second = self.right.currentData()
        for picker in (self.left, self.right):
            picker.clear()
            for each in choices:
                picker.addItem(each.title, each.name)
        self.left.setCurrentIndex(max(0, self.left.findData(current)))
        at = self.right.findData(second)
        if at < 0 or second == current:
            at = next((at for at, each in enumerate(choices) if each.name != current), 0)
        self.right.setCurrentIndex(at)

    def show_options(self, options: Sequence[ComparedOption]) -> None:
        """The table, or that there is nothing to show in it."""
        self.model.show_options((self.left.currentText(), self.right.currentText()), options)
        self.same.setVisible(not options)
        self.table.setVisible(bool(options))

    def _dress_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Delegate(self.table))
        self.table.setAccessibleName(_("Options side by side"))
        self.table.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(4 * GRID)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # The pickers above say which column is which.
        head.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        for at, widget in enumerate((self.every, self.left, self.right)):
            grid.addWidget(widget, 0, at)
            grid.setColumnStretch(at, 1)
            grid.setColumnMinimumWidth(at, 1)
        for picker in (self.left, self.right):
            picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        column.addLayout(grid)
        column.addWidget(self.same)
        column.addWidget(self.table, 1)
        column.addStretch(0)
