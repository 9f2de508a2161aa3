"""How one request stands in its passage."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from studio.core.contract import Denial
from studio.core.folding import folded, phrase_pattern
from studio.text.urgency.cues import (
    AS_HERE,
    CONDITION,
    FEARED,
    JUDGED,
    LISTS,
    OPEN_AFTER,
    OPEN_BEFORE,
    PAST_AFTER,
    PAST_BEFORE,
    PAST_INSIDE,
    STILL_NEEDED,
    TOLD_APART,
    TURNS,
    WISHED,
    WISHED_AFTER,
)
from studio.text.urgency.denials import (
    BUT_RATHER,
    CONTINUES,
    DENIED_AFTER,
    DENIED_AFTER_ALL,
    DENIED_VERB,
    DENIES,
    FOLLOWS_FROM,
    NEEDLESS,
    NEEDLESSLY_DENIED,
    NOT_NEEDLESS,
    REFUSES,
    REJECTS,
    SIGN,
)
from studio.text.urgency.requests import Place
from studio.text.urgency.wording import ACTION, CALLING, DELAY_DENIED, WORD_OF_URGENCY

_NEVER = "(?!)"
_REMEMBERED = 64
Standing = Literal["asked_for", "denied", "conditional", "open", "question", "wish", "past"]

_WHOSE = re.compile(r"(?:\b(?:de|du|des|chez)|d') ?$")
_LAST_BREAK = re.compile(r"[,:]")
_ONLY = re.compile(r"(?<!\w)(?:ne |n')[\w']+(?: (?!pas\b|plus\b)[\w']+){0,6} *$")
_WHERE = re.compile(r" *(?:que|qu')(?: ?(?:sur|si|en|devant|dans|apres|pour|chez|lorsqu|a)\b)")
"""« ne sera faite en urgence que sur avis »."""
_GOES_ON = ("ni", "nor")
_AND = re.compile(r",|(?<!\w)(?:et|puis|and|then)(?!\w)")
_ALSO = re.compile(r"(?<!\w)et(?!\w)")
_STILL_OF_IT = re.compile(r"^ ?(?:uniquement|seulement|exclusivement|mais|et ce|a (?:realiser|faire|prevoir)|only)? ?$")
_ASIDE = re.compile(r"^ ?, (?:demandee|prevue|proposee|envisagee|evoquee|prescrite|suggeree)s?(?: [\w']+){0,4}, (?=n')")
_ANOTHER = re.compile(r"\w[^:]*: ?\w")
"""What stands behind another heading: « en urgence (hypothèse : dissection, à confirmer) »."""
_REASON = re.compile(
    r"(?<!\w)(?:devant|car|puisque|parce que|afin|pour|en raison|compte tenu|vu|dans le cadre|qui|que|because|given|"
    r"due)(?!\w)"
)


class OwnDenials(NamedTuple):
    """The words a contract gives for a denial, where they are none of those known for any answer."""

    before: re.Pattern[str]
    after: re.Pattern[str]


@lru_cache(_REMEMBERED)
def own_denials(denial: Denial) -> OwnDenials:
    """What a contract's `denied_by` adds."""
    before = [each for each in map(folded, denial.before) if not (DENIES.fullmatch(each) or REFUSES.fullmatch(each))]
    after = [
        each for each in map(folded, denial.after) if not (DENIED_VERB.fullmatch(each) or DENIED_AFTER.match(each))
    ]
    return OwnDenials(_one_of(before), re.compile(rf"^[ ,:]*{_one_of(after).pattern}"))


def _one_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(phrase_pattern, phrases)) or _NEVER})")


def standing_of(text: str, place: Place, own: OwnDenials) -> Standing:
    """The standing of a request at a place of a passage, whose neutral words are blanked."""
    parts = text[: place.start], text[place.start : place.end], text[place.end :]
    left, inside, right = (
        WORD_OF_URGENCY.sub(" ", part) for part in (parts[0], DELAY_DENIED.sub(" ", parts[1]), parts[2])
    )
    right = _ASIDE.sub(" ", right)
    wish = WISHED.search(left)
    if (wish and not _WHOSE.search(left[: wish.start()])) or WISHED_AFTER.search(right):
        return "wish"
    if _is_conditional(left, right) or (_ONLY.search(left + inside) and _WHERE.match(right)):
        return "conditional"
    if _is_past(left, inside, right):
        return "past"
    if _is_open(left, inside, right):
        return "open"
    if own.after.search(right) or any(_reaches(left[cue.end() :]) for cue in own.before.finditer(left)):
        return "denied"
    return "denied" if _is_denied(left, inside, right) else "asked_for"


def _is_conditional(left: str, right: str) -> bool:
    if FEARED.search(left) or TOLD_APART.search(left) or LISTS.search(left):
        return True
    if AS_HERE.search(left) or AS_HERE.search(right):
        return False
    for cue in CONDITION.finditer(left):
        between, before = left[cue.end() :], left[: cue.start()]
        opens = not re.sub(
            r"\W|\b(?:et|ou|mais|alors|donc|seulement|uniquement|only)\b", "", _LAST_BREAK.split(before)[-1]
        )
        rest = _LAST_BREAK.split(between)
        if TURNS.search(between) or (
            not opens and len(rest) > 1 and not re.match(r" ?(?:pour|auquel|alors)\b", rest[-1])
        ):
            continue
        return True
    return any(_reaches_back(right[: cue.start()]) for cue in CONDITION.finditer(right))


def _reaches_back(between: str) -> bool:
    """Whether what follows these words still says something of what stands before them, and not of another thing."""
    if TURNS.search(between):
        return False
    last = _AND.split(between)[-1]
    is_new = len(_AND.split(between)) > 1 and not _STILL_OF_IT.match(last)
    return not (is_new or ACTION.search(last) or CALLING.search(last))


def _is_past(left: str, inside: str, right: str) -> bool:
    if STILL_NEEDED.search(right.partition(",")[0]):
        return False
    return any(
        pattern.search(part) for pattern, part in ((PAST_BEFORE, left), (PAST_INSIDE, inside), (PAST_AFTER, right))
    )


def _is_open(left: str, inside: str, right: str) -> bool:
    if any(_reaches(left[cue.end() :].lstrip(" ,")) for cue in OPEN_BEFORE.finditer(left)):
        return True
    return bool(OPEN_AFTER.search(inside)) or any(
        _reaches_back(right[: cue.start()])
        and not _ANOTHER.search(right[: cue.start()])
        and not _REASON.search(right[: cue.start()])
        for cue in OPEN_AFTER.finditer(right)
    )


def _is_denied(left: str, inside: str, right: str) -> bool:
    negations = [cue for cue in DENIES.finditer(left) if _reaches(left[cue.end() :])]
    refusals = [cue for cue in REFUSES.finditer(left) if _reaches(left[cue.end() :])]
    if refusals:
        # « inutile de s’inquiéter ni de passer une IRM »: it goes on denying.
        negations = [cue for cue in negations if cue[0] not in _GOES_ON]
        negations = [cue for cue in negations if not _is_of_a_sign(cue, left, refusals[0])]
    denied = bool(negations) ^ (len(refusals) % 2 == 1)
    if REJECTS.search(left):
        denied = not denied
    within = DENIES.search(inside)
    if (within and not NOT_NEEDLESS.search(inside, within.start())) or (not within and REFUSES.search(inside)):
        denied = True
    if NEEDLESSLY_DENIED.search(right):
        return not denied
    if not denied and JUDGED.search(right):
        return True
    if denied and NEEDLESS.search(right):
        return True
    return denied ^ _denied_after(BUT_RATHER.sub(" ", right))


def _is_of_a_sign(cue: re.Match[str], left: str, refusal: re.Match[str]) -> bool:
    """« l’absence de signe d’alarme dispense d’une IRM »: the sign is denied, and with it the need."""
    return cue[0].startswith("absence") and SIGN.search(left[cue.end() : refusal.start()]) is not None


def _denied_after(right: str) -> bool:
    if DENIED_AFTER.search(right) or DENIED_AFTER_ALL.search(right):
        return True
    clause = re.split(r"[:]|, (?!ici|dans|chez|a ce)", right)[0]
    reason = min((each.start() for each in (_REASON.search(clause), TURNS.search(clause)) if each), default=len(clause))
    verb = DENIED_VERB.search(clause)
    return verb is not None and verb.start() <= reason and not NOT_NEEDLESS.search(clause[verb.start() :])


def _reaches(between: str) -> bool:
    """Whether what is denied before these words takes in what comes after them."""
    if FOLLOWS_FROM.search(between) and not SIGN.search(between):
        return False
    return not TURNS.search(between) and ":" not in between and not _new_clause(between)


def _new_clause(between: str) -> bool:
    *before, last = between.split(",")
    joined = [*_ALSO.finditer(last)]
    if joined and not CONTINUES.match(last[joined[-1].end() :]):
        return True
    return bool(before) and not CONTINUES.match(last)
