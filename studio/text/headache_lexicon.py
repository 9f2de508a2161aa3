"""Warning signs of headache and the ways to say each of them, shared, for training only and held out."""

from dataclasses import dataclass, field, replace

from studio.text.headache_french import Sex
from studio.text.headache_synonyms import SYNONYMS


@dataclass(frozen=True)
class Words:
    """Ways to say one thing; ``heldout`` ones never occur in a training example, ``further`` ones in no case at all."""

    shared: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    heldout: tuple[str, ...] = ()
    further: tuple[str, ...] = ()

    def known(self) -> tuple[str, ...]:
        return self.shared + self.training

    def everything(self) -> tuple[str, ...]:
        return self.shared + self.training + self.heldout + self.further


@dataclass(frozen=True)
class Sign:
    """One warning sign: ``label`` is its name in an answer, ``noun`` fills negations, ``phrase`` has an article."""

    id: str
    label: str
    phrase: Words
    clause: Words
    noun: Words = field(default_factory=Words)
    denial: Words = field(default_factory=Words)
    sex: Sex | None = None
    ages: tuple[int, int] = (5, 95)

    def fits(self, sex: Sex, age: int) -> bool:
        return self.sex in (None, sex) and self.ages[0] <= age <= self.ages[1]


_SIGNS = (
    Sign(
        "thunderclap", "début brutal",
        phrase=Words(
            ("un début brutal en quelques secondes",),
            ("un début en coup de tonnerre", "une douleur explosive d'emblée maximale"),
            ("un début foudroyant", "une apparition instantanée, comme un coup de massue"),
        ),
        clause=Words(
            ("la douleur a commencé d'un seul coup",),
            ("la douleur a éclaté en quelques secondes", "la douleur a été maximale dès la première minute"),
            ("tout a commencé en une fraction de seconde", "la douleur a surgi comme un coup de massue"),
        ),
        noun=Words(("début brutal",), ("coup de tonnerre",), ("début foudroyant",)),
        denial=Words(
            ("la douleur s'est installée progressivement",),
            ("la douleur a augmenté lentement", "le début a été progressif"),
            ("l'intensité a grandi peu à peu", "la gêne s'est accrue au fil des heures"),
        ),
    ),
    Sign(
        "fever", "fièvre",
        phrase=Words(
            ("une fièvre à 39 °C",),
            ("une fièvre élevée avec frissons", "une température à 38,9 °C"),
            ("une hyperthermie à 39,4 °C", "un état fébrile avec sueurs"),
        ),
        clause=Words(
            ("la température est à 39,2 °C",),
            ("[il/elle] est fébrile à 38,7 °C", "la fièvre dépasse 39 °C"),
            ("le thermomètre affiche 39,6 °C", "[il/elle] est brûlant[/e] et en sueur"),
        ),
        noun=Words(("fièvre",), ("frissons",), ("hyperthermie",)),
        denial=Words(
            ("[il/elle] est apyrétique",), ("la température est normale",),
            ("[il/elle] est afébrile", "le thermomètre affiche 36,8 °C"),
        ),
    ),
    Sign(
        "stiff_neck", "raideur de nuque",
        phrase=Words(
            ("une raideur de nuque",), ("une nuque raide et douloureuse", "un syndrome méningé"),
            ("un méningisme", "une rigidité cervicale"),
        ),
        clause=Words(
            ("la nuque est raide",), ("[il/elle] ne peut pas fléchir la nuque",),
            ("la flexion du cou est impossible", "le signe de Kernig est positif"),
        ),
        noun=Words(("raideur de nuque",), ("syndrome méningé",), ("méningisme",)),
        denial=Words(("la nuque est souple",), (), ("la flexion du cou est libre",)),
    ),
    Sign(
        "motor", "déficit moteur",
        phrase=Words(
            ("un déficit moteur du bras droit",),
            ("une faiblesse de la jambe gauche", "une hémiplégie droite", "une main gauche maladroite et faible"),
            ("une hémiparésie gauche", "une paralysie faciale", "une perte de force de la main droite"),
        ),
        clause=Words(
            ("le bras gauche est faible",),
            ("[il/elle] ne peut plus lever le bras droit", "la jambe gauche traîne à la marche"),
            ("la jambe droite se dérobe", "[il/elle] lâche les objets de la main gauche", "la bouche est déviée"),
        ),
        noun=Words(("déficit moteur", "déficit"), ("faiblesse d'un membre",), ("hémiparésie", "paralysie")),
        denial=Words(
            ("l'examen neurologique est normal",), ("la force est conservée",),
            ("la motricité est symétrique", "l'examen neurologique est sans particularité"),
        ),
    ),
    Sign(
        "speech", "trouble de la parole",
        phrase=Words(
            ("un trouble de la parole",), ("une aphasie", "une difficulté à trouver ses mots"),
            ("une dysarthrie", "un manque du mot"),
        ),
        clause=Words(
            ("[il/elle] parle difficilement",), ("[il/elle] ne trouve plus ses mots",),
            ("ses propos sont incompréhensibles", "l'élocution est devenue pâteuse"),
        ),
        noun=Words(("trouble de la parole",), ("aphasie",), ("dysarthrie",)),
        denial=Words(("la parole est normale",), (), ("l'élocution est claire",)),
    ),
    Sign(
        "vision", "trouble visuel",
        phrase=Words(
            ("un trouble visuel brutal",), ("une vision double", "une baisse rapide de la vue"),
            ("une diplopie", "une amputation du champ visuel"),
        ),
        clause=Words(
            ("[il/elle] voit double",), ("la vue de l'œil droit a baissé",),
            ("la moitié du champ visuel a disparu", "les images se dédoublent"),
        ),
        noun=Words(("trouble visuel",), ("vision double",), ("diplopie",)),
        denial=Words(("la vue est normale",), (), ("le champ visuel est complet",)),
    ),
    Sign(
        "seizure", "convulsions",
        phrase=Words(
            ("des convulsions",), ("une crise d'épilepsie", "une crise convulsive ce matin"),
            ("une crise comitiale", "des secousses des quatre membres"),
        ),
        clause=Words(
            ("[il/elle] a convulsé",), ("[il/elle] a fait une crise d'épilepsie",),
            ("les quatre membres ont été secoués", "[il/elle] s'est mordu la langue pendant une crise"),
        ),
        noun=Words(("convulsions",), ("crise d'épilepsie",), ("crise comitiale",)),
        denial=Words((), ("[il/elle] n'a pas convulsé",), ()),
    ),
    Sign(
        "consciousness", "trouble de la conscience",
        phrase=Words(
            ("une perte de connaissance",), ("une confusion", "une somnolence inhabituelle"),
            ("une syncope", "une obnubilation", "une désorientation"),
        ),
        clause=Words(
            ("[il/elle] a perdu connaissance",), ("[il/elle] est confus[/e]", "[il/elle] est très somnolent[/e]"),
            ("[il/elle] s'est évanoui[/e]", "[il/elle] est obnubilé[/e]", "[il/elle] ne sait plus quel jour on est"),
        ),
        noun=Words(("perte de connaissance",), ("confusion", "malaise"), ("syncope", "évanouissement")),
        denial=Words(("la conscience est normale",), (), ("la vigilance est intacte",)),
    ),
    Sign(
        "pressure", "hypertension intracrânienne",
        phrase=Words(
            ("des vomissements en jet",), ("des vomissements répétés au réveil", "un œdème papillaire au fond d'œil"),
            ("des vomissements incoercibles", "une stase papillaire"),
        ),
        clause=Words(
            ("[il/elle] vomit en jet le matin",), ("les vomissements se répètent à chaque réveil",),
            ("[il/elle] ne garde aucun aliment et vomit sans arrêt", "la papille est floue au fond d'œil"),
        ),
        noun=Words(("vomissements",), ("œdème papillaire",), ("stase papillaire",)),
        denial=Words(("[il/elle] n'a pas vomi",), (), ("le fond d'œil est normal",)),
    ),
    Sign(
        "trauma", "traumatisme crânien",
        phrase=Words(
            ("un traumatisme crânien récent",), ("une chute sur la tête il y a deux jours", "un choc à la tête hier"),
            ("un accident de vélo la veille", "un coup reçu sur le crâne avant-hier"),
        ),
        clause=Words(
            ("[il/elle] est tombé[/e] sur la tête hier",), ("[il/elle] s'est cogné la tête avant-hier",),
            ("[il/elle] a heurté une poutre la veille", "un ballon a frappé son crâne dimanche"),
        ),
        noun=Words(("traumatisme",), ("chute", "choc à la tête"), ("accident", "coup sur le crâne")),
        denial=Words((), ("[il/elle] n'est pas tombé[/e]",), ()),
    ),
    Sign(
        "pregnancy", "grossesse ou post-partum",
        phrase=Words(
            ("une grossesse de sept mois",), ("un accouchement il y a dix jours", "une grossesse de six mois"),
            ("un post-partum de deux semaines", "une gestation de trente semaines"),
        ),
        clause=Words(
            ("elle est enceinte de huit mois",), ("elle a accouché la semaine dernière",),
            ("elle attend un bébé pour le mois prochain", "elle vient de mettre au monde son premier enfant"),
        ),
        noun=Words(("grossesse",), (), ("retard de règles",)),
        denial=Words((), ("elle n'est pas enceinte",), ("le test de grossesse est négatif",)),
        sex="female", ages=(18, 42),
    ),
    Sign(
        "cancer", "cancer",
        phrase=Words(
            ("un cancer du poumon connu",), ("une chimiothérapie en cours", "un cancer du côlon traité cette année"),
            ("un mélanome métastatique", "une tumeur du rein opérée en mars"),
        ),
        clause=Words(
            ("[il/elle] est suivi[/e] pour un cancer",), ("[il/elle] reçoit une chimiothérapie",),
            ("[il/elle] a été opéré[/e] d'une tumeur maligne", "[il/elle] est sous traitement pour un mélanome"),
        ),
        noun=Words(("cancer",), (), ("tumeur",)),
        ages=(25, 90),
    ),
    Sign(
        "immunity", "immunodépression",
        phrase=Words(
            ("une immunodépression connue",), ("une infection par le VIH", "un traitement immunosuppresseur"),
            ("une greffe de rein", "un déficit immunitaire"),
        ),
        clause=Words(
            ("[il/elle] est immunodéprimé[/e]",), ("[il/elle] vit avec le VIH",),
            ("[il/elle] est greffé[/e] du rein", "ses défenses immunitaires sont effondrées"),
        ),
        noun=Words(("immunodépression",), ("infection par le VIH",), ("déficit immunitaire",)),
        ages=(18, 75),
    ),
)  # fmt: skip


def _with_synonyms(sign: Sign) -> Sign:
    more = SYNONYMS[sign.id]
    return replace(
        sign,
        phrase=replace(sign.phrase, further=more.phrase),
        clause=replace(sign.clause, further=more.clause),
        noun=replace(sign.noun, further=more.noun),
        denial=replace(sign.denial, further=more.denial),
    )


SIGNS: tuple[Sign, ...] = tuple(map(_with_synonyms, _SIGNS))
