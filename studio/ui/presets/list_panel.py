"""The left column: what is sought, and the presets under their headings."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.controls import Picker, button, label
from studio.ui.icons import pixmap
from studio.ui.presets.listing import MEMORIES, Entry, Heading, Kind, Narrowing
from studio.ui.presets.words import PURPOSES
from studio.ui.theme import GRID, colours_for
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LINE_ROLE = Qt.ItemDataRole.UserRole
SIGN = 14
_SIGNS: dict[Kind, str] = {"built_in": "", "own": "file", "broken": "problem"}


class PresetListModel(QAbstractListModel):
    """Presets and the headings above them, which cannot be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Entry | Heading, ...] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(line, Heading):
                return line.title
            return ", ".join(filter(None, (line.title, line.facts, _("changed") if line.changed else "")))
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, Entry):
            return f"{line.title}\n{line.facts}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._lines[index.row()], Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def show_lines(self, lines: Sequence[Entry | Heading]) -> None:
        """Replace the list, or only what is said in it, so that views keep their place."""
        fresh = tuple(lines)
        if len(fresh) == len(self._lines) and all(map(_same_place, fresh, self._lines)):
            changed = [at for at, line in enumerate(fresh) if line != self._lines[at]]
            self._lines = fresh
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._lines = fresh
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """The line of a preset, -1 where it is not listed."""
        return next((at for at, line in enumerate(self._lines) if isinstance(line, Entry) and line.name == name), -1)


class PresetDelegate(QStyledItemDelegate):
    """Two lines for a preset, one for a heading."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = QFontMetrics(option.font).height()
        return QSize(0, height + 2 * GRID if isinstance(index.data(LINE_ROLE), Heading) else 2 * height + 2 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Heading):
            self._paint_heading(painter, option, line)
        else:
            self._paint_entry(painter, option, line)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, heading: Heading) -> None:
        rect = option.rect.adjusted(GRID + GRID // 2, GRID, -GRID, 0)
        painter.setFont(_bold(painter.font()))
        painter.setPen(QColor(colours_for(option.palette).muted))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, heading.title)

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        colours = colours_for(option.palette)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = option.state & QStyle.StateFlag.State_Selected
            painter.setBrush(QColor(colours.selection if chosen else colours.window))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(option.rect.adjusted(GRID // 2, 2, -GRID // 2, -2), 6, 6)
        inner = option.rect.adjusted(GRID + GRID // 2, GRID, -GRID - GRID // 2, -GRID)
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        lower = upper.translated(0, upper.height())
        if sign := _SIGNS[entry.kind]:
            place = upper.right() - SIGN + 1
            tint = colours.bad if entry.kind == "broken" else colours.muted
            painter.drawPixmap(place, upper.top() + (upper.height() - SIGN) // 2, pixmap(sign, tint, SIGN))
            upper.setRight(place - GRID // 2)
        facts = " · ".join(filter(None, (_("changed") if entry.changed else "", entry.facts)))
        painter.setPen(QColor(colours.bad if entry.kind == "broken" else colours.muted))
        _draw(painter, lower, facts)
        painter.setFont(_bold(painter.font()))
        painter.setPen(QColor(colours.accent if entry.changed else colours.text))
        _draw(painter, upper, entry.title)


class ListPanel(QWidget):
    """A single click or the arrow keys bring a preset into view."""

    chosen = Signal(object)  # str: the preset's name
    narrowed = Signal(object)  # Narrowing

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search presets"))
        self.search.setAccessibleName(_("Search presets"))
        self.search.setClearButtonEnabled(True)
        self.purpose, self.memory = Picker(_("Task")), Picker(_("Memory of the card"))
        self.model = PresetListModel(self)
        self.view = QListView()
        self.empty = label(_("No preset fits what is sought."), "caption", wrap=True)
        self.take_in, self.from_run = button(_("Import…"), "import"), button(_("From a run…"), "curve")
        self._fill_pickers()
        self._dress_view()
        self._lay_out()
        self.search.textChanged.connect(self._on_narrowed)
        self.purpose.currentIndexChanged.connect(self._on_narrowed)
        self.memory.currentIndexChanged.connect(self._on_narrowed)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_lines(self, lines: Sequence[Entry | Heading], current: str) -> None:
        """Replace the list; the preset in view is marked while it is among them."""
        selection = self.view.selectionModel()
        blocked = selection.blockSignals(True)
        self.model.show_lines(lines)
        at = self.model.row_of(current)
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at))
        else:
            selection.clear()
        selection.blockSignals(blocked)
        self.empty.setVisible(not lines)
        self.view.setVisible(bool(lines))
        self.view.viewport().update()

    def _fill_pickers(self) -> None:
        self.purpose.addItem(_("Task"), None)
        for purpose, title in PURPOSES.items():
            self.purpose.addItem(_(title), purpose)
        self.memory.addItem(_("Memory"), None)
        for each in MEMORIES:
            self.memory.addItem(_("Up to {value} GB").format(value=each) if each else _("No graphics card"), each)
        for picker in (self.purpose, self.memory):
            picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def _dress_view(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(PresetDelegate(self.view))
        self.view.setAccessibleName(_("Presets"))
        self.view.setMouseTracking(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 2 * GRID, GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(_padded(self.search))
        column.addLayout(_padded(self.purpose, self.memory))
        self.empty.setContentsMargins(GRID, 0, GRID, 0)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        column.addLayout(_padded(self.take_in, self.from_run))

    def _on_narrowed(self) -> None:
        self.narrowed.emit(Narrowing(self.search.text(), self.purpose.currentData(), self.memory.currentData()))

    def _on_current_changed(self, current: QModelIndex) -> None:
        line = current.data(LINE_ROLE) if current.isValid() else None
        if isinstance(line, Entry):
            self.chosen.emit(line.name)


def _padded(*widgets: QLineEdit | Picker | QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(GRID, 0, GRID, 0)
    line.setSpacing(GRID)
    for widget in widgets:
        line.addWidget(widget, 1)
    return line


def _same_place(one: Entry | Heading, other: Entry | Heading) -> bool:
    if isinstance(one, Entry) and isinstance(other, Entry):
        return one.name == other.name
    return one == other


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def _draw(painter: QPainter, rect: QRect, text: str) -> None:
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
