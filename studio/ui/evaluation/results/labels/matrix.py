"""The matrix itself: tinted cells that open their rows, and titles that stand upright where they are too long."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.ui.evaluation.results.labels.matrix_model import RIGHT, SHARE, MatrixModel
from studio.ui.theme import GRID, colours_for
from studio.ui.xray.looks import mixed
from studio.words import _

if TYPE_CHECKING:
    from studio.evaluating.labels import CrossTable

_CELL, _ROOM = QSize(7 * GRID, 5 * GRID), 80 * GRID
_MOST_ASIDE, _MOST_UPRIGHT = 30 * GRID, 28 * GRID
_LEAST, _MOST = 0.08, 0.42
"""How much colour a cell takes that holds next to none, and one that holds all of its line."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_SMALL = 9.0


class ConfusionMatrix(QTableView):
    """Arrow keys go from cell to cell; Enter, Space or a click opens the rows of one."""

    rows_wanted = Signal(object)  # tuple[int, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = MatrixModel()
        self.setModel(self.cells)
        self.setItemDelegate(_CellDelegate(self))
        self.setHorizontalHeader(_Titles(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Titles(Qt.Orientation.Vertical, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setStyleSheet("QTableCornerButton::section, QHeaderView { background: transparent; border: none; }")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("What is taken for what: expected down, given across"))
        self.clicked.connect(self._open)

    def show_table(self, table: "CrossTable") -> None:
        """Take the place of what is shown; the keyboard stays on its cell where there still is one."""
        at = self.currentIndex()
        row, column = (at.row(), at.column()) if at.isValid() else (0, 0)
        self.cells.show_table(table)
        self.fit()
        self.setCurrentIndex(self.cells.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.fit()

    def fit(self) -> None:
        """As tall as its lines: the page scrolls, not the matrix."""
        across, down = self.horizontalHeader(), self.verticalHeader()
        assert isinstance(across, _Titles)
        for header, size in ((across, across.cell_width()), (down, _CELL.height())):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setDefaultSectionSize(size)
        height = across.sizeHint().height() + _CELL.height() * self.cells.rowCount()
        self.setFixedHeight(height + self.horizontalScrollBar().sizeHint().height())

    def _open(self, index: QModelIndex) -> None:
        if ids := self.cells.ids(index):
            self.rows_wanted.emit(ids)


class _CellDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = self.parent()
        assert isinstance(view, QWidget)
        colours, share = colours_for(view.palette()), index.data(SHARE)
        painter.save()
        inside: QRect = option.rect.adjusted(1, 1, -1, -1)
        painter.fillRect(option.rect, QColor(colours.surface))
        if share is not None:
            colour = colours.series[0 if index.data(RIGHT) else 1]
            tint = mixed(colours.surface, colour, _LEAST + (_MOST - _LEAST) * share) if share else colours.sunken
            painter.fillRect(inside, QColor(tint))
        font = QFont(view.font())
        font.setPointSizeF(_SMALL)
        # Told by more than its colour.
        font.setWeight(QFont.Weight.Bold if index.data(RIGHT) else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colours.muted if share is None else colours.text))
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        if option.state & QStyle.StateFlag.State_HasFocus and view.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(inside)
        painter.restore()


class _Titles(QHeaderView):
    """Across, all titles stand upright as soon as one is wider than a cell."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def cell_width(self) -> int:
        """So wide that titles lie, where there is room for that."""
        wide = max(_CELL.width(), self._longest() + 2 * GRID)
        return wide if wide * self.count() <= _ROOM else _CELL.width()

    def sizeHint(self) -> QSize:
        longest = self._longest() + 2 * GRID
        if self.orientation() == Qt.Orientation.Vertical:
            return QSize(min(_MOST_ASIDE, longest), 0)
        return QSize(0, min(_MOST_UPRIGHT, longest) if self._upright() else 4 * GRID)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if not rect.isValid() or model is None:
            return
        colours = colours_for(self.palette())
        painter.save()
        painter.fillRect(rect, QColor(colours.surface))
        painter.setPen(QColor(colours.text))
        painter.setFont(self._font())
        title, metrics = str(model.headerData(section, self.orientation())), QFontMetrics(self._font())
        if self._upright():
            painter.translate(rect.left(), rect.bottom())
            painter.rotate(-90)
            rect = QRect(0, 0, rect.height(), rect.width())
        inside = rect.adjusted(GRID, 0, -GRID // 2, 0)
        aside = self.orientation() == Qt.Orientation.Vertical
        left = Qt.AlignmentFlag.AlignLeft if self._upright() else Qt.AlignmentFlag.AlignHCenter
        across = Qt.AlignmentFlag.AlignRight if aside else left
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | across, shown)
        painter.restore()

    def _upright(self) -> bool:
        return self.orientation() == Qt.Orientation.Horizontal and self._longest() > self.cell_width() - GRID

    def _longest(self) -> int:
        model, metrics = self.model(), QFontMetrics(self._font())
        titles = (model.headerData(at, self.orientation()) for at in range(self.count()))
        return max((metrics.horizontalAdvance(str(each)) for each in titles if each is not None), default=0)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(_SMALL)
        return font
