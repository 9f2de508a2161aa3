"""What a run of the checks found, compact enough for a million rows."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from studio.core.sentence import Sentence, read_sentences, store_sentences
from studio.data.checks.options import CheckOptions
from studio.errors import StudioError


class ChecksCancelled(StudioError):
    """The user stopped the checks or a mend; all is as it was."""


@dataclass(frozen=True)
class Finding:
    """What one rule says of one row; rows that belong together share a `group` other than 0."""

    rule: str
    row_id: int
    group: int
    sentences: tuple[Sentence, ...]

    def text(self) -> str:
        """The finding in the language in use."""
        return " ".join(sentence.text() for sentence in self.sentences)


class FoundRows:
    """The findings of one rule; equal sentences are kept once."""

    def __init__(self) -> None:
        self._rows, self._groups, self._said = array("q"), array("q"), array("q")
        self._sentences: dict[str, int] = {}

    def add(self, row_id: int, *sentences: Sentence, group: int = 0) -> None:
        """Note a row once per group."""
        self.add_stored(row_id, group, store_sentences(sentences))

    def add_stored(self, row_id: int, group: int, stored: str) -> None:
        """As `add`, with the sentences as `store_sentences` wrote them."""
        self._rows.append(row_id)
        self._groups.append(group)
        self._said.append(self._sentences.setdefault(stored, len(self._sentences)))

    def __len__(self) -> int:
        return len(self._rows)

    def stored(self) -> Iterator[tuple[int, int, str]]:
        """Row, group and sentences as they are kept in the project."""
        said = list(self._sentences)
        for row_id, group, at in zip(self._rows, self._groups, self._said, strict=True):
            yield row_id, group, said[at]

    def findings(self, rule: str) -> Iterator[Finding]:
        """All of them."""
        for row_id, group, said in self.stored():
            yield Finding(rule, row_id, group, read_sentences(said))


@dataclass(frozen=True)
class RuleRun:
    """What one rule did: `looked_at` are the rows it saw, None all; `not_run` says why it could not."""

    found: FoundRows = field(default_factory=FoundRows)
    looked_at: NDArray[np.int64] | None = None
    settings: str = ""
    not_run: Sentence | None = None


@dataclass(frozen=True)
class CheckReport:
    """A run of the checks over one data set; rules not in `runs` still hold what they said before."""

    dataset_id: int
    at: float
    step_id: int
    options: CheckOptions
    runs: Mapping[str, RuleRun]
