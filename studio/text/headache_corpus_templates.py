"""Sentence templates of the pre-training notes: neither those of the training cases nor those held out.

Many frames times many places to say them, so that negation is learnt from its words and not from one sentence.
"""

from itertools import product

from studio.text.headache_chatter import DENYING, PEOPLE, SAYING, STATING, placed, said
from studio.text.headache_templates import Templates


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


def _introductions() -> tuple[str, ...]:
    """Who sends whom, for what."""
    labels = ("Avis", "Note", "Garde", "Téléconsultation", "Courrier reçu", "Cas du jour", "Appel", "Question", "Staff")
    cores = (
        "{un_sujet} avec {douleur} {depuis}", "{douleur} {depuis} chez {un_sujet}", "{mal} {depuis}, {sujet}",
        "{un_sujet} gêné[/e] par {douleur} {depuis}", "{un_sujet} supporte mal {douleur} {depuis}",
        "{depuis}, {un_sujet} a {douleur}", "la vie {d_un_sujet} est gâchée {depuis} par {douleur}",
    )  # fmt: skip
    verbs = ("nous adresse", "amène", "accompagne", "évoque", "nous décrit", "parle longuement avec", "s'inquiète pour")
    sent = (f"{who} {verb} {{un_sujet}} pour {{douleur}} {{depuis}}." for who, verb in product(PEOPLE, verbs))
    return (*(f"{label} : {core}." for label, core in product(labels, cores)), *sent)


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
        *_introductions(),
    ),
    detail=(
        *("Siège de la douleur : {siege}.", "C'est une douleur {siege}, {caractere}.", "Douleur {intensite}."),
        *("Elle est décrite comme {caractere}.", "Échelle : {intensite}.", "La cotation est {intensite}."),
        *("Traitement essayé : {drogue_nue}.", "Un peu de soulagement avec {drogue}.", "On a tenté {drogue}."),
        *("Le dossier mentionne {terrain}.", "Figure aussi {terrain}.", "Localisation {siege} selon la fiche."),
    ),
    present=placed(
        "il existe {signes}.", "on trouve {signes}.", "on retient {signes}.", "il y a eu {signes}.",
        "il s'ajoute {signes}.", "on a constaté {signes}.", "présence nette : {signes}.",
        "le compte rendu cite {signes}.", "on remarque {signes}.", "on insiste sur {signes}.",
        "c'est marqué par {signes}.", "fait nouveau : {signes}.", "à souligner : {signes}.", "{signes}.",
        "l'histoire est complétée par {signes}.", "il faut compter avec {signes}.", "on relève {signes}.",
        "on signale {signes}.", "élément à retenir : {signes}.",
    ) + said(SAYING, "{signes}"),
    present_clause=placed(
        "{clause}.", "on sait {que_clause}.", "on remarque {que_clause}.", "il est clair {que_clause}.",
        "il est précisé {que_clause}.", "essentiel : {clause}.", "nouveau : {clause}.",
    ) + said(STATING, "{que_clause}"),
    absent=placed(
        "il n'y a pas {sans}.", "il n'existe {ni}.", "on ne retrouve {ni}.", "aucun signe {sans}.",
        "sans {liste_ni}.", "aucun élément en faveur {sans}.", "sont niés : {liste}.", "sont absents : {liste}.",
        "sont exclus : {liste}.", "il n'y a jamais eu {sans}.", "{pas}.", "{ni}.", "aucune notion {sans}.",
        "l'absence {sans} est confirmée.", "on a cherché en vain des signes {sans}.", "on ne constate pas {sans}.",
        "rien n'évoque {liste}.", "toute notion {sans} est démentie.", "on écarte l'idée {sans}.",
        "rien ne suggère {liste}.", "on n'a relevé {ni}.", "l'hypothèse {sans} est écartée.",
        "on dément {liste}.", "aucun argument pour {liste}.", "recherche négative : {liste}.", "{liste} : non.",
        "à aucun moment {sans}.", "rien en faveur {sans}.", "on a pu écarter {liste}.", "négatif pour {liste}.",
    )
    + said(DENYING, "{liste}", "toute notion {sans}", "l'hypothèse {sans}")
    + said(("ne rapporte", "ne décrit", "ne signale", "n'a vu"), "{ni}"),
    absent_clause=placed(
        "{clause}.", "on vérifie {que_clause}.", "c'est rassurant, {clause}.", "on confirme {que_clause}."
    ),
    habitual=(
        "La crise ressemble à toutes les autres depuis l'âge de vingt ans.",
        "C'est sa migraine habituelle, connue de longue date.",
        "Les accès reviennent, toujours identiques, chaque saison.",
        "[Il/Elle] reconnaît son mal coutumier, le même depuis le collège.",
        "Rien de neuf : ces épisodes se répètent trait pour trait depuis dix ans.",
    ),
    uncertain=placed(
        "on ignore tout {de_signe}.", "la question {de_signe} reste ouverte.", "l'existence {de_signe} est douteuse.",
        "une histoire {de_signe} est possible mais incertaine.", "rien de sûr au sujet {de_signe}.",
        "l'idée {de_signe} n'est pas vérifiée.", "{signe} possible, sans témoin.", "{signe} non confirmé.",
        "le récit est imprécis au sujet {de_signe}.", "on hésite au sujet {de_signe}, ni confirmé ni exclu.",
        "l'hypothèse {de_signe} attend une confirmation.",
    ),
    resolved=_memories(),
)  # fmt: skip
