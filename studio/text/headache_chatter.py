"""What fills real notes and decides nothing: for pre-training, so that an unknown word is not taken for a warning."""

import random
from itertools import product

from studio.text.headache_french import capitalise
from studio.text.headache_lexicon import Sign, Words


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


PEOPLE = _listed(
    "le mari|la femme|le voisin|une collègue|l'infirmière|l'interne|le pharmacien|l'ambulancier|la secrétaire|"
    "le moniteur|la maîtresse|l'entraîneur|la tante|le grand-père|une amie|la gardienne|le facteur|la nourrice|"
    "l'éducateur|le cousin|le patron|l'aide-soignante|la sage-femme|le dentiste|un témoin|la fille|le fils|"
    "un passant|la belle-mère|l'externe|le médecin traitant|l'urgentiste|un pompier|la famille|le frère|la sœur|"
    "l'entourage proche|le professeur|la psychologue|l'employeur"
)
SAYING = _listed(
    "rapporte|raconte|précise|note|indique|remarque|signale|confirme|explique|écrit|ajoute|constate|observe|"
    "souligne|répète|mentionne|relève|a noté|a constaté|a signalé|a précisé|a vu|retient|décrit"
)
# Those that are followed by *que* and a statement.
STATING = tuple(verb for verb in SAYING if verb not in ("relève", "retient", "décrit"))
DENYING = _listed("dément|exclut|écarte|réfute|nie|a écarté|a exclu|a démenti|conteste|ne confirme pas")
PLACES = (
    "",
    "",
    *(
        f"{words}, "
        for words in _listed(
            "ce jour|au cabinet|au fil de l'entretien|aux urgences|actuellement|selon le dossier|depuis hier|"
            "en outre|hier|cependant|enfin|au lit|au téléphone encore|ce matin|à midi|vers 15 heures|la veille|"
            "en salle|à domicile|au bureau|dans le service|pendant la nuit|au réveil|après le repas|"
            "selon la lettre|d'après le mari|d'après la mère|d'après un parent|selon l'intéressé[/e]|"
            "à première vue|de fait|par ailleurs encore|à la relecture|au second appel|en arrivant|à l'accueil|"
            "dans la voiture|à l'école|au sport|en consultation"
        )
    ),
    *(
        f"{words} : "
        for words in _listed(
            "le médecin indique|élément noté|point relevé|l'interne ajoute|courrier|la famille répond|"
            "l'infirmière écrit|fiche|une amie témoigne|compte rendu|note du soir|à retenir|résumé|transmission|"
            "bilan|remarque|fiche de tri|message|carnet|précision|historique|constat"
        )
    ),
)

BENIGN = Sign(
    "benign",
    "rien",
    phrase=Words(
        further=_listed(
            "une fatigue|un nez bouché|une gêne à la lumière|un ventre ballonné|une toux sèche|"
            "un stress au travail|une ancienne cicatrice|un eczéma|une myopie|une cheville enflée|"
            "un chat à la maison|un rhume|une entorse|des yeux secs|une faim inhabituelle|un mal de dos|"
            "une crampe du mollet|des mains froides|une soif modérée|un déménagement récent|"
            "des repas irréguliers|une dent cariée|une allergie au pollen|un bouton sur le nez|une nuit courte|"
            "des lunettes neuves|un examen à préparer|une dispute de famille|un long trajet en train|"
            "un jean trop serré|des règles régulières|une peau sèche|un goût pour le café|un ongle incarné|"
            "un asthme|une migraine connue|une hypothyroïdie traitée|une appendicectomie|une rhinite|un diabète|"
            "une hypertension|une mauvaise posture|une chaise inconfortable|un oreiller neuf|une ampoule au pied|"
            "un bâillement"
        )
    ),
    clause=Words(
        further=_listed(
            "[il/elle] dort mal|[il/elle] travaille tard|[il/elle] porte des lunettes|[il/elle] boit du café|"
            "la faim revient|[il/elle] saute des repas|[il/elle] fait du vélo|[il/elle] vit à la campagne|"
            "le chien aboie la nuit|le bus était en retard|la chambre est bruyante|[il/elle] a déménagé|"
            "[il/elle] attend des résultats scolaires|le travail est pénible|[il/elle] préfère rester au calme|"
            "la lumière [le/la] gêne|le bruit [le/la] fatigue|[il/elle] mange peu le matin|le repas a été léger|"
            "le sommeil est agité|le temps est orageux|[il/elle] lit beaucoup|l'appétit est bon|"
            "[il/elle] a pris un comprimé|le comprimé n'a rien changé|la sieste a été brève|"
            "[il/elle] joue du piano|[il/elle] s'inquiète pour son emploi|la journée a été longue|"
            "les activités ont été annulées|[il/elle] a gardé ses enfants|la tension est normale|"
            "le pouls est régulier|le poids est stable"
        )
    ),
    noun=Words(
        further=_listed(
            "voyage|allergie|tabac|alcool|fatigue|toux|rhume|stress|eczéma|asthme|diabète|douleur du dos|insomnie"
        )
    ),
)

_ACTORS = _listed(
    "le repas|le sommeil|le travail|le sport|la lecture|la sieste|le trajet|la marche|le rendez-vous de midi|"
    "l'école|l'activité du matin|la journée|le dossier|la salle d'attente|le courrier|le carnet de santé|"
    "la mutuelle|le vaccin|la radio du pied|le bruit du chantier|la musique|le chien|la maison|le jardin|"
    "la réunion|le bus|l'ordinateur|la lampe|le fauteuil|l'échelle|la fiche|un essai de repos|le thé|"
    "la promenade|le dîner|le film"
)
_EVENTS = _listed(
    "reste possible|est plus pénible que d'ordinaire|va bien|se passe comme d'habitude|fatigue un peu|"
    "est à revoir|attend depuis midi|figure au dossier|ne change rien|semble utile|est à jour|sera vu demain|"
    "déplaît|rassure|occupe la matinée|dure une heure|a déjà eu lieu|a pris du retard|coûte cher|manque de calme|"
    "aide un peu|a été remis à demain|a été écourté|reprendra lundi|incommode les voisins|plaît à tous|tombe mal"
)
_MEASURES = (
    "Taille : {a} cm.",
    "Poids : {b} kg.",
    "Pouls : {b}.",
    "Dossier numéro {a}{b}.",
    "Rendez-vous à {c} heures.",
    "Tension : 1{d}/{e}.",
    "Arrivée à {c} h {b}.",
    "Chambre {a}.",
    "Échelle de douleur cotée {d}.",
    "Douleur notée {e} sur 10.",
    "Prochain contrôle dans {c} jours.",
    "Code postal {a}{b}.",
)
_SYLLABLES = _listed("ba|bre|cha|cou|dal|du|fi|gan|gou|ja|lan|lé|ma|mon|nel|no|pa|pri|quin|ra|ro|sal|té|tor|va|vi|zé")


def small_talk(rng: random.Random) -> str:
    """One harmless sentence, at times with a name or a number no lexicon holds."""
    kind = rng.random()
    if kind < _SHARE_OF_LIFE:
        return capitalise(f"{rng.choice(_ACTORS)} {rng.choice(_EVENTS)}.")
    if kind < _SHARE_OF_LIFE + _SHARE_OF_NUMBERS:
        a, b, c = rng.randint(101, 199), rng.randint(45, 99), rng.randint(8, 19)
        return rng.choice(_MEASURES).format(a=a, b=b, c=c, d=rng.randint(1, 6), e=rng.randint(5, 9))
    return rng.choice(_NAMED).format(name=_name(rng), who=rng.choice(PEOPLE))


_SHARE_OF_LIFE, _SHARE_OF_NUMBERS = 0.5, 0.2
_NAMED = (
    "Docteur {name} en copie.",
    "Habite rue {name}.",
    "Vient de {name}.",
    "Suivi par {name}.",
    "Travaille chez {name}.",
    "Adressé à {name} pour la suite.",
    "Prend du {name} le soir.",
    "{name} : rien à dire.",
    "Service {name}, étage 2.",
    "D'après {who}, {name} est absent.",
    "Goût de {name} dans la bouche.",
    "Un essai de {name} est prévu.",
)


def _name(rng: random.Random) -> str:
    return capitalise("".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 4))))


def placed(*cores: str) -> tuple[str, ...]:
    """Each core in every place it may be said."""
    return tuple(f"{place}{core}" for core, place in product(cores, PLACES))


def said(verbs: tuple[str, ...], *objects: str) -> tuple[str, ...]:
    """Each person with each verb and object: *l'interne note une fièvre*."""
    return tuple(f"{who} {verb} {what}." for who, verb, what in product(PEOPLE, verbs, objects))
