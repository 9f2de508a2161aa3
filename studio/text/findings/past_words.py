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

_AT_AN_AGE = (
    r"(?:l'age de )?(?:environ |peine |ses |mes )?(?:\d{1,2}|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|"
    r"douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt|trente|quarante|cinquante)"
    r"(?:[ -](?:et[ -])?(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf))?"
)
_DONE = (
    r"(?:eu|fait|presente|subi|souffert|contracte|attrape|developpe|connu|convulse|pris|recu|rechute|recidive|perdu|"
    r"declare|chope|vecu|traverse|beneficie|ete (?:\w+ment )?\w+(?:ee?|is|ise|it|ite|u|ue))"
)

PAST = lines(rf"""
(?:a|ai) (?:eu|fait) (?=[^,.;]{{1,40}} (?:a \d+ ans|quand j'etais|quand il etait|quand elle etait))
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
traitee? pour .{{0,40}} en (?=(?:19|20)\d\d)
(?<!\w )enfant,
(?<!\w )jeune,
plus jeune
guerie? (?=<de>)
suivie? autrefois
notion ancienne
(?:son|le|au) passe(?: (?:medical|chirurgical|psychiatrique))?
passe (?:medical |chirurgical )?(?=<de>)
cicatrices? (?=<de>)
stigmates? (?=<de>)
(?:j'ai|ai|as|a|ont|avait|avais|j'avais|avaient|ayant) deja (?:\w+ment )?{_DONE}
(?:avait|avais|j'avais|avaient) (?:\w+ment |autrefois |jadis |alors |meme ){{0,2}}{_DONE}
(?:on |ils |)(?:m'|lui |l'|nous |vous )(?:a|ont|avait|avaient) (?:deja )?(?:retire|enleve|ote|opere|reseque|pose|\
greffe|fait)e?s?
(?:m'a|lui a|m'ont|lui ont|l'a|l'ont) (?:deja )?(?:retire|enleve|ote|opere)e?s?
(?:je suis|j'ai ete|a ete|avait ete|est) operee? (?=<de>|pour)
avant,? (?:je|j'|il|elle|on|ca)(?= ?\w+(?:ais|ait|aient)\b)
dans le temps
par le passe
(?:il|elle)(?: \w+)? fut (?:operee?|traitee?|hospitalisee?|soignee?)
parmi (?:ses|les|mes) antecedents
on retient (?:dans son passe|de son passe|comme antecedent)
histoire (?=<de>)
vieux antecedents?
anterieurement (?:operee?|traitee?)
deja (?:ete )?(?:operee?|traitee?|hospitalisee?|suivie?|greffee?|transfusee?|soignee?|prise? en charge|vue?) (?:pour|\
<de>)
(?:vieil|vieille|lointaine?)s? (?!dame|femme|personne|homme|monsieur)(?=[a-z])
(?:a|ai|j'ai) (?:tres )?(?:longtemps|autrefois|jadis|naguere|un temps) (?:souffert|fume|bu|pris|eu|fait|presente|\
consomme)
(?:a|ai|j'ai) connu (?=(?:une?|des|deux|trois|plusieurs) (?!amelior|aggrav|accalm|evolution|majoration|episode))
""")
PAST_NEXT = lines(rf"""
anterieure?ment traitee?s?
(?:est|etait) guerie?s?
ancien(?:ne|s|nes)?(?!,? (?:et |mais |qui )?(?:s')?(?:major|aggrav|exacerb|reactiv|desequilibr|decompens|mal |augment|\
persist|recemment|toujours|\
depuis))
sequellaires?
guerie?s?
cicatricielle?s?
cicatriciels?
sevree?s?
operee?s?
en remission
(?:est|sont|c'est) (?:maintenant |desormais |bien |loin )?derriere (?:lui|elle|eux|moi|nous)
(?:appartient|appartiennent) au passe
(?:c'est |est |sont )?(?:maintenant |desormais )?(?:du passe|de l'histoire ancienne)
n'est plus qu'un (?:mauvais )?souvenir
remission(?<!de remission)
(?:considere|declare|juge|estime|vu|repute)(?:e|s|es)?(?: comme)? (?:gueri\w*|en remission(?: complete)?)
(?:rien|pas de recidive|aucune recidive|sans recidive|plus rien|plus jamais|jamais recidive|sans rechute|\
pas de rechute|asymptomatique|pas revue?) depuis(?! \d| hier| ce| cette| quelques| lundi| mardi| mercredi| jeudi|\
 vendredi| samedi| dimanche| le )
(?:n'a|n'ont|n'avait|jamais) (?:jamais |pas |plus )?(?:recidive|rechute)e?s?(?: depuis)?
jamais recidivee?s?
(?:plus|jamais|aucune?|pas) (?:(?:de |d')?(?:\w+ )?|aucune? (?:\w+ )?)depuis (?:plus de |pres de |bientot )?(?:l'age|\
l'enfance|\
l'adolescence|longtemps|des annees|{_N} ?(?:ans?|annees?|decennies?))
(?:disparue?s?|resolue?s?|guerie?s?|cessee?s?|terminee?s?|eteinte?s?|passee?s?) depuis (?:{_N} ?(?:ans?|annees?|\
decennies?)|longtemps|(?:l'|son |sa |ma |mon |la )(?:enfance|adolescence|puberte|menopause|grossesse|accouchement|\
mariage))
(?:operee?s?|traitee?s?|guerie?s?|resolue?s?|stentee?s?|appareillee?s?|embolisee?s?|resequee?s?) (?:depuis |\
il y a )?(?:longtemps|autrefois|jadis|dans l'enfance|en (?:19|20)\d\d|a l'adolescence|a \d+ ans)
(?:cicatrise|gueri)e?s? depuis(?! \d| hier| ce| cette| quelques| lundi| mardi| mercredi| jeudi| vendredi| samedi|\
 dimanche| le )
(?:s'est |a |est |s'etait )?(?:eteinte?s?|disparue?s?|cesse|passee?s?|calmee?s?|guerie?s?) (?:a|depuis|apres|avec) \
(?:la |l'|son |sa )?(?:puberte|adolescence|menopause|enfance|lycee|naissance|majorite|mariage|age adulte)
(?:est|sont)(?: bien| desormais| maintenant)? loin(?= *[.,;]| *$)
(?:lui|m'|l'|leur) ?avai(?:t|ent) (?:alors |autrefois |deja )?(?:gache|valu|empoisonne|cloue|envoye|laisse|coute)e?
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
(?<!celle de )(?<!celui de )(?<!depuis )(?:19[3-9]\d|20[0-2]\d)(?! ?(?:mg|milli|ml|g\b|ui\b|u\b|µ|mcg|kcal|cal|metre|\
m\b|euro|kg|cc|pas\b|/|mm|leuco|element|lympho|gr\b|%|fois|cp))
lors (?:d'une|de sa|de la|de ses) (?:precedente?s?|premiere|derniere|deuxieme|\
grossesses? anterieures?)(?: grossesses?)?
anterieurement
a la naissance
a {_AT_AN_AGE} ans(?! (?:de|du|d'|post|apres|d'evolution|plus tard|de recul))(?<!survie a \d ans)
(?:alors qu'(?:il|elle) avait|quand (?:il|elle|j'|on) ?avai[ts]|lorsqu'(?:il|elle) avait|lorsque j'avais|j'avais|\
il avait|elle avait|l'annee de|pour|vers|aux alentours de|autour de|avant|des) (?:ses |mes )?{_AT_AN_AGE} ans
(?:au|pendant (?:le|son|mon)|durant (?:le|son|mon)|lors du|lors de son|a l'epoque de (?:son|mon)|\
de son) (?:service militaire|college|lycee|regiment|armee)
(?:a l'|pendant la |durant la |au temps de la )(?:armee|guerre|fac|ecole primaire|ecole)
(?:montrait|retrouvait|objectivait|revelait|notait|presentait|avait|etait|existait|decrivait|visualisait) alors
alors (?:montrait|retrouvait|presentait)
(?:a|de) (?:cette|l') ?epoque
de (?:19|20)\d\d a (?:19|20)\d\d
entre (?:19|20)\d\d et (?:19|20)\d\d
(?:jusqu'en|avant|vers|courant|fin|debut|ete|hiver|printemps|automne|noel) (?:l'an )?(?:19|20)\d\d
(?:en )?(?:deux mille|mille neuf cent|dix-neuf cent|deux-mille)[ -](?!mg|milligr|ui|euros?|calories|metres?|ml|\
kcal)(?:(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|\
quarante|cinquante|soixante|et)[ -]?){{1,4}}
avant (?:cette|la|sa|ma) (?:grossesse|transplantation|greffe|retraite|naissance)
(?:a|lors de|pendant|durant|au cours de|apres) (?:ma|sa|la|une) (?:premiere|precedente|derniere|seconde|deuxieme|\
troisieme) (?:grossesse|cesarienne|hospitalisation|operation|intervention|cure|maternite)
(?:pendant|durant|lors de|au cours de) (?:sa|mon|son|ma) (?:enfance|adolescence|jeunesse|scolarite|petite enfance)
etant (?:petite?|enfant|jeune|plus jeune|ado\w*|bebe|gamine?|jeune fille|jeune homme)
(?:toute? )?(?:petit|petite|enfant|gamine?|ado|adolescente?),
(?:voici|ca fait|cela fait|voila|il y a) (?:bien |plus de |pres de |environ |deja )?{_N} ?(?:ans?|\
annees?) que c'est (?:fini|passe|termine|regle|gueri)
(?:l'annee|le mois|la semaine|il y a) (?:de ses|de mes) .{{1,15}} ans
l'annee de (?:ses|mes|son) [\w -]{{1,20}}
dans une vie anterieure
(?:\d+|quelques|plusieurs|deux|trois|quatre|cinq|dix|vingt) ans (?:avant|plus tot|auparavant)
de longue date gueri\w*
au siecle dernier
(?:en |dans la |a la |a l'ecole )(?:petite section|maternelle|primaire|cours preparatoire)
jusqu'(?:a|au|aux)(?: la| l'| sa| son| ses| mon| ma)? ?(?:menopause|puberte|adolescence|retraite|majorite|age adulte|\
(?:premiere |derniere )?grossesse|naissance|mariage|divorce|demenagement|an dernier|annee derniere|service militaire)
avant (?:l'age d')?un an(?=[^.]{{0,40}}\b(?:aujourd'hui|maintenant|actuellement|agee?)\b)
a (?:\d{{1,2}}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze) (?:mois|semaines) (?=de vie)
a (?:\d{{1,2}}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|\
douze|quinze|dix-huit) (?:mois|semaines|jours)(?=[^.]{{0,40}}\bagee? de \d+ ans)
(?:du temps|a l'epoque|au temps|a une epoque) (?:ou|de)
(?:la|sa|les|ses) (?:\w+ )?premieres? annees?(?: de (?:la )?vie)?(?! <de>)
jeune(?= *[.,;)]|$)(?<!femme jeune)(?<!homme jeune)(?<!patient jeune)(?<!patiente jeune)(?<!adulte jeune)(?<!sujet \
jeune)(?<!plus jeune)(?<!est jeune)
entre (?:l'age de )?{_AT_AN_AGE} et {_AT_AN_AGE} ans(?! d'| de | apres| plus tard)
(?:avant|jusqu'a) (?:ses |l'age de ){_AT_AN_AGE} ans
(?:en (?:periode |service de )?neonat\w*|en maternite|en couveuse)(?=[^.]{{0,60}}\b(?:sortie?(?! prevue| demain|\
 possible)|\
rentree?|aujourd'hui|sans suites?|sans sequelles?|quitt\w+)\b)
(?:dans|durant|pendant|des) (?:sa|son|la) (?:prime|toute premiere|premiere|petite|tendre) (?:jeunesse|enfance)
(?<!aube )(?<!veille )(?<!jour )de (?:ses|mes) (?:{_AT_AN_AGE}) ans
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
(?<!\ba )(?<!\bai )(?<!\bont )(?<!avait )connue?s?
(?:reapparue?s?|revenue?s?|est apparue?|sont apparue?s?|a debute|ont debute|debutee?s?) (?:a|vers|des|en|\
depuis) (?=\d|l'age|ses|la)
diagnostiquee?s? (?:en|il y a|a l'age)
decouverte?s? (?:en|il y a|a l'age|a la naissance)
toujours (?:evoluti(?:f|ve)s?|acti(?:f|ve)s?|en cours|presente?s?|symptomatiques?|genante?s?|invalidante?s?)
""")
