"""The one door to the user: calm sentences in a bar, never a modal box."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

from studio.errors import StudioError

Level = Literal["notice", "done", "warning", "problem"]


@dataclass(frozen=True)
class Offer:
    """Something the user can do about a message: a button's label and what it does.

    After an offer made `once` there is nothing more to say: the message leaves.
    """

    label: str
    act: Callable[[], None]
    once: bool = False


@dataclass(frozen=True)
class Message:
    """What is said, what to do about it, and buttons that do it."""

    level: Level
    text: str
    hint: str = ""
    offers: tuple[Offer, ...] = ()


class Messages(QObject):
    """Everything that speaks to the user speaks here; the window shows it."""

    posted = Signal(object)  # Message

    def problem(self, error: StudioError, *offers: Offer) -> None:
        """A foreseen failure: its sentence and its hint; stays until closed."""
        self.posted.emit(Message("problem", error.message, error.hint, offers))

    def warning(self, text: str, hint: str = "", *offers: Offer) -> None:
        """Something that went less well than hoped; stays until closed."""
        self.posted.emit(Message("warning", text, hint, offers))

    def notice(self, text: str, hint: str = "", *offers: Offer) -> None:
        """Something worth knowing; leaves by itself when it offers nothing."""
        self.posted.emit(Message("notice", text, hint, offers))

    def done(self, text: str, hint: str = "", *offers: Offer) -> None:
        """Something asked for has succeeded; leaves by itself."""
        self.posted.emit(Message("done", text, hint, offers))
