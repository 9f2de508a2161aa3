"""Where a passage names the urgent action: what a contract's phrases ask for, with words that make it urgent."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from studio.core.folding import folded, phrase_pattern
from studio.text.urgency.verbs import VERBS, told_pattern, verb_forms
from studio.text.urgency.wording import (
    ACTION,
    CALLING,
    COORDINATED,
    EQUIVALENTS,
    LATER,
    LEADS_TO,
    OPENS_WITH,
    PLACE,
    SETS_APART,
    SETTLED,
    URGENT_WORD,
    WORD_OF_URGENCY,
    any_of,
)

_SMALL_WORDS = frozenset(re.findall(r"\w+", "a au aux avec d de des du en et l la le les pour un une the of for to"))
_REMEMBERED = 64
_FARTHEST = 160
"""Characters between an action and what makes it urgent."""


class Place(NamedTuple):
    """Of a request in a passage: all of it, and where its action ends or its urgency begins inside."""

    start: int
    end: int


@dataclass(frozen=True)
class Wanted:
    """How the phrases of a contract are looked for."""

    phrases: re.Pattern[str]
    """As they stand."""
    action: re.Pattern[str] | None
    """What is to be done, without the words that make it urgent; None where phrases are of such words alone."""

    def requests(self, text: str) -> list[Place]:
        """Every place of a passage where the action is named as urgent, in order, whatever is said of it there."""
        found = {Place(*each.span()) for each in self.phrases.finditer(text)}
        if self.action is None:
            return sorted(found)
        urgent = [Place(*each.span()) for each in URGENT_WORD.finditer(text)]
        for action in self.action.finditer(text):
            for urgency in urgent:
                if place := _joined(text, Place(*action.span()), urgency):
                    found.add(place)
        return _outermost(found)


@lru_cache(_REMEMBERED)
def wanted_by(phrases: tuple[str, ...]) -> Wanted:
    """The phrases of a contract's `urgent` block, with their words in any order and what means the same."""
    actions = {_action_of(phrase) for phrase in phrases} - {""}
    named = [each for action in sorted(actions, key=len, reverse=True) for each in _alternatives(action)]
    told = [told_pattern(phrase) for phrase in phrases if not _action_of(phrase)]
    whole = re.compile("|".join([*map(phrase_pattern, phrases), *filter(None, told)]) or "(?!)")
    return Wanted(whole, re.compile(any_of(named)) if named else None)


def _action_of(phrase: str) -> str:
    """The words of a phrase that has words of urgency, without these; empty for another, as « aux urgences » is."""
    plain = folded(phrase)
    if PLACE.search(plain):
        return ""
    rest = WORD_OF_URGENCY.sub(" ", plain)
    words = [word for word in re.findall(r"\w+", rest) if word not in _SMALL_WORDS]
    return " ".join(words) if rest != plain else ""


def _alternatives(action: str) -> list[str]:
    spelled = r"(?: (?:\w+')?){1,2}".join(map(re.escape, action.split()))
    same = [each for word in action.split() for each in EQUIVALENTS.get(word, ())]
    return [spelled, *same, *(verb_forms(each) for word in action.split() for each in VERBS.get(word, ()))]


def _joined(text: str, action: Place, urgency: Place) -> Place | None:
    if max(urgency.start - action.end, action.start - urgency.end) > _FARTHEST:
        return None
    if urgency.start >= action.end:
        is_joined = _said_after(text[action.end : urgency.start], text[slice(*urgency)])
        return Place(action.start, urgency.end) if is_joined else None
    if urgency.end <= action.start:
        is_joined = _said_before(text, urgency, action)
        return Place(urgency.start, action.end) if is_joined else None
    return None


def _said_after(between: str, urgency: str) -> bool:
    """« IRM … en urgence »: nothing in between has its own time, or is something else that is urgent by itself."""
    if PLACE.fullmatch(urgency):
        return not between.strip()
    if LATER.search(between) or SETS_APART.search(between) or URGENT_WORD.search(between) or CALLING.search(between):
        return False
    if SETTLED.match(between):
        return False
    others = [*ACTION.finditer(between)]
    return all(COORDINATED.search(between[: each.start()]) for each in others)


def _said_before(text: str, urgency: Place, action: Place) -> bool:
    """« en urgence, une IRM », unless it is something before these words that is urgent, or the action has its time."""
    between, before = text[urgency.end : action.start], text[: urgency.start]
    if PLACE.fullmatch(text[slice(*urgency)]):
        return LEADS_TO.search(between) is not None and not SETS_APART.search(between)
    if SETS_APART.search(between) or LATER.match(text, action.end) or URGENT_WORD.search(between):
        return False
    clause = re.split(r"[,:]|\b(?:et|puis|mais|and|then|but)\b", before)[-1]
    if re.search("[,:]", between):
        return OPENS_WITH.fullmatch(clause) is not None
    if ACTION.search(clause) or CALLING.search(clause):
        return LEADS_TO.search(between) is not None
    return not ACTION.search(between) or re.search(r" et | avec ", between) is not None


def _outermost(found: set[Place]) -> list[Place]:
    """Of requests that overlap the shortest: what is nearest belongs together."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda each: (each.end - each.start, each.start)):
        if not any(place.start < other.end and other.start < place.end for other in kept):
            kept.append(place)
    return sorted(kept)
