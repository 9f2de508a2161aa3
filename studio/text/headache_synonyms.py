"""Further ways to say the warning signs, in no generated case: pre-training reads them too."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Synonyms:
    """Phrases and clauses that report a sign, nouns that can be denied, clauses that deny it."""

    phrase: tuple[str, ...] = ()
    clause: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    denial: tuple[str, ...] = ()


SYNONYMS: dict[str, Synonyms] = {
    "thunderclap": Synonyms(
        (
            "une céphalée brutale",
            "une céphalée explosive",
            "une douleur brutale et intense",
            "un coup de poignard dans la tête",
            "une céphalée en coup de tonnerre",
            "un début d'emblée maximal",
            "un début soudain",
        ),
        (
            "c'est la pire douleur de sa vie",
            "la douleur est apparue brutalement",
            "la céphalée est soudaine et violente",
            "la douleur a atteint son maximum en moins d'une minute",
        ),
        ("céphalée brutale", "début soudain", "céphalée explosive"),
        (
            "la douleur est venue petit à petit",
            "le début est lent",
            "l'installation est progressive",
            "la douleur augmente doucement",
        ),
    ),
    "fever": Synonyms(
        (
            "fièvre à 39",
            "une fièvre",
            "une température élevée",
            "une fièvre à 38,5 °C",
            "une poussée fébrile",
            "un syndrome grippal fébrile",
            "des frissons",
            "une fièvre depuis deux jours",
        ),
        (
            "[il/elle] a de la fièvre",
            "[il/elle] a 39 de température",
            "[il/elle] est fébrile",
            "[il/elle] frissonne",
            "la température est montée à 40 °C",
        ),
        ("fébricule", "syndrome infectieux"),
        (
            "[il/elle] n'a pas de fièvre",
            "la température est à 37 °C",
            "[il/elle] reste apyrétique",
            "[il/elle] n'est pas fébrile",
        ),
    ),
    "stiff_neck": Synonyms(
        (
            "une raideur méningée",
            "une nuque raide",
            "une raideur de la nuque",
            "un signe de Brudzinski",
            "une photophobie avec nuque raide",
        ),
        ("[il/elle] a la nuque raide", "le cou est raide", "[il/elle] ne peut plus baisser la tête"),
        ("raideur méningée", "signe méningé", "raideur du cou"),
        ("[il/elle] n'a pas de raideur", "le cou est souple", "la nuque est libre"),
    ),
    "motor": Synonyms(
        (
            "un déficit neurologique",
            "une faiblesse du bras",
            "un déficit de l'hémicorps gauche",
            "un engourdissement du bras droit",
            "une paralysie de la jambe",
            "un déficit sensitif",
            "une hémiplégie",
            "des troubles de la marche",
            "un déficit focal",
            "une asymétrie faciale",
        ),
        (
            "[il/elle] a une main paralysée",
            "[il/elle] ne sent plus son bras gauche",
            "[il/elle] boite depuis hier",
            "le côté droit est faible",
            "[il/elle] ne peut plus marcher droit",
        ),
        ("hémiplégie", "déficit neurologique", "déficit focal", "engourdissement", "déficit sensitif"),
        ("l'examen neurologique est rassurant", "[il/elle] bouge bien les quatre membres", "la marche est normale"),
    ),
    "speech": Synonyms(
        ("un trouble du langage", "une élocution difficile", "une parole confuse", "une perte de la parole"),
        ("[il/elle] ne parle plus", "[il/elle] cherche ses mots", "[il/elle] articule mal", "son langage est troublé"),
        ("trouble du langage", "trouble de l'élocution"),
        ("[il/elle] parle bien", "le langage est clair"),
    ),
    "vision": Synonyms(
        (
            "une baisse d'acuité visuelle",
            "un flou visuel",
            "une perte de la vue d'un œil",
            "une hémianopsie",
            "une vision floue",
            "un ptosis",
        ),
        ("[il/elle] ne voit plus de l'œil gauche", "la vision est floue", "[il/elle] voit flou", "la vue a baissé"),
        ("flou visuel", "baisse de vue", "baisse d'acuité visuelle", "trouble de la vue"),
        ("[il/elle] voit bien", "la vision est nette"),
    ),
    "seizure": Synonyms(
        (
            "une crise tonico-clonique",
            "une crise généralisée",
            "des mouvements anormaux du bras",
            "une première crise d'épilepsie",
            "des clonies du visage",
        ),
        ("[il/elle] a fait une crise", "[il/elle] tremblait de tout son corps", "[il/elle] a eu des convulsions"),
        ("crise convulsive", "crise généralisée", "épilepsie"),
        ("[il/elle] n'a pas fait de crise",),
    ),
    "consciousness": Synonyms(
        (
            "un malaise avec perte de connaissance",
            "un trouble de la vigilance",
            "une confusion mentale",
            "un coma",
            "une somnolence",
            "un ralentissement",
            "des propos incohérents",
        ),
        (
            "[il/elle] a perdu conscience",
            "[il/elle] dort tout le temps",
            "[il/elle] est désorienté[/e]",
            "[il/elle] ne reconnaît plus ses proches",
            "[il/elle] est difficile à réveiller",
            "le score de Glasgow est à 13",
        ),
        ("trouble de la conscience", "trouble de la vigilance", "somnolence", "perte de conscience"),
        ("[il/elle] est bien conscient[/e]", "[il/elle] est orienté[/e]", "Glasgow à 15"),
    ),
    "pressure": Synonyms(
        (
            "des vomissements",
            "des vomissements matinaux",
            "des vomissements répétés",
            "un œdème de la papille",
            "une douleur réveillant la nuit avec vomissements",
            "des nausées et vomissements",
        ),
        (
            "[il/elle] vomit",
            "[il/elle] a vomi plusieurs fois",
            "[il/elle] a vomi ce matin",
            "la douleur augmente à la toux et en position couchée",
        ),
        ("vomissement", "nausées ou vomissements", "vomissements en jet"),
        ("[il/elle] ne vomit pas", "[il/elle] mange normalement"),
    ),
    "trauma": Synonyms(
        (
            "une chute de cheval hier",
            "un accident de voiture",
            "une chute dans l'escalier",
            "un coup sur la tête",
            "un choc crânien",
            "une chute de sa hauteur sous anticoagulants",
            "un traumatisme de la tête",
        ),
        (
            "[il/elle] a reçu un coup sur la tête",
            "[il/elle] a chuté ce matin",
            "[il/elle] s'est cogné hier",
            "[il/elle] a eu un accident de la route",
        ),
        ("choc crânien", "traumatisme crânien"),
        ("[il/elle] n'a reçu aucun coup", "[il/elle] n'a pas chuté"),
    ),
    "pregnancy": Synonyms(
        (
            "une grossesse",
            "une grossesse en cours",
            "une grossesse au troisième trimestre",
            "un accouchement récent",
            "une césarienne la semaine passée",
            "une pré-éclampsie possible",
        ),
        ("elle est enceinte", "elle est enceinte de 34 semaines", "elle vient d'accoucher", "elle est en post-partum"),
        ("grossesse en cours",),
        ("elle n'attend pas d'enfant", "elle prend la pilule et n'est pas enceinte"),
    ),
    "cancer": Synonyms(
        (
            "un antécédent de cancer",
            "un cancer du sein",
            "un lymphome",
            "des métastases",
            "une leucémie",
            "un cancer de la prostate",
            "une radiothérapie récente",
        ),
        ("[il/elle] a un cancer", "[il/elle] est en chimiothérapie", "[il/elle] est suivi[/e] en oncologie"),
        ("antécédent de cancer", "néoplasie", "tumeur connue"),
        ("[il/elle] n'a jamais eu de cancer",),
    ),
    "immunity": Synonyms(
        (
            "un VIH",
            "une corticothérapie au long cours",
            "une transplantation",
            "un déficit de l'immunité",
            "un traitement par immunosuppresseurs",
        ),
        ("[il/elle] est séropositi[f/ve]", "[il/elle] prend des immunosuppresseurs", "[il/elle] a reçu une greffe"),
        ("VIH", "greffe", "traitement immunosuppresseur"),
        ("[il/elle] n'est pas immunodéprimé[/e]",),
    ),
}
