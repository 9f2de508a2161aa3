"""The rules and what each has found: what matters most first, what found nothing folded into one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QTransform
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.data.checks import RuleFindings
from studio.ui.data.checks.words import ICONS, LEVELS, TINTS, count_words, nothing_words
from studio.ui.formats import integer
from studio.ui.icons import pixmap
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ENTRY_ROLE = Qt.ItemDataRole.UserRole
ICON = 18
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ORDER = tuple(LEVELS)
State = Literal["found", "not_run", "clean", "fold"]


@dataclass(frozen=True)
class RuleEntry:
    """One line: a rule, or with `known` None the line that stands for `folded` rules that found nothing."""

    state: State
    known: RuleFindings | None = None
    folded: int = 0
    open: bool = False

    def text(self) -> str:
        """What the line says, as a screen reader reads it."""
        if self.known is None:
            return nothing_words(self.folded)
        title = _(self.known.rule.title)
        if self.state == "not_run":
            return _("{title}: not run").format(title=title)
        return _("{title}: {count}").format(title=title, count=count_words(self.known)) if self.known.count else title


def arranged(known: Sequence[RuleFindings], *, unfolded: bool) -> list[RuleEntry]:
    """The lines: findings by importance, then rules that could not look, then those that found nothing."""
    found = sorted((each for each in known if each.count), key=lambda each: (_level(each), -each.count))
    held = [each for each in known if each.not_run and not each.count]
    clean = [each for each in known if not each.not_run and not each.count]
    lines = [*(RuleEntry("found", each) for each in found), *(RuleEntry("not_run", each) for each in held)]
    if clean:
        lines.append(RuleEntry("fold", folded=len(clean), open=unfolded))
    if unfolded:
        lines += [RuleEntry("clean", each) for each in clean]
    return lines


def _level(known: RuleFindings) -> int:
    return _ORDER.index(known.rule.level)


class RulesModel(QAbstractListModel):
    """The lines of one data set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[RuleFindings, ...] = ()
        self._lines: list[RuleEntry] = []
        self._unfolded = False

    def show_known(self, known: Sequence[RuleFindings]) -> None:
        """Replace what was found."""
        self._known = tuple(known)
        self._arrange()

    def fold_or_unfold(self) -> None:
        """Show the rules that found nothing, or hide them."""
        self._unfolded = not self._unfolded
        self._arrange()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._lines[index.row()]
        if role == ENTRY_ROLE:
            return entry
        return entry.text() if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None

    def entry(self, index: Index) -> RuleEntry | None:
        """The line at an index."""
        return self._lines[index.row()] if index.isValid() else None

    def index_of(self, rule: str) -> QModelIndex:
        """Where a rule stands; invalid where it is folded away."""
        rows = (at for at, each in enumerate(self._lines) if each.known is not None and each.known.rule.id == rule)
        return self.index(next(rows, -1))

    def _arrange(self) -> None:
        self.beginResetModel()
        self._lines = arranged(self._known, unfolded=self._unfolded)
        self.endResetModel()


class RuleDelegate(QStyledItemDelegate):
    """Level as an icon, the title, the count at the right; below it how much it matters, or why it did not run."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(ENTRY_ROLE)
        lines = 2 if isinstance(entry, RuleEntry) and entry.state in ("found", "not_run") else 1
        return QSize(0, lines * QFontMetrics(option.font).height() + 2 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, entry = colours_for(option.palette), index.data(ENTRY_ROLE)
        if not isinstance(entry, RuleEntry):
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selection))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        inner = option.rect.adjusted(GRID, GRID, -GRID - GRID // 2, -GRID)
        line = QRect(inner.left(), inner.top(), inner.width(), option.fontMetrics.height())
        _paint_icon(painter, line, entry, colours)
        line.setLeft(line.left() + ICON + GRID)
        _paint_title(painter, option, line, entry)
        if entry.known is not None and entry.state in ("found", "not_run"):
            line.translate(0, line.height())
            painter.setFont(option.font)
            painter.setPen(QColor(colours.muted))
            painter.drawText(line, LEFT, _elided(painter, _below(entry.known), line.width()))
        painter.restore()


class RuleList(QListView):
    """Shows a RulesModel; the folded line opens and closes when it is pressed."""

    rule_chosen = Signal(object)  # RuleFindings | None

    def __init__(self, model: RulesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules = model
        self.setModel(model)
        self.setAccessibleName(_("Checks"))
        self.setItemDelegate(RuleDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_pressed(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def show_known(self, known: Sequence[RuleFindings]) -> None:
        """Replace what was found; the rule that is chosen stays so."""
        before = self.rules.entry(self.currentIndex())
        self.rules.show_known(known)
        chosen = before.known.rule.id if before is not None and before.known is not None else ""
        index = self.rules.index_of(chosen)
        first = self.rules.index(0)
        if not index.isValid() and first.isValid() and first.data(ENTRY_ROLE).state != "fold":
            index = first
        self.setCurrentIndex(index)
        if not index.isValid():
            self.rule_chosen.emit(None)

    def _on_current_changed(self, current: QModelIndex) -> None:
        entry = self.rules.entry(current)
        if entry is not None:
            self.rule_chosen.emit(entry.known)

    def _on_pressed(self, index: QModelIndex) -> None:
        entry = self.rules.entry(index)
        if entry is not None and entry.state == "fold":
            self.rules.fold_or_unfold()
            self.setCurrentIndex(self.rules.index(index.row()))


def _below(known: RuleFindings) -> str:
    return known.not_run.text() if known.not_run else _(LEVELS[known.rule.level])


def _paint_icon(painter: QPainter, line: QRect, entry: RuleEntry, colours: Colours) -> None:
    name, tint = "done", "good"
    if entry.known is not None and entry.state == "found":
        name, tint = ICONS[entry.known.rule.level], TINTS[entry.known.rule.level]
    elif entry.state == "not_run":
        name, tint = "offline", "faint"
    elif entry.state == "fold":
        name, tint = "chevron", "muted"
    drawn = pixmap(name, getattr(colours, tint), ICON, painter.device().devicePixelRatioF())
    if entry.open:
        drawn = drawn.transformed(QTransform().rotate(180))
    painter.drawPixmap(line.left(), line.center().y() - ICON // 2 + 1, drawn)


def _paint_title(painter: QPainter, option: QStyleOptionViewItem, line: QRect, entry: RuleEntry) -> None:
    colours = colours_for(option.palette)
    font = QFont(option.font)
    font.setWeight(QFont.Weight.DemiBold if entry.state == "found" else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(colours.text if entry.state == "found" else colours.muted))
    title, count = entry.text(), ""
    if entry.known is not None:
        title, count = _(entry.known.rule.title), integer(entry.known.count) if entry.known.count else ""
    painter.drawText(line, RIGHT, count)
    room = line.width() - (painter.fontMetrics().horizontalAdvance(count) + GRID if count else 0)
    painter.drawText(line, LEFT, _elided(painter, title, room))


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
