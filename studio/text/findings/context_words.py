"""Cues of doubt, of the past, of other people than the patient, and of those who only tell."""

from studio.text.findings.cue_patterns import lines

_KIN = (
    r"(?:(?:arriere-)?grands?[- ]?(?:mere|pere|parents)|(?:belle|demi|beau)-(?:mere|soeur|pere|frere)|meres?|peres?|maman|papa|"
    r"freres?|soeurs?|fratrie|tantes?|oncles?|cousine?s?|neveux?|nieces?|jumelle|(?:son|frere) jumeau|parents?|"
    r"(?:sa|son|ses|leur|leurs) (?:petite?-?)?(?:fils|filles?|enfants?|bebe)|(?:sa|son|ses|leur|leurs|ma|mon|mes) (?:ancien |ex-)?(?:femme|mari|epouse|epoux|conjointe?|"
    r"compagne|compagnon|voisine?s?|collegues?|colocataires?|copine|copain|amie?s?|entourage|famille|ainee?|cadette?|cadet|"
    r"petits?-fils|petites?-filles?)|(?:(?:le|la) )?(?:fils|fille|mari|femme|conjointe?|compagne|compagnon|bebe|nouveau-ne) (?:du|de la|de l')(?: ?patiente?| ?malade|enfant)|(?:l')(?:epouse|epoux) (?:du|de la) (?:patiente?|malade)|collateraux|ascendants|(?:le |la |l')(?:conjointe?|mari|epouse|epoux|compagne|compagnon|partenaire|belle-famille)|les (?:proches|temoins)|(?:sa|son|ses) (?:proches|partenaires?|aidante?s?))"
)
_TELLS = (
    r"(?:rapport|signal|dit|disent|decri|not|constat|remarqu|racont|precis|trouv|observ|affirm|confirm|indiqu|mentionn|"
    r"expliqu|appel|s'inquiet|inquiet|decouv|retrouv|pens|crain|parl|allegu|amen|accompagn|relat|evoqu|informe|declar|"
    r"temoign|assur|ajout|a vu|ont vu|l'a vu|a entendu|apporte|nous|s'est apercu|consulte pour (?:lui|elle|son|sa)|se plaint que|"
    r"vient avec|conduit|alert|previen)\w*"
)
_BY = (
    r"(?:selon|d'apres|aux dires (?:de|du|des)|au dire (?:de|du|des)|par|dixit|avec|accompagne(?:e|s|es)? (?:de|par)|"
    r"amenee? (?:ici |aux urgences )?par|interrogatoire (?:de|du|des)|demande (?:de|du|des)|presence (?:de|du|des)|temoignage (?:de|du|des)|"
    r"adressee? par|trouvee? par|decrite?s? par|rapportee?s? par|signalee?s? par|constatee?s? par|dit|disent|signale|rapporte)"
)
_MONTH = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|janv|fev|sept|oct|nov|dec)\.?"
_N = (
    r"(?:environ |plus de |pres de |presque |deja |une |quelques |plusieurs |\d+(?: ?[-a] ?\d+)?|un|une|deux|trois|quatre|cinq|"
    r"six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|vingtaine|dizaine|"
    r"quinzaine|trentaine|douzaine|bonne|des|d'|de|[ -])+"
)

DOUBTS = lines(r"""
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
(?:pour|afin d'|afin de|a|doit|faut|faudra|devra|en vue d'|but d'|avant d'|de quoi|faire) ?(?:formellement |d')?(?:eliminer|exclure|ecarter|infirmer|confirmer|verifier)
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
a prevoir
programmer
a programmer
a faire
a realiser
demande (?=<de>|d')
prescription (?=<de>)
discussion (?=<de>)
indication (?=<de>)
envisager
on envisage
envisage
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
""")
LEFT_OPEN = lines(r"""
non (?:formellement |totalement |completement )?<rule_out>(?:es?|ee?s?|ue?s?)
(?:ne |n')(?:\w+ ){0,3}(?:pas |jamais |guere )?(?:pu |permis |encore )?(?:etre |formellement |completement |totalement |encore |a ce stade ){0,3}<rule_out>(?:es?|ee?s?|ue?s?|)
ne peut etre (?:formellement |totalement |completement )?<rule_out>\w*
pas (?:formellement |totalement |completement |encore |pu |etre ){0,3}<rule_out>(?:es?|ee?s?|ue?s?)
(?:ne |n')(?:\w+ ){0,2}(?:pas |jamais |guere )(?:pu |permis |possible )?(?:d'|de |formellement |completement |totalement |l'|pouvoir ){0,3}<rule_out>(?:er|re)
(?:ne |n')(?:<rule_out>)\w* (?:pas|jamais|guere|point|en rien)
(?:ne |n')(?:\w+ ){0,2}(?:pas |jamais )(?:formellement |completement |totalement )?<rule_out>(?:es?|ee?s?|ue?s?|) (?=que|qu'|<le>|d')
(?:ne |n')(?:\w+ ){0,2}(?:pas )?(?:permet|permettent|permis|pu) (?:pas |jamais )?(?:d'|de )?(?:formellement )?<rule_out>\w*
ne peu(?:t|vent|x) (?:etre |formellement |pas |encore |totalement ){0,3}(?:d')?<rule_out>(?:er|re|es?|ee?s?|ue?s?|ent|t)?
ne pouvant (?:etre |formellement |pas |encore |totalement ){0,3}<rule_out>(?:er|re|es?|ee?s?|ue?s?|ent|t)?
ne saurait (?:etre |formellement ){0,2}<rule_out>\w*
pas (?:formellement |totalement |completement |encore |pu |permis |d'|de |possible |etre ){0,4}<rule_out>(?:er|re|es?|ee?s?|ue?s?)
sans (?:pouvoir |qu'on puisse |formellement |que l'on puisse |totalement |toutefois |pour autant |l'){1,3}(?:l')?<rule_out>\w*
rien ne permet (?:d'|de )(?:formellement )?<rule_out>\w*
impossible (?:d'|de )(?:formellement )?<rule_out>\w*
difficile (?:d'|de )(?:formellement )?<rule_out>\w*
reste a <rule_out>\w*
(?:ne |n')?(?:peut|peux|pouvait|peuvent|permet|permettent|permis|pu|pouvoir) (?:pas |jamais |guere |encore )(?:formellement )?(?:d'|de )?(?:affirmer|conclure|trancher|se prononcer|statuer|confirmer|certifier|dire s'il)(?: (?:ou|ni) (?:d')?\w+er)?
(?:ne |n')(?:peut|peux|pouvait|peuvent|permet|permettent) (?:pas )?(?:formellement )?(?:d'|de )?(?:affirmer|conclure|trancher|se prononcer|statuer|confirmer|certifier)(?: (?:ou|ni) (?:d')?\w+er)?
ne permet(?:tent)? (?:pas )?(?:ni )?(?:d'|de )(?:affirmer|eliminer|exclure|ecarter|infirmer)(?: (?:ou|ni) (?:d')?\w+er)?
n'est pas (?:certaine?|sure?|etablie?|confirmee?|formelle?|exclue?|impossible|improbable|a exclure|a ecarter)
pas (?:permis|pu) (?:de |d')?(?:trancher|conclure|affirmer)
""")
HEDGES = lines(r"""
(?:je |on |nous |il me )(?:crois|croit|pense|suppose|imagine|semble)(?:nt)?(?: que| qu')?
porte a (?:croire|penser)
me semble
(?:ne |n')?(?:crois|croit|pense|pensons|croyons) pas (?:que|qu'|avoir|etre)
voir (?:si|s')
sous reserve
si je me souviens
selon les temoins
(?:pense(?:nt)?|croit|crois|croient|pensait|croyait) (?:avoir|etre|que|qu'|presenter)
on suppose
(?:me |se |vous )?demande (?:si|s')
demandons (?:si|s')
probablement
vraisemblablement
possiblement
eventuellement
apparemment
peut[- ]etre(?: meme)?
ptet
p-e
sans doute
semble(?:nt|rait)?(?: avoir| etre| bien| presenter)?
semblait
parait(?: avoir| etre)?
paraissait
a priori
il se peut
il se pourrait
se pourrait
pourrait(?: avoir| etre| faire)?
pourraient
aurait(?: eu| fait| presente)?
auraient
serait
seraient
presenterait
aurai
il est possible
il est probable
possible que
probable que
on dirait
j'ai l'impression
impression (?=<de>|que|qu')
aurait pu
peut faire
theoriquement
soi-disant
""")
IF = lines(r"""
s'il
s'ils
s'elle
si
si jamais
en cas
au cas ou
a moins
a condition
pour peu
en admettant
a supposer
en supposant
si tant est
quand il y a
lorsqu'il y a
des qu'il y a
des l'apparition
a la moindre
au moindre
au premier signe
devant tout
devant toute
tout signe
toute apparition
(?:re)?consulter (?:si|devant|pour|en)
revenir (?:si|devant|pour|en)
rappeler (?:si|devant|pour|en)
surveiller (?=si|:)
surveillance(?= ?:)
alerter
est-ce que
est-ce qu'il
avez-vous
as-tu
a-t-il
a-t-elle
y a-t-il
y-a-t-il
etes-vous
est-il
est-elle
depend
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
non (?:precise|renseigne|recherche|evaluable|evalue|documente|determine|teste)e?s?
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
""")
PAST = lines(r"""
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
(?:quand|lorsque|lorsqu'|qd) ?(?:il etait|elle etait|j'etais|etait) (?:tout |toute )?(?:petite?|enfant|jeune|ado\w*|gamine?|bebe)
l'an dernier
l'an passe
l'annee derniere
l'annee passee
l'annee precedente
l'hiver dernier
l'ete dernier
{_N} ?(?:ans|annees) (?:plus tot|auparavant|avant)
(?:autrefois|jadis|par le passe|dans le passe|naguere)
(?:19[3-9]\d|20[0-2]\d)
lors (?:d'une|de sa|de la|de ses) (?:precedente?s?|premiere|derniere|deuxieme|grossesses? anterieures?)(?: grossesses?)?
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
KIN = lines(rf"""
(?:avoir|etre|souffrir|ayant) (?:elle|lui)-memes?
chez nous tout le monde
chez les ascendants
dans (?:l'entourage|son entourage)
{_KIN}
antecedents? (?:\w+ )?famil\w+
atcds? (?:\w+ )?fam\w*
histoire familiale
heredite
terrain familial
(?:grand-mere|grand-pere|tante|oncle|cousin|cousine) (?:maternel|paternel)(?:le)?
""")
FAMILIAL = lines(rf"""
(?:chez|transmise? par) <sa>?(?:deux |trois |plusieurs |autres? |\w+ de ses |certains de ses )?{_KIN}
du cote (?:de <sa>?{_KIN}|maternel|paternel|du pere)
cote (?:maternel|paternel)
familia(?:l|le|ux|les)
dans (?:la|sa) famille
(?:du|de la|de son|de sa|d'un|d'une) {_KIN}
maternel(?:le)?
paternel(?:le)?
hereditaires?
""")
INFORMANT = lines(rf"""
{_KIN}(?=(?: (?:de l'enfant|de la patiente|du patient|et (?:le|son) pere|du petit|du nourrisson|qui l'accompagne|present|presente))?,? (?:nous |me |l'|lui |a |ont |avait |qui |est |sont |s'est |ne |n'|y |en |a eu |deja |bien |d'abord |les |le |la |vous |pas |jamais |rien |plus |se ){{0,5}}{_TELLS})
(?:la |sa |leur )famille (?=(?:nous |a |ne |n'|pas |rapporte|signale|decrit|note|constate|dit|evoque|s'inquiete))
{_BY} <sa>?{_KIN}
contage
""")
PATIENT = lines(r"""
(?:mon|ma|notre) (?:petite? )?(?:fils|fille|enfant|bebe|garcon|loulou|puce|bout de chou)
le patient
la patiente
patiente?
l'enfant
le nourrisson
le malade
la malade
le jeune
lui-meme
elle-meme
notre patiente?
notre malade
il
elle
lui
monsieur
madame
mr
mme
m\.
""")
