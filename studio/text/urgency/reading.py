"""What an answer asks for: each request for the urgent action with its standing, and what they come to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from studio.core.contract import Contract, UrgentAnswer
from studio.core.folding import folded
from studio.text.urgency.cues import (
    CONDITION,
    CORRECTS,
    IN_GENERAL,
    POSSIBLE,
    SHOULD_IT_COME,
    TAKEN_BACK,
    TOLD_AFTER,
    TOLD_BEFORE,
)
from studio.text.urgency.denials import NEUTRAL, VOID
from studio.text.urgency.passages import Passage, after_conclusion, passages_of, this_turn
from studio.text.urgency.requests import Place, Wanted, wanted_by
from studio.text.urgency.status import Standing, own_denials, standing_of
from studio.text.urgency.wording import LATER, URGENT_WORD

_REMEMBERED = 8_192
_YES = re.compile(
    r"^(?:oui|tout a fait|absolument|bien sur|effectivement|il faut l[ae] (?:faire|realiser|demander)|yes|indeed)\b"
)
_THEN = re.compile(r"^(?:dans ce cas|alors|en ce cas|then|in that case)\b")
_PRONOUN = re.compile(
    r"^(?:oui(?=,? en urgence)|elle|celle-ci|cet examen|cette (?:irm|imagerie|exploration)|il|it|"
    r"this(?: \w+)?|a (?:faire|realiser)|et ce|"
    r"(?:delai|(?:degre|niveau) d'urgence|priorite|echeance|quand)(?= ?:))"
)
_CALLED_URGENT = re.compile(
    r"(?:c'est |il s'agit d')?(?:une )?(?:urgences?|urgent)(?: (?!non)\w+){0,2}(?: ?: ?(?:oui|yes|absolue|vitale|"
    r"elevee?))?"
)
"""A passage that makes the next one urgent."""
_PARTED = re.compile(r"((?<!\w)(?:ne |n')\w+), [^,]{1,50}, (?=(?:pas|plus|ni|guere)(?!\w))")
"""« n’est, à ce stade, pas justifiée »."""
_OTHERWISE = re.compile(r"\b(?:surveill|antalg|repos\b|programm|a distance|rassur|retour a domicile|monitor|reassur)")
"""A conclusion that says what else to do."""
_WATCHES = re.compile(r"(?:une |la |simple )*(?:surveillance|repos|antalgiques?|paracetamol|monitoring)\b")
_LABEL = re.compile(r"(?:(?:l'|une |la )|\w+ ?: )*")
_DENIED_LIST = re.compile(
    r"\b(?:inutiles?|a eviter|non (?:indique|necessaire|recommande)\w*|pas (?:necessaire|indique)\w*|a ne pas faire)\b"
)


@dataclass(frozen=True)
class Request:
    """One place where the urgent action is named."""

    passage: str
    """In folded letters."""
    standing: Standing


@dataclass(frozen=True)
class Urgency:
    """Whether an answer asks for the urgent action now, and from what this was read."""

    urgent: bool
    requests: tuple[Request, ...] = ()

    @property
    def contradicts_itself(self) -> bool:
        """Whether the action is both asked for and denied."""
        return {"asked_for", "denied"} <= {each.standing for each in self.requests}


def urgency_of(contract: Contract, answer: str) -> Urgency:
    """How the answer stands to the contract's urgent action.

    By the words of its `urgent` block; a block with a pattern of its own, or kinds labelled urgent, decide alone.
    """
    if contract.urgent is None or contract.urgent.pattern:
        return Urgency(contract.is_urgent(answer))
    return _read(contract.urgent, this_turn(answer, tuple(form.begins for form in contract.formats)))


def asks_urgently(contract: Contract, answer: str) -> bool:
    """Whether the answer asks for the urgent action now."""
    return urgency_of(contract, answer).urgent


@lru_cache(_REMEMBERED)
def _read(urgent: UrgentAnswer, answer: str) -> Urgency:
    wanted = wanted_by(urgent.says)
    plain = folded(answer)
    if not wanted.phrases.search(plain) and not (
        wanted.action and wanted.action.search(plain.replace(".", "")) and URGENT_WORD.search(plain)
    ):
        return Urgency(False)
    passages = passages_of(answer)
    concluding = after_conclusion(passages)
    requests = tuple(_requests(wanted, urgent, concluding))
    if not requests and not any(_OTHERWISE.search(each.text) for each in concluding):
        requests = tuple(_requests(wanted, urgent, passages))
    return Urgency(_comes_to(requests), requests)


def _requests(wanted: Wanted, urgent: UrgentAnswer, passages: tuple[Passage, ...]) -> Iterator[Request]:
    known = False
    watched = bool(passages) and _WATCHES.match(passages[0].text) is not None
    for at, passage in enumerate(passages):
        text = _blanked(passage.text)
        if known and TAKEN_BACK.search(text):
            yield Request(text, "denied")
        followed_by = passages[at + 1].text if at + 1 < len(passages) else ""
        for named, place in _places(wanted, text, _blanked(passage.follows)):
            known = True
            standing = _in_its_place(passage, followed_by) or standing_of(named, place, own_denials(urgent.denied_by))
            if standing == "asked_for" and watched and at:
                standing = _beside_watching(named, place)
            yield Request(named, standing)


def _beside_watching(text: str, place: Place) -> Standing:
    """After advice to watch it takes words that ask for something, not only words that name it."""
    left, right = text[: place.start], text[place.end :]
    if SHOULD_IT_COME.search(left) or SHOULD_IT_COME.search(right):
        return "conditional"
    return "asked_for" if TOLD_BEFORE.search(left) or TOLD_AFTER.search(right) else "open"


def _blanked(text: str) -> str:
    text = _PARTED.sub(r"\1 ", text)
    return re.sub(" +", " ", POSSIBLE.sub(" ", NEUTRAL.sub(" ", VOID.sub(" , ", text))))


def _places(wanted: Wanted, text: str, before: str) -> Iterator[tuple[str, Place]]:
    """Each with the passage in which it is named; « elle doit être faite en urgence » names what the one before did."""
    found = wanted.requests(text)
    pronoun = _PRONOUN.match(text)
    if not found and pronoun and wanted.action and (meant := wanted.action.search(before)):
        text = f"{meant[0]}{text[pronoun.end() :]}"
        found = wanted.requests(text)
    if (
        not found
        and _CALLED_URGENT.fullmatch(before)
        and wanted.action
        and (named := wanted.action.match(text, _label(text)))
    ):
        found = [] if LATER.search(text) or URGENT_WORD.search(text) else [Place(*named.span())]
    for place in found:
        yield text, place


def _label(text: str) -> int:
    """Where a passage goes on behind « examen : »."""
    label = _LABEL.match(text)
    return label.end() if label else 0


def _in_its_place(passage: Passage, followed_by: str) -> Standing | None:
    """What a question mark or the line above a list make of whatever the passage asks for."""
    if "?" in passage.mark:
        return "asked_for" if _YES.match(followed_by) else "question"
    if _DENIED_LIST.search(passage.heading):
        return "denied"
    follows_on = _THEN.match(passage.text) and CONDITION.search(passage.follows)
    return "conditional" if follows_on or CONDITION.search(passage.heading) else None


def _comes_to(requests: tuple[Request, ...]) -> bool:
    asked = [at for at, each in enumerate(requests) if each.standing == "asked_for"]
    denied = [
        at for at, each in enumerate(requests) if each.standing == "denied" and not IN_GENERAL.search(each.passage)
    ]
    if not asked or not denied:
        return bool(asked)
    return asked[-1] > denied[-1] and CORRECTS.search(requests[asked[-1]].passage) is not None
