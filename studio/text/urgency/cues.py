"""Words that say how a request stands: denied, for later, left open, asked, wished by somebody, done before."""

import re

from studio.text.urgency.wording import words

NEUTRAL = words(r"""
(?:avec |avec et |sans et )?sans (?:(?:et|ou) avec )?(?:injection|gadolinium|gado|produit de contraste|contraste|pdc|sedation)(?: de (?:gadolinium|produit de contraste))?
non injectee?
sans (?:\w+ )?(?:hesit\w+|doute|conteste|equivoque|discussion|ambiguite)
(?:il n'y a |il ne fait )?(?:pas|aucun) (?:de |d')?(?:hesitation|doute|discussion)(?: possible)?
(?:without|no) (?:hesitation|doubt)
non seulement
pas seulement
not only
(?:malgre|en depit de|meme en|nonobstant) (?:l'|une )?(?:absence|normalite) (?:de |d')\w+
ne (?:peut|peuvent|pouvons|saurait)(?: pas)? ne pas
(?:aucune|pas de) raison de ne pas
(?:pas|aucun)(?: \w+){0,2} avant
ne pas meconnaitre
ne (?:pas |plus )(?:attendre|perdre de temps)
n'est pas (?:rassurant|normale?|banale?|benigne?|typique|suffisante?|acceptable)
ne suffi(?:t|ra|sent) pas
(?:pas|aucune|absence) (?:de |d')?contre-?indications?
(?:ne |n')(?:\w+ ){0,2}?(?:peux|peut|peuvent|pouvons|saurait|saurions|est pas possible)(?: [\w']+){0,8} sans
impossible(?: [\w']+){0,6} sans
(?:dangereux|imprudent|deraisonnable|grave|regrettable|inacceptable|risque|fautif|une erreur|une faute|dangerous) (?:de|to) (?:ne pas|not|se passer d[e']?|differer|retarder)
""")
"""Denials that are no denial of what is asked for."""
VOID = words(r"""
(?:n'elimine|n'exclut|n'ecarte|n'infirme)(?:nt)? pas
ne (?:permet(?:tent|tant)?|peut|peuvent|saurait) (?:pas |en aucun cas )?(?:d'|de )?(?:eliminer|exclure|ecarter|infirmer|rassurer)
ne (?:modifie|change|remet)(?:nt)? (?:pas|en rien)(?: en cause)?
(?:rien|aucun\w*(?: \w+)?) ne s'oppose
""")
"""Denied verbs behind which nothing is denied."""
POSSIBLE = words(r"""
(?:si|sauf si|sauf|hors|en l'absence de|sous reserve de l'absence de|sous reserve d'une?|s'il n'y a pas de|si pas de|si absence de|si aucune) (?:\w+ ){0,2}?contre-?indications?(?: (?:absolue|formelle|connue))?
si (?:elle |il )?(?:non |n'est pas )contre-?indiquee?
si (?:elle |il |celle-ci )?(?:est )?(?:possible|disponible|accessible|realisable|faisable|dispo)
si (?:l'|son )etat(?: \w+){0,3} (?:le )?permet
selon (?:la |les )?disponibilites?
(?:meme|comme) (?:s'il\w*|si)
meme (?:lorsqu|quand|en cas d)[e']?
si bien qu[e']?
si (?:elle |celle-ci |il |l'irm |le scanner )?(?:est |revient )?(?:normale?|negati(?:f|ve)|positi(?:f|ve)|anormale?|non contributi(?:f|ve))
si (?:ce |cela |elle )?(?:n'est |n'a |non |pas )(?:pas )?(?:encore |deja )*(?:ete )?(?:realisee?|faite?)
(?:si besoin|au besoin|le cas echeant)(?= (?:avec|d[e'u]|par|en|un|une|avis|completee?))
if (?:available|possible|not contraindicated)
unless contraindicated
even if
""")
"""Conditions on what can be done at all, and concessions: what they stand by is asked for now."""
CONDITION = words(r"""
si
s'ils?
s'elles?
s'il
en cas d[e']?
dans le cas ou
au cas ou
a defaut d[e']?
a moins d[e']?
a moins qu[e']?
sauf
au besoin
si besoin
le cas echeant
lorsqu[e']?
quand
(?:des|a|lors de) (?:l'|la )(?:apparition|survenue|aggravation|moindre)
(?:des|au) (?:le )?(?:moindre|premier)
en l'absence d(?:e |')(?:amelioration|efficacite|reponse|soulagement|evolution)
(?:devant |face a )?(?:toute|une eventuelle|la moindre|une) (?:nouvelle )?(?:aggravation|apparition|survenue|persistance|modification|majoration|recidive|deterioration)
auquel cas
devant tout(?:e)? (?:signe|symptome|nouveau|nouvelle|autre)
dans (?:l'hypothese|l'eventualite) (?:d[e']?|du|ou)
(?:ne |n')(?:[\w']+ ){1,3}?(?:que|qu')(?: ?(?:devant|si|en cas|dans|pour|chez|lorsqu|a partir|apres|en presence))
(?:conditionnee?|subordonnee?) (?:a|par)
reservee?s? (?:a|aux?)
selon (?:l'evolution|le resultat|les resultats)
en fonction d[eu]?
(?:s'aggravai(?:t|ent)|s'aggravera(?:it)?)
if
unless
in case of
in the event of
should (?:the|his|her|symptoms|any|new|it)
when(?:ever)?
""")
LISTS = re.compile(
    r"^(?:les |principaux |quels |des )*(?:signes|criteres|situations|motifs|cas|symptomes)(?: d[e'] ?\w+)? "
    r"(?:devant|imposant|necessitant|justifiant|motivant|pour)|^(?:les |des )?(?:situations|signes|criteres|cas|symptomes) suivante?s|^(?:les |principales )*indications (?:d|a )"
)
"""The beginning of what tells when it is called for, whoever has it."""
FEARED = re.compile(
    r"\b(?:l'|la )(?:apparition|survenue|aggravation|persistance|recidive|majoration) d.{0,60}?"
    r"\b(?:doit|devra|devrait|\w+er(?:a|ait|aient|ont)|imposera(?:it)?)\b"
)
"""What would call for it, told in the future: « l’apparition d’une fièvre doit faire réaliser »."""

DENIES = words(r"""
(?:ne |n')(?:[\w']+ ){1,3}?(?:pas|plus|guere|nullement|aucunement|aucune?|jamais|point|en rien|ni)
(?:rien|aucune?)(?: [\w']+){0,7}? (?:ne |n')\w+
ne pas
pas
non(?! ,)
sans
hors
aucune?
ni
nul(?:le)?
absence d[e']?
plutot qu[e']?
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
deconseill\w+
contre-?indiqu\w+
differ(?:er|ez|e|ee?s?)
retard(?:er|ez|e|ee?s?|ent)
report(?:er|ez|e|ee?s?)
surseoir
(?:s')?abst(?:enir|iendr\w+|enez|ient) d[e']?
hesit\w+
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

_NEED = (
    r"necessaires?|utiles?|indiquee?s?|justifiee?s?|recommandee?s?|requise?s?|souhaitable|opportune?|pertinente?|licite|"
    r"realisee?|prescrite?|retenue?|proposee?|urgente?s?|conseillee?|demandee?|motivee?|obligatoire|indispensable|"
    r"imperative?|appropriee?|legitime|fondee?|souhaitee?|envisagee?|preconisee?|impose|s'impose|warranted|needed|"
    r"necessary|indicated|required|recommended|justified|useful|appropriate|helpful"
)
DENIED_AFTER = re.compile(
    r"^[ ,]*(?:(?:est|etait|serait|parait|semble|me parait|me semble|reste|etant|demeure|donc|ici|a ce stade|dans ce contexte|"
    r"dans ce cas|en l'etat|d'emblee|ce jour|is|seems|would be|tout a fait|totalement|parfaitement|:|-) ?)*,? ?"
    rf"(?:(?:non|pas|peu|not) (?:{_NEED})|[:=>→⇒✗✘×❌-]+ ?(?:non|pas|aucune?|inutile|no)\b|non(?= |$)(?! negociable)|inutiles?|superflue?|ecartee?|exclue?|"
    r"deconseillee?|contre-?indiquee?|a eviter|injustifiee?|prematuree?|abusive?|excessive?|disproportionnee?|recusee?|"
    r"a proscrire|sans (?:interet|objet|indication|utilite|justification)|hors de propos|annulee?|"
    r"(?:peut |pourra |doit |devrait |sera |)(?:etre )?(?:evitee?|differee?|reportee?|retardee?|annulee?)|evitable|refusee?|unnecessary|excluded|pas(?= (?:ici|maintenant|aujourd'hui|d'emblee|a ce stade)|$))(?!\w)"
)
"""What denies the request it stands behind, without a verb that is denied."""
DENIED_VERB = words(r"""
(?:ne |n')(?:[\w']+ ){1,3}?(?:pas|plus|ni|guere|nullement|(?:d')?aucune?|aucunement|jamais|point|rien|en rien)
(?:ne |n')\w+(?:pas|ni|rien|aucun\w*)
n'est ni
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
OPEN_BEFORE = words(r"""
discut(?:er|ez|e|ons|era|ee?)
envisag(?:er|ez|e|ons|era|ee?)
evalu(?:er|ez|e|ons)
consider(?:er|ez|e|ing)?
eventuel(?:le)?
eventuellement
peut-etre
possiblement
(?<!pas )(?<!hors de )question d[e']?(?: l'| la)?
(?:savoir|determiner|demander|verifier|decider|preciser|evaluer) si
(?:on |il |je |nous )?(?:pourrai(?:t|s|ent)|pourrions)
opportunite d[e']?
soit
(?:laiss\w+|decid\w+)
avant (?:toute?|une|d'envisager|de)
pertinence d[e']?
hypothese d[e']?
whether
might
may
could
possibly
perhaps
""")
OPEN_AFTER = words(r"""
a (?:discuter|envisager|evaluer|considerer|rediscuter|reevaluer|voir avec|decider|confirmer)
(?:est |sera |reste )discutee?
discutable
envisageable
(?<!ne )(?:se |s')(?:discute|discutera|envisage)
ou (?:une |la )?(?:simple )?(?:surveillance|abstention|traitement|consultation)
(?:sera |est |reste )(?:posee|decidee|evaluee|laissee|appreciee|prise) (?:par|a|avec)
(?:peut|pourra|pourrait|peuvent) (?:se |s'|etre )?(?:discut\w+|envisag\w+|propos\w+|justifi\w+|consider\w+|utile|indiquee?|necessaire)
pourrait
eventuelle(?:ment)?
peut-etre
(?:est|serait|reste) possible
(?:n'est |n'etant )?pas (?:a |)exclu(?:re|e)?
ne (?:peut|doit|saurait)(?: pas)? etre (?:exclue?|ecartee?)(?! l)
to be discussed
(?:could|may|might|can) be
""")
_SOMEBODY = (
    r"(?:(?:le |la |l'|les |ce |cette |sa |son |ses |votre |notre |the |un |une )?(?:patiente?s?|malades?|famille|mere|pere|mari|epou(?:x|se)|conjointe?|"
    r"fils|fille|parents?|entourage|femme|compagn\w+|accompagnant\w*|jeune femme|monsieur|madame|interesse\w*)|\belle|\bil|\bils|\belles|mme \w+|mr? \w+|he|she|they)"
)
WISHED = re.compile(
    rf"(?<!\w){_SOMEBODY}(?: [\w']+){{0,3}}? ?(?:(?:nous |me |vous |se |s')?(?:demandai?(?:t|ent)|demande(?:nt)?|souhait\w+|voudrai\w+|veut|veulent|voulait|"
    r"reclam\w+|exig\w+|refus\w+|insist\w+|pense(?:nt)?|croi(?:t|ent)|estime(?:nt)?|imagin\w+|prefer\w+|desir\w+|esper\w+|craint|redoute|aimerait|revendique|requests?|requested|wants?|"
    r"asks?|demands?|insists?|would like|wishes|refuses?))(?!\w)[^,:]*$"
    r"|\bje (?:veux|voudrais)\b[^:]*$|\bselon (?:le |la |les |l'|sa |son |ses )?(?:patiente?|famille|malade|mere|pere|mari|femme|entourage|parents)\b[^:]*$|\bsa demande (?:d'|de )[^,:]*$|\b(?:vient|est venue?|consulte|se presente|venue?) pour (?:une |l'|la |passer une |faire une |)$|(?:a la|sur) demande (?:de|du)[^,:]*$|\b(?:souhait|demande|desir|volonte|exigence|crainte)(?: \w+){0,2} (?:du|de la|de|des|d'une) (?:patient|famille|malade|mere|pere)[^,:]*$"
)
"""Before a request: it is what somebody wants who does not decide it."""
WISHED_AFTER = re.compile(
    r"^[ ,]*(?:(?:est |a ete |etait )?(?:demandee?|souhaitee?|reclamee?|exigee?|refusee?|voulue) par (?:le |la |les |l'|sa |son )?"
    r"(?:patient|famille|mere|pere|mari|malade|entourage|parents)|[,]? ?(?:dit|dixit|demande|reclame)[ -](?:il|elle|t-il|t-elle|le patient|la patiente))"
)
_DONE = r"realisee?s?|faite?s?|pratiquee?s?|effectuee?s?|passee?s?|obtenue?s?|performed|done"
PAST_BEFORE = re.compile(
    rf"\b(?:a|ai|ont|avait|avaient|ayant|avons)(?: \w+ment| deja| aussi| recemment)? (?:ete |eu\b|beneficie|subi|passe\b|realise|fait\b|pratique|"
    rf"demande\b|prescrit|propose|prevu|effectue|obtenu|conclu|lu\b|evoque\b|parle\b|entendu|appris|suggere\b|conseille\b)[^,:]*$"
    rf"|\bdeja (?:eu|passe|fait|{_DONE})[^,:]*$|(?<!sans )(?<!aucun )(?<!pas d')\bantecedents? d[^,:]*$|\b(?:la |sa |cette )?(?:derniere|precedente|premiere)(?: \w+)?$"
    rf"|\b(?:resultats?|comptes?[- ]rendus?) (?:de |d')(?:l'|une )?$|\badressee? (?:par [^,:]*)?pour[^,:]*$|\b(?:suite|grace) a (?:l'|une )$|\b(?:depuis|lors de|apres) (?:l'|une |cette )$"
    rf"|\b(?:had|underwent|previous|prior|last|history of)\b[^,:]*$"
)
PAST_INSIDE = re.compile(
    rf"\b(?:a|ont|avait|avaient|ayant)(?: deja| bien)? (?:ete )?(?:{_DONE})\b|(?<!etre)(?<!soit)(?<!sera)(?<!\bbe) (?:{_DONE})\b|^(?:{_DONE})\b|\b(?:was|has been|had been) "
)
PAST_AFTER = re.compile(
    rf"^[ ,:]*(?:(?:etait |est |revenue |revient )?(?:normale|sans anomalie|sans particularite|negative|rassurante)|n'a (?:rien|pas) |a (?:montre|retrouve|"
    rf"objective|elimine|ete (?:{_DONE})|permis)|avait |aurai(?:t|ent) (?:ete|du|pu|eu)\b|(?:deja )?(?:{_DONE})(?! d'urgence)|montrai?t|retrouvait|(?:en |de )?(?:19|20)\d\d|d'hier|il y a |hier|la veille|"
    r"l'(?:an|annee) (?:derniere?|passee?)|(?:le mois|la semaine) (?:dernier|passe)|was |showed|in (?:19|20)\d\d|last )"
)
STILL_NEEDED = re.compile(rf"\b(?:est|s'impose|sera|devient|permettra|doit)\b.{{0,20}}(?:{_NEED}|d'|etre|$)")
"""« une IRM réalisée en urgence est indispensable »: a participle, but not of the past."""

FOLLOWS_FROM = re.compile(r"(?<!\w)(?:necessit|impos|justifi|exige|requer|motiv)ant(?!\w)")
SIGN = re.compile(
    r"(?<!\w)(?:signe|critere|argument|element|drapeau|red flag|indication|symptome|anomalie|gravite|alarme|alerte|raison|motif|"
    r"situation|cause|urgence)"
)
"""What is denied with what would follow from it: « aucun signe imposant une IRM »."""
TURNS = words(r"""
mais
cependant
toutefois
neanmoins
pourtant
en revanche
par contre
donc
car
puisque
parce qu[e']
alors
finalement
d'ou
(?:et |qui |elle |il |ce qui |cela )(?:necessit|justifi|impos|exig|motiv|requier|reclam|command)\w+
(?:et|il) (?:faut|convient)
avant
but
however
because
therefore
""")
"""A denial or a condition does not reach past them."""
CORRECTS = words(r"""
mais
cependant
toutefois
neanmoins
pourtant
en revanche
par contre
finalement
au final
en definitive
correction
but
however
""")
NEEDLESSLY_DENIED = words(r"""
(?:serait|est|etait|would be) (?:une (?:faute|erreur)|dangereu(?:x|se)|imprudente?|grave|inacceptable|fautif|deraisonnable|a mistake|dangerous)
""")
"""Of leaving it out: « ne pas faire d’IRM en urgence serait une faute »."""
IN_GENERAL = words(r"""
d'habitude
habituellement
generalement
en general
en regle generale
classiquement
le plus souvent
normalement
en theorie
a priori
usually
generally
""")
TAKEN_BACK = re.compile(
    r"^(?:ou (?:plutot )?|et |en fait |finalement,? ?|reflexion faite,? ?|au final,? ?|a la reflexion,? ?|non,? ?)+non\b|^(?:finalement|en fait|reflexion faite),? (?:non|pas|inutile)\b"
)
CONTINUES = re.compile(r"^ ?(?:d'|de |ni |ou (?:d'|de |une |l')|et d|a (?:une|l'|la) ?|pour |qu'|que )")
"""What comes after a comma and is still part of what was denied."""
