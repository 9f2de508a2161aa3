"""To whom and to which time a mention belongs, and whether it is stated outright."""

import re

from studio.text.findings.cues import Cue, Found
from studio.text.findings.mention import DENIALS, DENIED, FEW, HARD_STOPS, NEAR, STATEMENTS, Mention

_LABEL = re.compile(r"[ \w]{0,25}[(:]\s*")
_CHILD = re.compile(r"fils|fille|enfant|bebe|petit")
_ASIDE = re.compile(r"\b(?:nee? de|dont (?:la|le|les)) $")
_COMPLEMENT = re.compile(r"d[eu]\b|d'|chez")
_OVER = re.compile(r"en remission|remission|gueri|est gueri|sevre")
_NEW_CLAUSE = re.compile(r"(?:,|\bet|\bqui) *$")
_PASSED_TO_KIN = DENIED | {Cue.BRACE, Cue.COLON, Cue.PAST, Cue.PAST_TIME}
_KIN_STOPS = frozenset({Cue.PATIENT, Cue.INFORMANT, Cue.CONTRAST, Cue.SEMICOLON})
_STATING = STATEMENTS | {Cue.AFFIRMS_NOUN, Cue.STANDS, Cue.INFORMANT}


def other_person(mention: Mention) -> Found | None:
    """The cue that says that someone else has it."""
    return _other_after(mention) or _other_before(mention)


def _other_after(mention: Mention) -> Found | None:
    for cue in mention.right:
        if cue.cue is Cue.FAMILIAL:
            return cue if mention.within(cue, NEAR) and not _told_by_parents(mention, cue) else None
        if cue.cue is Cue.KIN:
            return cue if _LABEL.fullmatch(mention.between(cue)) else None
        if cue.cue not in _PASSED_TO_KIN:
            return None
    return None


def _told_by_parents(mention: Mention, cue: Found) -> bool:
    """The mother tells of a fever in her son: he is the patient."""
    told = any(each.cue is Cue.INFORMANT for each in mention.left)
    return told and bool(_CHILD.search(mention.words(cue)))


def _other_before(mention: Mention) -> Found | None:
    comma = False
    for cue in mention.left:
        if cue.cue in (Cue.KIN, Cue.FAMILIAL):
            past_it = comma and (_COMPLEMENT.match(mention.words(cue)) or _ASIDE.search(mention.plain, 0, cue.start))
            return None if past_it or _told_by_parents(mention, cue) else cue
        comma = comma or cue.cue is Cue.COMMA
        if cue.cue in _KIN_STOPS:
            return None
        if cue.cue is Cue.NOW and _NEW_CLAUSE.search(mention.plain, mention.sentence[0], cue.start):
            # « Père mort d'un infarctus, consulte pour … »
            return None
    return None


def recent(mention: Mention) -> bool:
    """Whether the clause of the mention says that it is of these days."""
    return any(each.cue is Cue.RECENT_TIME for each in mention.clause())


def past(mention: Mention) -> Found | None:
    """The cue that places the mention in the past."""
    clause = mention.clause()
    beside = next((each for each in clause if each.cue is Cue.PAST_NEXT and mention.within(each, NEAR)), None)
    today = any(each.cue is Cue.RECENT_TIME for each in clause)
    if beside and (not today or _OVER.match(mention.words(beside))):
        return beside
    if today:
        return None
    time = next((each for each in clause if each.cue is Cue.PAST_TIME), None)
    return time or _past_before(mention)


def _past_before(mention: Mention) -> Found | None:
    exception = False
    for cue in mention.left:
        if cue.cue is Cue.PAST:
            return cue if exception or not _denied_itself(cue, mention) else None
        if cue.cue is Cue.PAST_TIME and not mention.plain[mention.sentence[0] : cue.start].strip(" -•"):
            return cue
        if cue.cue in (Cue.NOW, Cue.SEMICOLON, Cue.CONTRAST):
            return None
        exception = exception or cue.cue is Cue.EXCEPT
    return None


def _denied_itself(past: Found, mention: Mention) -> bool:
    """« sans antécédent, … » says nothing of what follows."""
    nearest = next((each for each in mention.left if each.cue in DENIALS and each.end <= past.start), None)
    return nearest is not None and mention.plain[nearest.end : past.start].count(" ") <= NEAR


def affirmation(mention: Mention) -> Found | None:
    """The cue that says outright that the patient has it."""
    for cue in mention.right[:2]:
        if cue.cue in (Cue.AFFIRMED, Cue.STANDS) and mention.within(cue, FEW):
            return cue
    for cue in mention.left:
        if cue.cue in _STATING:
            return cue
        if cue.cue in HARD_STOPS or cue.cue is Cue.LINK:
            return None
    return None
