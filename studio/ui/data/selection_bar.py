"""The bar under the table while several rows are selected: what can be done with them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from studio.ui.controls import action_button, icon_button, label
from studio.ui.data.actions import DataActions
from studio.ui.data.presenter import Allowed
from studio.ui.formats import integer
from studio.ui.icons import give_icon
from studio.ui.theme import GRID, set_role
from studio.words import _, ngettext


class SelectionBar(QFrame):
    """Hidden until a second row is selected."""

    dropped = Signal()

    def __init__(self, actions: DataActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "selection")
        self.setAccessibleName(_("Selected examples"))
        self.count = label("", "heading")
        line = QHBoxLayout(self)
        line.setContentsMargins(GRID + GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        line.setSpacing(GRID // 2)
        line.addWidget(self.count)
        line.addStretch(1)
        tags = _text_button(_("Tags…"))
        give_icon(tags, "tag")
        tags.clicked.connect(actions.tag.trigger)
        line.addWidget(tags)
        line.addWidget(_menu_button(_("Status"), actions.status_menu))
        line.addWidget(_menu_button(_("Split"), actions.split_menu))
        for action in (actions.duplicate, actions.merge, actions.delete):
            line.addWidget(action_button(action))
        drop = icon_button(_("Select one example only"), "close")
        drop.clicked.connect(self.dropped)
        line.addWidget(drop)
        self.hide()

    def show_allowed(self, allowed: Allowed) -> None:
        """Appear with the number of selected rows."""
        count = allowed.selected
        self.count.setText(
            ngettext("{count} example selected", "{count} examples selected", count).format(count=integer(count))
        )
        self.setVisible(count > 1)


def _text_button(text: str) -> QToolButton:
    made = QToolButton()
    made.setText(text)
    made.setAccessibleName(text)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_role(made, "quiet")
    return made


def _menu_button(text: str, menu: QMenu) -> QToolButton:
    made = _text_button(text)
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    give_icon(made, "chevron", "muted", 12)
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return made
