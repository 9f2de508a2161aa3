"""Cues that deny."""

from studio.text.findings.cue_patterns import lines

DENIES = lines(r"""
(?:n'a|n'ai|n'ont|n'avait) plus (?=ses |son |sa |leurs? |mes |mon |ma )
(?:n'est|ne sont|n'etait) plus (?!<find>|sous)
n'est pas connue?(?= \w)
(?:faux|inexact|pas vrai|errone) (?:de (?:dire|croire|penser) )?(?:que |qu')(?:ils?|elles?|\
l[ea] \w+) (?:y )?(?:aie?n?t|a|\
ont)(?: eu| fait| presente)?(?= une?\b| des?\b| du\b| d')
rien (?:a l'examen |au bilan |a l'imagerie |a l'interrogatoire )?(?:qui |ne |n')(?:evoque|suggere|fasse|oriente)\w*
(?:resolution|disparition|regression) (?:complete|totale|rapide|progressive) (?=<de>)
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
plus<part>? (?=<de>(?!\d|nombr|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quinze|vingt|cent|la moitie|\w+ en ))
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
(?:a|ont|permet|permettent|permis|pu|avoir|ayant) (?:formellement |d'|de |permis d'|pu |vite |)<rule_out>(?:e|u|\
er|re)?(?= <le>)
<rule_out>(?:e|ent|t|uent)(?= <le>)(?! des deux| des l| du cote| du meme)
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
ss (?!avk|aod|lovenox|ttt|traitement|antibio|atb|o2|cortic|chimio|anticoag|scope|cutane|pilule|unguea|\w+(?:ine|\
ol|mab|an|arine|one|xaban|am|il)(?!\w))
aucune? (?:signe|argument|element|notion|stigmate|evidence)s? (?:clinique |biologique |radiologique |\
echographique |franc |net )?(?:<de>|pour|en faveur)
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
(?:pas|plus) du tout
absence (?<![a-z] absence )(?<!'absence )(?!prolong|du travail|scolaire|injustif|epilept|comiti|typique|atypique|\
repet|breve)(?=[a-z])
(?:pas|plus|jamais)(?: \w+ment| encore| non plus)?(?: ete)? (?:sous|porteu(?:r|se) (?=<de>)|suivie? pour|\
connue? pour|atteinte? (?=<de>))
(?:aucune?|pas d'|sans|ni|pas le moindre) ?(?:signe|argument|element|notion|stigmate|evidence|critere|\
indice)s? (?:(?:\w+(?:ique|iques|al|if|ive|el|elle|ale|aux)|ni|et|ou|franc|franche|net|nette|formel|\
solide) ){0,5}(?:pour|en faveur)
(?:aucune?|nul(?:le)?|rien|pas une?)(?: (?:signe|argument|element|notion|stigmate|critere|indice|examen|bilan))?\
(?: \w+){0,2} \
(?:ne|n') ?(?:plaide|milite|parle|oriente|va dans le sens)(?: (?:pour|vers|en faveur))?
absence(?= ?:)
(?:ne |n')(?:prend|prends|prenait|prennent|fait|font|fume|boit|bois|utilise|consomme|a|ai|ont|avait|presente|recoit|\
suit|met|porte|mange) plus(?: du tout| jamais)?(?= <le>| <de>| aucun)
(?:n'est |ne sont |n'etait |suis |n'etaient )?(?:pas|plus|jamais)(?: \w+ment| encore| non plus)?(?: ete)? sous
(?:on |nous |l'on )?(?:peut|peuvent|pouvons|pourra|a pu|avons pu) (?:donc |ainsi |raisonnablement |formellement |\
maintenant ){0,2}<rule_out>(?:er|re)(?= <le>)
(?:n'a|n'ai|n'ont|n'avait|n'avais|j'ai) plus(?= (?:mal|aussi|peur|envie|chaud|froid)\b)
(?:plus|ni|sans|pas)(?: aucune| la moindre)? traces? (?=<de>)
plus l[ea] moindres?
vierges? de toute
ce qu(?:e |'|i )(?:[\w']+ ){0,4}?(?:prenai(?:t|ent|s)|avai(?:t|ent|s) (?:ete )?pris|(?:a|ont) (?:ete )?pris|passait)\
(?: \w+ment| a tort| d'abord)? pour (?=(?:une? |des )[^.;,]{3,60}? (?:n'est|n'etait|est|etait|s'est|s'avere|se revele|\
correspond)\b)
ce qu(?:e |'|i )(?:[\w']+ ){0,4}?(?:croyai(?:t|ent|s)|avai(?:t|ent|s) cru)(?: \w+ment| a tort| d'abord)? etre \
(?=(?:une? |des )[^.;,]{3,60}? (?:n'est|n'etait|est|etait|s'est|s'avere|se revele|correspond)\b)
(?:prise?s?|etiquetee?s?|diagnostiquee?s?|traitee?s?) a tort (?:pour|comme) (?=une? |des )
s'(?:ils?|elles?) (?:y )?avai(?:t|ent) (?:vraiment |reellement |bien )?(?:eu|fait|presente|souffert|existe)\
(?=[^.;]{3,60},[^.;]*\b(?:aurai(?:t|ent)|serai(?:t|ent))\b)
s'il s'etait agi (?=<de>[^.;]{3,60},[^.;]*\b(?:aurai(?:t|ent)|serai(?:t|ent))\b)
(?:plus|pas|sans|ni) l'ombre (?=<de>)
pas que (?:je|l'on|on) sache,? (?=<de>)
(?:a |ont |avons )?(?:pu |permis de |permet de |permettent de |permettant de )lever (?:le doute|les doutes|\
la suspicion) \
(?:sur |quant a |concernant |<de>)
(?:a|ont) leve (?:le doute|les doutes|la suspicion) (?:sur |quant a |concernant |<de>)
(?:fait|font|a fait|ont fait) (?:justice|litiere) <de>(?:la |l'|cette )?(?:suspicion|hypothese|crainte|idee) (?=<de>)
(?:a |ont )?(?:balaie|balaye|dissipe|dissipent|abandonne|met fin a|a mis fin a) (?:la |l'|toute |les )(?:suspicion|\
hypothese|\
crainte|idee|piste|doute|possibilite|eventualite)s? (?=<de>)
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
(?:a|ai|avoir|ayant) (?:stoppe|arrete|interrompu|suspendu|cesse|abandonne)(?: de (?:lui|elle)-meme| d'elle-meme|\
 spontanement| seule?| brutalement| tout(?:e)? seule?| volontairement| \w+ment)? (?=<le>|<sa>|mes |leurs? )
(?<!n')(?:a|ont|aura) (?:enfin |vite )?(?:eu raison (?=<de>)|fait (?:disparaitre|ceder|tomber|passer|taire) (?=<le>))
(?:est|sont|suis|enfin) (?:enfin |desormais |completement )?(?:debarrassee?s? (?=<de>)|venue?s? a bout (?=<de>))
""")
DENIES_LIST = lines(r"""
nie (?:avoir|etre|presenter|ressentir|prendre|tout|toute)
nie
nient
niant
nier (?=<le>)
denie (?:avoir|etre|presenter|ressentir|prendre|tout|toute)
denie(?:nt)?
deniant
dement
dementant
refute
refutant
conteste
recuse (?=<le>)
ø
0 (?=[a-z])
se defend(?:ait|ent)?(?: \w+ment| bien)? d(?:e |')(?:avoir|etre|souffrir|prendre|boire|consommer|fumer|toute?)
(?:rejette|rejettent|rejetait|repousse) (?:toute?|l'idee <de>)
""")
DENIES_NEXT = lines(r"""
non
""")
DENIED = lines(r"""
dementie?s?
(?:avai(?:t|ent) ete |(?:a|ont) ete |est |etait |fut )?(?:evoque|suspecte|soupconne|redoute|craint|diagnostique|\
annonce)e?s?,? a tort
introuvables?
aboli(?:e|es|s)?
hors de cause
n'est pas en cause
(?:peut|peuvent|a pu|ont pu|put) etre (?:formellement |raisonnablement |definitivement )?<rule_out>(?:es?|ee?s?|ue?s?)
ne fut (?:pas |jamais )?<find>
(?:n'est|n'a ete|ne fut|ne sont) <find> (?:a aucun moment|nulle part)
n'est apparue?
ne s'est (?:produite?|manifestee?)
n'est pas (?:suspectee?|evoquee?|retenue?|d'actualite|de mise)
jamais(?= *[.,;]| *$)
(?:est|sont|etait|etaient) nie(?:e|es|s)?
(?:n'en|en|n'y en) (?:a|ai|ont|avait|presente|prend|signale|decrit)(?:nt)? (?:pas|jamais|plus|aucune?)(?: eue?s?|\
 pris| present\w+)?
(?:ne se sont|ne s'est|ne s'etait|ne s'etaient|ne se sera) (?:pas|plus|jamais) (?:reproduite?s?|renouvelee?s?|\
repetee?s?|manifestee?s?|exprimee?s?)
n'a (?:pas|plus|jamais) recidive
n'(?:est|etait|y est)(?: jamais| pas| plus| point)(?: \w+ment)? <find>(?! <de>)
ne (?:sont|furent)(?: pas| plus)(?: \w+ment)? <find>
n'ont (?:pas|jamais|plus) ete(?: \w+ment)? <find>(?! <de>)
n'existe (?:pas|plus)
ne persiste plus
pas retrouvee?s?(?! <de>)
pas constatee?s?(?! <de>)
pas vue?s?(?! <de>)
non <find>(?: par (?:l'|les? |la |nos |notre |un |\
une |deux |trois |mon )*(?:equipe|ide|infirmier\w*|infirmiere|soignants?|examinateurs?|medecins?|interne|externe|\
senior|\
nous|chirurgien|urgentiste|\w+logue|pediatre|kine\w*|sage-femme|aide-soignante?s?))?
inexistante?s?
absente?(?! : )
manquante?
negatif(?! a la recherche)
negative
niee
(?:est|sont|a ete|ont ete|etait|etaient|semble|etre|ayant ete|fut)(?: \w+ment)? <rule_out>(?:es?|ee|ees|s|)?
exclus?(?! <le>| pour| devant| de | chirurgical| endovasc| par (?:coil|clip|embol|voie))
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
(?:s'est|est|sont|etait|etaient|revenue?s?)(?: \w+ment)? (?:negatif|negative)s?(?! a la recherche| pour)
refusee?s?
recusee?s?
contre-indiquee?s?
annulee?s?
non faite?s?
non fait
non connue?s?
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
niee? par
nie(?= *[.;]| *$)
n'en (?!est|sont|pe|fin|rev|croi|doute|veu|dispos)\w+ (?:pas|jamais|aucune?|point|guere)
en (?:vois|voit|sens|sent|trouve|prends?|mange|fume|bois|boit|entends?|retrouve|palpe|note) (?:pas|jamais|aucune?|\
plus)(?! de)
non plus(?= *[.;]| *$)
manque(?:nt)?(?= *[.;)]| *$| totalement| completement| entierement| a l'appel| au tableau| ce jour| ici)
<rule_out>(?:ees?|es|ue|us|e|u) (?=des deux|des l|d'emblee|de facon|de maniere|de principe|du meme coup|du cote|de ce)
exclus? (?=des deux|des l|d'emblee|de facon|de maniere|de principe|du meme coup|du cote|de ce)
ne (?:se |s')(?:retrouve|voit|voient|entend|palpe|palpent|percoit|note)(?:nt)? (?:plus|pas|jamais|guere)
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
niee?s par
""")
RESOLVED = lines(r"""
(?:est|sont) (?:tombee?s?|partie?s?|retombee?s?)(?! a \d+ ?/)
(?:a|ont|avait|avaient)(?: \w+ment| totalement| rapidement| bien)? (?:disparu|cesse|cede|regresse completement)
(?:s'est|se sont|s'etait)(?: \w+ment)? (?:amendee?s?|resolue?s?|resorbee?s?|dissipee?s?)
disparu(?:e|es|s)?
resolu(?:e|es|s)?
resolutive?s?
amendee?s?
cesse
normalisee?s?
<unforced>arretee?s?
<unforced>stoppee?s?
<unforced>interrompue?s?
n'est plus (?:presente?|la|d'actualite|ressentie?)
a (?:completement |totalement )?(?:regresse|recupere)
regresse(?:e|s|es)?(?= (?:completement|totalement|entierement|integralement|spontanement))
totalement regressive?s?
(?:a|ont|avait|avaient) (?:regresse|recupere|disparu|cede) en (?:totalite|entier)
regressive?s?
resolutifs?
(?:a|ont|avait|avaient)(?: \w+ment| bien| depuis| aussitot| vite| enfin| desormais){0,2} (?:disparu|cesse|cede)
(?:a|ont|avait|avaient) (?:totalement|completement|entierement|integralement|spontanement|rapidement) (?:regresse|\
recupere|gueri|cicatrise|cede|passe|disparu)
(?:a|ont|avait|avaient)(?: bien)? (?:regresse|recupere|gueri|cicatrise|passe)e?s? (?:totalement|completement|\
entierement|integralement|ad integrum|sans sequelles?)
(?:s'est|se sont|s'etait|s'etaient)(?: \w+ment| vite| aussitot| depuis| bien){0,2} (?:amende|resolu|resorbe|dissipe|\
efface|eteint|tari|arrete|normalise|envole|volatilise|referme|asseche|evanoui)e?s?
(?:n'est|ne sont|n'a) plus (?:presente?|la|d'actualite|ressenti|visible|palpable|perceptible|retrouve|audible|note|\
constate|signale|observe|decelable|detectable|mesurable|prise?)e?s?
revenue?s? a la normale
(?:a|ont) (?:ete )?(?:completement |totalement )?(?:arrete|stoppe|interrompu|suspendu)e?s?
arret(?= (?:le |depuis |il y a |en |ce |hier))
tarie?s?
eteinte?s?
(?:a|ont)(?: enfin| fini par)? lache(?= *[.,;]| *$| apres| sous| avec| depuis)
(?:l'a|m'a|l'avait) (?:enfin |completement )?quittee?
(?:s'est|se sont) (?:tue?s?|rendormie?s?)
(?:a|ont) (?:lache prise|rendu les armes|fondu|capitule)
(?:a|ont|avait|avaient)(?: \w+ment| enfin| donc)? fini par (?:ceder|disparaitre|passer|se resorber|se tarir|s'amender|\
s'eteindre|s'effacer|tomber|partir|guerir)
(?:a|ont)(?: \w+ment)? fondu(?= *[.;]| *$| sous | apres | avec | en \w+ (?:jours|heures))
""")
