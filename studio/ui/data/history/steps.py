"""The steps of the project as a list, newest first; undone ones are faint."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.data.records import Step
from studio.ui.formats import moment
from studio.ui.theme import GRID, colours_for
from studio.words import _

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
STEP_ROLE = Qt.ItemDataRole.UserRole
BEGINNING = 0
MARK = 3
ALIGNED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class StepsModel(QAbstractListModel):
    """Every step, then the beginning of the project, to which one can go back too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self.current = BEGINNING
        """The step that was done last."""

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Replace the list."""
        self.beginResetModel()
        self._steps = tuple(reversed(steps))
        self.current = next((each.id for each in self._steps if not each.undone), BEGINNING)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._steps) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, STEP_ROLE, Qt.ItemDataRole.ToolTipRole):
            return None
        step = self._steps[index.row()] if index.row() < len(self._steps) else None
        if role == STEP_ROLE:
            return step
        if step is None:
            return _("Beginning of the project")
        words = _("{label} (undone)").format(label=step.label) if step.undone else step.label
        return f"{words}\n{_when_and_who(step)}"

    def step_id(self, index: Index) -> int:
        """The step of a row, BEGINNING for the last one."""
        return self._steps[index.row()].id if index.row() < len(self._steps) else BEGINNING


class HistoryDelegate(QStyledItemDelegate):
    """One line or two, the second quieter; a bar marks the step where the project stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = 1 + ("\n" in str(index.data()))
        return QSize(0, lines * QFontMetrics(option.font).height() + 2 * GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, step = colours_for(option.palette), index.data(STEP_ROLE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selection))
        model = index.model()
        if isinstance(model, StepsModel) and model.step_id(index) == model.current:
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), MARK, option.rect.height()), QColor(colours.accent)
            )
        inner = option.rect.adjusted(2 * GRID, GRID, -GRID, -GRID)
        upper = QRect(inner.left(), inner.top(), inner.width(), option.fontMetrics.height())
        undone = step is not None and step.undone
        painter.setPen(QColor(colours.faint if undone else colours.text))
        label, *below = str(index.data()).split("\n")
        painter.drawText(upper, ALIGNED, _elided(option, label, upper.width()))
        if below:
            painter.setPen(QColor(colours.faint if undone else colours.muted))
            lower = upper.translated(0, upper.height())
            painter.drawText(lower, ALIGNED, _elided(option, below[-1], lower.width()))
        painter.restore()


class StepsList(QListView):
    """Shows a StepsModel."""

    def __init__(self, model: StepsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(_("Steps of the history"))
        self.setItemDelegate(HistoryDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)


def _elided(option: QStyleOptionViewItem, text: str, width: int) -> str:
    return option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _when_and_who(step: Step) -> str:
    return "  ·  ".join(filter(None, (moment(step.at, time.time()), step.author)))
