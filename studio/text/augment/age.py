"""The same case with the patient a few years older or younger, clinically of the same age."""

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from random import Random
from typing import Literal

from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.transformation import Changed, Info, Refusal
from studio.text.french.ages import Age as Mention
from studio.text.french.ages import ages_in
from studio.text.french.cardinals import in_words
from studio.text.french.sexes import SexesLexicon, Vocabulary, vocabulary_of
from studio.text.french.tokens import cased_like
from studio.text.lexicons import Lexicon, read_lexicon
from studio.text.patient import AGE_BANDS, age_band
from studio.words import N_

_NO_AGE = Sentence(N_("The text does not say how old the patient is."))
_SEVERAL = Sentence(N_("The text gives several ages that could be the patient’s."))
_SMALL_CHILD = Sentence(N_("A small child of another age is another case."))
_BOUND = N_("“{words}” goes with this age.")
_NO_ROOM = Sentence(N_("No other age fits everything that the text says."))
_NOTE = N_("The patient is now {age} years old instead of {before}.")
_EXAMPLES = (
    (
        "Femme de 32 ans, migraine depuis 10 ans, mère de 60 ans migraineuse.",
        "Femme de 38 ans, migraine depuis 10 ans, mère de 60 ans migraineuse.",
    ),
    ("Patient de cinquante-deux ans, suivi depuis deux ans.", "Patient de cinquante-sept ans, suivi depuis deux ans."),
)
_ADULT, _YOUNGEST = 18, 2
_REMEMBERED = 1_024
"""Texts."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class AgesLexicon(Lexicon):
    """`ages.yaml`; the lists `bound` and `bound_for_children` are words separated by spaces."""

    v: Literal[1]
    words: Mapping[str, tuple[int, int]]
    bound: str
    bound_for_children: str


def ages_lexicon(project: Path | None = None) -> AgesLexicon:
    """The project's lexicon, else the one that ships."""
    return read_lexicon("ages", AgesLexicon, project)


class Age:
    """Moves every mention of the patient's age within its band; ages of others, limits and durations stay true."""

    def __init__(self, lexicon: AgesLexicon, sexes: SexesLexicon) -> None:
        self._lexicon, self._sexes = lexicon, sexes
        # Of a case the ages are asked for again with each of its variants.
        self._ages = lru_cache(_REMEMBERED)(lambda text: ages_in(text, self._vocabulary))
        self._bound = frozenset(lexicon.bound.split())
        self._bound_for_children = frozenset(lexicon.bound_for_children.split())

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return vocabulary_of(self._sexes)

    @property
    def info(self) -> Info:
        return Info(
            "age",
            N_("Patient’s age"),
            N_(
                "Makes the patient older or younger without leaving a band of ages that doctors treat alike: "
                "18 to 29, 30 to 39, 40 to 49, 50 to 64, 65 to 79, and so on. Ages of relatives, ages at past events "
                "and durations stay. The strength says how far the age may move."
            ),
            _EXAMPLES,
            "patient",
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """The new age is drawn among those within reach that contradict nothing in the case."""
        texts = (*case.texts, *case.answers)
        mentions = [self._ages(text) for text in texts]
        every = [each for found in mentions for each in found]
        age = _age_of(every)
        if isinstance(age, Refusal):
            return age
        words = {word for text in texts for word in _WORD.findall(text.lower())}
        obstacle = self._obstacle(age, words)
        if obstacle:
            return Refusal(Sentence(_BOUND, {"words": obstacle}))
        spans = [span for word, span in self._lexicon.words.items() if word in words]
        fitting = [new for new in _in_band(age) if new != age and _fits(new, age, every, spans)]
        if not fitting:
            return Refusal(_NO_ROOM)
        new = chance.choice(_within_reach(fitting, age, strength))
        changed = tuple(_rewritten(text, found, age, new) for text, found in zip(texts, mentions, strict=True))
        split = len(case.texts)
        note = Sentence(_NOTE, {"age": new, "before": age})
        return Changed(replace(case, texts=changed[:split], answers=changed[split:]), (note,))

    def _obstacle(self, age: int, words: set[str]) -> str:
        bound = self._bound | (self._bound_for_children if age < _ADULT else frozenset())
        wrong = {word for word, (first, last) in self._lexicon.words.items() if not first <= age <= last}
        return min((bound | wrong) & words, default="")


def _fits(new: int, age: int, every: list[Mention], spans: list[tuple[int, int]]) -> bool:
    return all(first <= new <= last for first, last in spans) and all(_agrees(each, new, age) for each in every)


def _age_of(every: list[Mention]) -> int | Refusal:
    stated = {each.value for each in every if each.meaning == "patient" and each.unit.startswith("a")}
    small = any(each.meaning in ("patient", "unclear") and each.years < _YOUNGEST for each in every)
    if small and not stated - {0, 1}:
        return Refusal(_SMALL_CHILD)
    unclear = {each.value for each in every if each.meaning == "unclear" and each.unit.startswith("a")}
    if len(stated) != 1:
        return Refusal(_SEVERAL if stated else _NO_AGE)
    return Refusal(_SEVERAL) if unclear - stated else stated.pop()


def _in_band(age: int) -> range:
    first, last = age_band(age)
    return range(first, max(last, age if age > AGE_BANDS[-1][1] else last) + 1)


def _within_reach(fitting: list[int], age: int, strength: float) -> list[int]:
    farthest = max(abs(new - age) for new in fitting)
    reach = max(math.ceil(strength * farthest), min(abs(new - age) for new in fitting))
    return [new for new in fitting if abs(new - age) <= reach]


def _agrees(mention: Mention, new: int, age: int) -> bool:
    """Whether what is said of past events, durations and limits stays true."""
    if mention.meaning in ("past", "duration"):
        return mention.years < new or mention.years > age
    if mention.meaning == "limit":
        limit = mention.years
        return (new > limit) == (age > limit) and (new >= limit) == (age >= limit)
    return True


def _rewritten(text: str, mentions: tuple[Mention, ...], age: int, new: int) -> str:
    parts: list[str] = []
    done = 0
    for each in mentions:
        if each.value == age and each.meaning in ("patient", "unclear") and each.unit.startswith("a"):
            parts.append(text[done : each.start] + _written_like(text[each.start : each.end], new))
            done = each.end
    return "".join(parts) + text[done:]


def _written_like(old: str, new: int) -> str:
    if old.isdigit():
        return str(new)
    words = in_words(new)
    return cased_like(old, words.replace(" ", "-") if "-et-" in old.lower() else words)
