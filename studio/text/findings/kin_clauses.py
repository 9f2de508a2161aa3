"""What a clause about relatives says of them: who is its subject, and whether that one is ill or only acts."""

import re

from studio.text.findings.cues import Cue, Found
from studio.text.findings.mention import Mention

_LEAD = 40
"""Characters before a relative, of which the words that lead there have fewer."""
_DETERMINED = r"(?:sa |son |ses |l[ea] |l'|les |leurs? |une? |mon |ma |mes |notre |nos |deux |trois |cet(?:te)? |ce )*$"
_AS_SUBJECT = re.compile(
    r"(?:(?<![^\n])|[.;:,!?\n«\"(•-] ?|\b(?:et|mais|que|car|or|donc|puisque|quand|c'est|c'etait|est|comme)(?: que)? |"
    r"qu')"
    rf"{_DETERMINED}"
)
_VERB = (
    r"(?:n'|ne |n'y |se |s'|y |en )?(?:a|ont|avai(?:t|ent)|aurait|est|sont|etai(?:t|ent)|fait|font|faisait|vien(?:t|"
    r"nent)|"
    r"presente(?:nt)?|souffr\w+|touss\w+|vomi\w*|convuls\w+|prend|prennent|va|vont|traine|garde|developpe|declare|dort|"
    r"reste|semble|parait|plaint|plaignait|meurt|decede|fume|boit)\b"
)
_QUANT = re.compile(rf"\b(?:quant a|quant aux|pour ce qui est de|concernant|cote) {_DETERMINED}")
_TAKEN_UP = re.compile(rf", (?:il|elle|ils|elles) (?={_VERB})")
_ASIDE = re.compile(
    rf"(?: (?:aine|cadet|jumeau|jumelle|maternel|"
    rf"paternel)\w*)?(?: ?,? ?[,(] ?[^,;:.()]{{1,60}}[,)] (?:qui )?(?={_VERB})|"
    rf", (?:lui|elle) (?:aussi|egalement)(?= )|,? (?:lui|elle|eux|elles),? (?={_VERB}))"
)
_NOT_THEM = re.compile(
    rf"\b(?:et non|et pas|non pas|mais pas|plutot que|n'est pas|n'etait pas|pas) (?:pas )?{_DETERMINED}"
)
_NOT_THE_PATIENT = re.compile(
    r"\bce? ?(?:n'est|n'etait|est) pas (?:lui|elle|moi|l[ea] (?:patiente?|malade|petite?)|l'enfant|monsieur|madame|"
    r"m\.|mme)"
    r"(?: [\w-]+)? qui [^.;:]*$"
)
_IT_IS_THEM = re.compile(rf"\b(?:c'est|c'etait|mais)(?: bien| plutot)? {_DETERMINED}")
_TOPIC = re.compile(rf",? (?:ca |cela )?c'(?:est|etait) (?:plutot |surtout |chez )?{_DETERMINED}")
_TOPIC_END = re.compile(r" *(?:$|[.;,\n]|et )")
_ADVERBS = (
    r"(?:(?:tout de suite|aussitot|d'abord|finalement|enfin|hier|\w+ment|"
    r"deja|aussi|encore|meme|toujours|presque|bien|vite|jamais|pas|plus|rien|tout|lui|elle|eux) )*"
)
_NO_ACT = (
    r"(?:eue?s?|fait|presente|declare|developpe|contracte|attrape|chope|convulse|vomi|tousse|souffert|subi|perdu|ete|"
    r"recidive|rechute|traine|garde|succombe|connu|fume|bu|pris(?! (?:la|sa|son) (?:temp|tension|pouls|glyc|satur))|"
    r"recu|porte|gueri|survecu|vaincu|"
    r"fini|termine|failli|vecu|bataille|lutte|combattu|consulte|beneficie|debute|commence|repris|depuis|une?|trois|"
    r"quatre|quelque|toute?|cette?|meme|autre|notre|comme)"
)
_ACTED = re.compile(
    rf"\b(?:a|ont|avai(?:t|ent)|aurait|auront) {_ADVERBS}(?:(?!{_NO_ACT}\b)\w{{2,}}(?:e|i|u|is|it|rt|int)e?s?\b|"
    r"du (?:l[ae] |l'|lui |se )?\w+(?:er|ir|re)\b|fait (?:l'|(?:l[ea]|les|ses|appel|venir|part|boire|baisser|tomber) ))"
)
_EMOTION = (
    r"(?:inquiete?|angoiss|alarm|affol|paniqu|surpris|frapp|choqu|effray|impressionn|temoins?|absente?|present\w*|"
    r"convaincu|formel|reveill|alert|prevenu|inform|gene|ennuy|agac|desempar|bouleves|terrifi|epuise?e?s? par|"
    r"fatigue?e?s? (?:de|par))"
)
_WORN_OUT = r"| n'en peut plus|\b(?:est|sont) a bout\b| n'y arrive plus| craque"
_MOVED = re.compile(
    rf"\b(?:est|sont|etai(?:t|ent)|a ete|ont ete|s'est|se sont) {_ADVERBS}(?:tres |si |un peu |fort )?{_EMOTION}\w* "
    r"|\b(?:a|ont|avait) (?:eu )?(?:une? |des |la |tres |si |bien )?(?:craintes?|peur|questions?|inquietudes?|"
    r"impression|"
    rf"sentiment|doutes?) {_WORN_OUT}"
)
_ACTS = re.compile(
    r"(?: (?:du|de la|de l') ?(?:patiente?|malade|enfant))?(?:,? qui)? (?:lui (?!a\b|est\b|aussi|souffre|n'|non|"
    r"ne )\w|fait (?:l[ea] |l'|les |ses )|vien(?:t|nent) (?:de |"
    r"d')?(?:chercher|voir|prendre|deposer|amener|appeler|recuperer|nous|le |"
    r"la )|(?:ne |n'|se |s'|y |en )?(?:l'(?:a|ont|avai(?:t|ent)|entend\w*|amene\w*|aide\w*|oblige\w*|empeche\w*|"
    r"observe\w*|"
    r"accompagne\w*|examine\w*|assiste\w*|emmene\w*)|(?:le|la|les|lui|leur|nous|me|m')? ?"
    r"(?:refuse|accepte|demande|reclame|veut|veulent|souhaite|tente|essaie|hesite|dort|dorment|entend|voit|voient|"
    r"donne|"
    r"surveille|aide|gere|occupe|reconnai|compren|masse|tient|regarde|filme|attend|panique|minimise|banalise|attribue|"
    r"impute|ignore|sai[ts]|cache|craint|craignent|redoute|administre|mesure|compte (?:ses|les|ces) |ramene|emmene|"
    r"veille|s'enerve|plaint "
    r"de ses|leve|reveille|laisse|force|montre|interdit|empeche|l'ayant|(?:l[ea]|les) \w+ant |met (?:ca|cela|l[ae]|"
    r"l'|les|sa|ses|son) )))"
)

_FOR_HIS = re.compile(r"(?<! a)(?<! ont)(?<! fait)(?<! eu)(?<!avait)(?<!^) (?:son|sa|ses) (?:\w+ )?$")
_BY_HIS = re.compile(r" (?:par|avec|de|devant|a cause de|malgre) (?:son|sa|ses) (?:\w+ )?")
_IF_HIS = re.compile(r" (?:si|car|quand|parce que|lorsque|puisque|alors que) (?:son|sa|ses) $")
_CARED_FOR = re.compile(r"\b(?:soign|trait|suivi|hospitalis|oper|souffr|mort|meurt|deced|prend|va |vit )\w*")
_HAS = re.compile(
    rf"\b{_VERB}|\b(?:ayant|etant|avoir|etre|atteint|porteu|suivi|trait|hospitalis|oper|mort|meur|deced|perd|lutt|"
    rf"bat|sub|"
    r"souffr|succomb|contract|attrap|recidiv|sort|consult|connu)\w*|[,:(]|\b\d|\bpour\b|\bavec\b"
)
_MANY = 4
"""Words after which a relative without a verb of that kind has done something."""
_TO_KIN = re.compile(
    rf"(?<!trouve )(?<!decouvert )(?<!diagnostique )(?<!annonce )\b(?:a|aupres de|devant) {_DETERMINED}"
)
_OBJECT = re.compile(
    r" ?:| d(?:e |')(?:l[ae] |l'|lui )?\w+(?:er|ir|re)\b| (?:(?:sa|son|ses|une?|des|l[ae]|les|cette|ces|ce) |l'|qu'|"
    r"que )"
)
_ON_TO_KIN = re.compile(rf",? qui (?={_VERB})[^,;:.]*$")
_SUBJECT = re.compile(r"[\s•-]*(?:il|elle|le patient|la patiente|monsieur|madame|mme|mr|m\.) [^,;:.]*$")
ADJECTIVE = re.compile(
    r"(?:(?:[ht]|oo?l)ique(?<!colique)|eux|euse|ee|ienne?|emente?|ante?|ente?|phrene|phile|mane|enceinte|malade|dement|"
    r"grippee?|positive?|aire)$"
)
_BETWEEN = re.compile(
    r"\b(?:annonce|deces|mort|suicide|maladie|disparition|perte|depart|retour|arrivee|visite|appel|demande|presence|"
    r"dires|"
    r"insistance|avis|conseils?|naissance|hospitalisation|chats?|chien\w*|voiture|maison|domicile|chambre|"
    r"appartement|lit|"
    r"comprimes?|medicaments?|traitements?|gelules?|pilulier|boites?|pilules?|ordonnance|insuline|methadone|armes?|"
    r"coup|coups|"
    r"mains?|main|bras|suite|fois|jour|lendemain|temps|cause|anniversaire|mariage|enterrement|obseques|accouchement)\b"
    r"|\b(?:aux?|avec|par|pour|lors|chez|sur|contre|malgre) "
)
_FIRST = re.compile(
    r"[\s•-]*(?:depuis|apres|avant|lors|pendant|suite|a la suite|du fait|en raison|malgre|devant|face|sans|hormis|"
    r"a cause|"
    r"contrairement|a la difference|a l'(?:inverse|oppose|occasion|instar)|comme|grace|en l'absence|au retour|"
    r"au chevet)\b"
    r"[^,;:.]*$"
)
_RELATIVE = re.compile(r", (?:qui|dont|chez (?:qui|laquelle|lequel)|lui-meme|elle-meme|decede|mort|emporte)")
_COMPLEMENT = re.compile(r"d[eu]\b|d'|chez")
_WELL = re.compile(
    r"(?: [\w-]+)? (?:n'a (?:rien|pas|aucun)|va (?:tres )?bien|vont bien|se port\w+ bien|(?:est|"
    r"sont) (?:asymptomatique|"
    r"indemne|en bonne sante|en forme|bien portant)\w*|ne [^,;:.]*\b(?:pas|rien|plus)\b)[^,;:.]*, "
)
_PARTICIPLE = re.compile(
    r", (?:\w+ment |deja |encore |actuellement |elle-meme |lui-meme )?(?:hospitalise|traite|opere|soigne|decede|"
    r"admis|suivi|atteint|mort)(?P<feminine>e)?\b"
)
_WOMAN = re.compile(
    r"(?:mere|maman|mamie|soeur|femme|epouse|fille|tante|cousine|niece|compagne|voisine|copine|amie|jumelle|conjointe|"
    r"collegue)$"
)
_SHE = re.compile(r"\b(?:elle|l[ae] (?:patiente|malade|dame)|patiente|femme|madame|mme|melle|fillette)\b")
_HE = re.compile(r"\b(?:il|le (?:patient|malade)|patient|homme|monsieur|mr|garcon)\b|\bm\. ")


def aside_of_kin(mention: Mention) -> tuple[int, int] | None:
    """Where « , en revanche, » or « , chez qui il vit, » parts the nearest relative from its own verb."""
    for cue in mention.left:
        if cue.cue is Cue.KIN:
            low = max(mention.sentence[0], cue.start - _LEAD)
            if mention.plain.startswith(",", cue.end) and _QUANT.search(mention.plain, low, cue.start):
                found = _TAKEN_UP.match(mention.plain, cue.end, mention.start)
                return found.span() if found else None
            found = _ASIDE.match(mention.plain, cue.end, mention.start)
            return found.span() if found and is_subject(mention, cue) else None
    return None


def is_subject(mention: Mention, kin: Found) -> bool:
    """Whether no preposition and no verb leads to the relative."""
    # The mark before the sentence is one that may stand there.
    low = max(mention.sentence[0] - 1, kin.start - _LEAD, 0)
    return _AS_SUBJECT.search(mention.plain, low, kin.start) is not None


def is_excluded(mention: Mention, kin: Found) -> bool:
    """« C'est la patiente, et non sa sœur, qui … »"""
    lead = mention.plain[max(mention.sentence[0], kin.start - _LEAD) : kin.start]
    return ("pas " in lead or "non " in lead or "que " in lead) and _NOT_THEM.search(lead) is not None


def only_acts(mention: Mention, kin: Found) -> bool:
    """« Sa mère a donné du paracétamol contre la fièvre », « son mari a été réveillé par ses râles »"""
    if kin.cue is not Cue.KIN or not mention.before(kin.end).strip():
        return False
    if not is_subject(mention, kin):
        return _receives(mention, kin)
    aside = _ASIDE.match(mention.plain, kin.end, mention.start)
    low = aside.end() - 1 if aside else kin.end
    found = _ACTED.search(mention.plain, low, mention.start) or _MOVED.search(mention.plain, low, mention.start)
    if found or _ACTS.match(mention.plain, low, mention.start):
        return True
    between = mention.before(low)
    if _FOR_HIS.search(between) and not _CARED_FOR.search(between):
        return True
    return between.count(" ") > _MANY and not _HAS.search(between)


def has_its_own(mention: Mention, kin: Found) -> bool:
    """« la démence de son mari », but neither « le chat de sa mère » nor « l'annonce du cancer de sa mère »"""
    return not _BETWEEN.search(mention.plain, mention.end, kin.start)


def goes_first(mention: Mention, kin: Found) -> bool:
    """« Depuis la naissance de son enfant, … », « contrairement à sa sœur, … »"""
    if "," not in mention.plain[kin.end : mention.start] or _is_apposed(mention, kin):
        return False
    return _FIRST.match(mention.plain, mention.sentence[0], kin.start) is not None


def _is_apposed(mention: Mention, kin: Found) -> bool:
    """« À la différence de sa sœur, épileptique, … », « contrairement à son frère, qui a une hémophilie, … »"""
    between = mention.before(kin.end)
    beside = between.strip() == "," and mention.plain.startswith(",", mention.end)
    return beside or (between.count(",") == 1 and _RELATIVE.match(between) is not None)


def goes_on_to_kin(mention: Mention, kin: Found) -> bool:
    """« Elle s'inquiète pour son fils, qui a fait une crise »"""
    between = mention.before(kin.end)
    return _ON_TO_KIN.match(between) is not None and not _ACTED.search(between) and not _ACTS.match(between)


def is_complement(mention: Mention, kin: Found) -> bool:
    """« Anxieux depuis le cancer de son père, … »: what follows the comma is the patient's again."""
    return _COMPLEMENT.match(mention.plain, kin.start, kin.end) is not None and not _is_apposed(mention, kin)


def is_well(mention: Mention, kin: Found) -> bool:
    """« Sa fille n'a rien, … »"""
    return _WELL.match(mention.plain, kin.end, mention.start) is not None


def agrees_with_kin(mention: Mention, kin: Found) -> bool:
    """« Il accompagne sa mère, hospitalisée pour … »: the participle has the gender of that one alone."""
    participle = _PARTICIPLE.match(mention.plain, kin.end, mention.start)
    if participle is None:
        return False
    feminine = participle["feminine"] is not None
    woman = _WOMAN.search(mention.plain, kin.start, kin.end) is not None
    she = _SHE.search(mention.plain, mention.sentence[0], kin.start) is not None
    he = _HE.search(mention.plain, mention.sentence[0], kin.start) is not None
    return feminine == woman and (he and not she if feminine else she and not he)


def _receives(mention: Mention, kin: Found) -> bool:
    """« Il cache à sa mère ses céphalées », « il réveille sa femme par ses cris »"""
    between = mention.before(kin.end)
    if _BY_HIS.fullmatch(between) or _IF_HIS.search(between):
        return True
    to_kin = _TO_KIN.search(mention.plain, max(mention.sentence[0], kin.start - _LEAD), kin.start)
    return to_kin is not None and _OBJECT.match(between) is not None


def is_object(mention: Mention, kin: Found) -> bool:
    """« Il insulte sa femme, agitation … »: the patient is the subject, and no adjective of hers follows."""
    if mention.before(kin.end) != ", " or ADJECTIVE.search(mention.plain, mention.start, mention.end):
        return False
    return _SUBJECT.match(mention.plain, mention.sentence[0], kin.start) is not None


def named_instead(mention: Mention) -> Found | None:
    """« Ce n'est pas le patient qui a convulsé, c'est son frère », « la migraine, c'est sa mère »"""
    kin = next((each for each in mention.right if each.cue is Cue.KIN), None)
    if kin is None:
        return None
    plain, low = mention.plain, mention.sentence[0]
    topic = _TOPIC.fullmatch(plain, mention.end, kin.start) and _TOPIC_END.match(plain, kin.end)
    instead = _NOT_THE_PATIENT.search(plain, low, mention.start) and _IT_IS_THEM.search(plain, mention.end, kin.start)
    return kin if topic or instead else None
