"""Neutral sentences decide nothing, fit everybody they are added to, and part no sentence from the one it leans on."""

from random import Random

import pytest

from studio.text.augment.case import Case
from studio.text.augment.distractors import Distractors, distractors_lexicon
from studio.text.augment.transformation import Changed, Refusal
from studio.text.findings.engine import engine_for

LEXICON = distractors_lexicon(None)
ALL = [each for group in LEXICON.groups for each in group.sentences]


def added(text: str, strength: float = 1.0) -> list[str]:
    told: list[str] = []
    for seed in range(60):
        done = Distractors(LEXICON).apply(Case((text,)), strength, Random(seed))
        told += [] if isinstance(done, Refusal) else [str(note.words["sentence"]) for note in done.notes]
    return told


def test_there_are_enough_and_none_tells_a_finding() -> None:
    engine = engine_for(None)
    told = [text for each in ALL for text in (each.note, each.message)]
    assert len({each.note for each in ALL}) >= 60
    assert [text for text in told if engine.find(text)] == []
    assert all(text.endswith(".") for text in told)


def test_patients_speak_for_themselves() -> None:
    notes = {each.note for each in ALL} - {each.message for each in ALL}
    assert not notes & set(added("J'ai mal à la tête. Je vomis."))
    assert set(added("Patiente de 40 ans. Fièvre.")) <= notes


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Patiente de 85 ans vivant en EHPAD. Fièvre.", "Vit en appartement au deuxième étage avec ascenseur."),
        ("Enfant de 6 ans. Fièvre.", "Boit un café le matin."),
        ("Homme de 50 ans à jeun. Fièvre.", "A pris un petit-déjeuner habituel."),
        ("Nourrisson de 8 mois. Fièvre.", "Va à l'école du quartier."),
        ("Détenu de 41 ans, vu ce jour. Fièvre.", "Vit en appartement au deuxième étage avec ascenseur."),
        ("Détenu de 41 ans, vu ce jour. Fièvre.", "Va au cinéma une fois par mois."),
        ("Patient de 40 ans, vu au cabinet. Fièvre.", "Trajet effectué en voiture particulière."),
        ("Appel d'une femme de 40 ans. Fièvre.", "Trajet effectué en voiture particulière."),
        ("Patient de 40 ans, confus. Fièvre.", "Préfère un rendez-vous le matin."),
        # Nine years are how long it lasts.
        ("Patient parkinsonien depuis 9 ans. Il tremble.", "Va à l'école du quartier."),
        ("Femme de 80 ans, démente. Agitation.", "Projette de repeindre sa cuisine."),
        ("Femme de 30 ans, très isolée. Insomnie.", "Téléphone souvent à ses proches."),
    ],
)
def test_what_does_not_fit_is_not_added(text: str, never: str) -> None:
    assert added(text)
    assert never not in added(text)


@pytest.mark.parametrize(
    "text",
    [
        "TDM cérébral : pas de saignement. Patiente de 60 ans. Ventricules normaux.",
        "Céphalée brutale. Nuque raide. Fièvre.",
    ],
)
def test_a_report_and_a_note_of_nobody_stay_as_they_are(text: str) -> None:
    assert added(text) == []


@pytest.mark.parametrize(
    "text", ["Résident de 88 ans, alité. Fièvre. Toux.", "Nouveau-né de 3 jours. Ictère. Tonique."]
)
def test_who_stays_in_bed_takes_no_tramway(text: str) -> None:
    journeys = {each.note for group in LEXICON.groups if group.about == "transport" for each in group.sentences}
    assert not journeys & set(added(text))


@pytest.mark.parametrize("strength", [0.1, 1.0])
def test_the_text_itself_stays(strength: float) -> None:
    text = "Patiente de 32 ans. Photophobie. Elle est intense. Pas de fièvre"
    for seed in range(60):
        done = Distractors(LEXICON).apply(Case((text,)), strength, Random(seed))
        assert isinstance(done, Changed)
        assert "Photophobie. Elle est intense." in done.case.texts[0]
        left = done.case.texts[0]
        for note in done.notes:
            left = left.replace(" " + str(note.words["sentence"]), "", 1)
        assert left.removesuffix(".") == text


@pytest.mark.parametrize("text", ["Motif : céphalées.\nATCD : HTA", "Que faire ?", "- fièvre\n- toux"])
def test_documents_and_questions_have_no_place(text: str) -> None:
    assert added(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Cher confrère, je vous remercie de recevoir Mme D., 59 ans. Elle est fatiguée. Toux.",
        "Je soussigné certifie avoir examiné ce jour M. B. Ecchymose du bras.",
    ],
)
def test_a_doctor_who_writes_is_not_taken_for_the_patient(text: str) -> None:
    assert added(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Homme de 50 ans, somnolent. Fièvre.",
        "Femme de 80 ans, tombée de sa hauteur. Douleur de hanche.",
        "Homme de 60 ans, dyspnéique. Toux.",
        "Homme de 39 ans, agité, menotté. Plaie.",
        "Femme de 30 ans, réaction anaphylactique. Urticaire.",
        "Homme de 40 ans. Baisse de la vision. Douleur.",
    ],
)
def test_who_cannot_walk_see_or_eat_does_nothing_of_the_kind(text: str) -> None:
    active = {each.note for group in LEXICON.groups if group.able for each in group.sentences}
    told = set(added(text))
    assert told
    assert not active & told
    assert active & set(added("Homme de 50 ans, fatigué. Fièvre."))


@pytest.mark.parametrize(
    "text",
    [
        "Ma mère a mal à la tête. Elle vomit.",
        "Mon fils de 8 ans tousse. Pas de fièvre.",
        "Bonjour, mon bébé tousse. Pas de fièvre.",
    ],
)
def test_a_relative_does_not_tell_own_habits(text: str) -> None:
    assert added(text) == []


def test_nothing_is_said_of_a_patient_who_was_not_named_yet() -> None:
    text = "Urgences, box 4. Femme de 26 ans, fatiguée."
    done = [Distractors(LEXICON).apply(Case((text,)), 0.5, Random(seed)) for seed in range(20)]
    assert all(isinstance(each, Changed) and each.case.texts[0].startswith(text) for each in done)
