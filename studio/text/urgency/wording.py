"""Words of folded French and English that make an action urgent, or tell it apart from another one beside it."""

import re
from collections.abc import Iterable


def any_of(patterns: Iterable[str]) -> str:
    """One of the patterns, as whole words; what ends with an apostrophe ends a word."""
    return rf"(?<!\w)(?:{'|'.join(patterns)})(?:(?<=')|(?!\w))"


def words(listed: str) -> re.Pattern[str]:
    """One of the patterns that stand one a line; a backslash at its end joins a line to the next."""
    return re.compile(any_of(line for line in listed.replace("\\\n", "").splitlines() if line))


_URGENT = r"""
en (?!semi|non )(?:\w+ )?urgences?
en urg
en urg[ea]n?[a-z]?[cs]e?s?
en urgeances?
urg
d'urgence
d'extreme urgence
(?<!semi-)(?<!semi )urgente?s?
urgemment
immediate?s?
immediatement
sur-le-champ
tout de suite
seance tenante
toutes affaires cessantes
sans (?:plus )?(?:aucun )?(?:delai|attendre|tarder|retard)
sans perdre (?:de temps|un instant|une minute)
(?:au plus|et|tres) vite
au plus tot
le plus (?:vite|tot|rapidement) possible
des que possible
dans l'heure(?: qui suit)?
dans les (?:[1-9]|1[0-2]|deux|trois|quatre|six|douze) ?h(?:eures?)?
des aujourd'hui
dans les (?:plus brefs delais|meilleurs delais|heures qui (?:viennent|suivent)|prochaines heures|\d+ premieres heures)
dans un delai (?:d'une heure|de quelques heures)
(?:le jour|aujourd'hui|ce jour|ce soir) meme
dans la minute
urgently
immediately
emergency
emergent(?:ly)?
without (?:any )?delay
as soon as possible
right away
asap
stat
same[ -]day
(?:now|today|tonight)(?= ?(?:$|[.!;]))
"""
_DELAYED = r"""
(?:ne |n')(?:doit|doivent|devra|peut|peuvent|saurait|faut|souffre)(?: \w+ment)?(?: pas| en aucun cas| aucun| etre|\
 en rien)* \
(?:differee?s?|retardee?s?|reportee?s?|attendre|differer|retarder|reporter|traine\w*|delai|retard)
"""
_PLACES = r"""
aux urgences(?: \w+)?(?= pour| afin| en vue|$)
(?:au |le )?service d(?:es |'accueil des )urgences
aux urgences
(?:to|in) (?:the )?(?:emergency department|er|ed|a&e)
"""

DELAY_DENIED = words(_DELAYED)
"""« ne doit pas être différée » makes urgent; the negation in it denies nothing."""
PLACE = words(_PLACES)
URGENT_WORD = words(_PLACES + _DELAYED + _URGENT + "(?<!semi-)(?<!semi )urgences?")
WORD_OF_URGENCY = words("(?:en |d')?(?:extreme |toute )?urgences?\n" + _URGENT)
"""As they stand in a contract's phrase."""

EQUIVALENTS = {
    "irm": (
        "irm",
        r"(?:angio-?|neuro-?)irm",
        "resonance magnetique",
        "mri",
        "imageries?",
        "neuro-?imagerie",
        "(?:neuro)?imaging",
        "remnographie",
    ),
    "mri": ("irm", "mri", "magnetic resonance", "(?:neuro)?imaging", "imageries?"),
    "scanner": ("scanner", "tdm", "tomodensitometrie", "ct", "ct-scan", "imageries?"),
    "scan": ("scan", "ct", "scanner", "tdm"),
    "tdm": ("tdm", "scanner", "tomodensitometrie", "ct"),
    "pl": ("pl", "ponction lombaire", "lumbar puncture"),
    "hospitalisation": ("hospitalisation", r"hospitalis(?:er|ez|e)", "admission"),
    "samu": ("samu", "le 15", "centre 15"),
    "ecg": ("ecg", "electrocardiogramme"),
    "arret": ("arret", "interruption", "suspension"),
}
"""What else a word of a contract may be called; who asks for imaging asks for the examination the contract names."""

ACTION = words(r"""
scanner
angio-?scanner
tdm
ct
bilan
avis
consultations?
ponction
pl
hospitalisations?
transfert
fond d'oeil
prise en charge
traitements?
antalgi\w+
corticotherapie
corticoides?
antibiotherapie
dosages?
vs
crp
biologie
prelevements?
surveillance
reevaluation
controle
examens?(?= clinique| ophtalmo| neuro| biolog)
biopsie
doppler
echo\w*
ecg
eeg
arteriographie
radiographies?
chirurgie
intervention
admission
referral
review
follow-up
lumbar puncture
""")
"""Other things that can be urgent."""
CALLING = words(r"""
appel(?:er|ez|le)
contact(?:er|ez)
consult(?:er|ez|e|era|ation)
reconsult(?:er|ez|e|era)
adress(?:er|ez)
hospitalis(?:er|ez)
transfer(?:er|ez)
reven(?:ir|ez)
retour(?:ner|nez)?
se rendre
call
see
refer
admit
return
""")
"""What somebody is told to do, and to whom what follows belongs."""
SETS_APART = words(r"""
puis
mais pas l'
ensuite
apres quoi
alors que
tandis que
whereas
then
""")
OPENS_WITH = re.compile(
    r"(?:\W|\b(?:a|au|en|il|s'agit|c'est|d'|de|une?|les?|la|l'|tres|faire|faites|fait|realis\w+|demand\w+|prescri\w+|"
    r"prev\w+|"
    r"effectu\w+|pratiqu\w+|obten\w+|organis\w+|examens?|bilans?|explorations?|complementaires?|imagerie|conduite|"
    r"tenir|"
    r"prise|charge|cat|vraie|veritable|tableau|recommandation|action|mesures?|priorites?|to|do|order|obtain)\b)*"
)
"""What may stand before « en urgence : IRM » without being itself what is urgent."""
SETTLED = re.compile(
    r"[^,]*\b(?:normale?|sans anomalie|sans particularite|derni(?:er|ere)|faite|realisee|datant|en (?:19|20)\d\d|"
    r"il y a)\b[^,]*,"
)
"""An action that is done with, before another one is named."""
LEADS_TO = re.compile(r"^,? ?(?:pour|afin d|en vue d|avec|comprenant|incluant|including|for)\b")
COORDINATED = re.compile(
    r"(?:,|\bet|\bou|\bni|\bainsi qu(?:e|')|\bplus|\+|\band|\bor|/)(?: (?:apres|sur|sous))?"
    r"(?: (?:a|un|une|le|la|les|des|du|de)| (?:l'|d'))* ?$"
)
"""What may stand before the second of two things that are both urgent."""
LATER = re.compile(
    r"[ ,]*(?:cerebrale |encephalique |de controle |sera |est |a |doit etre |peut etre |pourra etre |en )*"
    r"(?<!\w)(?:programm\w+|prevue? (?:dans|a|le)|differee?|a distance|a froid|en externe|en ambulatoire|en ville|"
    r"dans (?:le|les|la|un|une|deux|trois|quelques|\d+) (?:\w+ )?(?:mois|semaines?|jours)|plus tard|ulterieure\w*|"
    r"sous \d+ (?:jours|semaines|mois)|a (?:\d+|un|deux|trois|six) (?:mois|semaines|ans?|jours)|"
    r"dans un second temps|secondairement|peut attendre|electi\w+|routine|outpatient|later|(?:with)?in \d+ (?:weeks|"
    r"days|months))(?!\w)"
)
"""An action that has a time of its own, which is not now."""
