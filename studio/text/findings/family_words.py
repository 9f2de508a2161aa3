"""Cues of other people than the patient, and of those who only tell."""

from studio.text.findings.cue_patterns import lines

_KIN = (
    r"(?:pap[iy]e?|mam[iy]e?|papou|tata|tonton|pepe|meme(?= (?:a |est |etait |avait |morte?|decede))|"
    r"(?:arriere-)?grands?[- ]?(?:mere|pere|parents)|(?:belle|demi|beau)-(?:mere|soeur|pere|frere)|meres?|\
peres?|maman|papa|"
    r"freres?|soeurs?|fratrie|tantes?|oncles?|cousine?s?|neveux?|nieces?|jumelle|(?:son|frere) jumeau|parents?|"
    r"belles?-filles?|beaux?-fils|"
    r"(?:sa|son|ses|leur|leurs|nos|mes(?= \d| deux| trois| quatre| autres?)) (?:\d+ |deux |trois |quatre |cinq |"
    r"six |autres? |grande? |propres? )*(?:petite?s?-?)?(?:fils|filles?|enfants?|bebe)|"
    r"(?:mon |ma |notre |l')autre (?:fils|fille|enfant|bebe|garcon|jumeau|jumelle)|(?:sa|son|ses|leur|leurs|ma|"
    r"mon|\
mes|nos|notre) (?:ancien |ex-|ex |future? |jeune |\d+ |deux |trois |quatre |cinq |six |autres? |grande? |\
propres? |plusieurs |meilleure?s? |vieil(?:le)? )*(?:femme|mari|epouse|epoux|conjointe?|"
    r"compagne|compagnon|voisine?s?|collegues?|colocataires?|copine|copain|amie?s?|entourage|famille|ainee?|\
cadette?|cadet|"
    r"petits?-fils|petites?-filles?)|(?:(?:le|la) )?(?:fils|fille|mari|femme|conjointe?|compagne|compagnon|bebe|\
nouveau-ne) (?:du|de la|de l')(?: ?patiente?| ?malade|enfant)|(?:le|la) (?:fils|fille|mari|femme|mere|pere|soeur|\
frere|bebe) de (?:mme|m\.|mr|monsieur|madame|melle)(?: [a-z]\b\.?)?|(?:l')(?:epouse|epoux) (?:du|de la) (?:patiente?|\
malade)|collateraux|ascendants|(?:le |la |l')(?:conjointe?|mari|epouse|epoux|compagne|compagnon|partenaire|\
belle-famille)|les (?:deux|trois|quatre|\d+|autres|grands|petits) enfants|(?:petit|petite)s?-(?:fils|filles?)|\
les (?:proches|temoins)|(?:les |ses |mes |des )(?:autres )?(?:voisins|collegues|camarades|convives)|(?:sa|son|\
ses) (?:proches|partenaires?|aidante?s?))"
)
_TELLS = (
    r"(?:rapport|signal|dit|disent|decri|not|constat|remarqu|racont|precis|trouv|observ|affirm|confirm|indiqu|\
mentionn|"
    r"expliqu|appel|s'inquiet|inquiet|decouv|retrouv|pens|crain|parl|allegu|amen|accompagn|relat|evoqu|informe|\
declar|"
    r"temoign|assur|ajout|a vu|ont vu|l'a vu|a entendu|apporte|nous|s'est apercu|consulte pour (?:lui|elle|son|\
sa)|se plaint que|"
    r"vient avec|conduit|alert|previen|rappel|soulign|insist|soutien|estim|jur|certifi|rectifi|corrig|complet|"
    r"souvien|reconnai|redout|craign|soupconn(?!e d)|suspectai|croya|s'alarm)\w*"
)
_BY = (
    r"(?:selon|d'apres|aux dires (?:de|du|des)|au dire (?:de|du|des)|par|dixit|avec|accompagne(?:e|s|es)? (?:de|par)|"
    r"amenee? (?:ici |aux urgences )?par|interrogatoire (?:de|du|des)|demande (?:de|du|des)|presence (?:de|du|des)|"
    r"temoignage (?:de|du|des)|adressee? par|trouvee? par|decrite?s? par|rapportee?s? par|signalee?s? par|"
    r"constatee?s? par|dit|disent|signale|rapporte)"
)

KIN = lines(rf"""
une? (?:collegue|voisine?|amie?|camarade|proche)
(?:avoir|etre|souffrir|ayant) (?:elle|lui)-memes?
chez nous tout le monde
(?<=: )(?:collegue|voisine?|amie?|camarade)s?(?: de \w+)?
chez les ascendants
dans (?:l'entourage|son entourage)
{_KIN}
antecedents? (?:\w+ )?famil\w+
atcds? (?:\w+ )?fam\w*
histoire familiale
heredite
terrain familial
(?:grand-mere|grand-pere|tante|oncle|cousin|cousine) (?:maternel|paternel)(?:le)?
(?:{_BY} <sa>?)?{_KIN},? (?:lui|elle|eux|elles)-memes?
(?<!femme )(?:conjointe?|mari|epoux|epouse|compagnon|compagne|partenaire|concubine?) (?=(?:actuel |\
actuelle )?(?:traitee?|atteinte?|suivie?|porteu|hospitalisee?|diagnostique|connue?|positi|\
teste|infecte|contamine|grippe|enrhume|febrile|alite|malade|\
symptomatique|decedee?|hiv|vih|a |est |ayant|avec|presente|sous|asthm|diabet|hypert|epilep|:))
(?:toute |l'ensemble de )?(?:la|sa|ma|leur) famille (?=(?:a|est|etait|avait|vomit|tousse|souffre|presente) )
(?:les |des |ses |mes |nos )?(?:autres )?(?:membres|personnes) (?:de (?:la|sa|ma) (?:famille|fratrie|maisonnee)|\
du foyer|de la maison|de l'entourage)
arbre genealogique
genealogie
tout le monde (?:a la maison|chez nous|chez lui|chez elle|dans la famille|au foyer)
lignee (?:maternelle|paternelle)
(?:lourde?|forte?|nombreux) (?:\w+ ){{0,2}}familiale?s?
(?:arriere-)?grands?[- ](?:oncle|tante)s?
(?:<sa>|des |deux )(?:gendre|bru|beau-fils|belle-fille|beaux-parents|filleule?|aieule?|ancetre|frangine?)s?
(?:petite?s?-(?:cousine?|neveux?|niece)s?|aieule?s?)
(?:l'|le |la |son |sa |leur |mon )(?:ainee?|cadette?|cadet|benjamine?|puinee?|jumeau|jumelle|co-jumeau) (?=(?:a|ont|\
avait|\
etait|est (?!amenee?|vue?|le |la |mon )|vient|sort|souffre|tousse|vomit|traitee?|operee?|porteu\w+|atteinte?|decedee?|\
morte?|suivie?|hospitalisee?)\b)
(?:une? |leur |le |la |l')(?:premiere? |deuxieme |seconde? |precedente? |autre |petite? )?(?:enfant|bebe|fils|fille|\
garcon)\
(?: ainee?| cadette?)? (?=(?:decedee?|morte?|emportee?|perdue?)\b)
(?:une? |leur |le |la |l')(?:premiere? |deuxieme |seconde? |precedente? |autre )(?:enfant|bebe|fils|fille|garcon) \
(?=(?:porteu\w+|atteinte?|avait|etait|a eu|est (?:decede|mort|suivi|porteu|atteint)\w*)\b)
(?:sa|son|leur) petite? derni(?:er|ere)
(?:mariee?|pacsee?|en couple) (?:a |avec )une? (?:femme|homme)
(?:(?:le |la |son |sa |un |une )?voisine? de \w+|(?:le |la )(?:voisine?|collegue|\
colocataire) (?=(?:a (?:une? |la |le |l'|de la |des )|est (?:malade|hospital|mort|decede|grippe))))
une? des (?:deux |trois |autres )?(?:enfants|jumeaux) (?=(?:a|est|avait|presente|souffre) )
premiere? (?:enfant|bebe) du couple
(?:la |sa |leur |une )(?:nounou|nourrice|maitresse|baby-sitter) (?=a (?:la|le|l'|une?|des|eu) )
(?:a|ont|avait|avaient|ai) perdu (?:une? |leur |deux |son |sa |mon |ma )(?:premiere? |jeune |petite? )?(?:enfant|bebe|\
fils|\
fille|frere|soeur)s? (?=<de>)
""")
FAMILIAL = lines(rf"""
(?:chez|transmise? par) <sa>?(?:deux |trois |plusieurs |autres? |\w+ de ses |certains de ses )?{_KIN}
du cote (?:de <sa>?{_KIN}|maternel|paternel|du pere)
cote (?:maternel|paternel)
familia(?:l|le|ux|les)
dans (?:la|sa) famille
(?:du|de la|de son|de sa|d'un|d'une) {_KIN}
de (?=(?:son|sa|ses|leurs?|mon|ma|nos|notre) |l'(?:epou|conjoint)){_KIN}
maternel(?:le)?
paternel(?:le)?
hereditaires?
(?:dans|de|au sein de) (?:la|sa|ma|leur) (?:fratrie|lignee|parentele|branche|famille|belle-famille|descendance|\
ascendance|genealogie|maisonnee)(?: (?:maternelle|paternelle|proche))?
(?:sur|depuis|a travers|pendant) (?:\w+ )?generations?
de (?:mere en fille|pere en fils|generation en generation)
(?:chez|parmi) (?:tous |toutes |plusieurs |certains |les |ses |des |\w+ )?(?:membres|apparentes|collateraux|\
ascendants|descendants|consanguins|parents)(?: (?:de (?:la|sa) (?:famille|fratrie)|proches))?
(?:branche|lignee|cote|ligne|ascendance|famille) (?:maternel|paternel)(?:le)?
(?:au|du) (?:premier|second|deuxieme|1er|2e|1e|2eme) degre
dans (?:l'entourage|son entourage|mon entourage)(?: (?:proche|familial|immediat))?
""")
INFORMANT = lines(rf"""
{_KIN}(?= (?:nous |me |lui |se |s')?(?!n'|ne |n\b)\w+ (?:que|qu') ?)
(?:vit|vivant|habite|habitant|loge|hebergee?|demeure|domiciliee?) (?:encore |seule? |toujours )?(?:chez|\
avec) <sa>?{_KIN}
{_KIN}(?=(?: (?:de l'enfant|de la patiente|du patient|et (?:le|son) pere|du petit|du nourrisson|qui l'accompagne|\
present|presente))?(?:,? |, [^,.;]{{1,30}}, )\
(?:nous |me |l'|lui |a |ont |avait |qui |est |sont |s'est |ne |\
n'|y |en |a eu |deja |bien |d'abord |les |le |la |vous |pas |jamais |rien |plus |se ){{0,5}}{_TELLS})
(?:la |sa |leur )famille (?=(?:nous |a |ne |n'|pas |rapporte|signale|decrit|note|constate|dit|evoque|s'inquiete))
{_BY} <sa>?{_KIN}
contage(?: (?:intra-?)?familial)?
(?:meme|memes|aussi|autant|plus|moins)(?: \w+){{1,3}} que <sa>?{_KIN}
comme <sa>?{_KIN}(?! (?:a|est|avait|etait|fait))
""")
