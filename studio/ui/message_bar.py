"""Where messages appear: bars at the top of the window, newest first."""

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.controls import button, icon_button, label
from studio.ui.icons import give_icon, tint_icons
from studio.ui.messages import Level, Message, Offer
from studio.ui.theme import GRID, colours_for
from studio.words import _

MOST_AT_ONCE = 3
STAYS_MS = 9000
TINTS: dict[Level, str] = {"notice": "accent", "done": "good", "warning": "warn", "problem": "bad"}


class MessageBar(QFrame):
    """One message with its buttons; a `lasting` one can only be taken away by who put it there."""

    def __init__(self, message: Message, parent: QWidget | None = None, *, lasting: bool = False) -> None:
        super().__init__(parent)
        self.message = message
        self._offers: list[Offer] = []
        self.setProperty("level", message.level)
        self.setAccessibleName(" ".join(filter(None, [message.text, message.hint])))
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, GRID, 2 * GRID, GRID)
        line.setSpacing(GRID + GRID // 2)
        sign = QLabel()
        give_icon(sign, message.level, TINTS[message.level], 20)
        line.addWidget(sign)
        line.addWidget(self._words(message), 1)
        for offer in message.offers:
            line.addWidget(self._offer_button(offer))
        if not lasting:
            close = icon_button(_("Close this message"), "close")
            close.clicked.connect(self.leave)
            line.addWidget(close)
        tint_icons(self, colours_for(self.palette()))

    def leave(self) -> None:
        """Take the bar away."""
        self.hide()
        self.deleteLater()

    @property
    def stays(self) -> bool:
        """Whether someone has to close it: bad news and offers are not taken away while being read."""
        return self.message.level in ("warning", "problem") or bool(self.message.offers)

    def _words(self, message: Message) -> QWidget:
        words = QWidget()
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(message.text, "heading" if message.hint else None, wrap=True))
        if message.hint:
            column.addWidget(label(message.hint, wrap=True))
        return words

    def _offer_button(self, offer: Offer) -> QWidget:
        self._offers.append(offer)
        made = button(offer.label)
        made.setProperty("offer", len(self._offers) - 1)
        made.clicked.connect(self._on_offer_taken)
        return made

    def _on_offer_taken(self) -> None:
        offer = self._offers[int(self.sender().property("offer"))]
        if offer.once:
            self.leave()
        offer.act()


class MessageArea(QWidget):
    """Stacks the bars; the same sentence is not said twice at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._bars: list[MessageBar] = []

    def show_message(self, message: Message) -> None:
        """Put a message on top; older ones make room."""
        for bar in self.bars():
            if bar.message.text == message.text:
                self._take(bar)
        for bar in self.bars()[MOST_AT_ONCE - 1 :]:
            self._take(bar)
        bar = MessageBar(message, self)
        self._bars.insert(0, bar)
        self._column.insertWidget(0, bar)
        # A layout shows it only later; until then it would count as one that was closed.
        bar.show()
        if not bar.stays:
            QTimer.singleShot(STAYS_MS, bar, bar.leave)

    def bars(self) -> list[MessageBar]:
        """What is on show, newest first."""
        self._bars = [bar for bar in self._bars if shiboken6.isValid(bar) and not bar.isHidden()]
        return list(self._bars)

    def _take(self, bar: MessageBar) -> None:
        self._bars.remove(bar)
        bar.leave()
