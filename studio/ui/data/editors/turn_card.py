"""One turn of a conversation: who speaks, what is said, and what can be done with it."""

from typing import Literal

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from studio.core.example import Message, Role
from studio.ui.controls import Picker, icon_button
from studio.ui.data.editors.text_field import TextField
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import N_, _

TurnAct = Literal["up", "down", "add", "split", "delete"]
SPEAKERS: dict[Role, str] = {
    "system": N_("System"),
    "user": N_("User"),
    "assistant": N_("Assistant"),
    "tool": N_("Tool"),
}
_MENU: tuple[tuple[TurnAct, str], ...] = (
    ("add", N_("Add a turn after this one")),
    ("split", N_("Split the conversation here")),
    ("delete", N_("Delete this turn")),
)


class TurnCard(QFrame):
    """Changes its own speaker and text; what concerns the other turns it asks for."""

    wanted = Signal(object)  # TurnAct
    speaker_changed = Signal()

    def __init__(self, field: TextField, *, read_only: bool, can_split: bool) -> None:
        super().__init__()
        self.field = field
        self._can_split = can_split
        self.speaker = Picker(_("Speaker"))
        for role, name in SPEAKERS.items():
            self.speaker.addItem(_(name), role)
        self.speaker.setEnabled(not read_only)
        self.speaker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.speaker.setMinimumContentsLength(10)
        self.up = icon_button(_("Move up"), "up")
        self.down = icon_button(_("Move down"), "down")
        self.more = icon_button(_("More for this turn"), "more")
        field.caption.hide()
        field.head.insertWidget(0, self.speaker)
        buttons = (self.up, self.down, self.more)
        field.add_tools(*buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.addWidget(field)
        for button in buttons if read_only else ():
            button.hide()
        tint_icons(self, colours_for(self.palette()))
        self.speaker.activated.connect(self._on_speaker_chosen)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.more.clicked.connect(self._on_more)

    def message(self) -> Message:
        """What is on screen."""
        return Message(role=self.speaker.currentData(), content=self.field.text())

    def show_message(self, message: Message, at: int, count: int) -> None:
        """Show the turn at a position of so many."""
        self.speaker.setCurrentIndex(self.speaker.findData(message.role))
        self.field.show_text(message.content)
        self.setProperty("first", at == 0)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(at < count - 1)
        self._colour()

    def menu(self) -> QMenu:
        """What the last button opens; it is made anew each time and belongs to the card."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act, title in _MENU:
            if act == "split" and (not self._can_split or self.property("first")):
                continue
            made.addAction(_(title)).setData(act)
        made.triggered.connect(self._on_menu)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[int, TurnAct] = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in acts:
            self.wanted.emit(acts[event.key()])
        else:
            super().keyPressEvent(event)

    def _colour(self) -> None:
        role = self.speaker.currentData()
        if self.property("turn") != role:
            self.setProperty("turn", role)
            self.style().unpolish(self)
            self.style().polish(self)
        self.field.box.setAccessibleName(_(SPEAKERS[self.message().role]))

    def _on_speaker_chosen(self) -> None:
        self._colour()
        self.speaker_changed.emit()

    def _on_up(self) -> None:
        self.wanted.emit("up")

    def _on_down(self) -> None:
        self.wanted.emit("down")

    def _on_menu(self, action: QAction) -> None:
        self.wanted.emit(action.data())

    def _on_more(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
