"""Cues of doubt, and of what may yet come."""

from studio.text.findings.cue_patterns import lines

DOUBTS = lines(r"""
diagnostics? (?:presume|suppose|envisage)s?
(?:faible |forte |haute )?probabilites? (?=<de>)
dd(?= ?:)
(?:pas dire|(?:ne |n')?(?:dirais|dirait|dirai|dira) pas) (?:que |qu')(?:ils?|elles?|on|j'|\
l[ea] \w+) ?(?:y )?(?:aie?n?t|\
ai?|ont|souffr\w+|presente\w*)(?: eu| fait| presente)?(?= une?\b| des?\b| du\b| d'| mal\b)
craignant
redoutant
surveillance de (?:l'apparition|la survenue|l'eventuelle?)
doutes?(?: \w+){1,2} (?:sur|quant)
ressemble(?:rait|nt)? a
a (?:prevoir|programmer|faire|realiser)(?= <le>| ?:)
suspicion
suspicions
suspicion clinique
suspecter
suspecte?(?:e|es|s)? (?=<le>|<de>)
susp\.?
suspi\.?
suspectant
suspect (?=<de>)
soupcon
soupcons
soupconne(?:r|e|es)?
hypothese
hypotheses
doute (?=sur|quant|<de>|<le>|avec|entre|pour)
evoque(?:nt|r)?
evoque(?:nt|rait)? plutot (?=<le>)
evoquant
evocateurs? (?=<de>)
evocatrices? (?=<de>)
evoquerait
fait evoquer
faisant evoquer
fait craindre
faisant craindre
font craindre
craindre
craint (?=<le>|<de>|que|qu')
crains (?=<le>|<de>|que|qu')
crainte
craintes
peur (?=<de>|<le>|que|qu')
inquiete?s? (?=d'une?)
redoute(?:r|e|es)? (?=<le>)
redouter
douteu(?:x|se|ses) (?=<de>|pour)
incertain (?=entre)
hesite(?:r|nt)? (?=entre)
entre
possibilites? (?=<de>)
presomptions? (?=<de>)
eventualites? (?=<de>)
piste (?=<de>)
depister
suppose(?:r|e)? (?=<le>|que|qu')
trancher
risque
risques (?=<de>)
a risque (?=<de>)
facteurs? de risques? (?=<de>)
menace (?=<de>)
fait suspecter
faisant suspecter
font suspecter
fait discuter
faisant discuter
discuter
on discute
fait penser
faisant penser
font penser
penser a
pense a
pensons a
penserait a
je pense
oriente (?:vers|plutot)
orientant vers
orientent vers
orienterait
en faveur
compatibles? avec
pouvant correspondre
pourrait correspondre
pouvant faire
allure (?=<de>)
d'allure
(?:a la |en )?recherche (?=<de>|<le>|d'un)
rechercher
pour rechercher
recherchant
depistage (?=<de>)
a (?:eliminer|rechercher|confirmer|verifier|discuter|evaluer|exclure|ecarter|craindre) (?=<le>)
eliminer
(?:pour|afin d'|afin de|a|doit|faut|faudra|devra|en vue d'|but d'|avant d'|de quoi|faire) ?(?:formellement |\
d')?(?:eliminer|exclure|ecarter|infirmer|confirmer|verifier)
exclure
ecarter
infirmer
absence de certitude
aucune certitude
sans certitude
pas de certitude
r/o
ro
verifier
prevenir (?=<le>|tout)
eviter
evitant
prevention (?=<de>)
prophylaxie (?=<de>)
surveiller (?=l'apparition|la survenue)
guetter
diagnostic differentiel
diagnostics differentiels
diagnostics? (?:a discuter|evoques?|differentiels?|possibles?|suspectes?|probables?)
a (?:eliminer|rechercher|confirmer|verifier|discuter|evaluer|exclure|ecarter)(?= ?:)
n'(?:elimin|exclu|ecart|infirm)\w+ (?:pas|en rien|nullement)
sans (?:eliminer|exclure|ecarter|infirmer)
pas (?:certain|sur|sure|evident|clair|exclu|impossible)e?s?(?: <de>| que| qu'| s'| si)?
pas impossible
ne (?:sait|sais|savent) (?:pas|plus)(?: bien| trop)?(?: s'| si)?
ignore (?:si|s')
on ignore
n'est pas sure?
question (?=<de>)
en attente (?=<de>)
prevoir
programmer
demande (?=<de>|d')
prescription (?=<de>)
discussion (?=<de>)
indication (?=<de>)
envisager
on envisage
envisage(?= <le>)
proposition (?=<de>)
presque pas
quasiment pas
pas trop
pas vraiment
pas tellement
pas tres
pas franchement
pas specialement
pas forcement
pas necessairement
pas de franche?
pas de veritable
presque plus
quasi absence
diagnostics? differentiels? (?:\w+ ){0,3}(?:avec|entre|est|sont|:)
(?:nous |on |je )?(?:evoqu|suspect|redout|soupconn|envisage|discut|craign|presum|suppos|conjectur)(?:ons|ez|ions|ait|\
aient|erons|erai|era)
(?:s'|nous |m'|on |m )?(?:nous )?orient(?:e|ons|ent|ait|er|ant|ee?s?|ation)(?: \w+ment| plutot| davantage)? vers
orient(?:e|ons|ent|ait|er|ant)(?: \w+ment)? plutot
en faveur (?=<de>)
(?:aurait|auraient) (?:pu|du)
(?:fortement|tres|hautement|assez) (?:evocatrice?|evocateur|suspecte?|suspect)s? (?=<de>)
signes? evocateurs? (?=<de>)
fait (?:redouter|evoquer|discuter|soupconner|envisager|rechercher|poser la question)
(?:on|nous|il faut|faut|doit|devra) (?:pense|pensons|penser)(?: \w+ment| plutot| surtout| d'abord| aussi)? a
(?:pose|posant|posent|se pose|poser) (?:la |aussi la )?question (?=<de>)
(?:cherchant|cherche|chercher) (?=<le>)
est-ce (?:bien |encore )?(?=<le>)
(?:s'agit-il|s'agirait-il|s'agirait) (?:bien )?(?=<de>)
(?:ne pas|sans) (?:manquer|meconnaitre|ignorer|rater|passer a cote)(?= <le>| <de>| d'|)
ne pas passer a cote (?=<de>)
(?:bilan|exploration|bio|serologie|imagerie|scanner|irm|echo|avis|dosage)s? (?:a la recherche|en recherche|\
pour rechercher) (?=<de>)
sous surveillance pour
(?:diagnostic|hypothese|cause|etiologie|piste)s? (?:qui reste |qui semble )?(?:la |le |les )?(?:plus )?(?:probable|\
vraisemblable|plausible|evoque|evoquee|suspecte|suspectee|possible|envisage)s?
soit (?<![a-z] soit )(?=<le>)
questions? (?:non |pas (?:encore )?)(?:tranche|resolu|reglee?)e?s?(?= ?:)
(?:notion|histoire|souvenir|antecedent)s? (?:tres |plutot |assez )?(?:imprecise?|flou|floue|vague|confuse?|incertaine?|\
mal etaye|mal documente|peu claire?|non documente|douteuse?|douteux|non verifie)e?s? (?=<de>)
(?:vague|possible|probable|eventuelle|lointaine et vague) notion (?=<de>)
attente (?:du|des|de|d'un) (?:\w+ )?(?:resultat|retour|confirmation|bilan|serologie|pcr)s? (?:pour|<de>)
(?:pas|aucune?|sans|ni) (?:de |d')?(?:preuve|certitude|confirmation)s?(?: \w+)? (?=<de>|que|qu'|quant|sur)
selon les temoins
""")
DOUBTED = lines(r"""
(?:n'a|n'ont|n'est|ne sont) pas (?:ete )?(?:recherche|evalue|precise|teste|renseigne)e?s?
a eliminer
a confirmer
a verifier
a discuter
a evaluer
a exclure
a ecarter
a infirmer
a craindre
pas certaine?
pas sure?
pas a exclure
pas impossible
pas evidente?
douteu(?:x|se|ses)
incertaine?s?
suspectee?s?
soupconnee?s?
presumee?s?
supposee?s?
evoquee?s?
discutee?s?
envisagee?s?
redoutee?s?
crainte?
craints
recherchee?s?
en cours d'exploration
non confirmee?s?
reste a confirmer
reste a eliminer
ou (?:pas|non)(?! )
ou pas(?= ?[?.,;])
jusqu'a preuve (?:du )?contraire
rien (?:de |d')(?:bien |tres )?(?:sur|certain|formel|confirme|definitif|net|etabli|evident)
a re(?:verifier|confirmer)
ressentie?s?,? (?:mais )?non (?:objective|mesure|chiffre|controle|verifie)e?s?
non (?:mesure|chiffre|precise|renseigne|recherche|evaluable|evalue|documente|determine|teste)e?s?
difficile a (?:evaluer|affirmer|preciser)
(?:est|sont|reste|restent) (?:possible|probable|envisageable|plausible|evoquee?|suspectee?)s?(?! <de>| <le>| que| qu')
semble (?:possible|probable|peu probable)
peu probables?
est a (?:eliminer|exclure|craindre|evoquer|rechercher|redouter)
prevue?s?
programmee?s?
demandee?s?
a prevoir
a programmer
a faire
a realiser
en attente
planifiee?s?
prevus
s'il (?:en|y)
(?:je |il |elle )?(?:n'en est|n'en suis|n'en sont|en est|en suis) (?:pas|plus) (?:tout a fait |tres |\
vraiment )?(?:certain|sur|convaincu|persuade)e?s?
(?:est|reste|demeure|parait|semble|etait|restait)(?:nt)?(?: encore| toutefois| tres| bien| pour l'instant| a ce jour|\
 cependant| tout a fait| fort| peu){0,2} (?:incertain|douteu(?:x|se)|discutable|hypothetique|ouvert|en suspens|\
possible|probable|plausible|envisageable|vraisemblable|improbable|presume|a (?:confirmer|discuter|prouver|demontrer|\
etayer|documenter|preciser|verifier|eliminer|exclure|ecarter|rechercher|evaluer|craindre|redouter|explorer(?! par))|\
en (?:discussion|question|attente)|a l'etude|indetermine|flou|evoque|suspecte|debattu|controverse|\
d'actualite ?\?)e?s?(?! <de>| que| qu')
(?:sera|seront|serait|seraient|va etre|vont etre|doit etre|doivent etre|devra etre|devrait etre|pourra etre|\
pourrait etre|peut etre)(?: \w+-?\w+){0,2}? (?:propose|realise|fait|programme|discute|prevu|demande|pratique|\
effectue|organise|envisage|debute|introduit|mis en route|refait|repete|complete|rediscute)e?s?
a (?:rechercher|redouter|documenter|explorer(?! par)|evoquer|suspecter|preciser|envisager|depister|prouver|\
demontrer)(?! <de>|\w)
non (?:prouve|demontre|documente|etabli|formel|formelle|exclu|certain|verifie|etaye|affirme)e?s?
(?:sans|aucune?|pas de|pas d') (?:certitude|preuve)s?(?: \w+)?(?= *[.,;)]| *$)
(?:pas|jamais) (?:formellement |encore |ete |clairement |totalement ){0,3}(?:prouve|demontre|confirme|documente|\
authentifie|etabli|affirme|tranche)e?s?
(?:etait|est|fut|a ete|ont ete|avait ete|etaient) (?:evoque|suspecte|soupconne|envisage|discute|redoute|craint|\
suppose|presume)e?s?
(?:ca |cela |ce )?(?:se discute|se discutent)
sous reserve
en attente (?:du |de |des |d'un |d'une )(?:\w+ )?(?:resultat|retour|confirmation|reponse|validation|rendu|avis|\
prelevement|analyse|bilan|serologie|pcr)s?
a (?:revoir|trancher|recontroler|reevaluer|rediscuter)(?! <de>|\w)
""")
DOUBTS_NEXT = lines(r"""
vs
versus
ou bien
ou plutot
possibles?
probables?
eventuel(?:le|s|les)?
vraisemblables?
hypothetiques?
plausibles?
potentiel(?:le|s|les)?
improbables?
presumee?s?
(?<!non )(?<!peu )discutables?
(?<!non )(?<!sans )equivoques?
(?:tres |peu |fort |assez |hautement |fortement )(?:possible|probable|vraisemblable|plausible|improbable|suspecte|\
incertaine?)s?
suspect
""")
