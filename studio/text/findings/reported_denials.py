"""A denial in a clause of which the sentence says that it is untrue, or that nobody knows."""

import re

from studio.text.findings.cues import Cue, Found
from studio.text.findings.mention import Mention

_THAT = r" ?(?:que |qu'|si |s')(?:(?! (?:mais|et|car|donc) )[^.;:,!?]|, [\w' ]{1,25},){0,45}$"
_SAY = r"(?:dire|pretendre|soutenir|avancer|ecrire|croire|penser|conclure|affirmer)"
_CANNOT = (
    r"(?:(?:ne |n')(?:peut|peux|peuvent|pouvons|pourrait|pourra|saurait|saurais|sauraient)(?: \w+ment|"
    r" donc)? (?:pas |guere |"
    r"plus )?|(?:peut|peux|peuvent|pouvons|pourrait) (?:pas|guere) )(?:\w+ment |encore )?"
)
_UNTRUE = (
    rf"(?:{_CANNOT}(?:vous |nous |te |lui )?(?:dire|pretendre|soutenir|avancer|ecrire|considerer)|impossible (?:de |"
    rf"d')(?:dire|pretendre|soutenir|"
    r"ecrire)|(?:faux|inexact|errone|mensonger|excessif|abusif|absurde|tort|mentir|mentirai[ts]?)(?: (?:de |d'|en |que "
    rf"de )(?:{_SAY}|disant))?|pas (?:vrai|exact|juste)(?: (?:de |d'){_SAY})?|(?:personne|nul) ne (?:peut|saurait|"
    rf"pourrait) (?:dire|pretendre|soutenir)|(?:ne |n')?(?:dirais|dirait|dirai|dira|"
    r"dirons) pas|(?:loin|avant) (?:de |d')(?:dire|pretendre)|pas comme)"
)
_SAID_UNTRUE = re.compile(rf"\b{_UNTRUE}{_THAT}")
_NEVER_WITHOUT = re.compile(
    r"\b(?:pas|aucune?|jamais|peu) (?:une? |d[e'] ?)?(?:seule? )?(?:jour|nuit|semaine|journee|matin|soir|heure|mois|"
    r"repas)"
    r"(?:nee)?s? (?:ou|que|qu')[^.;:,!?]{0,30}$"
)
_NO_ABSENCE = re.compile(
    rf"\b(?:{_CANNOT}(?:parler (?:d'|de l')|pretendre a (?:l'|une ))(?:une )?|il n'y a (?:pas|aucune?) (?:d')?|"
    rf"loin (?:de l'|d'une ))$"
)
_APPARENT = re.compile(
    r"[^.;:,!?]{0,40}? n'est (?:pas (?:reelle?|vraie?|averee?|totale?|complete?)|qu'(?:apparente?|une apparence|"
    r"illusoire|"
    r"transitoire)|que (?:partielle?|relative?|transitoire|apparente?))"
)
_UNKNOWN = re.compile(
    r"\b(?:rien ne (?:dit|prouve|garantit|assure|certifie|indique|confirme|montre|permet de (?:dire|savoir|penser))|"
    rf"{_CANNOT}(?:affirmer|garantir|jurer|certifier|assurer|confirmer|conclure|promettre|exclure|etre (?:sur|"
    rf"certain)s?)|"
    r"(?:ne |n')?(?:sais|sait|savons|jurerais|jurerait|garantirais|parierais) (?:pas|plus|toujours pas)|"
    r"qui (?:sait|dit)|trop tot pour \w+|comment (?:savoir|etre sur)|(?:pas|jamais|ni) (?:etre |tout a fait |"
    r"vraiment |totalement |"
    r"completement )*"
    r"(?:certain|sur|exclu|impossible|convaincu|persuade|evident|prouve|demontre|etabli|dit)e?s?|"
    rf"impossible (?:de |d')(?:affirmer|garantir|certifier|savoir|exclure|etre sur)){_THAT}"
)
_NOT = re.compile(r"(?:pas|plus|aucun|jamais|sans|ni|nul|absence)")
_NEGATED = (
    r"(?:\bne|\bn'|\bpas|\bjamais|\brien|\bpersonne|\bnul|\baucun\w*|\bimpossible|\bdifficile|\bmalaise|\bhasardeux|"
    r"\bcomment|\bsans pouvoir)\b"
)
_AS_A_CONJUNCTION = "".join(
    rf"(?<!\b{each})"
    for each in (
        "depuis",
        "parce",
        "puis",
        "alors",
        "tandis",
        "bien",
        "sans",
        "pour",
        "afin",
        "lors",
        "ainsi",
        "plus",
        "moins",
        "tant",
        "avant",
        "apres",
        "des",
        "outre",
        "autre",
        "jusqu'a ce",
        "pendant",
        "mieux",
        "meme",
    )
)
_CLAUSE = (
    rf"{_AS_A_CONJUNCTION}(?: que | qu'| si | s')(?:ils? |elles? |on |je |j'|l[ea] |l'|les |son |sa |ses |cet |"
    rf"cette |ce |"
    r"aucune? )(?:(?! (?:mais|car|donc) )[^.;:,!?]){0,40}$"
)
_IN_A_NEGATED_CLAUSE = re.compile(
    rf"{_NEGATED}(?:(?! (?:et|mais|or|car|ou) )[^.;:,!?]){{0,60}}?{_CLAUSE}|{_NEGATED} (?:[\w']+ ){{0,3}}(?:pretend|"
    rf"dit|affirm|soutenu|jur|assur|"
    rf"ni)\w*"
    r" (?:pas |plus |jamais )?(?:de )?ne $"
)
_ABSENCE_UNKNOWN = re.compile(
    rf"\b(?:{_CANNOT}|impossible (?:de |d')|personne ne (?:peut|pourrait) |trop tot pour |"
    rf"faute de [^.;:]{{0,40}})(?:affirmer|"
    r"garantir|certifier|assurer|conclure a|prouver|jurer de|confirmer) (?:l'|une )?$"
)
_OPEN = re.compile(
    r"[^.;:,!?]{0,40}? (?:reste|demeure|est|semble) (?:encore )?(?:a (?:confirmer|verifier|demontrer|prouver|"
    r"documenter)|"
    r"incertaine|douteuse|discutable)\b"
)
_DOUBT_STAYS = re.compile(r"\bdoute (?:persiste|subsiste|demeure|plane)\b[^.;]*$")
_LEAD = 90
"""Characters before a denial in which what is said of it begins."""


def said_untrue(mention: Mention, denial: Found) -> Found | None:
    """« On ne peut pas dire qu'il n'y a pas de … », « pas un jour où il n'a pas de … »"""
    low, plain = max(mention.sentence[0], denial.start - _LEAD), mention.plain
    if not _NOT.match(mention.words(denial)) or not _is_reported(plain[low : denial.start], mention, denial):
        return None
    if mention.words(denial).startswith("absence"):
        found = _NO_ABSENCE.search(plain, low, denial.start)
        found = found or (
            _APPARENT.match(plain, mention.end, mention.sentence[1]) if denial.end <= mention.start else None
        )
    else:
        found = _SAID_UNTRUE.search(plain, low, denial.start) or _NEVER_WITHOUT.search(plain, low, denial.start)
    return Found(Cue.STANDS, *found.span()) if found else None


def _is_reported(lead: str, mention: Mention, denial: Found) -> bool:
    """Whether a clause can lead to the denial: most have none, and this is quickly seen."""
    if any(each in lead for each in (" que ", "qu'", " si ", " s'", " ne ", " ou ")):
        return True
    return "doute" in lead or mention.plain.startswith("absence", denial.start)


def left_unknown(mention: Mention, denial: Found) -> Found | None:
    """« On ne peut affirmer qu'il n'y a pas de … », « rien ne prouve qu'il n'ait pas … »"""
    low = max(mention.sentence[0], denial.start - _LEAD)
    if not _is_reported(mention.plain[low : denial.start], mention, denial):
        return None
    patterns = (_UNKNOWN, _SAID_UNTRUE, _IN_A_NEGATED_CLAUSE, _ABSENCE_UNKNOWN, _DOUBT_STAYS)
    found = next((match for each in patterns if (match := each.search(mention.plain, low, denial.start))), None)
    if found is None and denial.end <= mention.start and mention.words(denial).startswith("absence"):
        found = _OPEN.match(mention.plain, mention.end, mention.sentence[1])
    return Found(Cue.LEFT_OPEN, *found.span()) if found else None
