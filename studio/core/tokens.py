"""How a row looks to a model, token by token, as a child process tells it to whoever shows it."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["template", "prompt", "learned", "cut", "special", "text"]
Side = Literal["", "chosen", "rejected"]
FaultKind = Literal[
    "foreign_template",
    "unlike_family",
    "unknown_end",
    "missing_end",
    "refused",
    "nothing_to_learn",
    "cut_answer",
    "double_start",
    "unpaired",
    "same_answers",
    "cut_text",
    "few_labels",
    "several_labels",
    "unknown_label",
]
CONVERSATION_KINDS: tuple[TokenKind, ...] = ("template", "prompt", "learned", "cut")
TEXT_KINDS: tuple[TokenKind, ...] = ("special", "text", "cut")


@dataclass(frozen=True)
class Token:
    """One token: its number in the vocabulary, the characters it stands for, and what training does with it."""

    id: int
    text: str
    """Empty where the token is a further byte of the character before."""
    kind: TokenKind


@dataclass(frozen=True)
class RowLabels:
    """What is to be learned of a classified text."""

    names: tuple[str, ...]
    """The row's own."""
    known: tuple[str, ...]
    """All that the training rows have; the place of each is its number."""
    several: bool
    """Whether a text may have none, or more than one."""

    def numbers(self) -> tuple[int | None, ...]:
        """The number of each of the row's labels; None for one that no training row has."""
        return tuple(self.known.index(name) if name in self.known else None for name in self.names)


@dataclass(frozen=True)
class RowTokens:
    """A whole row, or one side of a preference."""

    tokens: tuple[Token, ...]
    padding: int
    """Tokens that fill it up beside the longest row of its data set, where rows are not packed."""
    added_end: bool
    """The template closes no answer: the last token was added by Atelier."""
    refusal: str = ""
    """Why the chat template does not take the row, which then has no tokens and is left out of a run."""
    side: Side = ""
    rejected: "RowTokens | None" = None
    """The worse answer of a preference, after the same prompt; this is then the better one."""
    labels: RowLabels | None = None
    """Of a classified text."""

    @property
    def length(self) -> int:
        """Tokens that the model sees, padding not among them."""
        return sum(token.kind != "cut" for token in self.tokens)

    @property
    def sequences(self) -> "tuple[RowTokens, ...]":
        """The row itself, and the other side of a preference."""
        return (self, self.rejected) if self.rejected else (self,)

    def counts(self) -> dict[TokenKind, int]:
        """How many tokens of each kind that such a row can have."""
        found = Counter(token.kind for token in self.tokens)
        return {kind: found[kind] for kind in (TEXT_KINDS if self.labels else CONVERSATION_KINDS)}


@dataclass(frozen=True)
class Seen:
    """The extremes of a data set; rows by their numbers in the project, all 0 where nothing was looked at."""

    longest: int = 0
    """Tokens of the longest row, as far as it is trained."""
    longest_row: int = 0
    shortest: int = 0
    """Learned tokens of the row that has the fewest, but any; of classified texts, tokens of the shortest."""
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
