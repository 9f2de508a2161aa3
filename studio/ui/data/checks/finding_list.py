"""The findings of one rule, read as they are scrolled to; rows that belong together stand under one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.data.checks import Finding
from studio.ui.formats import integer
from studio.ui.theme import GRID, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.data.project import ProjectReader

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole
PAGE = 200
EXCERPT = 400
NUMBER_WIDTH = 9 * GRID
MOST_LINES = 3
TALL = 10_000
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class FindingLine:
    """A finding, the beginning of its row, and whether a new group starts with it."""

    finding: Finding
    excerpt: str
    starts_group: bool


@dataclass(frozen=True)
class PageWanted:
    """The findings of a rule from a place on; `turn` tells one list from the next."""

    turn: int
    dataset_id: int
    rule: str
    offset: int


@dataclass(frozen=True)
class FindingPage:
    """What stands there; fewer than PAGE are the last ones."""

    wanted: PageWanted
    lines: tuple[tuple[Finding, str], ...]


class FindingsModel(QAbstractListModel):
    """Grows by a page at a time; it asks for each with `page_wanted` and is given it with `add_page`."""

    page_wanted = Signal(object)  # PageWanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[FindingLine] = []
        self._next: PageWanted | None = None
        self._waiting = False
        self._turn = 0

    def show_rule(self, dataset_id: int, rule: str) -> None:
        """Begin the list of a rule."""
        self.clear()
        self._next = PageWanted(self._turn, dataset_id, rule, 0)
        self.fetchMore()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._turn += 1
        self._lines, self._next, self._waiting = [], None, False
        self.endResetModel()

    def add_page(self, page: FindingPage) -> None:
        """Append what was asked for; an answer to an earlier question is dropped."""
        if page.wanted != self._next:
            return
        self._waiting = False
        asked = page.wanted
        more = len(page.lines) >= PAGE
        self._next = PageWanted(asked.turn, asked.dataset_id, asked.rule, asked.offset + PAGE) if more else None
        if not page.lines:
            return
        self.beginInsertRows(NOWHERE, len(self._lines), len(self._lines) + len(page.lines) - 1)
        group = self._lines[-1].finding.group if self._lines else 0
        for finding, excerpt in page.lines:
            self._lines.append(FindingLine(finding, excerpt, finding.group != group))
            group = finding.group
        self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:
        return not parent.isValid() and self._next is not None and not self._waiting

    def fetchMore(self, parent: Index = NOWHERE) -> None:
        if self.canFetchMore(parent) and self._next is not None:
            self._waiting = True
            self.page_wanted.emit(self._next)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return _("Example {number}: {words}").format(number=line.finding.row_id, words=line.finding.text())
        return line.finding.text() if role == Qt.ItemDataRole.ToolTipRole else None

    def line(self, index: Index) -> FindingLine | None:
        """The finding at an index."""
        return self._lines[index.row()] if index.isValid() else None


class FindingDelegate(QStyledItemDelegate):
    """The row's number, what is said of it, and how it begins; a line above every new group."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.said_lines = 1
        """As many for every row: with heights of their own, ten thousand rows would be laid out again and again."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, (self.said_lines + 1) * QFontMetrics(option.font).lineSpacing() + 2 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, line = colours_for(option.palette), index.data(LINE_ROLE)
        if not isinstance(line, FindingLine):
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selection))
        if line.starts_group and index.row():
            painter.setPen(QColor(colours.faint))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())
        height = option.fontMetrics.lineSpacing()
        inner = option.rect.adjusted(GRID, GRID, -GRID, -GRID)
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(inner.left(), inner.top(), NUMBER_WIDTH, height), LEFT, integer(line.finding.row_id))
        text = inner.adjusted(NUMBER_WIDTH, 0, 0, 0)
        text.setHeight(self.said_lines * height)
        below = QRect(text.left(), text.bottom() + 1, text.width(), height)
        excerpt = option.fontMetrics.elidedText(line.excerpt, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, LEFT, excerpt)
        painter.setPen(QColor(colours.text))
        painter.drawText(text, int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap), line.finding.text())
        painter.restore()


class FindingList(QListView):
    """Shows a FindingsModel; a double click or Enter opens the row."""

    row_wanted = Signal(object)  # Finding

    def __init__(self, model: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings = model
        self.setModel(model)
        self.setAccessibleName(_("Findings"))
        self.said = FindingDelegate(self)
        self.setItemDelegate(self.said)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.activated.connect(self._on_activated)
        model.rowsInserted.connect(self._on_inserted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Room for the longest sentence of the first page, up to MOST_LINES."""
        room = max(1, self.viewport().width() - NUMBER_WIDTH - 2 * GRID)
        seen = (self.findings.line(self.findings.index(at)) for at in range(min(PAGE, self.findings.rowCount())))
        wrap = int(Qt.TextFlag.TextWordWrap)
        heights = (
            self.fontMetrics().boundingRect(0, 0, room, TALL, wrap, line.finding.text()).height()
            for line in seen
            if line is not None
        )
        lines = min(MOST_LINES, -(-max(heights, default=1) // self.fontMetrics().lineSpacing()))
        if lines != self.said.said_lines:
            self.said.said_lines = lines
            self.scheduleDelayedItemsLayout()

    def _on_inserted(self, _parent: QModelIndex, first: int, _last: int) -> None:
        if not first:
            self._fit()

    def _on_activated(self, index: QModelIndex) -> None:
        line = self.findings.line(index)
        if line is not None:
            self.row_wanted.emit(line.finding)


def read_page(path: Path, wanted: PageWanted) -> FindingPage:
    """The findings with the beginnings of their rows; called in the background."""
    from studio.data.checks import list_findings
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        found = list_findings(reader, wanted.dataset_id, wanted.rule, limit=PAGE, offset=wanted.offset)
        beginnings = _beginnings(reader, [each.row_id for each in found])
    return FindingPage(wanted, tuple((each, beginnings.get(each.row_id, "")) for each in found))


def _beginnings(reader: "ProjectReader", ids: Sequence[int]) -> dict[int, str]:
    from studio.data.checks.parts import parts_of

    rows = reader.rows(list(dict.fromkeys(ids)))
    return {row.id: " ".join(parts_of(row.content).question[: 2 * EXCERPT].split())[:EXCERPT] for row in rows}
