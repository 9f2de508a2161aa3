"""Cues of other people than the patient, and of those who only tell."""

from studio.text.findings.cue_patterns import lines

_KIN = (
    r"(?:(?:arriere-)?grands?[- ]?(?:mere|pere|parents)|(?:belle|demi|beau)-(?:mere|soeur|pere|frere)|meres?|\
peres?|maman|papa|"
    r"freres?|soeurs?|fratrie|tantes?|oncles?|cousine?s?|neveux?|nieces?|jumelle|(?:son|frere) jumeau|parents?|"
    r"(?:sa|son|ses|leur|leurs) (?:petite?-?)?(?:fils|filles?|enfants?|bebe)|(?:sa|son|ses|leur|leurs|ma|mon|\
mes) (?:ancien |ex-)?(?:femme|mari|epouse|epoux|conjointe?|"
    r"compagne|compagnon|voisine?s?|collegues?|colocataires?|copine|copain|amie?s?|entourage|famille|ainee?|\
cadette?|cadet|"
    r"petits?-fils|petites?-filles?)|(?:(?:le|la) )?(?:fils|fille|mari|femme|conjointe?|compagne|compagnon|bebe|\
nouveau-ne) (?:du|de la|de l')(?: ?patiente?| ?malade|enfant)|(?:l')(?:epouse|epoux) (?:du|de la) (?:patiente?|\
malade)|collateraux|ascendants|(?:le |la |l')(?:conjointe?|mari|epouse|epoux|compagne|compagnon|partenaire|\
belle-famille)|les (?:proches|temoins)|(?:sa|son|ses) (?:proches|partenaires?|aidante?s?))"
)
_TELLS = (
    r"(?:rapport|signal|dit|disent|decri|not|constat|remarqu|racont|precis|trouv|observ|affirm|confirm|indiqu|\
mentionn|"
    r"expliqu|appel|s'inquiet|inquiet|decouv|retrouv|pens|crain|parl|allegu|amen|accompagn|relat|evoqu|informe|\
declar|"
    r"temoign|assur|ajout|a vu|ont vu|l'a vu|a entendu|apporte|nous|s'est apercu|consulte pour (?:lui|elle|son|\
sa)|se plaint que|"
    r"vient avec|conduit|alert|previen)\w*"
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
(?:vit|vivant|habite|habitant|loge|hebergee?|demeure|domiciliee?) (?:encore |seule? |toujours )?(?:chez|\
avec) <sa>?{_KIN}
{_KIN}(?=(?: (?:de l'enfant|de la patiente|du patient|et (?:le|son) pere|du petit|du nourrisson|qui l'accompagne|\
present|presente))?(?:,? |, [^,.;]{{1,30}}, )\
(?:nous |me |l'|lui |a |ont |avait |qui |est |sont |s'est |ne |\
n'|y |en |a eu |deja |bien |d'abord |les |le |la |vous |pas |jamais |rien |plus |se ){{0,5}}{_TELLS})
(?:la |sa |leur )famille (?=(?:nous |a |ne |n'|pas |rapporte|signale|decrit|note|constate|dit|evoque|s'inquiete))
{_BY} <sa>?{_KIN}
contage
""")
