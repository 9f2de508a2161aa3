"""What parity needs to know of a model, whichever program reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from studio.core.example import Message

LIKELIEST = 100
"""Next tokens that are told one by one; all others are weighed together."""


@dataclass(frozen=True)
class Distribution:
    """The likeliest next tokens, the likeliest first, with the logarithms of their probabilities.

    `logs` is empty where only the likeliest token is known.
    """

    ids: tuple[int, ...]
    logs: tuple[float, ...]


@dataclass(frozen=True)
class Prompted:
    """A conversation up to where the answer begins, as a model's own template and tokenizer make it."""

    text: str
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Spoken:
    """A greedy answer; `end` is the token that stopped it, which `ids` holds last, or None at the limit."""

    ids: tuple[int, ...]
    end: int | None
    seconds: float
    """Of generation alone where the program tells it apart from reading the prompt."""


class Reader(Protocol):
    """A model in memory with its tokenizer, its template and its ends, as it is used outside."""

    @property
    def vocabulary(self) -> int:
        """How many ids it knows."""
        ...

    def prompt(self, turns: Sequence[Message]) -> Prompted:
        """Raises TemplateFailed where the template refuses the conversation."""
        ...

    def tokens(self, text: str) -> tuple[int, ...]:
        """Ids of a rendered text: control tokens are read as such, none is added."""
        ...

    def words(self, ids: Sequence[int]) -> str:
        """The text of ids, control tokens shown."""
        ...

    def answer(self, prompt: Sequence[int], longest: int) -> Spoken:
        """Greedy, until one of the model's own ends."""
        ...

    def follow(self, prompt: Sequence[int], answer: Sequence[int]) -> tuple[Distribution, ...]:
        """For each token of an answer that is given, what the model would say there."""
        ...

    def stops_at(self, token: int) -> bool:
        """Whether the token ends an answer."""
        ...
