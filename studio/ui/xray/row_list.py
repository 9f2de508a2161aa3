"""The training rows by number, with how each begins; read as they are scrolled to."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.core.example import Chat, Classification, Content, Instruction, Preference
from studio.data.records import Row
from studio.ui.formats import integer
from studio.ui.theme import GRID, colours_for
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NUMBER_ROLE = Qt.ItemDataRole.UserRole
PAGE, PAGES = 128, 32
_EXCERPT = 200
_NUMBER_WIDTH = 7 * GRID
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowListModel(QAbstractListModel):
    """An array of row numbers, and the few pages of rows that were looked at last."""

    def __init__(self, fetch: Callable[[Sequence[int]], list[Row]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids: tuple[int, ...] = ()
        self._pages: OrderedDict[int, dict[int, str]] = OrderedDict()

    def show_ids(self, ids: tuple[int, ...]) -> None:
        """List these rows."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == NUMBER_ROLE:
            return self._ids[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._beginning(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = _("Example {number}: {words}")
            return words.format(number=self._ids[index.row()], words=self._beginning(index.row()))
        return None

    def _beginning(self, at: int) -> str:
        page = at // PAGE
        if page in self._pages:
            self._pages.move_to_end(page)
        else:
            rows = self._fetch(self._ids[page * PAGE : (page + 1) * PAGE])
            self._pages[page] = {row.id: _excerpt(row.content) for row in rows}
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        return self._pages[page].get(self._ids[at], "")


class RowListView(QListView):
    """`position_chosen` follows the mark, whoever moved it."""

    position_chosen = Signal(int)

    def __init__(self, model: RowListModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(_("Examples to learn from"))
        self.setItemDelegate(_RowDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def mark(self, position: int) -> None:
        """Mark the row at a place and scroll to it."""
        index = self.model().index(position, 0)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        self.scrollTo(index)

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.position_chosen.emit(index.row())


class _RowDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, option.fontMetrics.lineSpacing() + GRID + GRID // 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = colours_for(option.palette)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selection))
        inner = option.rect.adjusted(GRID, 0, -GRID, 0)
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(inner.left(), inner.top(), _NUMBER_WIDTH, inner.height()), _LEFT, _number(index))
        text = inner.adjusted(_NUMBER_WIDTH, 0, 0, 0)
        shown = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, text.width())
        painter.setPen(QColor(colours.text))
        painter.drawText(text, _LEFT, shown)
        painter.restore()


def _number(index: Index) -> str:
    return integer(int(index.data(NUMBER_ROLE)))


def _excerpt(content: Content) -> str:
    """How the question begins, the case itself before what is asked of it every time."""
    match content:
        case Instruction():
            words = content.input or content.instruction
        case Chat():
            words = next((turn.content for turn in content.messages if turn.role == "user"), "")
        case Preference():
            words = content.prompt
        case Classification():
            words = content.text
        case _other:
            words = ""
    return " ".join(words[: 2 * _EXCERPT].split())[:_EXCERPT]
