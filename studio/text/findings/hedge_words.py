"""Cues that leave open what they speak of, a denial included, and conditions."""

from studio.text.findings.cue_patterns import lines

LEFT_OPEN = lines(r"""
ne tranche(?:nt)? pas
non (?:formellement |totalement |completement )?<rule_out>(?:es?|ee?s?|ue?s?)
(?:ne |n')(?:\w+ ){0,3}(?:pas |jamais |guere )?(?:pu |permis |encore )?(?:etre |formellement |completement |\
totalement |encore |a ce stade ){0,3}<rule_out>(?:es?|ee?s?|ue?s?|)
ne peut etre (?:formellement |totalement |completement )?<rule_out>\w*
pas (?:formellement |totalement |completement |encore |pu |etre ){0,3}<rule_out>(?:es?|ee?s?|ue?s?)
(?:ne |n')(?:\w+ ){0,2}(?:pas |jamais |guere )(?:pu |permis |possible )?(?:d'|de |formellement |completement |\
totalement |l'|pouvoir ){0,3}<rule_out>(?:er|re)
(?:ne |n')(?:<rule_out>)\w* (?:pas|jamais|guere|point|en rien)
(?:ne |n')(?:\w+ ){0,2}(?:pas |jamais )(?:formellement |completement |totalement )?<rule_out>(?:es?|ee?s?|ue?s?|\
) (?=que|qu'|<le>|d')
(?:ne |n')(?:\w+ ){0,2}(?:pas )?(?:permet|permettent|permis|pu) (?:pas |jamais )?(?:d'|\
de )?(?:formellement )?<rule_out>\w*
ne peu(?:t|vent|x) (?:etre |formellement |pas |encore |totalement ){0,3}(?:d')?<rule_out>(?:er|re|es?|ee?s?|ue?s?|\
ent|t)?
ne pouvant (?:etre |formellement |pas |encore |totalement ){0,3}<rule_out>(?:er|re|es?|ee?s?|ue?s?|ent|t)?
ne saurait (?:etre |formellement ){0,2}<rule_out>\w*
pas (?:formellement |totalement |completement |encore |pu |permis |d'|de |possible |etre ){0,4}<rule_out>(?:er|re|\
es?|ee?s?|ue?s?)
sans (?:pouvoir |qu'on puisse |formellement |que l'on puisse |totalement |toutefois |pour autant |\
l'){1,3}(?:l')?<rule_out>\w*
rien ne permet (?:d'|de )(?:formellement )?<rule_out>\w*
impossible (?:d'|de )(?:formellement )?<rule_out>\w*
difficile (?:d'|de )(?:formellement )?<rule_out>\w*
reste a <rule_out>\w*
(?:ne |n')?(?:peut|peux|pouvait|peuvent|permet|permettent|permis|pu|pouvoir) (?:pas |jamais |guere |\
encore )(?:formellement )?(?:d'|de )?(?:affirmer|conclure|trancher|se prononcer|statuer|confirmer|certifier|\
dire s'il)(?: (?:ou|ni) (?:d')?\w+er)?
(?:ne |n')(?:peut|peux|pouvait|peuvent|permet|permettent) (?:pas )?(?:formellement )?(?:d'|de )?(?:affirmer|\
conclure|trancher|se prononcer|statuer|confirmer|certifier)(?: (?:ou|ni) (?:d')?\w+er)?
ne permet(?:tent)? (?:pas )?(?:ni )?(?:d'|de )(?:affirmer|eliminer|exclure|ecarter|infirmer)(?: (?:ou|\
ni) (?:d')?\w+er)?
n'est pas (?:certaine?|sure?|etablie?|confirmee?|formelle?|exclue?|impossible|improbable|a exclure|a ecarter)
pas (?:permis|pu) (?:de |d')?(?:trancher|conclure|affirmer)
(?:ne |n')(?:le |la |les |nous |me |lui |y )?(?:\w+ )<between>{0,4}?(?:de |d'|pour |ni d'|ni de |pour l')?<settle>
(?:sans|rien|aucune?|pas)(?: (?:ne|n'\w+))? <between>{0,3}?(?:de |d'|pour |ni d'|ni de )<settle>
sans <settle>
<hard> (?:a ce stade |pour l'instant |pour le moment |actuellement |encore |ici |cliniquement )?(?:de |d'|pour |\
a )(?:apprecier|evaluer|juger|dire|preciser|interpreter|savoir|distinguer|differencier|caracteriser|\
se faire une idee|objectiver|<settle>)
difficilement (?:evaluable|appreciable|interpretable|analysable)s?
rien n'(?:interdit|empeche|exclu[te]?|elimine|ecarte|infirme|contredit)(?: (?:formellement|de|d'))?(?: ?(?:penser|\
evoquer|croire|suspecter|retenir|envisager))?
ne (?:\w+ )?ni \w+(?:er|ir|re) ni <settle>
(?:sans|aucun|pas d'|ni) ?(?:argument|element|signe)s? (?:\w+ )?(?:pour|en faveur),? (?:ou|ni|et) (?:contre|en defaveur)
non (?:formellement |totalement |completement |encore )?(?:exclu|elimine|ecarte|infirme|refute|tranche)
(?:aucune?|pas d'|sans|rien|pas assez d'|peu d'|trop peu d') ?(?:element|argument|preuve|donnee|moyen|examen|signe|\
indice|critere)s?(?: \w+){0,2}? (?:permettant|pour|ne permet|ne permettent|qui permette|permettent|permet) (?:de |\
d')?<settle>
(?:ne |n')(?:peut|peuvent|pouvait|pourra|pourrait|saurait|a pu|ont pu) (?:pas |donc |\
encore )?etre (?:\w+ment )?(?:affirme|\
garanti|certifie|assure|prouve|demontre|etabli|confirme|atteste)(?:es?|ee?s?|ie?s?|s)?
ni (?:formellement )?(?:confirme|affirme|prouve|etabli|retenu|avere|demontre|valide|certifie)(?:es?|ee?s?|s)?,? ni \
(?:formellement )?(?:infirme|refute|dementi|exclu|elimine|ecarte)(?:es?|ee?s?|s)?
ni (?:formellement )?(?:infirme|refute|dementi|exclu|elimine|ecarte)(?:es?|ee?s?|s)?,? ni (?:formellement )?\
(?:confirme|affirme|prouve|etabli|retenu|avere|demontre|valide|certifie)(?:es?|ee?s?|s)?
""")
HEDGES = lines(r"""
(?:je |on |nous |il me )(?:crois|croit|pense|suppose|imagine|semble)(?:nt)?(?: que| qu')?
porte a (?:croire|penser)
me semble
(?:ne |n')?(?:crois|croit|pense|pensons|croyons) pas (?:que|qu'|avoir|etre)
voir (?:si|s')
sous reserve
si je me souviens
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
(?:se|me|s'|m') ?(?:croit|crois|croyait|croyais|pense|pensait|imagine|imaginait)
(?<!ne )pouvai(?:t|ent)(?: bien)? (?:avoir|etre)
soi-disant
j'?(?:e )?(?:pense|crois|croi|suppose|imagine|dirais)(?: que| qu')?
j'? ?(?:suspecte|soupconne|crains|redoute)
(?:chui|chuis|suis|j'suis|je suis|est) (?:pas|ni) (?:sur|certain|convaincu|persuade)e?s?(?: euh)?(?: que| qu'| <de>|\
 si| d')?
(?:pas|ne) (?:sur|certain|convaincu|persuade)e?s?(?: euh| bien)? (?:que|qu')
(?:avoir l'air|a l'air|ont l'air|aurait l'air|l'air)(?: d'avoir| d'etre| de)?
donne l'impression (?:de |d'|que |qu')?
(?:selon|a ce qu'il|a ce qu'elle|a ce que) (?:toute vraisemblance|dit)
selon toute (?:vraisemblance|probabilite)
tout porte a croire
(?:il y a|y a) (?:des chances|de fortes chances|un risque) (?:que|qu'|de)
devrait
(?:pensant|croyant|s'imaginant|supposant|disant)(?: avoir| etre| que| qu'| faire)
tout (?:laisse|porte|invite|pousse) a (?:croire|penser|craindre)
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
(?:re)?consulter (?:si|devant|pour(?! sa | son | ses | cet| ce )|en)
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
s'il y (?:a|avait|aurait|en a)
s'il (?:a|avait|existe|presente|s'agit|est)
s'ils (?:ont|avaient|sont)
s'elles? (?:a|ont)
si (?:elle|le patient|la patiente|vous|tu|on) (?:a|avait|avez|as|presente|presentez|est)
savoir (?:si|s')
a savoir s'il y a
verifier (?:si|qu'il n'y a|l'absence)
(?:vous |te |lui |me )?(?:dire|savoir|preciser|determiner|comprendre|verifier|demander|voir) (?:si|s'ils?|\
s'elles?)(?: y a(?:vait)?)?
est[ -]ce qu(?:e|'\w+)(?: ce serait| c'est| ca peut etre)?
""")
