"""Small widgets that every page uses, so that they look and behave alike."""

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui.icons import give_icon
from studio.ui.line_ends import with_line_ends
from studio.ui.theme import GRID, Role, set_role


class Picker(QComboBox):
    """A combo box that scrolling past does not change."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def shown_text(self) -> str:
        """The choice as far as it fits; a style with rules of its own would cut a letter in two and say nothing."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part, kind = QStyle.SubControl.SC_ComboBoxEditField, QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, part, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)


class ExactTextEdit(QPlainTextEdit):
    """Gives back what it was given, changed only where someone typed; a file let go over it is the window's.

    Qt's `toPlainText` would answer spaces for no-break spaces and "\\n" for every other end of a line.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given = self._shown = ""

    def give(self, text: str) -> None:
        """Show a text in place of the one that is there."""
        self.setPlainText(text)
        self._given, self._shown = text, self.document().toRawText()

    def exact_text(self) -> str:
        """What was given, or what it has become by typing."""
        raw = self.document().toRawText()
        return self._given if raw == self._shown else with_line_ends(raw.replace("\u2029", "\n"), self._given)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() == Qt.KeyboardModifier.ShiftModifier and not self.isReadOnly():
            # Qt would type U+2028, which is not what anyone means by a new line.
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not source.hasUrls() and super().canInsertFromMimeData(source)


class ShortLabel(QLabel):
    """A line of text that gives way: cut with an ellipsis, whole in its tooltip."""

    def __init__(self, text: str, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._elide = elide
        set_role(self, "caption")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Replace the text."""
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * GRID, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, room = QPainter(self), self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), self._elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def label(text: str, role: Role | None = None, *, wrap: bool = False) -> QLabel:
    """A line of text in its role; it can be selected with the mouse only where it wraps."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if wrap:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        set_role(made, role)
    return made


def button(text: str, icon: str = "", role: Role | None = None) -> QPushButton:
    """A push button; a primary one is the single thing a screen wants done."""
    made = QPushButton(text)
    made.setAccessibleName(text)
    if role:
        set_role(made, role)
    if icon:
        give_icon(made, icon, "on_accent" if role == "primary" else "text")
    return made


def icon_button(name: str, icon: str) -> QToolButton:
    """A button that is only an icon: `name` is its tooltip and what a screen reader says."""
    made = QToolButton()
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_role(made, "quiet")
    give_icon(made, icon)
    return made


def action_button(action: QAction) -> QToolButton:
    """An icon button for an action: its text, its icon and whether it is on come from there."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    made.setIconSize(QSize(18, 18))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_role(made, "quiet")
    return made


def card(*, spacing: int = GRID, margin: int = 2 * GRID) -> tuple[QFrame, QVBoxLayout]:
    """A bordered surface and the column inside it."""
    frame = QFrame()
    set_role(frame, "card")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(margin, margin, margin, margin)
    inside.setSpacing(spacing)
    return frame, inside


def centred(widget: QWidget) -> QHBoxLayout:
    """A line with the widget in its middle; aligned in a column, a text that wraps is given too few lines."""
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(widget)
    line.addStretch(1)
    return line
