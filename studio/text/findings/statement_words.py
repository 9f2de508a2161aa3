"""Cues that affirm, and those that look like a denial and are none."""

from studio.text.findings.cue_patterns import lines

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
il y a(?! (?:environ |plus de |moins de |pres de |deja |a peine |quelques|\d|un |une |deux|trois|quatre|cinq|six|\
sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|longtemps|bien longtemps|des annees|peu))
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
ne (?:presente|signale|rapporte|decrit|se plaint|retrouve|note|prend|garde|conserve|persiste|reste|\
presentait) (?:que |qu')
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
(?:n'a|n'ont|n'avait|n'est|ne|ne s'est|n'a ete|ne s'|n'|ne sont|ne se sont) ?(?:ni|pas|jamais|guere|\
plus)(?: ete)?(?:<adv>)? <cede>(?! par| avec| sous| de| d'| pour)
(?:ne|n'|ne se|ne s') ?<cede> (?:pas|plus|jamais|guere|ni)
non <cede>
mal <cede>
pas <cede>
ne (?:se |s')?\w+ (?:pas|plus|jamais|guere|ni) (?:malgre|sous|au |a la |aux |avec )
resistant
refractaire
rebelle
pas (?=terrible|genial|agreable)
non (?:rompu|complique|fissure|deplace|surinfecte|infecte|stenosant|obstructi|metastatique|ulcere|secretant|evoluti|\
operable|operee?|metastase|sever|grave|eclos|thrombos|perfor|infiltrant|inflammatoire|productive|prurigin|douloureu|\
traumatique|reductible|pulsatil|rotatoire|systematise|\
irradiant|sanglant|specifique|hemorragique)\w*
""")
STANDS = lines(r"""
loin d'etre \w+
rien n'y fait
pas de chance
sans (?:tarder|delai|attendre|compter|oublier|parler|prejuger|lien|rapport|appel|surprise|tenir compte)
non content
n'en (?:finit|finissait) pas (?=<de>)
pas question (?=<de>)
pas (?:etonnant|surprenant|banal|benin|benigne|rassurant|rassurante|grave|facile|supportable|plus tard|grand-chose)s?
plus (?:d'un|d'une) (?:fois|titre|episode|crise)
non pas (?:une?|deux|trois)
n'empeche(?: pas)?
pas moyen
ne cesse (?=<de>)
pas (?:cesse|arrete|fini) (?=<de>)
ne fait que
n'a de cesse
ne peut s'empecher
plus (?:de|aucun) doute
(?<!: )non connue?s?
non (?:vu|constate|observe|documente|filme)e?s? par
non (?!<find>|palp|percept|vis|aud|detect|mesur|evalu|interpret|prob)\w+[ai]bles?
pas (?:eu |fait |pris |presente )?que
pas (?:la |le |sa |son |une? )(?:premiere?|seule?|unique|derniere?)
(?:pas|en reste|n'en est) (?:pas )?moins
(?:pas|aucune?|jamais|guere) (?:de |d')(?:jour|nuit|semaine|mois|matin|soir|instant|repas|crise|\
journee)s? (?:ne \w+ )?sans
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
(?:ne )?denie(?:nt)? pas(?: avoir| etre)?
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
pas (?:d'|de )(?:nette |franche |reelle |veritable |bonne |grande )?<change>s?(?: \w+){0,2}? <of>
sans (?:nette |franche |reelle |veritable |grande )?<change>s?(?: \w+){0,2}? <of>
aucune? (?:nette |franche |reelle |veritable |grande )?<change>s?(?: \w+){0,2}? <of>
absence (?:d'|de )(?:nette |franche |reelle |veritable |grande )?<change>s?(?: \w+){0,2}? <of>
(?:ne|n'|ne se|ne s'|n'est|n'a|n'ont|ne sont|n'a ete|n'est que|ne s'est|n'etait) ?(?:pas|plus|jamais|\
guere)?(?: ete)? ?(?!trait)<cede>(?: pas| plus| guere| que \w+)? (?:par|sous|a|au|aux|avec|malgre|apres)
pas<adv>? (?:ete )?(?!trait)<cede>(?: \w+ment)? (?:par|sous|a|au|aux|avec|malgre|apres|le|la|les|l')
peu <cede> (?:par|sous|a|au|aux|avec|malgre|apres)
non <cede> (?:par|sous|a|au|aux|avec|malgre|apres)
mal <cede> (?:par|sous|a|au|aux|avec|malgre|apres)
sans (?:cesse|arret|relache|repit|discontinuer|interruption|gravite|particularite|succes|gene|raison|cause|fin|\
facteur)
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
(?:ne|n'|pas)\W?(?:peut|peux)? ?(?:pas )?(?:dire|nier|contester) (?:que|qu')(?: ?(?:il|elle|le patient|\
la patiente))? n\W?(?:e |')?\w+ (?:pas|plus)
pas (?:dire|nier|contester) (?:que|qu'il|qu'elle)(?: n'\w+ pas)?
(?:ne peut|n'peut|peut|peux) (?:pas )?nier
impossible de nier
force est de constater
pas depourvue?s?
non (?:reproduit|declenche|majore|aggrave|modifie|influence|calme|soulage|exacerbe|rythme)e?s? (?:a |par |au |aux )
(?:non|pas|jamais|mal|partiellement|incompletement|insuffisamment) (?:encore |completement |totalement |\
tout a fait )?(?:sevre|gueri|resolu|cicatrise|opere|regresse|consolide|cede|traite)e?s?(?! <of>)
(?:ne |n')?(?:saurait|sauraient|peut|peuvent|pouvait|pourrait|pouvons|saurions) (?:pas |plus |guere |donc )?(?:nier|\
contester|\
dementir|ignorer|recuser)
(?:difficile|malaise|vain|absurde|impossible|comment) (?:<de>|de )?(?:nier|contester)
sans (?:pouvoir |vouloir )?(?:nier|contester)
(?:pas|jamais|guere|toujours pas)(?: \w+ment| encore)? (?:eu raison|venue?s? a bout|debarrassee?s?|\
fait (?:disparaitre|ceder|\
tomber|passer|taire)) (?=<de>|<le>)
""")
