"""One finding in a text: what, where, and whether the patient has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from studio.core.sentence import Sentence

Status = Literal["present", "absent", "uncertain", "history", "family", "to_check"]
STATUSES: tuple[Status, ...] = ("present", "absent", "uncertain", "history", "family", "to_check")


@dataclass(frozen=True)
class Finding:
    """A mention of a concept; positions in characters, `evidence` the words that decide the status, if any do."""

    concept: str
    """Id in the lexicon; "" for a mention that was given by its position."""
    start: int
    end: int
    status: Status
    why: Sentence
    evidence: tuple[int, int] | None = None


def statuses_by_concept(findings: Sequence[Finding]) -> dict[str, frozenset[Status]]:
    """What is said of each concept in all; wording and order aside."""
    said: dict[str, frozenset[Status]] = {}
    for each in findings:
        said[each.concept] = said.get(each.concept, frozenset()) | {each.status}
    return said
