"""Cues of denial and affirmation, and words that end their reach."""

from studio.text.findings.cue_patterns import lines

DENIES = lines(r"""
negati(?:f|ve)s? (?:a|dans) la recherche (?=<de>)
pas le moindre
pas la moindre
nulle? trace
pas<adv>{0,2}<part>{0,2}
pas<adv>? <inf>
pas<adv>? se plaindre
jamais<adv>?<part>{0,2}
point<part>? (?=<de>)
guere<part>?
plus<part>? (?=aucune?s? )
plus<part>? (?=<de>(?!\d|nombr|\w+ en ))
aucune?s?
ni<part>?
sans<adv>? <inf>
sans
absence totale (?=<de>)
absence complete (?=<de>)
absence (?=<de>)
negatif pour
negative pour
negatifs pour
negatives pour
indemnes? (?=<de>)
exempte?s? (?=<de>)
depourvue?s? (?=<de>)
libres? de tout
denue?e?s? (?=<de>)
vierges? de tout
rien n'evoque
rien ne suggere
rien pour
rien en faveur
nul
nulle
ne plus<part>? <inf>
(?:a|ont|permet|permettent|permis|pu|avoir|ayant) (?:formellement |d'|de |permis d'|pu |vite |)<rule_out>(?:e|u|er|re)?(?= <le>)
<rule_out>(?:e|ent|t|uent)(?= <le>)
eliminant
excluant
ecartant
infirmant
proscrire
contre-indication (?=a |aux? |<de>)
contre-indique
au lieu (?=<de>)
plutot que
pa (?=<de>|2 )
pas 2
pa eu
jamai
jms
auc
s/(?! ?p )(?= ?[a-z])
ss (?!avk|aod|lovenox|ttt|traitement|antibio|atb|o2|cortic|chimio|anticoag|scope|cutane|pilule|unguea|\w+(?:ine|ol|mab|an|arine|one|xaban|am|il)(?!\w))
aucune? (?:signe|argument|element|notion|stigmate|evidence)s? (?:clinique |biologique |radiologique |echographique |franc |net )?(?:<de>|pour|en faveur)
elimine (?=<le>|formellement|toute?)
pas plus (?=<de>)
a la place (?=<de>)
faute (?=<de>)
(?:a|ont) (?:ete )?permis d'(?:eliminer|exclure|ecarter|infirmer)
permet(?:tent|tant)? d'(?:eliminer|exclure|ecarter|infirmer)
vaccinee? contre
vaccine contre
vaccination contre
immunisee? contre
libres? (?=<de>)
rien
zero
aucunement
""")
NEAR = lines(r"""
disparition complete (?=<de>)
disparition (?=<de>)
resolution (?=<de>)
regression complete (?=<de>)
refus (?=<de>)
refuse (?=<le>|<de>)
eviction (?=<de>)
defaut (?=<de>)
arret (?=<de>)
interruption (?=<de>)
suspension (?=<de>)
sevrage (?=en |<de>)
""")
DENIES_LIST = lines(r"""
nie (?:avoir|etre|presenter|ressentir|prendre|tout|toute)
nie
nient
niant
nier (?=<le>)
dement
dementant
refute
refutant
conteste
recuse (?=<le>)
ø
0 (?=[a-z])
""")
DENIES_NEXT = lines(r"""
non
""")
DENIED = lines(r"""
(?:n'en|en|n'y en) (?:a|ai|ont|avait|presente|prend|signale|decrit)(?:nt)? (?:pas|jamais|plus|aucune?)(?: eue?s?| pris| present\w+)?
(?:ne se sont|ne s'est|ne s'etait|ne s'etaient|ne se sera) (?:pas|plus|jamais) (?:reproduite?s?|renouvelee?s?|repetee?s?|manifestee?s?|exprimee?s?)
n'a (?:pas|plus|jamais) recidive
n'(?:est|etait|y est)(?: jamais| pas| plus| point)(?: \w+ment)? <find>(?! <de>)
ne (?:sont|furent)(?: pas| plus)(?: \w+ment)? <find>
n'ont (?:pas|jamais|plus) ete(?: \w+ment)? <find>(?! <de>)
n'existe (?:pas|plus)
ne persiste plus
pas retrouvee?s?
pas constatee?s?
pas vue?s?
non <find>
inexistante?s?
absente?(?! : )
manquante?
negatif
negative
nie(?:e|es|s)
(?:est|sont|a ete|ont ete|etait|etaient|semble|etre|ayant ete|fut)(?: \w+ment)? <rule_out>(?:es?|ee|ees|s|)?
<rule_out>(?:ees?|es|ue|us|e|u)(?! <le>| pour| devant)
est passee?
sont passee?s
en moins
aucune?(?! \w)
neant
nul(?:le)?(?! \w)
zero
ø
revenue?s? (?:negative?s?|negatif|normal\w*|normaux)
(?:s'est|est|sont|etait|etaient|revenue?s?)(?: \w+ment)? (?:negatif|negative)s?
refusee?s?
recusee?s?
contre-indiquee?s?
annulee?s?
non faite?s?
non fait
non realisee?s?
non indiquee?s?
n'a pas (?:pu etre|ete) (?:realisee?|faite?|pratiquee?|effectuee?|prise?)
n'a (?:pas|jamais|plus) ete(?: \w+ment)? <find>(?! <de>)
n'a pu etre (?:mise? en evidence|retrouvee?|objectivee?)
jamais (?:ete )?<find>
(?:est|sont|etait) inexistante?s?
(?:est|sont|etait|etaient) absente?s?
fait(?:es)? defaut
fait defaut
font defaut
""")
DENIED_ALL = lines(r"""
absentes?(?<=s)
absents
negatifs
negatives
exclus
exclues
elimines
eliminees
nies
niees
ecartes
ecartees
ont (?:tous |toutes |totalement |completement |maintenant )?(?:disparu|cesse|cede)
ne sont pas (?:retrouves|presents|notes|constates|signales|rapportes|retrouvees|presentes|notees)
""")
RESOLVED = lines(r"""
(?:a|ont|avait|avaient)(?: \w+ment| totalement| rapidement| bien)? (?:disparu|cesse|cede|regresse completement)
(?:s'est|se sont|s'etait)(?: \w+ment)? (?:amendee?s?|resolue?s?|resorbee?s?|dissipee?s?)
disparu(?:e|es|s)?
resolu(?:e|es|s)?
resolutive?s?
amendee?s?
cesse
normalisee?s?
arretee?s?
stoppee?s?
interrompue?s?
n'est plus (?:presente?|la|d'actualite|ressentie?)
a (?:completement |totalement )?(?:regresse|recupere)
regresse(?:e|s|es)?(?= (?:completement|totalement|entierement|integralement|spontanement))
totalement regressive?s?
regressive?s?
resolutifs?
""")
BRACKET = lines(r"""
ne
n'
""")
NOW = lines(r"""
presente(?:nt)?
presentant
se plaint
se plaignant
se plaignait
signale
rapporte
decrit
accuse
allegue
declare (?=<sa>|avoir|etre|presenter)
j'ai
consulte
consultent
consultait
reconsulte
a consulte
vient pour
vient consulter
venue? pour
vue? pour
adressee? (?:pour|aux|en|a|dans)
admise? (?:pour|aux|en|a|dans|ce jour|hier|le|suite)
hospitalisee? (?:pour|aux|ce jour|suite|devant)
amenee? (?:pour|aux|en|ce|devant)
recue?s? (?:aux|en consultation|pour|ce jour)
se presente
motif
motif de consultation
motif d'admission
motif d'hospitalisation
oui
actuellement
ce jour
aujourd'hui
a ce jour
""")
AFFIRMS = lines(r"""
a presente
ont presente
a eu
a fait
fait (?=<sa>)
s'est plainte?
signalait
rapportait
decrivait
reconnait
avoue
on note
on notait
on a note
on retrouve
on retrouvait
on constate
on observe
on objective
note
notons
a note
constate
retrouve
retrouvait
retrouvant
objective
objectivant
objectivait
revele
revelait
revelant
montre
montrait
montrant
met en evidence
mettant en evidence
a mis en evidence
il existe
persiste
persistent
reste
souffre (?=<de>)
souffrant (?=<de>)
porteur (?=<de>)
porteuse (?=<de>)
atteinte? (?=<de>)
victime (?=<de>)
a bien
il a
elle a
il y a(?! (?:environ |plus de |moins de |pres de |deja |a peine |quelques|\d|un |une |deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|longtemps|bien longtemps|des annees|peu))
traitee? par
traitee? pour
sous traitement (?:par|anti|de)
confirme(?:e|nt)? (?=<le>)
confirmant
associe(?:e|s|es|nt)? a
s'associe(?:nt)? a
s'accompagne(?:nt)? (?=<de>)
accompagne(?:e|s|es)? (?=<de>)
s'y associe(?:nt)?
complique(?:e|s|es)? (?=<de>)
avec notion (?=<de>)
n'(?:a|avait|ont|ai|est|y a|presente|signale|rapporte|allegue|accuse|evoque|existe|decrit) (?:que |qu')
ne (?:presente|signale|rapporte|decrit|se plaint|retrouve|note|prend|garde|conserve|persiste|reste|presentait) (?:que |qu')
presentait
presentaient
avait (?=<de>|<le>)
j'avais
rapporte
adressee? par (?:\w+ ){1,5}pour
fait (?:un|une|des)
nouveaux? episodes? (?=<de>)
""")
AFFIRMS_NOUN = lines(r"""
plainte (?=<de>)
plaintes (?=<de>)
mise en evidence (?=<de>)
decouverte (?=<de>)
existence (?=<de>)
presence (?=<de>)
persistance (?=<de>)
apparition (?=<de>)
survenue (?=<de>)
installation (?=<de>)
episode (?=<de>)
reprise (?=<de>)
recidive (?=<de>)
majoration (?=<de>)
aggravation (?=<de>)
confirmation (?=<de>)
diagnostic (?=<de>)
tableau (?=<de>)
dans un contexte (?=<de>)
contexte (?=<de>)
l'existence
l'apparition
la survenue
la presence
notion (?=<de>)
signes? (?=<de>)
symptomes? (?=<de>)
""")
AFFIRMED = lines(r"""
positif
positive
positifs
positives
presente?s?(?= *[.,;)\n]| et | ou |$)
(?:est|sont|etait|reste|restent)(?: toujours| encore| bien)? presente?s?
confirmee?s?
averee?s?
certaine?s?(?= *[.,;)\n]|$)
oui
persiste
persistent
persistait
persistante?s?
persistante?
retrouvee?s?
objectivee?s?
mise?s? en evidence
constatee?s?
marquee?s?
intenses?
importante?s?
severes?
majeure?s?
franche?s?
au premier plan
s'aggrave
s'aggravent
(?:n'a|n'ont|n'avait|n'est|ne|ne s'est|n'a ete|ne s'|n'|ne sont|ne se sont) ?(?:ni|pas|jamais|guere|plus)(?: ete)?(?:<adv>)? <cede>(?! par| avec| sous| de| d'| pour)
(?:ne|n'|ne se|ne s') ?<cede> (?:pas|plus|jamais|guere|ni)
non <cede>
mal <cede>
pas <cede>
ne (?:se |s')?\w+ (?:pas|plus|jamais|guere|ni) (?:malgre|sous|au |a la |aux |avec )
resistant
refractaire
rebelle
pas (?=terrible|genial|agreable)
""")
STANDS = lines(r"""
pas (?:eu |fait |pris |presente )?que
pas (?:la |le |sa |son |une? )(?:premiere?|seule?|unique|derniere?)
(?:pas|en reste|n'en est) (?:pas )?moins
(?:pas|aucune?|jamais|guere) (?:de |d')(?:jour|nuit|semaine|mois|matin|soir|instant|repas|crise|journee)s? (?:ne \w+ )?sans
(?:n'en|en) (?:peut|peux|pouvait|pouvais) plus
n'?\W?(?:arrete|cesse|arretait|arretent)(?:nt)? pas (?=<de>)
(?:arrete|cesse|arretait)s? pas (?=<de>)
(?:ne|n') ?(?:le |la |les |l')?(?:quitte|quittent|lache|lachent) (?:pas|plus)
compte plus
compte(?:nt)? plus (?=<le>)
pas (?:pris|prend|prise|prenait) (?:son|sa|ses|bien)
pas mal (?:<de>)?
pas que<de>?
pas seulement
pas uniquement
pas simplement
pas exclusivement
pas que
non seulement
pas moins (?=<de>)
pas peu (?=<de>)
pas loin (?=<de>)
pas toujours
pas systematiquement
pas constamment
pas tout le temps
pas souvent
pas beaucoup
pas rare
pas rares
pas negligeable
non negligeables?
pas anodine?s?
pas si \w+
pas sans (?:<inf>)?
non sans
jamais sans
n'est pas (?:depourvue?|exempte?|denuee?|indemne) (?=<de>)
pas (?:depourvue?|exempte?|denuee?|indemne|libre) (?=<de>)
pas (?:d'|l')absence
aucune absence
ne manque pas
pas nier
ne nie pas(?: avoir| etre)?
nie pas(?: avoir| etre)?
ne dement pas
ne conteste pas
ne cache pas
n'est pas contestable
pas niable
indeniables?
indeniablement
incontestables?
aucun doute (?:sur|quant|que|concernant|:)
aucun doute
sans aucun doute
pas de doute
nul doute
sans conteste
hors de doute
sans equivoque
ni plus ni moins
pas (?:d'|de )(?:nette |franche |reelle |veritable |bonne |grande )?<change>s?(?: \w+){0,2}? (?:de la|de l'|du|des|de son|de sa|de ses|de cette|de ce|de ces|de|d'|a|au|aux|sous|malgre|par|avec|apres|a la|au|aux|sur|dans|pour)
sans (?:nette |franche |reelle |veritable |grande )?<change>s?(?: \w+){0,2}? (?:de la|de l'|du|des|de son|de sa|de ses|de cette|de ce|de ces|de|d'|a|au|aux|sous|malgre|par|avec|apres|a la|au|aux|sur|dans|pour)
aucune? (?:nette |franche |reelle |veritable |grande )?<change>s?(?: \w+){0,2}? (?:de la|de l'|du|des|de son|de sa|de ses|de cette|de ce|de ces|de|d'|a|au|aux|sous|malgre|par|avec|apres|a la|au|aux|sur|dans|pour)
absence (?:d'|de )(?:nette |franche |reelle |veritable |grande )?<change>s?(?: \w+){0,2}? (?:de la|de l'|du|des|de son|de sa|de ses|de cette|de ce|de ces|de|d'|a|au|aux|sous|malgre|par|avec|apres|a la|au|aux|sur|dans|pour)
(?:ne|n'|ne se|ne s'|n'est|n'a|n'ont|ne sont|n'a ete|n'est que|ne s'est|n'etait) ?(?:pas|plus|jamais|guere)?(?: ete)? ?(?!trait)<cede>(?: pas| plus| guere| que \w+)? (?:par|sous|a|au|aux|avec|malgre|apres)
pas<adv>? (?:ete )?(?!trait)<cede>(?: \w+ment)? (?:par|sous|a|au|aux|avec|malgre|apres|le|la|les|l')
peu <cede> (?:par|sous|a|au|aux|avec|malgre|apres)
non <cede> (?:par|sous|a|au|aux|avec|malgre|apres)
mal <cede> (?:par|sous|a|au|aux|avec|malgre|apres)
sans (?:cesse|arret|relache|repit|discontinuer|interruption|gravite|particularite|succes|gene|raison|cause|fin|facteur)
de plus en plus
plus ou moins
(?:en|de|au|le|la|les) plus
aucune difficulte (?:a|pour)
meme si
si ce n'est(?: que)?
comme si
si bien
si oui
antecedent(?:s)? notable de
faux negatifs?
rh negatif
rhesus negatif
pas arrete
n'a pas arrete
oubli (?=<de>|l')
pas (?=a jeun)
(?:pas|aucune?|jamais|guere) (?:un |une )?(?:seule? )?\w+ (?:ne \w+ )?sans
non (?:depourvue?s?|indemnes?|exempte?s?|denuee?s?) (?=<de>)
(?:ne|n'|pas)\W?(?:peut|peux)? ?(?:pas )?(?:dire|nier|contester) (?:que|qu')(?: ?(?:il|elle|le patient|la patiente))? n\W?(?:e |')?\w+ (?:pas|plus)
pas (?:dire|nier|contester) (?:que|qu'il|qu'elle)(?: n'\w+ pas)?
(?:ne peut|n'peut|peut|peux) (?:pas )?nier
impossible de nier
force est de constater
pas depourvue?s?
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
pour (?:son|sa|ses|cette|ce|cet)
avec
chez
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
(?:a la|a l'|au|aux|en|sur (?:le|la|l')) ?(?:examen|palpation|radio\w*|tdm|scanner|irm|echo\w*|auscultation|doppler|controle|imagerie|fond d'oeil|sortie|entree|admission|arrivee|effort|toux|repos|reveil|bandelette|bu|ecg|bilan|biologie|mobilisation|percussion|decours|cours|fin|interrogatoire|niveau)
""")
NEUTRAL = lines(r"""
dure-mere
pie-mere
ecole maternelle
(?:lait|allaitement) maternel
mere de (?:\d|deux|trois|quatre|cinq|famille)
pere de (?:\d|deux|trois|quatre|cinq|famille)
(?:contexte|situation|milieu|vie|planning|charge|cercle|soutien|enquete|reunion|medecine|entourage) (?:familiale?|de famille|maternelle?)
medecin (?:de famille|familial)
(?:muscle|chef|tendon) (?:du )?jumeau
(?:grossesse|placenta|membranes|bord|lobe|face|ligament) ant\w+
non invasi\w+
sans (?:plomb|contact)
en famille
avec (?:sa|la) famille
""")
