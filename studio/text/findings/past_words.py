"""Cues of the past and of these days."""

from studio.text.findings.cue_patterns import lines

_MONTH = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|janv|fev|sept|\
oct|nov|dec)\.?"
_N = (
    r"(?:environ |plus de |pres de |presque |deja |une |quelques |plusieurs |\d+(?: ?[-a] ?\d+)?|un|une|deux|\
trois|quatre|cinq|"
    r"six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|vingtaine|\
dizaine|"
    r"quinzaine|trentaine|douzaine|bonne|des|d'|de|[ -])+"
)

PAST = lines(r"""
(?:a|ai) (?:eu|fait) (?=[^,.;]{1,40} (?:a \d+ ans|quand j'etais|quand il etait|quand elle etait))
a ete suivie? (?=pendant|plusieurs|quelques|longtemps)
s/p
antecedents?
antcd
atcds?
antcds?
atcd de
ex
ex-
a deja (?:eu|fait|presente|souffert|convulse|ete|pris|subi)
a eu autrefois
avait deja
avait (?:eu(?! lieu)|fait|presente|subi|souffert|ete (?:operee?|traitee?|hospitalisee?|diagnostiquee?))
traitements? anterieurs?
(?:episode|crise|hospitalisation|grossesse|chirurgie|intervention|accouchement)s? anterieure?s?
anciennement
precedent(?:e|s|es)? (?:episode|crise|hospitalisation|grossesse|intervention)s?
a fait autrefois
histoire ancienne
sequelles?
sequellaires?
operee?s? (?=<de>)
operee?s? pour
a ete operee?
a subi
status post
st\.? ?p\.?
traitee? (?:autrefois|jadis|dans l'enfance|enfant)
traitee? pour .{0,40} en (?=(?:19|20)\d\d)
enfant,
dans son enfance
dans sa jeunesse
jeune,
plus jeune
guerie? (?=<de>)
suivie? autrefois
notion ancienne
(?:son|le|au) passe(?: (?:medical|chirurgical|psychiatrique))?
passe (?:medical |chirurgical )?(?=<de>)
cicatrices? (?=<de>)
stigmates? (?=<de>)
""")
PAST_NEXT = lines(r"""
anterieure?ment traitee?s?
(?:est|etait) guerie?s?
ancien(?:ne|s|nes)?
sequellaires?
guerie?s?
cicatricielle?s?
cicatriciels?
sevree?s?
operee?s?
en remission
remission
""")
PAST_TIME = lines(rf"""
enfant(?<= enfant)(?<!un enfant)(?<!cet enfant)(?<!son enfant)(?<!jeune enfant)(?= *[.,;]| *$)
(?:dans|parmi) (?:les|ses|mes|son|le|nos) (?:antecedents?|atcds?|passe|histoire)
de (?:l'|son )(?:enfance|adolescence)
ayant (?:gueri|disparu)
il y a {_N} ?(?:ans?|annees?|mois|decennies?)
il y a (?:fort |tres |bien )?longtemps
il y a des annees
y a {_N} ?(?:ans?|annees?|mois)
ya {_N} ?(?:ans?|mois)
voici {_N} ?(?:ans?|annees?)
en (?:{_MONTH} )?(?:de |l'an )?(?:19|20)\d\d
en (?:debut|fin|ete|hiver|automne) (?:19|20)\d\d
(?:au|le) (?:\d{{1,2}}(?:er)? )?{_MONTH} (?:19|20)\d\d
{_MONTH} (?:19|20)\d\d
dans l'enfance
dans son enfance
dans la petite enfance
dans l'adolescence
dans sa jeunesse
a l'adolescence
pendant l'enfance
durant l'enfance
durant son enfance
dans les annees \d+
a l'age de {_N} ?(?:ans|mois)
a l'age de \d+
(?:quand|lorsque|lorsqu'|qd) ?(?:il etait|elle etait|j'etais|etait) (?:tout |toute )?(?:petite?|enfant|jeune|\
ado\w*|gamine?|bebe)
l'an dernier
l'an passe
l'annee derniere
l'annee passee
l'annee precedente
l'hiver dernier
l'ete dernier
(?:ans|annees) (?:plus tot|auparavant)
(?:autrefois|jadis|par le passe|dans le passe|naguere)
(?<!celle de )(?<!celui de )(?<!depuis )(?:19[3-9]\d|20[0-2]\d)
lors (?:d'une|de sa|de la|de ses) (?:precedente?s?|premiere|derniere|deuxieme|\
grossesses? anterieures?)(?: grossesses?)?
anterieurement
a la naissance
""")
RECENT_TIME = lines(rf"""
depuis
il y a {_N} ?(?:jours?|j|heures?|h|semaines?|sem|minutes?|min|mn)
hier
avant-hier
ce matin
cette nuit
cette semaine
la veille
le jour meme
recente?s?
recemment
actuel(?:le|s|les)?
actuellement
aujourd'hui
ce jour
en cours
connue?s?
diagnostiquee?s? (?:en|il y a|a l'age)
decouverte?s? (?:en|il y a|a l'age)
""")
