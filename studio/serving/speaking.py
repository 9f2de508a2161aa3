"""What a server asks of whatever holds the model."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from studio.core.example import Message

Tell = Callable[[str], bool]
"""Takes the next piece of an answer, and says whether nobody wants more of it. Called in the thread of the answer."""


@dataclass(frozen=True)
class Wanted:
    """One answer; `most_tokens` is None where only the context ends it."""

    turns: tuple[Message, ...]
    most_tokens: int | None
    temperature: float
    top_p: float
    presence_penalty: float
    frequency_penalty: float
    seed: int
    stop: tuple[str, ...]


@dataclass(frozen=True)
class Ending:
    """Why an answer goes no further, and the tokens of question and answer."""

    by: Literal["stop", "length"]
    asked: int
    said: int


class Speaker(Protocol):
    """A model in memory."""

    title: str
    """What clients call it."""
    context: int | None
    """In tokens, question and answer together; None where nobody knows."""
    together: int
    """Answers that it gives at the same time."""

    def check(self, wanted: Wanted) -> None:
        """Raises Refused for what this model cannot be asked."""
        ...

    def speak(self, wanted: Wanted, tell: Tell) -> Ending:
        """Blocks until the answer is whole or `tell` wants no more of it; raises Refused."""
        ...

    def close(self) -> None:
        """Let go of the model."""
        ...
