"""Variants on their way from the process that makes them into the store."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from studio.core.augmentation import AugmentationPlan
from studio.core.sentence import Sentence


@dataclass(frozen=True)
class Variant:
    """A row made of another, and why it must not be used if it must not; see `Lineage` for the other fields."""

    parent_id: int
    parent_digest: int
    seed: str
    content: str
    """As JSON; "" where the parent could not be changed."""
    made_by: tuple[str, ...] = ()
    notes: tuple[Sentence, ...] = ()
    group: str = ""
    """Key of its own group, which need not be its parent's."""
    reasons: tuple[Sentence, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons

    def refused(self, reason: Sentence) -> "Variant":
        """The same with one more reason against it."""
        return replace(self, reasons=(*self.reasons, reason))

    def told(self) -> dict[str, Any]:
        """As JSON values, for `read_variant`."""
        kept = {name: value for name, value in vars(self).items() if name not in ("notes", "reasons")}
        return kept | {"notes": _told(self.notes), "reasons": _told(self.reasons)}


def read_variant(told: Mapping[str, Any]) -> Variant:
    """The variant that `Variant.told` told."""
    sentences = {name: tuple(Sentence(*each) for each in told[name]) for name in ("notes", "reasons")}
    return Variant(**{**told, **sentences, "made_by": tuple(told["made_by"])})


def _told(sentences: tuple[Sentence, ...]) -> list[tuple[str, dict[str, Any]]]:
    return [(each.message, dict(each.words)) for each in sentences]


@dataclass(frozen=True)
class Reason:
    """Why rows were refused or left out, said of the first of them, and how many there were."""

    sentence: Sentence
    count: int


class Reasons:
    """Counts what is said for the same reason, whatever words fill it."""

    def __init__(self) -> None:
        self._first: dict[str, Sentence] = {}
        self._counts: Counter[str] = Counter()

    def add(self, sentence: Sentence, count: int = 1) -> None:
        """One more, or several."""
        self._first.setdefault(sentence.message, sentence)
        self._counts[sentence.message] += count

    def counted(self) -> tuple[Reason, ...]:
        """The most frequent first."""
        counts = sorted(self._counts.items(), key=lambda each: (-each[1], each[0]))
        return tuple(Reason(self._first[message], count) for message, count in counts)


def plan_hash(plan: AugmentationPlan) -> str:
    """By which the rows of one plan are known."""
    return hashlib.sha256(plan.model_dump_json().encode()).hexdigest()
