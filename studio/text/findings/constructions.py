"""What only several words of a sentence say together: an idea given up, an aside, a sequel that is denied."""

import re

from studio.text.findings.cues import Cue, Found
from studio.text.findings.mention import DENIALS, DENIED, NEAR, Mention

_LEAD = 60
"""Characters before a mention in which the words that lead to it are."""
_OF = r"(?:de la |de l'|du |des |de son |de sa |de ses |de cette |de cet |de ce |de leur |d'une? |d'|de )(?:[\w-]+ )?$"
_IDEA = re.compile(
    r"\b(?:redout|craign|craint|soupcon|suspect|suspicion|evoqu|pens|croya|cru|peur|inquiet|hypothes|diagnostic|piste|"
    r"idee|theorie|etiquette|eventualit)[^.;:,]{0,30}$"
)
_NAMED_IDEA = re.compile(
    rf"\b(?:hypothese|diagnostic|piste|idee|theorie|etiquette|suspicion|crainte|eventualite)s? (?:initiale? )?{_OF}"
)
_OVERTHROWN = re.compile(
    r"[^.;:,]{0,40}? (?:n'a pas (?:tenu|resiste|survecu)|ne (?:tient|resiste) (?:pas|plus)|s'effondre|s'(?:est|"
    r"etait) (?:revelee?|averee?) (?:infondee?|fausse?|injustifiee?|sans fondement)|s'est effondree?|"
    r"(?:est|a ete|etait|fut) (?:\w+ment |donc |vite )?(?:abandonne|leve|recuse|rejete|dementi|refute|retoque)e?|"
    r"a fait long feu|tombe(?: a l'eau)?(?= *[.,;:]))"
)
_GIVEN_UP = re.compile(
    r"(?<!non )\b(?:diagnostic|hypothese|piste|suspicion|crainte|eventualite|doute|idee)s? (?:(?:est|sont|a ete|fut|"
    r"aussitot|vite|donc|ensuite|depuis|\w+ment) ){0,3}(?:refut|elimin|ecart|exclu|infirm|dementi|leve|abandonn|recus|"
    r"rejet)\w*"
    r"|(?<!\w )\b(?:diagnostic|hypothese)s? non retenue?s?|\bil n'en (?:est|etait|fut|a (?:finalement |\w+ment )?ete) "
    r"(?:finalement |\w+ment )?rien\b|\bfausse alerte\b|[,:;] (?:bien )?a tort *[.;,]"
)
_SOUGHT = re.compile(rf"\b(?:depistage|recherche) {_OF}")
_LOOKED_FOR = re.compile(
    r"\b(?:on|je|nous|j'ai|on a|avons) (?:\w+ment )?(?:re)?cherch(?:e|ons) "
    r"(?:une? |des |le |la |les |l'|cet? |cette )(?:\w+ )?$"
)
_IN_VAIN = re.compile(
    r"[^.;:,?]{0,25},? (?:en vain|vainement|sans (?:le |la |les |en |l')?(?:re)?(?:trouver|succes|resultat)|"
    r"sans succes)\b"
)
_ASKED = re.compile(r"\b(?:interroge|questionne|sonde)e?s? (?:sur|quant aux?|a propos) [^.;:]*$")
_ANSWERED_NO = re.compile(
    r"[^.;:?]{0,30}[, ](?:repond|dit|a repondu|fait)(?: \w+ment| que)? (?:non|par la negative|negativement|jamais)\b"
)
_SUSPECTED = re.compile(
    r" (?:soupconne|suspecte|evoque|redoute|presume|suppose|annonce|craint|decrit|signale)e?s? (?:initialement |"
    r"d'abord )?"
    r"(?:par|a|sur|en|au|aux|lors) "
)
_NOT_FOUND = re.compile(
    r"[^.;:,?]{0,40}? (?:normal(?:e|es|s)?|normaux|negati(?:f|ve)s?|(?:reste|demeure)e?s? (?:vaine?|negati(?:f|ve))s?|"
    r"vaine?s?|infructueu(?:x|se)s?|sans resultat|sans anomalie)(?! pour| a la)\b"
)
_SEARCHED_IN_VAIN = re.compile(
    r"\b(?:enquete|recherche|bilan|exploration|imagerie|examen|investigation)s?(?: [\w-]+){0,3} (?:negati(?:f|ve)s?|"
    r"vaine?s?|"
    r"infructueu(?:x|se)s?) (?:quant aux? |quant a |concernant |en ce qui concerne |pour )[^.;:,]{0,30}$"
)
_OF_THIS = re.compile(r"negati(?:f|ve)|vaine?|infructueu")
_POSSIBLE = re.compile(r"\b(?:eventuel(?:le)?s?) (?:\w+ )?$")
_QUITE_NORMAL = re.compile(
    r"[^.;:,]{0,25}[,:;] (?:[\w'-]+ ){1,4}?(?:: |, )?(?:strictement|parfaitement|totalement|entierement|tout a fait) "
    r"normal(?:e|es)?(?= *(?:[.)]|$))"
)
_FOUND_NORMAL = re.compile(
    r" ?: (?:[\w'-]+ ){1,3}(?:strictement |parfaitement |totalement )?(?:normal(?:e|es)?|negati(?:f|"
    r"ve)s?)(?= *(?:[.)]|$))"
)
_PENDING = re.compile(
    r"\b(?:a (?:faire|prevoir|refaire|completer|controler)|prevue?s?|demandee?s?|en attente|en cours|programmee?s?|"
    r"malgre)\b"
)
_CONFIRMS = re.compile(
    r"[^.;:]{0,25}[,:;] (?:(?!ne |n')[\w'-]+ ){1,3}?(?:la |le |les |l'a |l'ont |l'avait )(?:\w+ment )?(?:confirm(?:e|"
    r"ent|ait|ee)|retrouve|montre|objective|visualise)\b(?! pas| plus)"
)
_UNSOUGHT = re.compile(r"\b(?:pas|non|jamais|ni|sauf|a (?:faire|prevoir|refaire)|anormal\w*|dernier)\b")
_FINITE = re.compile(
    r"(?:n'|ne |est|sont|a |ont|s'est|se sont|fait|font|fut|etait|etaient|avait|avaient|manque|semble|reste)"
)
_CONFIRMED = re.compile(r"[^.;:,?]{0,40}? confirmee?s?\b")
_CONFIRMED_NEXT = re.compile(
    r",? (?:ensuite |puis |bien |depuis |finalement )?confirmee?s? (?:a|par|au|aux|sur|en|ce|hier|depuis|le|la)\b"
)
_NOT_YET = re.compile(r"\b(?:pas|non|jamais|ni|doit|sera|etre|devra|si|reste)\b")
_CAME_BACK = re.compile(
    r"(?:\b(?:puis|mais|et|avant de)|[,;]|\bpour) (?:(?:elles?|ils?|qui|s'est|est|sont|a|ont|de|tout|vite|aussitot|"
    r"\w+ment) ){0,4}"
    r"(?:revenu|revient|revienn|reven|reprend|reprenn|repris(?! l| so| sa| une)|reapparu|reapparai|reapparait|"
    r"recommence|resurgi|"
    r"remonte|recidive)"
)
_ASIDE = 9
"""Words."""
_SEQUEL = re.compile(rf"\b(?:sequelles?|stigmates?|reliquats?) {_OF}")
_RELAPSE = re.compile(rf"\b(?:recidives?|rechutes?|reprise evolutive|recurrences?) (?P<of>{_OF})")
_OWN = re.compile(r"de (?:son|sa) ")
_OLD = re.compile(
    r"[^.;:,]{0,30}?\b(?:19\d\d|20[012]\d|operee?|traitee?|evacuee?|irradiee?|resequee?|ancien\w*|"
    r"il y a [\w ]{1,12} ans|"
    r"depuis [\w ]{1,12} ans|a \d+ ans|de l'enfance|de ses \w+ ans)\b"
)
_YEARS_AFTER = re.compile(
    r"\b(?:[\w-]+ (?:ans|annees)|(?:six|huit|neuf|dix|onze|douze|quinze|dix-huit|[6-9]|\d\d) mois) "
    r"(?:apres|au decours d[eu]) (?:une? |l[ae] |l'|les |des |son |sa |ses |cette |ce |cet )?(?:\w+ )?$"
)


def given_up(mention: Mention) -> Found | None:
    """« Le mari redoutait un AVC ; … diagnostic réfuté », « le diagnostic de … ne tient pas »"""
    plain, low, high = mention.plain, _low(mention), mention.sentence[1]
    if not _IDEA.search(plain, low, mention.start):
        return None
    found = _NAMED_IDEA.search(plain, low, mention.start) and _OVERTHROWN.match(plain, mention.end, high)
    found = found or _GIVEN_UP.search(plain, mention.end, min(high + 1, len(plain)))
    return Found(Cue.DENIED, *found.span()) if found else None


def not_found(mention: Mention) -> Found | None:
    """« Dépistage du diabète à 26 SA revenu normal »"""
    plain, low, high = mention.plain, _low(mention), mention.sentence[1]
    found = None
    lead = plain[low : mention.start]
    if "negati" in lead and _SEARCHED_IN_VAIN.search(lead):
        found = _OF_THIS.search(plain, low, mention.start)
    elif ("recherche" in lead or "depistage" in lead) and _SOUGHT.search(plain, low, mention.start):
        found = _NOT_FOUND.match(plain, mention.end, high) or _FOUND_NORMAL.match(plain, mention.end, high)
    elif "eventuel" in lead and _POSSIBLE.search(lead):
        found = _QUITE_NORMAL.match(plain, mention.end, high)
    elif "cherch" in lead and _LOOKED_FOR.search(plain, low, mention.start):
        found = _IN_VAIN.match(plain, mention.end, high)
    elif _ASKED.search(plain, low, mention.start):
        found = _ANSWERED_NO.match(plain, mention.end, high)
    if found is None or _UNSOUGHT.search(found[0][: -len("non")]) or _PENDING.search(plain, mention.end, high):
        return None
    return Found(Cue.DENIED, *found.span())


def confirmed(mention: Mention) -> bool:
    """« La hernie soupçonnée par le kiné est confirmée »: there is no doubt any more."""
    plain, high = mention.plain, mention.sentence[1]
    if _CONFIRMED_NEXT.match(plain, mention.end, high):
        return not any(each.cue is Cue.IF for each in mention.cues)
    rest = plain[mention.end : high]
    shown = any(each in rest for each in ("confirm", "retrouve", "montre", "objectiv", "visualis"))
    if shown and _CONFIRMS.match(rest) and _IDEA.search(plain, _low(mention), mention.start):
        return True
    if not (_SUSPECTED.match(plain, mention.end) or _SOUGHT.search(plain, _low(mention), mention.start)):
        return False
    found = _CONFIRMED.match(plain, mention.end, high)
    return found is not None and not _NOT_YET.search(found[0])


def denied_past_an_aside(mention: Mention) -> Found | None:
    """« La claudication, recherchée à l'interrogatoire, fait défaut », « la hernie soupçonnée par … n'existe pas »"""
    if _SUSPECTED.match(mention.plain, mention.end):
        denied = next((each for each in mention.right if each.cue in DENIED or each.cue is Cue.COMMA), None)
        near = denied is not None and denied.cue in DENIED and mention.within(denied, _ASIDE)
        return denied if near and denied and _FINITE.match(mention.words(denied)) else None
    opening = mention.right[0] if mention.right else None
    if opening is None or opening.cue is not Cue.COMMA or mention.between(opening).strip():
        return None
    for cue in mention.right[1:]:
        if cue.cue is Cue.COMMA:
            return _right_after(cue, mention) if mention.within(cue, _ASIDE) else None
        if cue.cue in (Cue.COLON, Cue.SEMICOLON, Cue.BRACE) or cue.cue in DENIALS:
            return None
    return None


def _right_after(comma: Found, mention: Mention) -> Found | None:
    cue = next((each for each in mention.right if each.start >= comma.end), None)
    if cue is None or cue.cue not in DENIED or mention.plain[comma.end : cue.start].strip():
        return None
    return cue if _FINITE.match(mention.words(cue)) else None


def sequel_denied(mention: Mention) -> Found | None:
    """« Aucune séquelle de l'hématome de 1994 »: there was one."""
    plain, low = mention.plain, _low(mention)
    relapse = _RELAPSE.search(plain, low, mention.start)
    found = relapse or _SEQUEL.search(plain, low, mention.start)
    denial = next((each for each in mention.left if each.cue in DENIALS), None)
    if not found or not denial or plain[denial.end : found.start()].count(" ") > NEAR:
        return None
    if relapse and not _OWN.match(relapse["of"]) and not _OLD.match(plain, mention.end, mention.sentence[1]):
        return None
    return Found(Cue.PAST, found.start(), mention.start)


def years_after(mention: Mention) -> Found | None:
    """« Se présente huit ans après une dépression »"""
    found = _YEARS_AFTER.search(mention.plain, _low(mention), mention.start)
    return Found(Cue.PAST, *found.span()) if found else None


def came_back(cue: Found, mention: Mention) -> bool:
    """« a disparu puis est revenue »"""
    return _CAME_BACK.search(mention.plain, cue.end, mention.sentence[1]) is not None


def _low(mention: Mention) -> int:
    return max(mention.sentence[0], mention.start - _LEAD)
