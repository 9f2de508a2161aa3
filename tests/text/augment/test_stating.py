"""How a sign is stated or denied in the words of whoever tells the case, and where."""

from random import Random

import pytest

from studio.text.augment.minimal_pairs import noun_for
from studio.text.augment.stating import denying, objection_to, stating, with_sentence
from studio.text.augment.telling import teller_of
from studio.text.findings.engine import engine_for


def test_what_is_over_is_not_said_to_exist() -> None:
    told = {stating("un traumatisme crânien il y a deux jours", Random(seed)) for seed in range(20)}
    assert told == {"À noter un traumatisme crânien il y a deux jours."}


def test_nobody_finds_anything_by_telephone_and_a_treatment_is_not_found() -> None:
    heard = {stating("un trouble visuel", Random(seed), heard=True) for seed in range(20)}
    happened = {stating("une aggravation progressive", Random(seed)) for seed in range(20)}
    treated = {denying("traitement anticoagulant", Random(seed)) for seed in range(20)}
    assert heard == {"À noter un trouble visuel."}
    assert happened == {"On note une aggravation progressive.", "À noter une aggravation progressive."}
    assert not any("existe" in each or "retrouve" in each for each in treated)


def test_what_is_said_of_a_pain_follows_it() -> None:
    text = "Femme de 18 ans, vue ce jour. Céphalée depuis hier. Toux."
    done = {with_sentence((text,), "Pas de début brutal.", Random(seed))[0] for seed in range(30)}
    assert done == {
        "Femme de 18 ans, vue ce jour. Céphalée depuis hier. Pas de début brutal. Toux.",
        "Femme de 18 ans, vue ce jour. Céphalée depuis hier. Toux. Pas de début brutal.",
    }


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("une aggravation progressive", "Migraine habituelle."),
        ("un début brutal", "Céphalées l'après-midi."),
        ("une céphalée inhabituelle", "Céphalées banales."),
    ],
)
def test_a_usual_pain_is_none_of_these(phrase: str, text: str) -> None:
    assert objection_to((text,), phrase)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Urgences pédiatriques. Lina, 12 ans, toux.", 42),
        ("j'ai mal à la tête depuis hier. Jules", 31),
        ("Céphalée depuis hier. Merci de votre réponse.", 21),
        ("Céphalée depuis hier. Sa mère est migraineuse. Traitement : paracétamol.", 21),
        ("Céphalée depuis hier. Rassurée, elle repart.", 21),
        ("Homme de 40 ans. Sa femme a vomi. Elle est enceinte.", 16),
    ],
)
def test_a_sign_stands_beside_no_relative_and_before_what_is_concluded(text: str, at: int) -> None:
    done = {with_sentence((text,), "Fièvre.", Random(seed)) for seed in range(30)}
    assert done == {(f"{text[:at]} Fièvre.{text[at:]}",)}


@pytest.mark.parametrize(
    ("text", "teller"),
    [
        ("J'ai mal à la tête, il y a de la lumière qui me gêne.", "patient"),
        ("Bonjour docteur, j'ai mal. Il faut que je fasse quoi ?", "patient"),
        ("Patient de 40 ans, céphalée. Sa mère est migraineuse.", "clinician"),
    ],
)
def test_who_tells_it(text: str, teller: str) -> None:
    assert teller_of((text,)) == teller


def test_another_sign_is_not_denied_in_place_of_one() -> None:
    engine = engine_for()
    sign = engine.lexicon.concept("waking_headache")
    assert sign is not None
    text = "Céphalée réveillant la nuit."
    (found,) = [each for each in engine.find(text) if each.concept == sign.id]
    assert noun_for(sign, text, found) == "réveil nocturne par la douleur"
    text = "Artère temporale indurée."
    horton = engine.lexicon.concept("temporal_arteritis")
    assert horton is not None
    (found,) = engine.find(text)
    assert noun_for(horton, text, found) == ""


def test_what_came_at_once_does_not_get_worse_little_by_little() -> None:
    assert objection_to(("Céphalée brutale, d'emblée maximale.",), "une aggravation progressive")
    assert not objection_to(("Céphalée intense.",), "une aggravation progressive")
