"""Words that say how else a request stands: for later, left open, wished by somebody, done before."""

import re

from studio.text.urgency.denials import NEED
from studio.text.urgency.wording import words

POSSIBLE = words(r"""
(?:si|sauf si|sauf|hors|en l'absence de|sous reserve de l'absence de|sous reserve d'une?|s'il n'y a pas de|si pas de|\
si absence de|si aucune) (?:\w+ ){0,2}?contre-?indications?(?: (?:absolue|formelle|connue))?
si (?:elle |il )?(?:non |n'est pas )contre-?indiquee?
si (?:elle |il |celle-ci )?(?:est )?(?:possible|disponible|accessible|realisable|faisable|dispo)
si (?:l'|son )etat(?: \w+){0,3} (?:le )?permet
selon (?:la |les )?disponibilites?
(?:meme|comme) (?:s'il\w*|si)
meme (?:lorsqu|quand|en cas d)[e']?
si bien qu[e']?
si (?:j'|l'on |on )en (?:crois|croit)
si je (?:comprends|lis|resume|me fie)(?: bien)?
si (?:elle |celle-ci |il |l'irm |le scanner )?(?:est |revient )?(?:normale?|negati(?:f|ve)|positi(?:f|ve)|anormale?|\
non contributi(?:f|ve))
sauf si (?:elle (?:a |est )?)?(?:deja )?(?:ete )?(?:deja )?(?:realisee?|faite?)
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
(?:des|au|a) (?:le |la )?(?:moindre|premiere?)
en l'absence d(?:e |')(?:amelioration|efficacite|reponse|soulagement|evolution)
(?:devant |face a )?(?:toute|une eventuelle|la moindre|une) (?:nouvelle )?(?:aggravation|apparition|survenue|\
persistance|modification|majoration|recidive|deterioration)
auquel cas
(?:uniquement|seulement|exclusivement|only) (?:en|sur|avec|par|devant|pour|chez|dans|apres|a partir|in|for)
des qu[e']?
s'imposerai(?:t|ent)
devant toute?
dans (?:les|certains|certaines) (?:cas|situations?|circonstances) (?:suivante?s|particuli\w+)
dans (?:l'hypothese|l'eventualite) (?:d[e']?|du|ou)
(?:ne |n')(?:[\w']+ ){1,3}?(?:que|qu')(?: ?(?:devant|si|en cas|dans|pour|chez|lorsqu|a partir|apres|en presence))
(?:ne |n')\w+ (?:justifiee?|motivee?|legitimee?) que par
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
AS_HERE = re.compile(
    r"(?<!\w)(?:comme (?:ici|(?:dans|chez) (?:cet?|cette|votre|le cas present|vous|elle|lui)|"
    r"c'est le cas)|dont cel(?:le|ui)-ci|"
    r"ce qui est (?:bien )?(?:le|son|votre) cas)(?!\w)(?! qui)"
)
"""A condition that is met."""
LISTS = re.compile(
    r"^(?:les |principaux |quels |des )*(?:signes|criteres|situations|motifs|cas|symptomes)(?: d[e'] ?\w+)? "
    r"(?:devant|imposant|necessitant|justifiant|motivant|pour)|^(?:les )?(?:consignes?|signes d'alerte)\b[^:]* ?:|"
    r"^(?:les |des )?(?:situations|signes|criteres|cas|"
    r"symptomes) suivante?s|^(?:les |principales )*indications (?:d|a )"
)
"""The beginning of what tells when it is called for, whoever has it."""
TOLD_APART = re.compile(
    r"\b(?:inform|expliqu|recherch|guett|surveill|connai|reconnai|enseign|signal|remett|rappel)\w*\b[^:]{0,40}"
    r"\b(?:signes?|criteres?|symptomes?|drapeaux|situations?|motifs?)\b[^:]*$"
    r"|\b(?:fer|imposer|justifier|necessiter|motiver|condui|amener|demander|prescri)(?:r?ai(?:t|ent))\b[^,:]{0,30}$"
    r"|\baurai(?:t|ent) (?:impose|justifie|necessite|motive|conduit|amene|fait)\b[^,:]{0,30}$"
)
"""What somebody is to look out for, or what would call for it."""
JUDGED = re.compile(
    rf"^[ ,]*(?:me |nous |lui )?(?:serait|semble|parait|semblerait|paraitrait|c'est) (?!.*\b(?:{NEED}|formelle|prefer|"
    r"sage|prudent|incontournable|incontestable|prioritaire|urgen|obligat|a (?:faire|realiser|prevoir)|"
    r"la (?:meilleure|seule)))"
)
"""Called something that is no word for what is called for: « une IRM en urgence me paraît démesurée »."""
SHOULD_IT_COME = re.compile(
    r"(?<!\w)(?:en presence d|devant (?:toute?|une?|l'apparition|l'aggravation|la survenue)\b|pour (?:toute?|une?)\b)"
    r"|(?:^|[,:] ?)une? [^,:]{1,40} (?:doit|doivent|impose|justifie|necessite|conduit|amene)\b"
)
"""A reason; a condition, where watching has been advised before."""
TOLD_BEFORE = re.compile(
    r"^\W*(?:(?:et|puis|ensuite|donc|mais|ici|alors|de plus|une?|l'|la|les|des)\b\W*)*$"
    r"|\b(?:fai(?:re|tes|sons)|realis(?:er|ez|ons)|demand(?:er|ez|ons|e)|prescri(?:re|vez|vons|s)|organis(?:er|ez|ons)|"
    r"obten(?:ir|ez)|effectu(?:er|ez)|pratiqu(?:er|ez)|prevo(?:ir|yez|yons)|pass(?:er|ez)|faut|doit|devez|doivent|"
    r"recommand\w+|preconis\w+|necessit\w+|impos\w+|justifi\w+|propos(?:e|er|ons)|adress(?:er|ez)|"
    r"indication|order|perform|get|obtain|needs?|requires?)\b[^,:]{0,60}$"
)
TOLD_AFTER = re.compile(rf"^[^,:]{{0,60}}?\b(?:{NEED}|formelle|incontournable|prioritaire|oui)(?!\w)")
"""Around a request: that it is to be done."""
FEARED = re.compile(
    r"\b(?:l'|la )(?:apparition|survenue|aggravation|persistance|recidive|majoration) d.{0,60}?"
    r"\b(?:doit|devra|devrait|\w+er(?:a|ait|aient|ont)|imposera(?:it)?)\b"
    r"|(?:^|[,:] ?)(?:seule? |tout autre |)(?:une?|tout|toute|seule?) (?!irm|mri|imagerie)[^,:]{1,60}?"
    r"\b(?:fe|impose|justifie|necessite|motive|condui|dev)r(?:a|ont|ait|aient)\b"
)
"""What would call for it, told in the future: « l’apparition d’une fièvre doit faire réaliser »."""
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
(?:choix|hesit\w+|arbitr\w+|trancher) entre
eventualite d[e']?
soit
(?:laiss\w+|decid\w+)
(?:revoir|reevaluer|reconsiderer|reposer) l'indication d[e']
(?:plus|davantage) d(?:e |')\w+ (?:pour|avant d[e'])
(?:tranch|statu|prononc)(?:er|era|eront|ent|e) sur
(?:en attente|sous reserve) d(?:e |'|e l'|u )(?:avis|accord|reponse)(?: \w+)?
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
a (?:discuter|envisager|evaluer|considerer|reconsiderer|rediscuter|reevaluer|voir avec|decider|confirmer)
(?:est |sera |reste )(?:re)?discutee?
(?<!pas )discutable
(?:initialement |d'abord |un temps )?(?:envisagee|evoquee)
envisageable
(?<!ne )(?:se |s')(?:discute|discutera|envisage)
ou (?:(?:recommandation|reponse) ?: ?)?(?:une |la )?(?:simple )?(?:surveillance|abstention|traitement|consultation)
(?:sera |est |reste )(?:posee|decidee|evaluee|laissee|appreciee|prise) (?:par|a|avec)
(?:peut|pourra|pourrait|peuvent) (?:se |s'|etre )?(?:discut\w+|envisag\w+|propos\w+|justifi\w+|consider\w+|utile|\
indiquee?|necessaire)
pourrait
eventuelle(?:ment)?
peut-etre
(?:est|serait|reste) possible
(?:est|serait|reste) une (?:option|possibilite)
(?:n'est |n'etant )?pas (?:a |)exclu(?:re|e)?
ne (?:peut|doit|saurait)(?: pas)? etre (?:exclue?|ecartee?)(?! l)
to be discussed
(?:could|may|might|can) be
""")
_SOMEBODY = (
    r"(?:(?:beaucoup de |certain\w* |la plupart des |de nombreu\w+ |le |la |l'|les |ce |cette |sa |son |ses |votre |"
    r"notre |the |un |une )?(?:patiente?s?|malades?|famille|family|mother|father|wife|husband|daughter|relatives|"
    r"mere|pere|mari|epou(?:x|se)|conjointe?|"
    r"fils|fille|parents?|entourage|interne|collegue|confrere|"
    r"femme|compagn\w+|accompagnant\w*|jeune femme|monsieur|madame|interesse\w*)|"
    r"\belle|\bil|\bils|\belles|(?:mme|madame|monsieur) \w+|mr? \w+|he|she|they)"
)
WISHED = re.compile(
    rf"(?<!\w){_SOMEBODY}(?:,[^,]{{1,30}},)?(?: [\w']+){{0,3}}? ?(?:(?:nous |me |vous |se |s')?(?:demandai?(?:t|ent)|"
    rf"demande(?:nt)?|"
    rf"souhait(?!able)\w+|voudrai\w+|veut|veulent|voulait|"
    r"reclam\w+|exig\w+|refus\w+|insist\w+|pense(?:nt)?|croi(?:t|ent)|estime(?:nt)?|imagin\w+|prefer\w+|desir\w+|"
    r"esper\w+|craint|redoute|aimerait|revendique|request(?:s|ed|ing)?|want(?:s|ed)?|demandeu(?:r|se)s?|"
    r"ask(?:s|ed|ing)?|demands?|insists?|would like|wishes|refuses?))(?!\w)[^,:]*$"
    r"|\b(?:votre|leur|son|sa) (?:souhait|demande|desir|volonte|envie)\b[^,:]*$"
    r"|\bvous (?:me |nous )?(?:demandez|souhaitez|voulez|desirez|reclamez)\b[^,:]*$"
    r"|\bje (?:veux|voudrais)\b[^:]*$|\bselon (?:le |la |les |l'|sa |son |ses )?(?:patiente?|famille|malade|mere|"
    r"pere|mari|femme|entourage|parents)\b[^:]*$|\bsa demande (?:d'|de )[^,:]*$|\b(?:vient|est venue?|consulte|"
    r"se presente|venue?) pour (?:une |l'|la |passer une |faire une |)$|(?:a la|sur) demande (?:de|du)[^,:]*$|"
    r"\b(?:souhait|demande|desir|volonte|exigence|crainte)(?: \w+){0,2} (?:du|de la|de|des|d'une) (?:patient|famille|"
    r"malade|mere|pere)[^,:]*$"
)
"""Before a request: it is what somebody wants who does not decide it."""
WISHED_AFTER = re.compile(
    r"^[ ,]*(?:(?:est |a ete |etait )?(?:demandee?|souhaitee?|reclamee?|exigee?|refusee?|voulue) par (?:le |la |les |"
    r"l'|sa |son )?"
    r"(?:patient|famille|mere|pere|mari|malade|entourage|parents)|[,]? ?(?:dit|dixit|demande|reclame)[ -](?:il|elle|"
    r"t-il|t-elle|le patient|la patiente))"
)
_DONE = r"realisee?s?|faite?s?|pratiquee?s?|effectuee?s?|passee?s?|obtenue?s?|performed|done"
PAST_BEFORE = re.compile(
    rf"\b(?:a|ai|ont|avais|avait|avions|avaient|aurait|auraient|ayant|avons)(?: \w+ment| deja| aussi| recemment)? "
    rf"(?:ete |eu\b|beneficie|subi|"
    rf"passe\b|realise|fait\b|pratique|"
    rf"demande\b|prescrit|propose|prevu|effectue|obtenu|conclu|lu\b|evoque\b|parle\b|entendu|appris|suggere\b|promis|"
    rf"conseille\b)[^,:]*$"
    rf"|\b(?:a|ont|avait) (?:refuse|annule|recuse|ecarte) (?:l'|une |cette |toute )?$"
    rf"|\bdeja (?:eu|passe|fait|{_DONE})[^,:]*$|(?<!sans )(?<!aucun )(?<!pas d')"
    rf"\bantecedents? (?:on |figure |je )?(?:d|not|retrouv|releve)(?![^,:]*(?:necessit|"
    rf"impos|justifi|motiv)ant)[^,:]*$|\b(?:la |sa |"
    rf"cette )?(?:derniere|precedente|premiere)(?: \w+)?$"
    rf"|\b(?:resultats?|comptes?[- ]rendus?) (?:de |d')(?:l'|une )?$|\badressee? (?:par [^,:]*)?pour[^,:]*$|"
    rf"\b(?:suite|grace) a (?:l'|une )$|\b(?:depuis|lors de|(?<!qu')apres) (?:l'|une |cette )$"
    rf"|\b(?:had|underwent|previous|prior|last|history of)\b[^,:]*$"
)
PAST_INSIDE = re.compile(
    rf"\b(?:etait|fut|etaient|furent) (?:{_DONE}|demandee?s?|prescrite?s?|organisee?s?)\b|"
    rf"\b(?:a|ont|avait|avaient|ayant)(?: deja| bien)? (?:ete )?(?:{_DONE})\b|"
    rf"(?<!etre)(?<!soit)(?<!sera)(?<!\bbe) (?:{_DONE})\b|^(?:{_DONE})\b|\b(?:was|has been|had been) "
)
PAST_AFTER = re.compile(
    rf"^[ ,:]*(?:(?:etait |est |revenue |revient )?(?:normale|sans anomalie|sans particularite|negative|rassurante)|"
    rf"n'a (?:rien|pas|jamais) (?:montre|retrouve|objective|decele|revele|mis|permis|trouve|ete)|"
    rf"(?:a|ayant)(?: deja| bien)? (?:montre|retrouve|"
    rf"objective|elimine|ete (?:{_DONE})|permis)|avait |aurai(?:t|ent) (?:ete|du|pu|eu)\b|"
    rf"(?:deja )?(?:{_DONE})(?! d'urgence)|montrai?t|retrouvait|(?:en |de )?(?:19|20)\d\d|(?:d'|de )?(?:avant-)?hier|"
    r"du (?:\d|matin)|de ce matin|il y a |la veille|"
    r"l'(?:an|annee) (?:derniere?|passee?)|(?:le mois|la semaine) (?:dernier|passe)|was |showed|in (?:19|20)\d\d|last )"
)
STILL_NEEDED = re.compile(
    rf"(?<!\w)(?:s'impose(?!\w)|permettra(?!\w)|pour (?:ce (?:soir|jour|matin)|cet apres-midi|cette nuit|aujourd'hui)|"
    rf"(?:est|sera|devient|doit)(?!\w).{{0,20}}(?:{NEED}|etre(?!\w)))"
)
"""« une IRM réalisée en urgence est indispensable »: a participle, but not of the past."""
TURNS = words(r"""
(?<=[,:] )(?:ici|dans le cas present|en l'occurrence)
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
(?:et |elle |il |ce qui |cela )(?:necessit|justifi|impos|exig|motiv|requier|reclam|command)\w+
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
    r"^(?:ou (?:plutot )?|et |en fait |finalement,? ?|reflexion faite,? ?|au final,? ?|a la reflexion,? ?|"
    r"non,? ?)+non\b|^(?:finalement|en fait|reflexion faite),? (?:non|pas|inutile)\b"
)
