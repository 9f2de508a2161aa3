"""Sentence templates of the pre-training notes: neither those of the training cases nor those held out.

Many frames times many places to say them, so that negation is learnt from its words and not from one sentence.
"""

from itertools import product

from studio.text.headache_templates import Templates

_PLACES = (
    "", "Ce jour, ", "Au cabinet, ", "Selon l'intéressé[/e], ", "Au fil de l'entretien, ", "Aux urgences, ",
    "Actuellement, ", "D'après la mère, ", "D'après un parent, ", "Selon le dossier, ", "Depuis hier, ",
    "En outre, ", "Ce soir, ", "Hier, ", "Cependant, ", "Enfin, ", "Au lit, ", "Au téléphone encore, ",
    "Le médecin indique : ", "Élément noté : ", "Point relevé : ", "L'interne ajoute : ", "Courrier : ",
    "La famille répond : ", "L'infirmière écrit : ", "Fiche : ", "Une amie témoigne : ",
)  # fmt: skip


def _placed(*cores: str) -> tuple[str, ...]:
    return tuple(f"{place}{core}" for core, place in product(cores, _PLACES))


def _memories() -> tuple[str, ...]:
    """Signs that were, or that are someone else's: old, healed, or in the family."""
    times = (
        "Il y a dix ans",
        "Au lycée",
        "L'an dernier",
        "À deux ans",
        "Autrefois",
        "Enfant",
        "En mars",
        "Il y a un mois",
    )
    events = (
        "une chute de cheval", "un accident de ski", "une plaie du cuir chevelu", "un traumatisme crânien",
        "une fièvre", "une grippe avec hyperthermie", "une convulsion fébrile", "une syncope isolée",
        "un malaise à la chaleur",
    )  # fmt: skip
    ends = ("guéri depuis", "sans suite", "tout est oublié", "problème réglé", "épisode clos", "totalement remis[/e]")
    relatives = ("Le père", "La sœur", "Un oncle", "La grand-mère", "Une cousine", "Le voisin")
    theirs = ("a eu un cancer", "a eu une tumeur", "a fait une méningite", "est épileptique", "est tombé malade")
    own = (f"{time}, {event}, {end}." for time, event, end in product(times, events, ends))
    return (*own, *(f"{who} {what}, rien d'autre." for who, what in product(relatives, theirs)))


def _daily_life() -> tuple[str, ...]:
    """Sentences that decide nothing, about all that fills a real note."""
    subjects = (
        "Le repas", "Le sommeil", "Le travail", "Le sport", "Le cours du matin", "Le trajet", "Le dîner",
        "Le rendez-vous de midi", "Le jardinage", "Un voyage prévu",
    )  # fmt: skip
    verbs = (
        "a été remis à demain", "a été raccourci", "reste possible", "est plus pénible que d'ordinaire", "va bien",
        "a été sauté", "a été interrompu", "se passe comme d'habitude", "fatigue un peu",
    )  # fmt: skip
    rest = (
        "Les activités sont limitées.",
        "Les bruits forts fatiguent.",
        "L'école est finie.",
        "La lumière gêne un peu.",
    )
    return (*rest, *(f"{subject} {verb}." for subject, verb in product(subjects, verbs)))


CORPUS = Templates(
    opening=(
        "Observation : {un_sujet} avec {douleur} {depuis}.",
        "{sujet}, {mal} {depuis} environ.",
        "{sujet} : {mal} {depuis}.",
        "Cas : {sujet}, plainte {depuis} : {mal}.",
        "{sujet} amené[/e] par les pompiers, {douleur} {depuis}.",
        "{sujet} avec {douleur} {depuis}.",
        "{sujet} présentant {douleur} {depuis}.",
        "Il s'agit {d_un_sujet} ; plainte principale : {mal} {depuis}.",
        "On voit ce jour {un_sujet} avec {douleur} {depuis}.",
        "{sujet}, venu[/e] seul[/e], a {douleur} {depuis}.",
        "Histoire {d_un_sujet} qui rapporte {douleur} {depuis}.",
        "Dans ce dossier, {un_sujet} raconte {douleur} {depuis}.",
        "Demande d'avis pour {un_sujet} : {douleur} {depuis}.",
        "Le cabinet reçoit {un_sujet} ; {mal} {depuis}.",
        "Message du médecin : {un_sujet} se dit gêné[/e] par {douleur} {depuis}.",
        "En raison {de_mal} {depuis}, {un_sujet} vient au centre de santé.",
        "Par téléphone, {un_sujet} signale {douleur} {depuis}.",
        "Régulation : {douleur} {depuis}, {un_sujet}.",
        "{sujet} gêné[/e] {depuis} par {douleur}, en attente d'un avis.",
        "De garde ce jour, on constate {douleur} {depuis} ; il s'agit {d_un_sujet}.",
    ),
    detail=(
        *("Siège de la douleur : {siege}.", "C'est une douleur {siege}, {caractere}.", "Douleur {intensite}.") * 6,
        *("Elle est décrite comme {caractere}.", "Échelle : {intensite}.", "La cotation est {intensite}.") * 6,
        *("Traitement essayé : {drogue_nue}.", "Un peu de soulagement avec {drogue}.", "On a tenté {drogue}.") * 6,
        *("Le dossier mentionne {terrain}.", "Figure aussi {terrain}.", "Localisation {siege} selon la fiche.") * 6,
        *_daily_life(),
    ),
    present=_placed(
        "il existe {signes}.", "on trouve {signes}.", "on retient {signes}.", "il y a eu {signes}.",
        "il s'ajoute {signes}.", "on a constaté {signes}.", "présence nette : {signes}.",
        "le compte rendu cite {signes}.", "on remarque {signes}.", "on insiste sur {signes}.",
        "c'est marqué par {signes}.", "fait nouveau : {signes}.", "à souligner : {signes}.", "{signes}.",
        "l'histoire est complétée par {signes}.", "il faut compter avec {signes}.", "on relève {signes}.",
        "on signale {signes}.", "élément à retenir : {signes}.",
    ),
    present_clause=_placed(
        "{clause}.", "on sait {que_clause}.", "on remarque {que_clause}.", "il est clair {que_clause}.",
        "il est précisé {que_clause}.", "essentiel : {clause}.", "nouveau : {clause}.",
    ),
    absent=_placed(
        "il n'y a pas {sans}.", "il n'existe {ni}.", "on ne retrouve {ni}.", "aucun signe {sans}.",
        "sans {liste_ni}.", "aucun élément en faveur {sans}.", "sont niés : {liste}.", "sont absents : {liste}.",
        "sont exclus : {liste}.", "il n'y a jamais eu {sans}.", "{pas}.", "{ni}.", "aucune notion {sans}.",
        "l'absence {sans} est confirmée.", "on a cherché en vain des signes {sans}.", "on ne constate pas {sans}.",
        "rien n'évoque {liste}.", "toute notion {sans} est démentie.", "on écarte l'idée {sans}.",
        "rien ne suggère {liste}.", "on n'a relevé {ni}.", "l'hypothèse {sans} est écartée.",
        "on dément {liste}.", "aucun argument pour {liste}.", "recherche négative : {liste}.", "{liste} : non.",
        "à aucun moment {sans}.", "rien en faveur {sans}.", "on a pu écarter {liste}.", "négatif pour {liste}.",
    ),
    absent_clause=_placed(
        "{clause}.", "on vérifie {que_clause}.", "c'est rassurant, {clause}.", "on confirme {que_clause}."
    ),
    habitual=(
        "La crise ressemble à toutes les autres depuis l'âge de vingt ans.",
        "C'est sa migraine habituelle, connue de longue date.",
        "Les accès reviennent, toujours identiques, chaque saison.",
        "[Il/Elle] reconnaît son mal coutumier, le même depuis le collège.",
        "Rien de neuf : ces épisodes se répètent trait pour trait depuis dix ans.",
    ),
    uncertain=_placed(
        "on ignore tout {de_signe}.", "la question {de_signe} reste ouverte.", "l'existence {de_signe} est douteuse.",
        "une histoire {de_signe} est possible mais incertaine.", "rien de sûr au sujet {de_signe}.",
        "l'idée {de_signe} n'est pas vérifiée.", "{signe} possible, sans témoin.", "{signe} non confirmé.",
        "le récit est imprécis au sujet {de_signe}.", "on hésite au sujet {de_signe}, ni confirmé ni exclu.",
        "l'hypothèse {de_signe} attend une confirmation.",
    ),
    resolved=_memories(),
)  # fmt: skip
