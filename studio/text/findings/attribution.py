"""To whom and to which time a mention belongs, and whether it is stated outright."""

import re
from itertools import pairwise

from studio.text.findings.constructions import came_back, sequel_denied, years_after
from studio.text.findings.cues import Cue, Found
from studio.text.findings.kin_clauses import (
    ADJECTIVE,
    agrees_with_kin,
    aside_of_kin,
    goes_first,
    goes_on_to_kin,
    has_its_own,
    is_complement,
    is_excluded,
    is_object,
    is_well,
    named_instead,
    only_acts,
)
from studio.text.findings.mention import DENIALS, DENIED, FEW, HARD_STOPS, NEAR, STATEMENTS, Mention

_LABEL = re.compile(r"[ \w]{0,25}[(:]\s*")
_CHILD = re.compile(r"fils|fille|enfant|bebe|petit")
_TOLD_OBJECT = re.compile(
    r"\b(?:preven|averti|inform|appel|contact|joint|interrog|rassur|questionn|alert|vu)\w* (?:\w+ )?$"
)
_CALLER = re.compile(
    r"\b(?:appels? (?:de|du)|appelante?s?|requerante?s?|l'appelante?|motif d'appel|telephone|appelle (?:car|pour|"
    r"parce)|"
    r"consulte pour|vient pour|demande de visite|demande de conseil|conseil pour)\b"
)
_OURS = re.compile(r"\b(?:mon|ma|notre|nos) [\w-]+$")
_OTHERS = frozenset({Cue.KIN, Cue.FAMILIAL})
_MYSELF = re.compile(r"\b(?:je|j'ai|j'avais|moi|me|m'\w+|ai|j'etais)\b")
_ONCE = re.compile(
    r"\b(?:a eu|a fait|avait|etait|est (?:mort|decede)e?|a \d+ ans|souffr\w+|connue?|traitee?|suivie?|porte\w+|"
    r"est \w+ique)\b"
)
_HE_HAS = re.compile(
    r"\b(?:il|elle) (?:a|est|se|fait|vomit|dort|respire|tousse|ne|n'|tient|parle|arrete|perd|saigne)\b|agee? de|"
    r"de \d+ ans"
)
_OBJECT = re.compile(
    r"\b(?:de |avec |pour |chez |par |d'|aupres de |a |que )(?:son |sa |ses |la |le |l'|leurs? |mon |ma )?$"
)
_AND = re.compile(r"(?:(?:,|\bet|\bmais|\bcar) |\bqu')$")
_KNOWN = re.compile(r"(?:connue?s?|diagnostiquee?s?|decouverte?s?|est|sont|etait|etaient|recente?s?)\b")
_ITEM_END = re.compile(r" ?(?:$|[,;.)\n+/]| \d| a \d| et | - )")
_ASIDE = re.compile(r"\b(?:nee? de|dont(?: la| le| les)?) $")
_OVER = re.compile(r"n'est plus qu|en remission|remission|gueri|est gueri|sevre")
_CLAUSE_STOPS = HARD_STOPS | {Cue.NOW, Cue.RECENT_TIME}
_DATE_END = re.compile(r" *(?:$|[.,;)\n]|(?:et|puis|ou) (?:en )?(?:19|20)\d\d)")
_TOLD_BY_CHILD = re.compile(
    r"\b(?:fils|fille|gendre|bru)\b[^.;:]{0,25} (?:dit|disent|signale|rapporte|raconte|explique|decrit|trouve|constate|"
    r"craint|s'inquiete)\w* (?:que |qu')(?:sa |son |leur )?$"
    r"|\b(?:fils|fille|gendre|bru)\b[^.;:,]{0,25} (?:trouve|decouvre|retrouve|voit|a (?:trouve|decouvert|retrouve|"
    r"vu)|amene|"
    r"conduit) (?:sa |son |leur )$"
)
_PARENT = re.compile(r"(?:sa |son |leur )?(?:mere|pere|maman|papa)")
_LOST = re.compile(r"\b(?:perdu|enterre|deces de|mort de|disparition de|depart de|veuv\w+ de) (?:\w+ )?$")
_ENDED = re.compile(r"gueri|depuis|remission|recidiv|rechute|disparu|cesse|eteint|calme|passe")
_PERFECT = re.compile(r"j'ai (?:fait|eu|ete|pris|subi|perdu|attrape|contracte|souffert|convulse|presente)\b")
_NEW_CLAUSE = re.compile(r"(?:,|\bet|\bqui) *$")
_TREATED = re.compile(
    r"(?: de type \w+| a)?(?: (?!en |pour |depuis |il y a |operee?|gueri)[\w-]+){0,2},? (?:\(|actuellement |bien |"
    r"mal |non |encore )?"
    r"(?:sous (?!forme|reserve|surveillance|la |le |anesthesie)|"
    r"traitee?s? (?:par (?!chirurg|radio|chimio|exerese|curie|coil|clip|embol|la )|actuellement)|"
    r"equilibree?s?|"
    r"controlee?s?|suivie?s? (?:par|en|a|regulierement)|appareillee?s?|insulino|substituee?s?|en cours|"
    r"non traitee?s?|anticoagulee?s?|dialysee?s?|au long cours|evoluti(?:f|ve)s?|"
    r"avec (?:une? )?(?:traitement|suivi)|oxygen\w+|vni\b|ppc\b|"
    r"(?:stade|grade|gold|nyha|child|classe|fevg) (?![^;\n]{0,40}(?:oper|reseq|exer|irradi|remission|gueri|cicatris|"
    r"(?:19|"
    r"20)\d\d)))"
)
_LISTED = re.compile(r"antecedents?|atcds?|antcds?")
_MINE = re.compile(r"(?:mon|ma|notre) ")
_I_MYSELF = re.compile(r"\bmoi,? (?:je|ca|c'est|j'ai|non|rien|aussi)|\bmoi-meme je|\bje (?:vais|me sens) bien")
_FOUND = re.compile(
    r"\b(?:on|ils|les medecins|le medecin|l'hopital|le scanner|l'irm)(?: lui| leur)? (?:vient de|viennent de|a|ont|"
    r"avait|"
    r"avaient)(?: \w+ment| aussi| enfin)? (?:re)?(?:trouv|decouv|diagnosti|detect|decel|annonc|depist|oper|enlev|retir)"
    r"\w* (?:une? |la |le |l'|les |des |du |de la )?(?:\w+ )?$"
)
_FOUND_IN = re.compile(
    r"(?:est|a ete|etait|fut) (?:\w+ment )?(?:diagnosti|decouv|connu|depist|retrouv|decrit|mise? en evid)"
)
_IN_KIN = re.compile(r"(?: [\w'-]+){0,3} (?:a|chez) (?:mon|ma|mes|son|sa|ses|notre|nos|leurs?) ")
_SPEAKER = re.compile(
    r"\b(?:femme|mari|epou\w+|fils|fille|mere|pere|soeur|frere|conjoint\w*|compagn\w+|voisine?|collegue|temoin|"
    r"aidante?|"
    r"appel\w*|regulation|telephone|samu)\b[^«\"]*[:,] ?[«\"] ?$"
)
_AT_AN_AGE = re.compile(r"[^,;.]{0,30}? (?:a|vers|depuis) (?:l'age de )?\d+ ans|[^,;.]{0,30}? (?:en )?(?:19|20)\d\d")
_LIKE = re.compile(r"comme|memes?|autant")
_EVENT = re.compile(
    r"chute|malaise|crise|convuls|syncope|perte de connaissance|brulure|accident|vomi|intoxication|traumatisme|"
    r"tombee?\b"
)
_HEALTHY = re.compile(r" (?:\w+ ){0,2}?(?:sain|en bonne sante|bien portant|indemne|ras\b|asymptomatique)\w*, $")
_AGAIN = re.compile(r"\b(?:recommenc|repris|reappar|revenu|recidiv|rechut)")
_AFTER_OPENING = re.compile(r"[^,;:.]{0,25},[^,;:.]*")
_JUST_NOW = re.compile(r" (?:ce jour|aujourd'hui|ce matin|cette nuit|hier|en urgence|a l'arrivee)\b")
_DAYS_OLD = re.compile(r" a [jh] ?\d")
_QUOTED = re.compile(r"[^.;:«\"]{0,20}[:,] ?[«\"] ?(?:il|elle|ca|depuis|hier|ce matin|cette nuit)\b")
_LIVES = re.compile(r"vi[tv]|habit|log|heberg|demeur|domicili")
_TAKEN_UP = re.compile(r"[:;] (?:m\.|(?:mme|mr|monsieur|madame|le patient|la patiente|notre|lui|elle|il)\b)")
_OWN_CLAUSE = re.compile(r" ?(?:a|ont|est|sont|avait|avaient|etait|tousse|vomit|vomissent|souffre)\b[^,:]*,[^:]*$")
_VERB_FIRST = re.compile(r"[\s•-]*(?:ne |n'|se |s'|consulte|presente|signale|supporte|souffre|prend|vit|dort)")
_PASSED_TO_KIN = DENIED | {Cue.BRACE, Cue.COLON, Cue.PAST, Cue.PAST_TIME}
_KIN_STOPS = frozenset({Cue.PATIENT, Cue.INFORMANT, Cue.CONTRAST, Cue.SEMICOLON})
_STATING = STATEMENTS | {Cue.AFFIRMS_NOUN, Cue.STANDS, Cue.INFORMANT}
_LEAD = 40
"""Characters before a cue, of which the words that lead to it have fewer."""


def other_person(mention: Mention) -> Found | None:
    """The cue that says that someone else has it."""
    return _other_after(mention) or named_instead(mention) or _found_in_kin(mention) or _other_before(mention)


def _other_after(mention: Mention) -> Found | None:
    for cue in mention.right:
        if cue.cue is Cue.FAMILIAL:
            if mention.words(cue).startswith("chez") and _EVENT.match(mention.plain, mention.start):
                # « Chute chez sa fille »: that is where.
                return None
            near = mention.within(cue, FEW) and (mention.words(cue)[0] != "d" or has_its_own(mention, cue))
            return cue if near and not _is_the_patient(mention, cue) else None
        if cue.cue is Cue.KIN:
            return cue if _LABEL.fullmatch(mention.between(cue)) or _is_its_own(mention, cue) else None
        if cue.cue is Cue.VERB and _FOUND_IN.match(mention.plain, cue.start):
            continue
        if cue.cue not in _PASSED_TO_KIN and not _KNOWN.match(mention.words(cue)):
            return None
    return None


def _found_in_kin(mention: Mention) -> Found | None:
    """« On a trouvé une tumeur à mon père »"""
    if not _FOUND.search(mention.plain, max(mention.sentence[0], mention.start - _LEAD), mention.start):
        return None
    cue = next((each for each in mention.right if each.cue in _OTHERS | {Cue.PATIENT}), None)
    if cue is None or not _IN_KIN.match(mention.plain, mention.end, cue.end):
        return None
    other = _is_a_child_of_mine(mention, cue) if cue.cue is Cue.PATIENT else not _is_the_patient(mention, cue)
    return cue if other else None


def _told_by_parents(mention: Mention, cue: Found) -> bool:
    """The mother tells of a fever in her son: he is the patient."""
    told = any(each.cue is Cue.INFORMANT for each in mention.left)
    return told and bool(_CHILD.search(mention.words(cue)))


def _is_its_own(mention: Mention, kin: Found) -> bool:
    """« SEP sœur », in a list."""
    return not mention.between(kin).strip() and bool(_ITEM_END.match(mention.plain, kin.end))


def _is_the_patient(mention: Mention, kin: Found) -> bool:
    return _told_by_parents(mention, kin) or _called_for(mention, kin) or _spoken_of(mention, kin)


def _spoken_of(mention: Mention, kin: Found) -> bool:
    """« L'épouse parle : "mon mari a … " », « le fils dit que sa mère est … »"""
    parent = _PARENT.match(mention.words(kin)) and not _ONCE.search(mention.plain, kin.end, mention.end)
    if parent and _TOLD_BY_CHILD.search(mention.plain, mention.sentence[0], kin.start):
        return True
    ours = _OURS.search(mention.plain, mention.sentence[0], kin.end)
    begins = ours.start() if ours else kin.start
    if _QUOTED.match(mention.plain, kin.end, mention.start):
        return True
    named = ours or mention.words(kin) in ("maman", "papa")
    return bool(named and _SPEAKER.search(mention.plain, mention.sentence[0], begins))


def _called_for(mention: Mention, kin: Found) -> bool:
    """Who calls, or writes, because of somebody: « Appel de la fille : son père a … », « mon père est tombé »."""
    caller = _CALLER.search(mention.plain, mention.sentence[0], kin.start)
    if caller:
        parted = ";" in mention.plain[caller.end() : kin.start]
        return not parted and kin is next(
            (each for each in mention.cues if each.cue in _OTHERS and each.start > caller.end() + len("de ")), None
        )
    ours = _OURS.search(mention.plain, mention.sentence[0], kin.end) and not _MYSELF.search(
        mention.plain, *mention.sentence
    )
    clause = mention.plain[kin.end : mention.end]
    return bool(ours and not _ONCE.search(clause) and (recent(mention) or _HE_HAS.search(clause) or mention.greets))


def _other_before(mention: Mention) -> Found | None:
    comma = resumed = False
    aside = aside_of_kin(mention)
    for cue in mention.left:
        if (aside and aside[0] <= cue.start <= aside[1]) or (cue.cue is Cue.KIN and is_excluded(mention, cue)):
            continue
        if cue.cue in _OTHERS:
            return cue if _reaches(cue, mention, comma, resumed) else None
        comma = comma or cue.cue is Cue.COMMA
        resumed = resumed or (cue.cue in STATEMENTS and _led_to_by(_AND, mention, cue))
        if cue.cue is Cue.INFORMANT and _LIKE.match(mention.words(cue)) and goes_on_to_kin(mention, cue):
            return cue
        if cue.cue in _KIN_STOPS:
            mine = cue.cue is Cue.PATIENT and _is_a_child_of_mine(mention, cue)
            return cue if mine or _is_of_the_household(mention, cue) else None
        if cue.cue is Cue.NOW and _led_to_by(_NEW_CLAUSE, mention, cue):
            # « Père mort d'un infarctus, consulte pour … », but « il accompagne sa mère, hospitalisée pour … »
            kin = next((each for each in mention.left if each.cue in _OTHERS), None)
            return kin if kin and (agrees_with_kin(mention, kin) or goes_on_to_kin(mention, kin)) else None
    return None


def _reaches(kin: Found, mention: Mention, comma: bool, resumed: bool) -> bool:
    """Whether what is said of a relative is said of the mention too, behind a comma or a new verb."""
    if agrees_with_kin(mention, kin) or goes_on_to_kin(mention, kin):
        return True
    if (
        only_acts(mention, kin)
        or is_object(mention, kin)
        or goes_first(mention, kin)
        or _is_in_another_clause(mention, kin, comma)
    ):
        return False
    object_ = _led_to_by(_OBJECT, mention, kin) or is_complement(mention, kin)
    if resumed and (object_ or is_well(mention, kin)):
        return False
    topic = not mention.plain[mention.sentence[0] : kin.start].strip(" -•*\n")
    past_it = not topic and comma and (is_complement(mention, kin) or _led_to_by(_ASIDE, mention, kin))
    return not past_it and not _is_the_patient(mention, kin)


def _is_a_child_of_mine(mention: Mention, cue: Found) -> bool:
    """« Mon fils a la varicelle, moi je vais bien »: who tells it is the patient."""
    mine = _MINE.match(mention.words(cue)) is not None
    return mine and _I_MYSELF.search(mention.plain, *mention.sentence) is not None


def _is_of_the_household(mention: Mention, kin: Found) -> bool:
    """« Vit avec sa sœur, enceinte : M. Diallo … »: the patient is taken up only afterwards."""
    if not _LIVES.match(mention.words(kin)) or mention.between(kin).strip() != ",":
        return False
    describes = ADJECTIVE.search(mention.plain, mention.start, mention.end)
    return describes is not None and _TAKEN_UP.search(mention.plain, mention.end, mention.sentence[1]) is not None


def _is_in_another_clause(mention: Mention, kin: Found, comma: bool) -> bool:
    """« Ne supporte plus le bruit de ses enfants, … », « toute la famille a mal à la tête, poêle ancien : … »"""
    if comma and _led_to_by(_OBJECT, mention, kin) and _VERB_FIRST.match(mention.plain, mention.sentence[0], kin.start):
        return True
    if comma and _led_to_by(_LOST, mention, kin):
        return True
    if comma and _starts_anew(mention, kin):
        return True
    colon = next((each.start for each in mention.left if each.cue is Cue.COLON), -1)
    if colon > kin.end and _led_to_by(_TOLD_OBJECT, mention, kin):
        return True
    return colon > kin.end and _OWN_CLAUSE.match(mention.plain, kin.end, colon) is not None


def _starts_anew(mention: Mention, kin: Found) -> bool:
    """« Parents migraineux, céphalée depuis hier », « pas d'antécédent familial, palpitations »"""
    between = mention.before(kin.end)
    if ":" in between or not between.endswith(", "):
        return False
    denial = next((each for each in mention.left if each.cue in DENIALS and each.end <= kin.start), None)
    if denial and not mention.plain[denial.end : kin.start].count(" ") > NEAR:
        return True
    if _HEALTHY.match(between):
        return True
    if not between.strip(", "):
        return False
    fresh = mention.is_intense() or _DAYS_OLD.match(mention.plain, mention.end) is not None
    return fresh and _AT_AN_AGE.match(mention.plain, mention.end) is None


def _led_to_by(words: re.Pattern[str], mention: Mention, cue: Found) -> bool:
    return words.search(mention.plain, max(mention.sentence[0], cue.start - _LEAD), cue.start) is not None


def recent(mention: Mention) -> bool:
    """Whether the clause of the mention, or what opens the sentence before it, says that it is of these days."""
    opening = next(iter(mention.cues), None)
    fronted = opening is not None and opening.cue is Cue.RECENT_TIME and _opens(mention, opening)
    return fronted or any(each.cue is Cue.RECENT_TIME for each in mention.clause())


def _opens(mention: Mention, time: Found) -> bool:
    """ "Depuis ce matin, faiblesse": one comma lies between."""
    first = not mention.plain[mention.sentence[0] : time.start].strip(" .")
    return first and _AFTER_OPENING.fullmatch(mention.before(time.end)) is not None


def treated(mention: Mention) -> Found | None:
    """The words that say that it is treated or watched now, and so goes on even below "antécédents"."""
    found = _TREATED.match(mention.plain, mention.end, mention.sentence[1])
    return Found(Cue.AFFIRMED, *found.span()) if found else None


def past(mention: Mention) -> Found | None:
    """The cue that places the mention in the past."""
    once = sequel_denied(mention) or years_after(mention)
    if once:
        return once
    clause = mention.clause()
    beside = next((each for each in clause if each.cue is Cue.PAST_NEXT and mention.within(each, FEW)), _added(mention))
    today = any(each.cue is Cue.RECENT_TIME for each in clause)
    if beside and (came_back(beside, mention) or _JUST_NOW.match(mention.plain, beside.end)):
        return None
    if beside and (not today or _OVER.match(mention.words(beside))):
        return beside
    if today:
        return None
    time = next((each for each in clause if each.cue is Cue.PAST_TIME), None)
    if time and time.start > mention.end and _AGAIN.search(mention.plain, mention.end, time.start):
        return None
    return time or _dated(mention) or _past_before(mention)


def _added(mention: Mention) -> Found | None:
    """« une méningite à 8 ans, rien depuis »."""
    commas = [each for each in mention.right if each.cue is Cue.COMMA]
    ended = next((each for each in mention.right if each.cue is Cue.PAST_NEXT), None)
    if not ended or not commas or mention.plain[commas[0].end : ended.start].strip() or not mention.within(ended, FEW):
        return None
    return ended if _ENDED.search(mention.words(ended)) else None


def _dated(mention: Mention) -> Found | None:
    """« il a souffert de dépression après son divorce, il y a dix ans »."""
    for cue, following in pairwise(mention.right):
        if cue.cue is Cue.COMMA:
            dated = following.cue is Cue.PAST_TIME and not mention.plain[cue.end : following.start].strip()
            return following if dated and _DATE_END.match(mention.plain, following.end) else None
        if cue.cue in _CLAUSE_STOPS:
            return None
    return None


def _past_before(mention: Mention) -> Found | None:
    exception = False
    for cue in mention.left:
        if cue.cue is Cue.PAST and _LISTED.match(mention.words(cue)) and treated(mention):
            return None
        if cue.cue is Cue.PAST:
            return cue if exception or not _denied_itself(cue, mention) else None
        if cue.cue is Cue.PAST_TIME and not mention.plain[mention.sentence[0] : cue.start].strip(" -•"):
            return cue
        if cue.cue in (Cue.NOW, Cue.SEMICOLON, Cue.CONTRAST) and not _PERFECT.match(mention.plain, cue.start):
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
    nearest = mention.left[0] if mention.left else None
    if nearest and nearest.cue is Cue.AFFIRMED and mention.takes_object(nearest) and mention.within(nearest, NEAR):
        # « n'explique pas la fièvre »
        return nearest
    for cue in mention.left:
        if cue.cue in _STATING:
            return cue
        if cue.cue in HARD_STOPS or cue.cue is Cue.LINK:
            break
    return treated(mention)
