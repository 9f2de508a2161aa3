"""The turns of a conversation as cards; a long one is built bit by bit, so that the window stays quick."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.example import Message, Role
from studio.ui.controls import button
from studio.ui.data.editors.content_editor import ContentEditor
from studio.ui.data.editors.text_field import TextField
from studio.ui.data.editors.turn_card import TurnAct, TurnCard
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

AT_ONCE = 6
_NEXT: dict[Role, Role] = {"system": "user", "user": "assistant", "assistant": "user", "tool": "assistant"}


class TurnList(QWidget):
    """`name` is where the turns stand in the example: `messages` or `history`."""

    changed = Signal()
    fields_changed = Signal()
    split_wanted = Signal(object)  # int, the position of the first turn of the second conversation

    def __init__(self, name: str, owner: ContentEditor, *, can_split: bool = False) -> None:
        super().__init__()
        self._name, self._owner, self._can_split = name, owner, can_split
        self._cards: list[TurnCard] = []
        self._later: list[Message] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self.add_button = button(_("Add a turn"), "add", "quiet")
        self.add_button.clicked.connect(self._on_add)
        tint_icons(self.add_button, colours_for(self.palette()))
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        if owner.read_only:
            self.add_button.hide()
        self._builder = QTimer(self)
        self._builder.setSingleShot(True)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_more)

    @property
    def cards(self) -> list[TurnCard]:
        """The cards built so far, in order."""
        return list(self._cards)

    def turns(self) -> tuple[Message, ...]:
        """All turns, also those that have no card yet."""
        return (*(card.message() for card in self._cards), *self._later)

    def fields(self) -> list[TextField]:
        """The boxes of the turns in order."""
        return [card.field for card in self._cards]

    def show_turns(self, turns: tuple[Message, ...]) -> None:
        """Show these and no others; cards are kept where they serve."""
        while len(self._cards) > len(turns):
            gone = self._cards.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._later = list(turns[len(self._cards) :])
        for at, card in enumerate(self._cards):
            card.show_message(turns[at], at, len(turns))
        self._build_more()

    def act(self, card: TurnCard, act: TurnAct) -> None:
        """Do what was asked at one turn."""
        at = self._cards.index(card)
        turns = list(self.turns())
        if act == "split":
            self.split_wanted.emit(at)
            return
        if act == "add":
            turns.insert(at + 1, Message(role=_NEXT[turns[at].role], content=""))
        elif act == "delete":
            del turns[at]
        else:
            other = at + (1 if act == "down" else -1)
            if not 0 <= other < len(turns):
                return
            turns[at], turns[other] = turns[other], turns[at]
            at = other
        self.show_turns(tuple(turns))
        self.changed.emit()
        self._focus(at + 1 if act == "add" else at)

    def _focus(self, at: int) -> None:
        if self._cards:
            self._cards[min(at, len(self._cards) - 1)].field.box.setFocus()

    def _build_more(self) -> None:
        total = len(self._cards) + len(self._later)
        for _each in range(min(AT_ONCE, len(self._later))):
            message = self._later.pop(0)
            at = len(self._cards)
            card = self._new_card(at)
            self._cards.append(card)
            self._column.insertWidget(at, card)
            card.show_message(message, at, total)
        if self._later:
            self._builder.start()
        else:
            self.fields_changed.emit()

    def _new_card(self, at: int) -> TurnCard:
        field = self._owner.new_field(f"{self._name}.{at}", "")
        card = TurnCard(field, read_only=self._owner.read_only, can_split=self._can_split)
        card.speaker_changed.connect(self.changed)
        card.wanted.connect(self._on_wanted)
        return card

    def _on_wanted(self, act: TurnAct) -> None:
        card = self.sender()
        if isinstance(card, TurnCard):
            self.act(card, act)

    def _on_add(self) -> None:
        turns = self.turns()
        role: Role = _NEXT[turns[-1].role] if turns else "user"
        self.show_turns((*turns, Message(role=role, content="")))
        self.changed.emit()
        self._focus(len(turns))
