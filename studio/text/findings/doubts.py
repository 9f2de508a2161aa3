"""Which doubts reach a mention."""

import re

from studio.text.findings.constructions import confirmed
from studio.text.findings.cues import Cue, Found
from studio.text.findings.mention import DENIALS, FEW, HARD_STOPS, NEAR, PASSED, STATEMENTS, Mention
from studio.text.findings.reported_denials import left_unknown

_CLAUSE = re.compile(r"\b(?:que|qu'|si|s')")
# « La toux pourrait être due à … »: only the cause is in doubt.
_CAUSED = re.compile(
    r" (?:etre )?(?:en (?:partie|rapport|lien|relation)|due?s?\b|liee?s?\b|secondaires?|imputables?|attribuables?|"
    r"expliquee?s?|"
    r"d'origine|favorisee?s?|causee?s?|declenchee?s?|aggravee?s?|majoree?s?|iatrogenes?|ameliore\w*|beneficie\w*|"
    r"s'explique\w*|"
    r"relever?|resulter?|provenir|venir|s'inscri\w+|a l'origine|multifactoriel\w*|consecuti\w+|soulag\w+|"
    r"reactionnel\w*)"
)
_CLAUSAL = frozenset({Cue.DOUBTS, Cue.HEDGES, Cue.IF})
_ANSWERS = re.compile(r" ?(?:\?| ?: (?:oui|non)\b)")
_OR_BEFORE = re.compile(r"[,:] (?:[\w'-]+ ){1,4}(?P<or>ou) (?:[\w'-]+ ){0,2}$")
_OR_AFTER = re.compile(r" (?:[\w'-]+ ){0,2}(?P<or>ou) (?!non\b|pas\b)")
_SETTLED_LATER = re.compile(
    r"\ba (?:departager|differencier|distinguer|trancher)|(?:tranch|depart?ag|distingu|differenci)era"
)
_SEEN = re.compile(
    r"[\s•-]*(?:image|aspect|lesion|papille|opacite|hypersignal|hyposignal|hypodensite|nodule|masse|tache)s?\b[^:.]*$"
)
_POSSESSED = re.compile(r"(?:que |qu'|si |s'il )(?:son|sa|ses|cette|ce|cet|ces|mon|ma|mes|leurs?) $")
_AGAIN = re.compile(r" (?:\w+ )?(?:repren|revien|reappar|recidiv|recommenc|reappar)")
_UNSURE = re.compile(r"\ben (?:est|suis|sont) pas|\bsous reserve")
_CAUSE_OF = re.compile(
    r"\b(?:cause|etiologie|origine|mecanisme|point de depart|facteur declenchant|source|explication|nature|bilan|"
    r"exploration)s?"
    r"(?: \w+){0,2} (?:de la |de l'|de cette |de ce |de cet |de son |de sa |de ses |a la |a l'|a cette |a ce |a son |"
    r"a sa |a ses )$"
)
_OF = re.compile(r"(?:(?: \w+)? (?:de |d'|du |des |de la |de l'|d'une? )?| [\w-]+ (?:[\w-]+ )?)")
_END = re.compile(r" *(?:[,.;)(]|$|\n| a (?:explorer(?! par)|confirmer|discuter|verifier|evaluer)| en attente)")
_DEGREE = re.compile(r"presque|quasi|pas (?:trop|vraiment|tellement|tres|bien)")
_ALTERNATIVE = re.compile(r"\s*(?:ou|voire|d'|de )")
_LATER_OR = re.compile(r"[^.;,]*(?:,[^.;,]*)* ou ")
_OF_THE_MENTION = frozenset({Cue.DOUBTS, Cue.DOUBTED, Cue.DOUBTS_NEXT, Cue.QUESTION, Cue.HEDGES})
_LEFT_OPEN_STOPS = HARD_STOPS | DENIALS | {Cue.COMMA, Cue.COLON, Cue.LINK}
_DOUBT_STOPS = HARD_STOPS | DENIALS | {Cue.LINK}
_PASSED_BACK = (PASSED | {Cue.KIN, Cue.PATIENT}) - {Cue.COLON, Cue.PAST_NEXT}


def doubt(mention: Mention, denial: Found | None) -> Found | None:
    """The cue that leaves the mention open; next to a denial only what doubts the denial itself."""
    if _answered(mention) or confirmed(mention):
        return None
    if denial:
        return _doubted_denial(mention, denial)
    if _CAUSE_OF.search(mention.plain, mention.sentence[0], mention.start):
        return _after(mention)
    around = next(
        (each for each in mention.around if each.cue in _OF_THE_MENTION and not _measures(each, mention)), None
    )
    return _left_open(mention) or around or _before(mention) or _after(mention) or _one_of_two(mention)


def _measures(cue: Found, mention: Mention) -> bool:
    """« je ne vois presque plus » says how much, where it is the mention itself."""
    return cue.start > mention.start and _DEGREE.match(mention.words(cue)) is not None


def _one_of_two(mention: Mention) -> Found | None:
    """« Méningite virale ou grippe, on tranchera », « Image au siphon : infundibulum ou petit anévrisme »"""
    plain, (low, high) = mention.plain, mention.sentence
    before, after = _OR_BEFORE.search(plain, low, mention.start), _OR_AFTER.match(plain, mention.end, high)
    joined = before or after
    if joined is None:
        return None
    settled_later = _SETTLED_LATER.search(plain, mention.end, high)
    return Found(Cue.DOUBTED, *joined.span("or")) if settled_later or _SEEN.match(plain, low, joined.start()) else None


def _answered(mention: Mention) -> bool:
    """« De la fièvre ? Oui. », « il demandait si elle était diabétique : non »"""
    answer = next((each for each in mention.right if _ANSWERS.match(mention.words(each))), None)
    return answer is not None and answer.cue in (Cue.DENIED, Cue.AFFIRMED)


def _left_open(mention: Mention) -> Found | None:
    """« ne peut être exclu » is of what stands before, « ne permet pas d'exclure » of what follows."""
    for cue in mention.right:
        if cue.cue is Cue.LEFT_OPEN:
            return None if mention.takes_object(cue) else cue
        if cue.cue not in PASSED | {Cue.KIN}:
            break
    for cue in mention.left:
        if cue.cue is Cue.LEFT_OPEN:
            return cue
        if cue.cue in _LEFT_OPEN_STOPS:
            return None
    return None


def _doubted_denial(mention: Mention, denial: Found) -> Found | None:
    cue = next((each for each in mention.cues if _doubts_denial(each, mention, denial)), None)
    return cue or left_unknown(mention, denial)


def _doubts_denial(cue: Found, mention: Mention, denial: Found) -> bool:
    if cue.cue is Cue.LEFT_OPEN:
        if cue.start >= mention.end:
            # « L'absence de … n'est pas certaine »
            named = mention.words(denial).startswith("absence") and denial.end <= mention.start
            return named and "," not in mention.after(cue.start)
        # « on ne peut affirmer l'absence de … »
        return 0 <= denial.start - cue.end <= FEW
    if cue.cue in (Cue.HEDGES, Cue.IF):
        clear = "," not in mention.plain[cue.end : denial.start]
        first = cue.end <= min(denial.start, mention.start)
        return first and clear and not mention.any_between(HARD_STOPS, cue.end, denial.start)
    later = cue.start >= max(mention.end, denial.end)
    return cue.cue is Cue.QUESTION and later and not mention.any_between(HARD_STOPS, mention.end, cue.start)


def _before(mention: Mention) -> Found | None:
    comma = stated = False
    for cue in mention.left:
        if cue.cue in _CLAUSAL and _its_own(cue, mention):
            return None
        if cue.cue is Cue.IF and not mention.any_between(HARD_STOPS, cue.end, mention.start):
            return cue
        if cue.cue in (Cue.DOUBTS, Cue.HEDGES) or (cue.cue is Cue.DOUBTED and _speaks_on(cue, mention)):
            reaches = not stated or (not comma and (cue.cue is Cue.HEDGES or _holds_a_clause(cue, mention)))
            labels = mention.plain[cue.end : cue.end + len(" :")].strip() == ":"
            return cue if reaches and (not comma or labels or _doubt_goes_on(mention)) else None
        if cue.cue is Cue.DOUBTS_NEXT and _OF.fullmatch(mention.between(cue)) and not comma:
            return cue
        if cue.cue in _DOUBT_STOPS:
            return None
        comma = comma or cue.cue is Cue.COMMA
        stated = stated or cue.cue in STATEMENTS or cue.cue is Cue.INFORMANT
    return None


def _speaks_on(cue: Found, mention: Mention) -> bool:
    """« suspecté : … », « craint une … »."""
    first = not mention.plain[mention.sentence[0] : cue.start].strip(" -•*")
    return mention.takes_object(cue) or (first and mention.plain.startswith((":", " :"), cue.end))


def _its_own(cue: Found, mention: Mention) -> bool:
    """« il craint que sa toux soit … »: what is his he has."""
    possessed = _POSSESSED.search(mention.plain, cue.start, mention.start)
    return possessed is not None and not _AGAIN.match(mention.plain, mention.end)


def _holds_a_clause(cue: Found, mention: Mention) -> bool:
    """« il n'est pas exclu que … » holds for the clause that follows, its verb included."""
    return bool(_CLAUSE.search(mention.plain[cue.start : cue.end + len(" qu'")]))


def _doubt_goes_on(mention: Mention) -> bool:
    comma = next(each for each in mention.left if each.cue is Cue.COMMA)
    rest = mention.plain[mention.end : mention.sentence[1]]
    return bool(_ALTERNATIVE.match(mention.before(comma.end)) or _LATER_OR.match(rest))


def _apposed(mention: Mention) -> Found | None:
    """« Notion de malaise, non confirmée », but not « asthme, allergie non confirmée »."""
    at = next((at for at, each in enumerate(mention.right) if each.cue is Cue.COMMA), None)
    following = mention.right[at + 1 : at + 2] if at is not None else []
    if not following or following[0].cue is not Cue.DOUBTED or not mention.within(mention.right[at or 0], FEW):
        return None
    begins = not mention.plain[mention.right[at or 0].end : following[0].start].strip()
    ends = _END.match(mention.plain, following[0].end) is not None
    return following[0] if begins and ends else None


def _after(mention: Mention) -> Found | None:
    unsure = _apposed(mention) or next((each for each in mention.right if _UNSURE.search(mention.words(each))), None)
    if unsure:
        return unsure
    for cue in mention.right:
        if cue.cue in (Cue.DOUBTED, Cue.QUESTION):
            return cue if mention.within(cue, FEW) and not _CAUSED.match(mention.plain, cue.end) else None
        if cue.cue is Cue.DOUBTS_NEXT:
            reach = FEW if _END.match(mention.plain, cue.end) else NEAR
            return cue if mention.within(cue, reach) and not _CAUSED.match(mention.plain, cue.end) else None
        if cue.cue is Cue.HEDGES:
            return None if mention.between(cue).strip(" ,(") or _CAUSED.match(mention.plain, cue.end) else cue
        if cue.cue not in _PASSED_BACK and mention.words(cue) != "avec":
            return None
    return None
