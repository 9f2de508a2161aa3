"""Words at which the reach of a cue ends, and words that look like a cue."""

from studio.text.findings.cue_patterns import lines

BRACKET = lines(r"""
ne
n'
""")
EXCEPT = lines(r"""
hormis
sauf
excepte
a l'exception (?=<de>)
a l'exclusion (?=<de>)
en dehors (?=<de>)
mis a part
mise a part
a part
si ce n'est
si ce ne sont
autre que
autres que
hors
outre
en plus (?=<de>)
autres? (?!fois|cote)(?:[\w-]+ ){0,4}(?:que|qu'(?!il|elle|on))
rien d'autre (?:que|qu')
rien que
""")
CONTRAST = lines(r"""
mais
cependant
toutefois
neanmoins
pourtant
en revanche
par contre
au contraire
alors que
tandis que
quoique
bien que
or
seulement
uniquement
juste (?=<sa>)
plutot
par ailleurs
d'autre part
puis
ensuite
sinon
en fait
""")
LINK = lines(r"""
a (?:cette|cet|ces|son|sa|ses)
pour (?=une? |des )
tant
tellement
a force
au point
d'ou
vu (?=<le>)
pour (?=(?:son|sa|ses|cette|ce|cet) )
avec
chez (?!elle|lui|le patient|la patiente|l'enfant|cet|ce |notre|moi)
chez (?:le |la |cette |ce |notre |l')(?:jeune |petite? )?(?:patiente?|enfant|malade) (?=(?!(?:de|du|des|d|et|ou|ni|\
a|n|ne|est|qui|non|en|au|aux|pour|sans|avec|par|lors|depuis|hier|ce|cet|cette|il|elle|on|dans|sous|sur|pas|avant|\
apres|selon|ici)\b)\w+)
malgre
car
parce que
parce qu'
puisque
devant
donc
motivant
necessitant
justifiant
en raison
a cause
du fait
suite a
suite au
secondaires? a
lie(?:e|s|es)? a
due?s? a
due?s? au
dans le cadre
dans les suites
au decours
lors (?=<de>)
pendant
apres
avant
sous
ayant
qui
dont
afin
traite(?:e|s|es)? par
soulage(?:e|s|es)? par
calme(?:e|s|es)? par
declenche(?:e|s|es)? par
aggrave(?:e|s|es)? par
favorise(?:e|s|es)? par
au profit
grace a
on
je
nous
""")
VERB = lines(r"""
est
sont
etait
etaient
fut
a ete
ont ete
avait ete
(?:pre|sui)(?:cedant|vant)
entrainant
provoquant
imposant
permettant
responsables?
a l'origine
(?:a la|a l'|au|aux|en|sur (?:le|la|l')) ?(?:examen|palpation|radio\w*|tdm|scanner|irm|echo\w*|auscultation|\
doppler|controle|imagerie|fond d'oeil|sortie|entree|admission|arrivee|effort|toux|repos|reveil|bandelette|bu|ecg|\
bilan|biologie|mobilisation|percussion|decours|cours|fin|interrogatoire|niveau)
""")
PATIENT = lines(r"""
enfant(?! *[.,;]| *$)
nourrisson
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
NEUTRAL = lines(r"""
dure-mere
pie-mere
ecole maternelle
(?:lait|allaitement) maternel
mere de (?:\d|deux|trois|quatre|cinq|famille)
pere de (?:\d|deux|trois|quatre|cinq|famille)
(?:contexte|situation|milieu|vie|planning|charge|cercle|soutien|enquete|reunion|medecine|entourage) (?:familiale?|\
de famille|maternelle?)
medecin (?:de famille|familial)
(?:muscle|chef|tendon) (?:du )?jumeau
(?:grossesse|placenta|membranes|bord|lobe|face|ligament) ant\w+
non invasi\w+
si(?= ?[:,.;])(?:(?<=soeur si)|(?<=frere si)|(?<=mere si)|(?<=pere si)|(?<=fils si)|(?<=lui si)|(?<=elle si))
l'(?:a|avait|ont|avaient)(?: \w+ment)? (?:arrete|stoppe)e?s?(?= (?!depuis|il)(?:\w+ ){1,2}(?:jours|semaines|mois|ans?))
(?:pas|plus) sur (?:l[ea]s? |l'|une? |des |son |sa |ses |ce |cet |cette |mon |ma )
sans (?:plomb|contact)
(?:mere|pere|parents?|maman|papa) (?:presente?|absente?|joignable|injoignable|au courant)s?(?= *[,.;:]| *$)
(?:mere|pere|parent|maman|papa) d'une? (?:seule? |petite? |jeune )?(?:enfant|fils|fille|garcon|bebe|nourrisson)
parents? (?:non )?(?:consanguins?|apparentes?)(?=,)
en famille
avec (?:sa|la) famille
chez (?:elle|lui|le patient|la patiente|l'enfant|cette? (?:enfant|patiente?)|ce patient|notre patiente?)
(?:a |au )?point (?:de depart|d'appel|de cote|douloureux|de vue|d'impact|de ponction|d'entree)
(?:au|ce|le|un|quel|mise au) point
(?:mere|pere) (?:au foyer|celibataire|isolee?|allaitante)
(?:jeune|future|nouvelle) (?:mere|maman|pere|papa|parents?)
(?:parents?|mere|pere) (?:separes|divorces|isoles?)
(?:femme|homme) au foyer
(?:ainee?|cadette?|benjamine?|dernier|derniere|premiere?|deuxieme|troisieme|quatrieme)s? de (?:\w+ )?(?:freres?|\
soeurs?|\
enfants|garcons|filles)
""")
