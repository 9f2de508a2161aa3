"""Prose about headache for pre-training: lessons, definitions and consultations, in the words answers will need."""

import random

from studio.text.headache_french import agree, capitalise, elide, enumerate_with, neither
from studio.text.headache_lexicon import SIGNS, Sign
from studio.text.headache_patients import CHARACTER, INTENSITY, PLACE, SINCE, chance

_LESSONS = (
    "Devant une céphalée, le médecin cherche d'abord un signe d'alarme : {a}, {b} ou {c}.",
    "{A} impose une imagerie : l'IRM cérébrale en urgence est l'examen de choix, avec un avis spécialisé.",
    "Sans signe d'alarme, pas d'imagerie en urgence : un traitement antalgique simple et une surveillance suffisent.",
    "La recommandation des sociétés savantes est claire : devant {a}, on demande une IRM cérébrale en urgence.",
    "Recommandation de bonne pratique, chapitre des céphalées : surveillance et traitement simple si rien n'alarme.",
    "Pour préciser la cause, on demande comment la douleur a commencé, quel est son caractère et ce qui l'accompagne.",
    "Pour préciser un récit trop court, on pose des questions sur {a}, sur {b} et sur les antécédents.",
    "Quand l'interrogatoire est complet et que {a}, {b} et {c} sont absents, le tableau est rassurant.",
    "Quand rien n'est dit du début ni des signes associés, il faut d'abord interroger.",
    "Un avis spécialisé est demandé devant {a} ; l'IRM est préférée au scanner.",
    "Une douleur habituelle, identique depuis des années, sans {a} ni {b}, demande seulement une surveillance.",
    "Grossesse, antécédents, traitement en cours et traumatisme récent se demandent toujours.",
    "Un signe nié n'est pas un signe présent : ni {a} ni {b} ne comptent alors.",
    "Un signe ancien, guéri, ou celui d'un parent, ne suffit pas à inquiéter.",
    "On écrit dans un tableau : signe|présent|absent, puis {a}|oui|non, {b}|non|oui.",
    "Il suffit d'un seul signe présent, même entouré de signes niés, pour demander une IRM cérébrale en urgence.",
)
_QUESTIONS = (
    "Comment la douleur a-t-elle commencé et quel est son caractère ?",
    "Fièvre, vomissements, perte de connaissance, convulsions ou déficit ?",
    "Grossesse, antécédents ou traumatisme récent ?",
    "Traitement en cours, antécédents ou traumatisme récent ?",
)


def lesson(rng: random.Random) -> str:
    """A short course of two to four sentences."""
    lines = []
    for template in rng.sample(_LESSONS, rng.randint(2, 4)):
        a, b, c = rng.sample(SIGNS, 3)
        lines.append(template.format(a=a.label, A=capitalise(a.label), b=b.label, c=c.label))
    return " ".join(lines)


def definition(rng: random.Random) -> str:
    """Some of the ways to say one sign, tied to its name."""
    sign = rng.choice(SIGNS)
    ways = [*sign.phrase.everything(), *sign.clause.everything(), *sign.noun.everything()]
    chosen = [agree(way, "male") for way in rng.sample(ways, min(3, len(ways)))]
    opening = rng.choice(
        (
            "{A} se dit aussi : {x}.",
            "Quand on lit « {x} », il faut comprendre : {a}.",
            "{x} : voilà ce qu'on nomme {a}.",
        )
    )
    return " ".join(capitalise(opening.format(A=capitalise(sign.label), a=sign.label, x=way)) for way in chosen)


def denial_lesson(rng: random.Random) -> str:
    """How a note says that a sign is not there."""
    sign, other = rng.sample([sign for sign in SIGNS if sign.noun.everything()], 2)
    noun = rng.choice(sign.noun.everything())
    ways = [
        f"« Pas {elide('de', noun)} » veut dire que ce signe est absent : {sign.label}, non.",
        f"« {capitalise(neither([noun, rng.choice(other.noun.everything())]))} » : deux signes absents, "
        f"{enumerate_with([sign.label, other.label])}.",
    ]
    if sign.denial.everything():
        ways.append(f"« {agree(rng.choice(sign.denial.everything()), 'male')} » nie le signe suivant : {sign.label}.")
    return rng.choice(ways)


def consultation(rng: random.Random) -> str:
    """A spoken exchange in which the questions of a careful doctor are heard."""
    sign = rng.choice(SIGNS)
    pain = ", ".join(rng.choice(words.everything()) for words in (PLACE, CHARACTER, INTENSITY, SINCE))
    questions = rng.sample(_QUESTIONS, 2)
    return (
        f"Le médecin demande : {questions[0]} Le malade répond : c'est une douleur {pain}. "
        f"Le médecin demande encore : {questions[1]} Réponse : {_said(sign, rng)}."
    )


def _said(sign: Sign, rng: random.Random) -> str:
    if chance(rng, 0.5) or not sign.noun.everything():
        return f"oui, {rng.choice(sign.phrase.everything())}"
    return f"non, pas {elide('de', rng.choice(sign.noun.everything()))}"
