"""What a transformation is: a seeded rewriting of a case, or the reason why there is none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, Protocol

from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.findings.finding import Status
from studio.words import N_

Touches = Literal["wording", "patient", "finding"]
NOTHING_TO_CHANGE = Sentence(N_("Nothing here to change in this way."))


@dataclass(frozen=True)
class Info:
    """How a transformation is presented; texts are message ids, examples French before and after, made by itself."""

    key: str
    title: str
    explanation: str
    examples: tuple[tuple[str, str], ...]
    touches: Touches = "wording"


@dataclass(frozen=True)
class Changed:
    """A rewritten case: what was done in plain words, and which statuses are meant to be others now, by concept."""

    case: Case
    notes: tuple[Sentence, ...]
    statuses: Mapping[str, Status] = field(default_factory=dict)
    made_by: tuple[str, ...] = ()
    """Keys of the transformations, in the order in which they were done; `vary` fills it."""


@dataclass(frozen=True)
class Refusal:
    """Why a case is not changed in this way: nothing to change, or a fact forbids it."""

    reason: Sentence
    others: tuple[Sentence, ...] = ()
    """Further reasons, where several ways were tried."""


def refusal_for(reasons: Sequence[Sentence]) -> Refusal:
    """One refusal of several reasons, each once: that there was nothing to do comes last."""
    different = [each for at, each in enumerate(reasons) if each not in reasons[:at]] or [NOTHING_TO_CHANGE]
    first, *others = sorted(different, key=lambda each: each == NOTHING_TO_CHANGE)
    return Refusal(first, tuple(others))


class Transformation(Protocol):
    """One way to vary a case; the same case, strength and state of `chance` give the same result everywhere."""

    @property
    def info(self) -> Info:
        """How it is presented."""
        ...

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength` above 0 up to 1: how much of what could be changed is, about."""
        ...


@dataclass(frozen=True)
class Rewriting:
    """One text rewritten, with what was done."""

    text: str
    notes: tuple[Sentence, ...]


def rewrite_texts(case: Case, rewrite: Callable[[str], Rewriting | Refusal]) -> Changed | Refusal:
    """Rewrite each text of a case by itself; refused when none changes, with the reason of the first."""
    texts: list[str] = []
    notes: list[Sentence] = []
    refusals: list[Refusal] = []
    for text in case.texts:
        done = rewrite(text)
        if isinstance(done, Refusal):
            refusals.append(done)
            texts.append(text)
        else:
            texts.append(done.text)
            notes.extend(done.notes)
    changed = tuple(texts)
    if changed == case.texts:
        return refusals[0] if refusals else Refusal(NOTHING_TO_CHANGE)
    return Changed(Case(changed, case.answers), tuple(notes))
