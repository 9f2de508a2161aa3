"""How a row looks to a model, token by token, as a child process tells it to whoever shows it."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["template", "prompt", "learned", "cut"]
FaultKind = Literal["foreign_template", "unlike_family", "nothing_to_learn", "refused", "cut_answer", "double_start"]
TOKEN_KINDS: tuple[TokenKind, ...] = ("template", "prompt", "learned", "cut")


@dataclass(frozen=True)
class Token:
    """One token: its number in the vocabulary, the characters it stands for, and what training does with it."""

    id: int
    text: str
    """Empty where the token is a further byte of the character before."""
    kind: TokenKind


@dataclass(frozen=True)
class RowTokens:
    """A whole row."""

    tokens: tuple[Token, ...]
    padding: int
    """Tokens that fill it up beside the longest row of its data set, where rows are not packed."""
    added_end: bool
    """The template closes no answer: the last token was added by Atelier."""
    refusal: str = ""
    """Why the chat template does not take the row, which then has no tokens and is left out of a run."""

    def counts(self) -> dict[TokenKind, int]:
        """How many tokens of each kind."""
        found = Counter(token.kind for token in self.tokens)
        return {kind: found[kind] for kind in TOKEN_KINDS}


@dataclass(frozen=True)
class Seen:
    """The extremes of a data set; rows by their numbers in the project, all 0 where nothing was looked at."""

    longest: int = 0
    """Tokens of the longest row, as far as it is trained."""
    longest_row: int = 0
    shortest: int = 0
    """Learned tokens of the row that has the fewest, but any."""
    shortest_row: int = 0


@dataclass(frozen=True)
class Fault:
    """Something wrong with some rows, or with all of them; the numbers are those of the rows in the project."""

    kind: FaultKind
    message: str
    hint: str
    rows: tuple[int, ...]
    """Empty where it is wrong with the template, and so with every row."""
    blocking: bool


@dataclass(frozen=True)
class Checked:
    """What was found in the training rows of a data set."""

    rows: int
    seen: Seen
    faults: tuple[Fault, ...]

    @property
    def blocking(self) -> tuple[Fault, ...]:
        """What a run would end with at once."""
        return tuple(fault for fault in self.faults if fault.blocking)
