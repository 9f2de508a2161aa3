"""The big buttons under the example, each with its key; those of a correction take their place meanwhile."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from studio.ui.controls import button
from studio.ui.theme import GRID, Role
from studio.words import _

TALL = 5 * GRID


class ReviewActions:
    """Every key of the review; they work while the section has the focus, and not where letters are typed."""

    def __init__(self, section: QWidget) -> None:
        self._section = section
        self.approve = self._action(_("Approve"), "A")
        self.reject = self._action(_("Reject…"), "R")
        self.correct = self._action(_("Correct"), "C")
        self.skip = self._action(_("Skip"), "S")
        self.back = self._action(_("Previous example"), "Left")
        self.forth = self._action(_("Next example"), "Right")
        self.undo = self._action(_("Undo the decision"), "U")
        self.keep = self._action(_("Keep the correction"), "Ctrl+Return", "Ctrl+Enter")
        self.keep_and_approve = self._action(_("Keep and approve"), "Ctrl+Shift+Return", "Ctrl+Shift+Enter")
        self.give_up = QAction(_("Give up"), section)

    def deciding(self) -> tuple[QAction, ...]:
        """What is done with an example that is read."""
        return (self.approve, self.reject, self.correct, self.skip, self.back, self.forth, self.undo)

    def _action(self, text: str, *keys: str) -> QAction:
        made = QAction(text, self._section)
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._section.addAction(made)
        return made


class DecisionBar(QWidget):
    """Approve, reject, correct, skip; the neighbours; the way back."""

    def __init__(self, actions: ReviewActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.approve = _big(actions.approve, "A", "primary")
        self.reject = _big(actions.reject, "R", "danger")
        self.correct, self.skip = _big(actions.correct, "C"), _big(actions.skip, "S")
        self.undo = _big(actions.undo, "U")
        self.back = _arrow(actions.back, "left", "←")
        self.forth = _arrow(actions.forth, "right", "→")
        line = _line(self)
        for widget in (self.approve, self.reject, self.correct, self.skip):
            line.addWidget(widget)
        line.addStretch(1)
        for widget in (self.back, self.forth, self.undo):
            line.addWidget(widget)


class CorrectionBar(QWidget):
    """Keep what was corrected, or not."""

    def __init__(self, actions: ReviewActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keep = _big(actions.keep, _("Ctrl+Enter"), "primary")
        self.keep_and_approve = _big(actions.keep_and_approve, _("Ctrl+Shift+Enter"))
        self.give_up = _big(actions.give_up, _("Esc"))
        line = _line(self)
        for widget in (self.keep, self.keep_and_approve):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.give_up)
        self.hide()


def _big(action: QAction, key: str, role: Role | None = None) -> QPushButton:
    words = _("{act} ({key})").format(act=action.text(), key=key)
    made = button(words, "", role)
    made.setMinimumHeight(TALL)
    return _tied(made, action)


def _arrow(action: QAction, icon: str, key: str) -> QPushButton:
    made = button("", icon)
    made.setAccessibleName(action.text())
    made.setToolTip(f"{action.text()} ({key})")
    made.setFixedSize(TALL + GRID, TALL)
    return _tied(made, action)


def _tied(made: QPushButton, action: QAction) -> QPushButton:
    # The keys belong to the example: the focus stays there.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setEnabled(action.isEnabled())
    made.clicked.connect(action.trigger)
    action.enabledChanged.connect(made.setEnabled)
    return made


def _line(holder: QWidget) -> QHBoxLayout:
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GRID)
    return line
