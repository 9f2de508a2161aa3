"""Words that deny a request, and those with which a denial denies nothing."""

import re

from studio.text.urgency.wording import words

NEUTRAL = words(r"""
(?:n'est|ne serait|ne semble|ne parait) (?:pas|guere) (?:[\w']+ ){1,2}?de ne pas
(?:avec |avec et |sans et )?sans (?:(?:et|ou) avec )?(?:injection|gadolinium|gado|produit de contraste|contraste|pdc|\
sedation)(?: de (?:gadolinium|produit de contraste))?
non injectee?
sans (?:\w+ )?(?:hesit\w+|doute|conteste|equivoque|discussion|ambiguite)
(?:il n'y a |il ne fait )?(?:pas|aucun) (?:de |d')?(?:hesitation|doute|discussion)(?: possible)?
(?:without|no) (?:hesitation|doubt)
non seulement
pas seulement
not only
non (?:differable|reportable|programmable)
(?:malgre|en depit de|meme en|nonobstant) (?:l'|une )?(?:absence|normalite) (?:de |d')\w+
ne (?:peut|peuvent|pouvons|saurait)(?: pas)? ne pas
(?:aucune|pas de) raison de ne pas
(?:pas|aucun)(?: \w+){0,2} avant
ne pas meconnaitre
ne (?:pas |plus )(?:attendre|perdre de temps)
n'est pas (?:rassurant|normale?|banale?|benigne?|typique|suffisante?|acceptable)
(?:pas|aucune|absence) (?:de |d')?contre-?indications?
(?:ne |n')(?:\w+ ){0,2}?(?:peux|peut|peuvent|pouvons|saurait|saurions|est pas possible)(?: [\w']+){0,8} sans
(?:ne |n')?laiss\w+ (?:pas |jamais )(?:[\w']+ ){0,6}?sans
impossible(?: [\w']+){0,6} sans
(?:dangereux|imprudent|deraisonnable|grave|regrettable|inacceptable|risque|fautif|tort|une erreur|une faute|\
dangerous) (?:de|to) (?:ne pas|not|se passer d[e']?|differer|retarder)
""")
"""Denials that are no denial of what is asked for."""
VOID = words(r"""
ne suffi(?:t|ra|sent) (?:pas|en rien)(?: a (?:recuser|ecarter|exclure|eliminer|differer|eviter|infirmer))?
(?:n'elimine|n'exclut|n'ecarte|n'infirme)(?:nt)? pas
ne (?:permet(?:tent|tant)?|peut|peuvent|saurait) (?:pas |en aucun cas )?(?:d'|de )?(?:eliminer|exclure|ecarter|\
infirmer|rassurer)
ne (?:modifie|change|remet)(?:nt)? (?:pas|en rien)(?: en cause)?
(?:rien|aucun\w*(?: \w+)?) ne s'oppose
""")
"""Denied verbs behind which nothing is denied."""
DENIES = words(r"""
(?:ne |n')(?:[\w']+ ){1,3}?(?:pas|plus|guere|nullement|aucunement|aucune?|rien(?: qui)?|jamais|point|en rien|ni)
(?:rien|aucune?)(?: [\w']+){0,7}? (?:ne |n')\w+
ne (?:pas|jamais)
pas
non(?! ,)
sans
hors
aucune?
rien (?:qui|d[e']?)
nothing(?: \w+)?
rien a voir avec
(?:mieux vaut|vaut mieux) [^,:]{1,40}? qu[e']?
impossible d[e']
ni
nul(?:le)?
absence d[e']?
plutot qu[e']?
faute d[e']
au lieu d[e']?
(?:rather|instead) (?:than|of)
no
not
never
neither
nor
without
cannot
(?:\w+)n't
trop tot pour
loin d[e']?
""")
REJECTS = re.compile(
    r"\b(?:ecart(?:e|er|era|ons)|recus(?:e|er|ons)|exclu(?:s|t|re)?|rejett?\w*|contre|contre-indications? a|inutilite|"
    r"prefer(?:er|ez|e|ons|able)\b.{0,40}? a)(?: (?:une?|la|toute?|l')| ?l'| d'une?| de l'| d')* ?$"
)
"""They deny what stands directly behind them."""
REFUSES = words(r"""
inutiles?
evit(?:er|ez|era|erez|erons|e|ons)
(?:se|nous|me|vous) passer d[e']?
dispens\w+ d[e']?
dispens\w+
renonc\w+
refuser
(?<!se )limiter
deconseill\w+
contre-?indiqu\w+
differ(?:er|ez|e|ee?s?)
retard(?:er|ez|e|ee?s?|ent)
report(?:er|ez|e|ee?s?)
surseoir
annul\w+
decommand\w+
supprim\w+
tard(?:er|ez|e|ons)
(?:s')?abst(?:enir|iendr\w+|enez|ient) d[e']?
hesit\w+
resist\w+
oubli\w+
omettre
omettez
neglig\w+
empech\w+
remplac\w+
d'autre (?:choix|solution|option|issue)
d'autres? alternatives?
d'alternatives?
autre choix
prematuree? d[e']?
excessi(?:f|ve) d[e']?
abusi(?:f|ve) d[e']?
avoid\w*
unnecessary
delay\w*
hesitate
forget
""")
"""They deny by themselves; with a denial before them they ask for it."""
NEED = (
    r"necessaires?|utiles?|indiquee?s?|justifiee?s?|recommandee?s?|requise?s?|souhaitable|opportune?|pertinente?|"
    r"licite|"
    r"realisee?|prescrite?|retenue?|proposee?|urgente?s?|conseillee?|demandee?|motivee?|obligatoire|indispensable|"
    r"imperative?|appropriee?|legitime|fondee?|souhaitee?|envisagee?|preconisee?|impose|s'impose|warranted|needed|"
    r"necessary|indicated|required|recommended|justified|useful|appropriate|helpful"
)
DENIED_AFTER = re.compile(
    r"^[ ,]*(?:(?:est|a ete|fut|sera|etait|serait|parait|semble|me parait|me semble|reste|etant|demeure|donc|ici|"
    r"releve|releverait|jugee|estimee|consideree(?: comme)?|"
    r"a ce stade|"
    r"dans ce contexte|"
    r"dans ce cas|en l'etat|d'emblee|ce jour|is|seems|would be|tout a fait|totalement|parfaitement|:|-) ?)*,? ?"
    rf"(?:(?:non|pas|peu|not) (?:{NEED})|[:=>→⇒✗✘×❌-]+ ?"
    r"(?:\w+ment |plutot |surtout )?(?:non|pas|aucune?|inutile|no|0|zero)\b|"
    r"non(?= |$)(?! (?:negociable|une? |les? |la |demain|plus tard))|"
    r"(?:de la |de l'|du |un |une )?(?:surmedicalisation|surprescription|exces|zele|overkill|gaspillage)|"
    rf"inutile(?:s|ment)?|attendra|expos(?:e|erait) (?:a|aux?|inutilement)|peut attendre|superflue?|ecartee?|exclue?|"
    r"deconseillee?|contre-?indiquee?|a eviter|injustifiee?|prematuree?|"
    r"abusive?|excessive?|exageree?|disproportionnee?|recusee?|"
    r"a tort|"
    r"a proscrire|sans (?:interet|objet|indication|utilite|justification)|hors de propos|exceptionnelle|"
    r"rare(?:ment)?|par exces|peu (?:contributive|rentable|utile)|annulee?|"
    r"nul|faible|limite|douteu(?:x|se)|negligeable|inexistante?|"
    r"(?:peut |pourra |doit |devrait |sera |)(?:etre )?(?:evitee?|differee?|reportee?|retardee?|annulee?)|evitable|"
    r"refusee?|unnecessary|excluded|pas(?= (?:ici|maintenant|aujourd'hui|d'emblee|a ce stade)|$))(?!\w)"
)
"""What denies the request it stands behind, without a verb that is denied."""
DENIED_AFTER_ALL = re.compile(
    r"(?<!\w)(?:mais|car|puisque)(?: (?!si\b)\w+){0,3} (?:surveillance|repos|traitement|antalgi\w+)"
    r"(?: (?!ne\b)\w+)? suffi(?:t|ra|sent)(?!\w)|"
    rf"(?<!\w)mais (?:finalement |ensuite )?(?:refusee|annulee|recusee|ecartee|abandonnee|non (?:{NEED}))(?!\w)|"
    rf"(?<!\w)mais (?:ce|cela|elle|celle-ci) (?:n'|ne )\w+ (?:pas|plus|guere) (?:\w+ ){{0,2}}?(?:{NEED})(?!\w)"
)
"""« je pensais à une IRM en urgence mais ce n’est pas nécessaire »."""
DENIED_VERB = words(r"""
(?:ne |n')(?:[\w']+ ){1,3}?(?:pas|plus|ni|guere|nullement|(?:d')?aucune?|aucunement|jamais|point|rien|en rien)
(?:ne |n')\w+(?:pas|ni|rien|aucun\w*)
n'est ni
(?:ne |n')(?:[\w']+ ){1,6}?par (?:aucune?|rien)
(?:is|are|does|do|was|would|should|will) not
(?:is|does|do|would|should|wo|ca)n't
""")
NOT_NEEDLESS = words(r"""
inutiles?
facultati(?:f|ve)
se discute\w*
(?:une )?option(?:nelle)?
superflue?
negociable
discutable
contestable
differee?s?
retardee?s?
reportee?s?
attendre
oubliee?
evitable
evitee?
omise
negligee?
a (?:eviter|oublier|negliger|omettre)
un luxe
optional
unnecessary
delayed
""")
FOLLOWS_FROM = re.compile(
    r"(?<!\w)(?:(?:necessit|impos|justifi|exige|requer|motiv)ant|"
    r"qui (?:\w+ )?(?:necessit|impos|justifi|exig|requi|motiv)\w+)(?!\w)"
)
SIGN = re.compile(
    r"(?<!\w)(?:signe|critere|argument|element|drapeau|red flag|indication|symptome|anomalie|gravite|alarme|alerte|"
    r"raison|motif|patholog|affection|lesion|situation|cause|urgence)"
)
"""What is denied with what would follow from it: « aucun signe imposant une IRM »."""
NEEDLESSLY_DENIED = words(r"""
(?:serait|est|etait|would be) (?:ici )?(?:une? (?:faute|erreur|perte de chances?|danger)|dangereu(?:x|se)|\
imprudente?|grave|inacceptable|fautif|fautive|fatale?|deletere|prejudiciable|deraisonnable|inconcevable|impensable|\
a mistake|dangerous)
(?:risque|pronostic)(?: \w+)? (?:est|serait|sera) (?:engage|compromis|en jeu)
""")
"""Of leaving it out: « ne pas faire d’IRM en urgence serait une faute »."""
BUT_RATHER = re.compile(
    rf"(?<!\w)non pas (?!(?:{NEED})\b)[^,:]{{1,40}}? mais(?!\w)"
    r"|(?<!\w)(?:non|pas) [^,:]{1,40}? mais (?:\w+ )?"
    r"(?:justifiee|necessaire|indispensable|indiquee|imperative|obligatoire)(?!\w)"
)
"""« en urgence, non pas demain mais aujourd’hui »: another thing is denied."""
NEEDLESS = re.compile(
    rf"^ (?:(?:non|peu) (?:{NEED})|inutiles?|superflue?s?|abusive?s?|excessive?s?|injustifiee?s?|prematuree?s?)(?!\w)"
)
"""An adjective: « éviter une IRM inutile » denies once, not twice."""
CONTINUES = re.compile(r"^ ?(?:d'|de |ni |ou (?:d'|de |une |l')|et d|a (?:une|l'|la) ?|pour |qu'|que )")
"""What comes after a comma and is still part of what was denied."""
