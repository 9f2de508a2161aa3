"""Whether a denial at one end of an enumeration is of all of it."""

import re

from studio.text.findings.cues import Cue, Found
from studio.text.findings.mention import DENIALS, DENIED, FEW, NEAR, STOPS, Mention

_GOES_ON = re.compile(r"\s*(?:(?:et|ou|ni|voire|et/ou)\s+)?(?:de |d'|du |ou |ni )")
_ARTICLE = re.compile(r"\s*(?:et |ou )?(?:une? |des |l[ea] |les |l'|son |sa |ses |cette |ce |cet )")
_LATER_ITEM = re.compile(r"[^.;:!?()]*?(?:,| )\s*(?:ou|ni)\b")
_OR = re.compile(r"\b(?:ou|ni) ")
_AND = re.compile(r"\s*et ")
_JOINED = re.compile(r"(?:^|\s)(et|\+)\s+(.*)$")
# « n'a pas interrompu son traitement »: there is one.
_PRESUPPOSED = re.compile(r"\w+ (?:de |d'|a |pour |dans |sur |par )?(?:son|sa|ses|leurs?|mon|ma|mes) $")
# « Aucune position ne soulage la sciatique »: what is not soothed, stopped or treated is there.
_LEFT_ALONE = re.compile(
    r"\b(?:arret|interromp|suspend|stopp|cess|modifi|chang|diminu|augment|oubli|neglig|sous-estim|banalis|oper|trait|"
    r"soulag|calm|retir|enlev|control|expliqu|suffi|surveill|perturb|empech|amelior|attenu|aggrav|guer|stabilis|"
    r"equilibr|tolere|reconnu|pris au serieux|resou|resoud|endur|masqu)\w* (?:\w+ment )?(?:[ad] |a |de )?"
    r"(?:l[ae] |les |l'|son |sa |ses |cette |ce |cet |ces |mon |ma |mes |leurs? |notre )(?:\w+ )?$"
    r"|\b(?:ceder|passer|disparaitre|tomber|baisser|regresser|taire|partir|diminuer|bout de|bout) "
    r"(?:l[ae] |les |l'|son |sa |ses |cette |ce |cet |ces |mon |ma |mes |leurs? )(?:\w+ )?$"
    r"|\b(?:remarqu|signal|mentionn|declar|avou|parl|rapport|accept|compri|digere|os)\w*(?: \w+er)? (?:de |"
    r"pour )?(?:son|sa|ses) $"
    r"|\bpour (?:son|sa|ses|cette|ce|cet) $"
    r"|(?<!av)(?:er|ir|re) (?:cette|ce|cet|ces) $"
)
# « Elle ne savait pas que la fièvre était si haute »
_IN_A_CLAUSE = re.compile(
    r"\b(?:que|combien|pourquoi|comment|quand) (?:l[ae] |l'|les |sa |son |ses |cette |cet |ce |ces |mon |ma |mes )$"
)
_WITH_ARTICLE = re.compile(r"\bni\w+ (?:avoir|toute?|l[ea]|les|une?|des?|du)\b|\bni\w+ (?:l|d)'")
_COLON = re.compile(r" ?:")
_ELSEWHERE = re.compile(r"\b(?:aux?|a|en|lors|pour|apres)\b|,")
_GENERAL = re.compile(r"\b(?:signe|symptome|drapeau|critere|antecedent|anomalie|plainte|facteur|element|trouble)s?\b")
_NEW_CLAUSE = re.compile(r"\b(?:a (?!l[a']|sa |son |ses |\d)|ont |avec |sans )|\( *\w")
_SOUGHT = re.compile(r"(?:re)?cherchee?s?(?: et| mais|,) ")
_FINDS_NOTHING = re.compile(r"negati|normal|normaux")
_PROCEDURE = re.compile(
    r"(?:scanner|tdm|irm|echo|radio|bilan|dosage|serologie|prelevement|etude|examen|recherche|marqueur|ponction|pl\b|"
    r"ecg|"
    r"eeg|culture|ecbu|biopsie|cytolog|immuno|fibroscop|coloscop|endoscop|doppler|scinti|angio|analyse|exploration|"
    r"anamnese|frottis|depistage|imagerie|fond d'oeil|electro|hemoculture|myelogramme|spirometr|mammograph|audiogramme)"
)


def heads_a_list(cue: Found, mention: Mention) -> bool:
    """« Sont absents : A, B, C »: what denies what stands before it denies what follows its colon."""
    if cue.cue not in DENIED or not _COLON.match(mention.plain, cue.end):
        return False
    plural = mention.words(cue).endswith("s")
    return plural or not mention.plain[mention.sentence[0] : cue.start].strip(" -•*")


def leaves_alone(cue: Found, mention: Mention) -> bool:
    """Whether what is denied is that something is done about the mention."""
    return bool(_LEFT_ALONE.search(mention.before(cue.start)))


def denial_goes_on(cue: Found, mention: Mention) -> bool:
    """Whether a denial goes on through what leads to the mention: « pas de A, B ou C », but « pas de A, C intense »."""
    between = mention.before(cue.end)
    if cue.cue is Cue.NEAR:
        return mention.within(cue, NEAR) and not _ELSEWHERE.search(between)
    if _PRESUPPOSED.search(between) or _IN_A_CLAUSE.search(between) or leaves_alone(cue, mention):
        return False
    comma = next((each for each in mention.left if each.cue is Cue.COMMA and each.start >= cue.end), None)
    opened = between.count("(") > between.count(")") or _leads_a_list(between)
    if comma is None:
        return _without_comma(between, mention) and (opened or ":" not in between)
    return _after_comma(cue, comma, mention, opened)


def _leads_a_list(between: str) -> bool:
    """« Absence : A, B », « pas de signe général : A, B »."""
    return ":" in between and (between.strip().startswith(":") or bool(_GENERAL.search(between)))


def _without_comma(between: str, mention: Mention) -> bool:
    if _AND.match(between):
        # « ne mange plus et … »
        return False
    joined = _JOINED.search(between)
    if joined and not _GOES_ON.match(joined[0]):
        return not mention.is_intense() and not _ARTICLE.match(joined[2])
    return True


def _after_comma(cue: Found, comma: Found, mention: Mention, opened: bool) -> bool:
    lead = mention.before(comma.end)
    if _GOES_ON.match(lead) or _OR.search(lead):
        return True
    if mention.any_between(frozenset({Cue.AFFIRMS_NOUN}), comma.end, mention.start):
        return False
    plain_and = _AND.match(lead) and cue.cue is Cue.DENIES
    new_item = _ARTICLE.match(lead) and not heads_a_list(cue, mention)
    if plain_and or new_item or mention.is_intense():
        return False
    if cue.cue is Cue.DENIES_LIST and _WITH_ARTICLE.search(mention.plain, cue.start, cue.end + len(" toute ")):
        # « nie toute prise de …, mydriase »
        return opened or _later_or(mention)
    of_lists = cue.cue in DENIED or cue.cue is Cue.DENIES_LIST or mention.words(cue).startswith("absence")
    return of_lists or opened or _later_or(mention)


def _later_or(mention: Mention) -> bool:
    """Whether the enumeration ends in « ou » or « ni »."""
    following = next((each for each in mention.right if each.cue in DENIALS), None)
    if following and mention.words(following).startswith("ni") and "," not in mention.between(following).rstrip(" ,"):
        return True
    stops = [each.start for each in mention.right if each.cue in STOPS or each.cue in DENIALS]
    return bool(_LATER_ITEM.match(mention.plain, mention.end, min([*stops, mention.sentence[1]])))


def denial_goes_back(cue: Found, mention: Mention, commas: list[Found]) -> bool:
    """Whether what denies the words before it denies the mention too, from which other words may part it."""
    between, sought = _SOUGHT.subn("", mention.after(cue.start))
    commas = commas[sought:]
    if _NEW_CLAUSE.search(between) or _made_all_the_same(cue, mention):
        return False
    if not between.strip():
        return True
    if cue.cue is Cue.RESOLVED and len(commas) == 1 and not mention.plain[commas[0].end : cue.start].strip():
        return True
    if not commas and not re.search(r"\bet ", between):
        return between.count(" ") <= FEW
    plural = cue.cue is Cue.DENIED_ALL
    mark = not mention.words(cue).strip()[:1].isalpha()
    joined = bool(re.search(r" (?:et|ou) ", between))
    return not mention.is_intense() and (plural or (mark and joined))


def _made_all_the_same(cue: Found, mention: Mention) -> bool:
    """An examination that finds nothing was made all the same."""
    return bool(_PROCEDURE.match(mention.plain, mention.start) and _FINDS_NOTHING.search(mention.words(cue)))
