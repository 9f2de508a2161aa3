"""Which denials reach a mention."""

import re

from studio.text.findings.constructions import came_back, denied_past_an_aside, given_up, not_found, sequel_denied
from studio.text.findings.cues import Cue, Found
from studio.text.findings.enumerations import denial_goes_back, denial_goes_on, heads_a_list, leaves_alone
from studio.text.findings.mention import DENIALS, DENIED, PASSED, STOPS, Mention
from studio.text.findings.reported_denials import said_untrue

_HOLDING = DENIED | {Cue.STANDS, Cue.AFFIRMED, Cue.DENIES}
_NOT = re.compile(r"\b(?:pas|plus|jamais|non|ni|guere|sans|aucune?|absence)\b")
_CLOSING = re.compile(r"(?:pas|plus|jamais|guere|point|aucun|rien)")
_SPOKEN = re.compile(
    r" (?:pas|jamais|pas du tout|plus du tout)(?= *[.,;!?\n]| *$| depuis| maintenant| et | mais | ni )"
)
_AS_MUCH = re.compile(r"\b(?:aussi|si|autant|pareil\w*|tel(?:le)?s?|comme (?:ca|cela|celle\w*))\b")
_PAUSE = re.compile(r"[,:(]| (?:et|mais|ni) ")
_IN_THE_WAY = frozenset({Cue.BRACKET, Cue.VERB, Cue.NEUTRAL, Cue.RECENT_TIME, Cue.AFFIRMS, Cue.PATIENT})
_SUBJECT_DENIED = re.compile(r"(?:aucun|jamais|rien|nul|ni\b)")
_TOPIC = re.compile(r"[\s•-]*(?:quant (?:a|aux?)|concernant|pour ce qui est|en ce qui concerne|cote)\b")
_CAUSE_OF = re.compile(
    r"(?:cause|etiologie|origine|mecanisme|point de depart|facteur declenchant|source|explication)s? "
    r"(?:de la |de l'|du |des |de cette |de ce |de cet |de son |de sa |de ses |a la |a l'|au |a cette |a ce )$"
)
_WITHOUT_MEANS = re.compile(r"sans (?:injection|contraste|produit de contraste|sedation|anesthesie|preparation)[^:,]*:")
_PASSED_WORDS = re.compile(r"(?:qui|recherchee?s?|elles?|ils?|par|je|j'|on|nous)(?:\b|(?<='))")


def denial(mention: Mention) -> tuple[Found | None, Found | None]:
    """The cue that denies the mention, or else the one because of which a cue that would does not."""
    denied, stated = _denial(mention)
    untrue = said_untrue(mention, denied) if denied else None
    return (None, untrue) if untrue else (denied, stated)


def _denial(mention: Mention) -> tuple[Found | None, Found | None]:
    own = (
        _of_its_own(mention) or _around_the_verb(mention) or _spoken(mention) or given_up(mention) or not_found(mention)
    )
    if own:
        return own, None
    if sequel_denied(mention):
        return None, None
    before, ended = _before(mention)
    if before:
        return before, None
    after = _after(mention) or denied_past_an_aside(mention)
    return (after, None) if after and not _came_back(after, mention) else (None, ended)


def _came_back(cue: Found, mention: Mention) -> bool:
    ended = cue.cue is Cue.RESOLVED or mention.words(cue).startswith("absent")
    return ended and came_back(cue, mention)


def _of_its_own(mention: Mention) -> Found | None:
    """A denial that the mention begins with, or a denied verb that it is."""
    for cue in mention.around:
        if cue.cue in DENIALS and cue.start <= mention.start and cue.end < mention.end:
            return cue
        if cue.cue in _HOLDING and cue.start < mention.start and _NOT.search(mention.words(cue)):
            return cue
    return None


def _around_the_verb(mention: Mention) -> Found | None:
    """« ne vomit pas »."""
    if not mention.left or mention.left[0].cue is not Cue.BRACKET or not mention.right:
        return None
    opening, closing = mention.left[0], mention.right[0]
    close = mention.within(opening, 2) and mention.within(closing, 1)
    return closing if close and _CLOSING.match(mention.words(closing)) else None


def _spoken(mention: Mention) -> Found | None:
    """« ça saigne pas »."""
    closing = mention.right[0] if mention.right else None
    alone = closing is not None and _SPOKEN.match(mention.plain, mention.end)
    return closing if alone else None


def _before(mention: Mention) -> tuple[Found | None, Found | None]:
    stop: Found | None = None
    bracket: Found | None = None
    nearer: Found | None = None
    for cue in mention.left:
        if cue.cue is Cue.DENIES_NEXT and mention.before(cue.end).strip(" -"):
            continue
        if cue.cue in DENIALS or _denies_object(cue, mention):
            return _weighed(cue, mention, stop, None if nearer else bracket)
        if cue.cue is Cue.LEFT_OPEN or (cue.cue is Cue.STANDS and stop is None):
            return None, cue if cue.cue is Cue.STANDS else None
        if cue.cue in STOPS or mention.words(cue).startswith("depuis"):
            stop = stop or cue
        if cue.cue is Cue.BRACKET:
            bracket, nearer = cue, stop
    return None, None


def _denies_object(cue: Found, mention: Mention) -> bool:
    """« n'a jamais pris la pilule », « sont absents : … »."""
    if cue.cue is Cue.DENIED and _NOT.search(mention.words(cue)) and mention.takes_object(cue):
        return True
    return heads_a_list(cue, mention)


def _weighed(
    cue: Found, mention: Mention, stop: Found | None, bracket: Found | None
) -> tuple[Found | None, Found | None]:
    """A denial with what stands between it and the mention."""
    if _says_the_contrary(cue, mention):
        return None, cue
    if bracket and _SUBJECT_DENIED.match(mention.words(cue)):
        if leaves_alone(cue, mention):
            return None, cue
        # « À aucun moment le patient n'a présenté de … » is one clause.
        return cue, None
    if stop or bracket:
        return None, stop or bracket
    if denial_goes_on(cue, mention):
        return cue, None
    # What leaves it alone, or ends before a colon, is no denial of it: that is a reason, not an assumption.
    apart = leaves_alone(cue, mention) or _ends_at_colon(cue, mention)
    return None, Found(Cue.STANDS, cue.start, mention.start) if apart else None


def _ends_at_colon(cue: Found, mention: Mention) -> bool:
    """« Scanner sans injection : hémorragie … »"""
    return _WITHOUT_MEANS.match(mention.plain, cue.start, mention.start) is not None


def _says_the_contrary(cue: Found, mention: Mention) -> bool:
    """« jamais eu aussi mal », « pas une nuit sans … »"""
    words = mention.words(cue)
    if words.startswith("jamais"):
        return _AS_MUCH.search(mention.plain, cue.end, mention.sentence[1]) is not None
    return words.startswith("sans") and _denied_without(cue, mention)


def _denied_without(without: Found, mention: Mention) -> bool:
    """« pas une nuit sans … » has it every night."""
    for cue in mention.left:
        if cue.end <= without.start:
            if cue.cue in DENIALS or (cue.cue is Cue.STANDS and _NOT.match(mention.words(cue))):
                return not _PAUSE.search(mention.plain, cue.end, without.start)
            if cue.cue not in _IN_THE_WAY:
                return False
    return False


def _after(mention: Mention) -> Found | None:
    if _CAUSE_OF.search(mention.plain, mention.sentence[0], mention.start):
        return None
    topic = bool(_TOPIC.match(mention.plain, mention.sentence[0]))
    commas: list[Found] = []
    for cue in mention.right:
        if cue.cue in DENIED:
            # « Des nausées, il n'en a pas. »
            of_it = topic or "en " in mention.words(cue)
            return cue if of_it or denial_goes_back(cue, mention, commas) else None
        if cue.cue is Cue.COMMA:
            commas.append(cue)
        elif cue.cue not in PASSED and not _PASSED_WORDS.match(mention.plain, cue.start):
            return None
    return None
