"""One sign is stated or denied, nothing else changes, and the answer is the one that the contract's rules give."""

from random import Random

import pytest

from studio.core.contract import Contract
from studio.text.augment.answers import Answered, Wordings, infer_templates
from studio.text.augment.case import Case
from studio.text.augment.gates import Gates
from studio.text.augment.minimal_pairs import MinimalPair
from studio.text.augment.telling import teller_of
from studio.text.augment.transformation import Changed, Refusal
from studio.text.findings.engine import FindingsEngine
from tests.text.augment.scenes import CALM, QUESTIONS, urgent

# A case and its answer; the sign, its new status, the text that is then possible, the signs of an urgent answer.
STATED = [
    ("Céphalée.", CALM, "fever", "Céphalée. On note une fièvre à 39 °C.", "fièvre"),
    ("Céphalée ancienne", QUESTIONS, "fever", "Céphalée ancienne. On note une fièvre à 39 °C", "fièvre"),
    ("céphalée ancienne", CALM, "visual", "céphalée ancienne. il existe un trouble visuel récent", "trouble visuel"),
    ("Céphalée. Que faire ?", CALM, "fever", "Céphalée. On note une fièvre à 39 °C. Que faire ?", "fièvre"),
    ("J'ai mal à la tête.", CALM, "fever", "J'ai mal à la tête. J'ai aussi de la fièvre.", "fièvre"),
    ("Céphalée. Pas de fièvre.", CALM, "fever", "Céphalée. On note une fièvre à 39 °C.", "fièvre"),
    ("céphalée. pas de fièvre.", CALM, "fever", "céphalée. on note une fièvre à 39 °C.", "fièvre"),
    ("Céphalée sans fièvre.", CALM, "fever", "Céphalée avec une fièvre à 39 °C.", "fièvre"),
    ("Céphalée, pas de fièvre, sans vomissements.", CALM, "fever",
     "Céphalée, une fièvre à 39 °C, sans vomissements.", "fièvre"),
    ("Le patient est apyrétique. Céphalée.", CALM, "fever", "Il existe une fièvre à 39 °C. Céphalée.", "fièvre"),
    ("Céphalée, nuque souple.", CALM, "stiff_neck", "Céphalée, une raideur de la nuque.", "raideur de nuque"),
    ("Femme de 30 ans. Céphalée.", CALM, "pregnancy",
     "Femme de 30 ans. Céphalée. On note une grossesse de 12 semaines.", "grossesse"),
    ("Fièvre possible.", CALM, "visual", "Fièvre possible. On note un trouble visuel récent.", "trouble visuel"),
    ("Céphalée. Le père avait de la fièvre.", CALM, "visual",
     "Céphalée. On note un trouble visuel récent. Le père avait de la fièvre.", "trouble visuel"),
]  # fmt: skip
DENIED = [
    ("Céphalée et fièvre. Raideur de nuque.", urgent("fièvre, raideur de nuque"), "fever",
     "Céphalée sans fièvre. Raideur de nuque.", "raideur de nuque"),
    ("Fièvre à 39 °C depuis hier. Trouble visuel.", urgent("fièvre, trouble visuel"), "fever",
     "Pas de fièvre. Trouble visuel.", "trouble visuel"),
    ("Fièvre. L'examen retrouve une raideur de nuque.", urgent("fièvre, raideur de nuque"), "stiff_neck",
     "Fièvre. Pas de raideur de la nuque.", "fièvre"),
    ("Céphalée, trouble visuel, une fièvre.", urgent("fièvre, trouble visuel"), "visual",
     "Céphalée, pas de trouble visuel, une fièvre.", "fièvre"),
    ("Céphalée avec fièvre. Nuque souple, pas de trouble visuel.", urgent("fièvre"), "fever",
     "Céphalée sans fièvre. Nuque souple, pas de trouble visuel.", ""),
    ("Trouble visuel. Apyrétique. Début progressif.", urgent("trouble visuel"), "visual",
     "Pas de trouble visuel. Apyrétique. Début progressif.", ""),
]  # fmt: skip
DENIED_TOO = [
    ("Céphalée.", QUESTIONS, "fever", "Céphalée. Pas de fièvre."),
    ("Céphalée. Que faire ?", QUESTIONS, "fever", "Céphalée. On ne note pas de fièvre. Que faire ?"),
    ("J'ai mal à la tête.", QUESTIONS, "fever", "J'ai mal à la tête. Je n'ai pas de fièvre."),
    ("Céphalée. Nuque souple. Pas de fièvre.", CALM, "visual",
     "Céphalée. Nuque souple. Pas de fièvre. Absence de trouble visuel."),
    ("Céphalée. Nuque souple. Pas de fièvre.", CALM, "visual",
     "Céphalée. À noter l'absence de trouble visuel. Nuque souple. Pas de fièvre."),
    ("Femme de 30 ans. Céphalée.", QUESTIONS, "pregnancy", "Femme de 30 ans. Céphalée. Il n'existe pas de grossesse."),
]  # fmt: skip
# The only sign that may be stated, "" where none may; nothing that calm texts do not mention is denied here.
REFUSED = [
    ("Céphalée. Examen normal.", CALM, "fever", "A new warning sign would contradict “examen normal”."),
    ("Céphalée. Aucun signe nouveau.", CALM, "visual", "A new warning sign would contradict “aucun signe nouveau”."),
    ("Céphalée. Aucun autre signe.", CALM, "visual", "A new warning sign would contradict “aucun autre”."),
    ("Céphalée sans antécédent.", CALM, "fever", "A new warning sign would contradict “sans antecedent”."),
    ("Céphalée. Jamais malade.", CALM, "fever", "A new warning sign would contradict “jamais malade”."),
    ("Céphalée. Pas de fièvre. RAS par ailleurs.", CALM, "fever", "A new warning sign would contradict “ras”."),
    ("Céphalée. Calme et souriante.", CALM, "fever", "A new warning sign would contradict “souriante”."),
    ("Céphalée hier. Retournée travailler.", CALM, "fever",
     "A new warning sign would contradict “retournee travailler”."),
    ("Céphalée. Elle n'a pas de fièvre, elle parle bien.", CALM, "fever",
     "“Fever” cannot be stated here without touching what else is said."),
    ("Fièvre. Température prise hier. Nuque souple. Début progressif.", urgent("fièvre"), "",
     "A denial would contradict “temperature”."),
    ("J'ai mal à la tête, pas de fièvre.", CALM, "fever",
     "“Fever” cannot be stated here without touching what else is said."),
    ("Céphalée et fièvre depuis 8 jours.", urgent("fièvre"), "",
     "“Fever” cannot be denied here without touching what else is said."),
    ("Céphalée. T 37,2 °C.", CALM, "fever", "A new warning sign would contradict “t 37”."),
    ("Céphalée modérée.", CALM, "thunderclap", "A new warning sign would contradict “moderee”."),
    ("Céphalée ?", CALM, "fever", "“Fever” cannot be stated here without touching what else is said."),
    ("Céphalée sans fièvre ni vomissements.", CALM, "fever",
     "“Fever” cannot be stated here without touching what else is said."),
    ("Pas de vomissements, de fièvre.", CALM, "fever",
     "“Fever” cannot be stated here without touching what else is said."),
    ("Pas de fièvre, vomissements.", CALM, "fever",
     "“Fever” cannot be stated here without touching what else is said."),
    ("Pas de fièvre. Apyrétique.", CALM, "fever", "“Fever” cannot be stated here without touching what else is said."),
    ("Homme de 30 ans. Céphalée.", CALM, "pregnancy", "“Pregnancy” may not be possible for this patient."),
    ("Femme de 70 ans. Céphalée.", CALM, "pregnancy", "“Pregnancy” may not be possible for this patient."),
    ("Céphalée.", CALM, "pregnancy", "“Pregnancy” may not be possible for this patient."),
    ("Fièvre possible.", CALM, "fever", "No warning sign can be added or denied here."),
    ("Fièvre.", CALM, "visual", "The answer of the example does not follow from its warning signs."),
    ("Céphalée.", urgent("fièvre"), "visual", "The answer of the example does not follow from its warning signs."),
    ("Fièvre.", urgent("fièvre"), "", "Without “Fever” the text does not say enough for a calm answer."),
    ("Fièvre. Nuque souple.", urgent("fièvre"), "", "Without “Fever” the text does not say enough for a calm answer."),
    ("Fièvre. Nuque souple. Début progressif. Trouble visuel possible.", urgent("fièvre"), "",
     "Without “Fever” the text does not say enough for a calm answer."),
    ("Femme de 34 ans avec fièvre et vomissements.", urgent("fièvre"), "",
     "“Fever” cannot be denied here without touching what else is said."),
    ("Fièvre et céphalée.", urgent("fièvre"), "", "“Fever” cannot be denied here without touching what else is said."),
    ("Céphalée fébrile depuis trois jours.", urgent("fièvre"), "",
     "“Fever” cannot be denied here without touching what else is said."),
    ("Fièvre hier. Fièvre ce matin.", urgent("fièvre"), "",
     "“Fever” cannot be denied here without touching what else is said."),
    ("Fièvre, vomissements.", urgent("fièvre"), "",
     "“Fever” cannot be denied here without touching what else is said."),
]  # fmt: skip


@pytest.fixture(scope="module")
def pairs(engine: FindingsEngine, wordings: Wordings) -> MinimalPair:
    return MinimalPair(engine, wordings)


def results(pairs: MinimalPair, text: str, answer: str) -> list[Changed | Refusal]:
    return [pairs.apply(Case((text,), (answer,)), 1, Random(str(seed))) for seed in range(150)]


@pytest.mark.parametrize(("text", "answer", "sign", "wanted", "flags"), STATED)
def test_a_sign_is_stated(pairs: MinimalPair, text: str, answer: str, sign: str, wanted: str, flags: str) -> None:
    assert (wanted, {sign: "present"}, urgent(flags)) in made(pairs, text, answer)


@pytest.mark.parametrize(("text", "answer", "sign", "wanted", "flags"), DENIED)
def test_a_sign_is_denied(pairs: MinimalPair, text: str, answer: str, sign: str, wanted: str, flags: str) -> None:
    assert (wanted, {sign: "absent"}, urgent(flags) if flags else CALM) in made(pairs, text, answer)


@pytest.mark.parametrize(("text", "answer", "sign", "wanted"), DENIED_TOO)
def test_a_sign_of_which_nothing_was_said_is_denied_and_the_answer_stays(
    pairs: MinimalPair, text: str, answer: str, sign: str, wanted: str
) -> None:
    assert (wanted, {sign: "absent"}, answer) in made(pairs, text, answer)


@pytest.mark.parametrize("text", ["Homme de 30 ans. Céphalée.", "Céphalée.", "Femme de 60 ans. Céphalée."])
def test_a_pregnancy_is_denied_only_of_who_may_be_pregnant(pairs: MinimalPair, text: str) -> None:
    assert all("pregnancy" not in said for _text, said, _answer in made(pairs, text, QUESTIONS))


def test_nothing_more_is_denied_where_that_would_be_enough_for_another_answer(pairs: MinimalPair) -> None:
    for _text, said, answer in made(pairs, "Céphalée. Pas de fièvre.", QUESTIONS):
        assert list(said.values()) == ["present"]
        assert answer != QUESTIONS


def test_what_is_added_is_as_often_denied_as_stated_and_in_any_place(pairs: MinimalPair) -> None:
    done = made(pairs, "Céphalée depuis trois jours. Pulsatile. Nuque souple. Apyrétique.", CALM)
    stated = sum("present" in said.values() for _text, said, _answer in done)
    assert 50 <= stated <= 100
    added = ("note", "noter", "existe", "retrouve")
    places = {
        at
        for text, _said, _answer in done
        for at, sentence in enumerate(text.split(". "))
        if any(word in sentence for word in added)
    }
    assert places == {2, 3, 4}


def made(pairs: MinimalPair, text: str, answer: str) -> list[tuple[str, dict[str, str], str]]:
    done = [each for each in results(pairs, text, answer) if isinstance(each, Changed)]
    return [(each.case.texts[0], dict(each.statuses), each.case.answers[0]) for each in done]


@pytest.mark.parametrize(("text", "answer", "only", "reason"), REFUSED)
def test_what_would_be_wrong_or_unsure_is_refused(
    engine: FindingsEngine, wordings: Wordings, text: str, answer: str, only: str, reason: str
) -> None:
    lexicon = engine.lexicon
    nouns = {} if answer not in (CALM, QUESTIONS) else {"nouns": ()}
    limited = [
        each.model_copy(update=nouns if each.id == only else {**nouns, "phrases": ()}) for each in lexicon.concepts
    ]
    pairs = MinimalPair(FindingsEngine(lexicon.model_copy(update={"concepts": tuple(limited)})), wordings)
    told = {each.reason.text() if isinstance(each, Refusal) else each for each in results(pairs, text, answer)}
    assert told == {reason}


@pytest.mark.parametrize(("text", "answer"), [row[:2] for row in (*STATED, *DENIED)])
def test_the_gates_let_through_what_was_meant_and_nothing_else(
    pairs: MinimalPair, engine: FindingsEngine, contract: Contract, text: str, answer: str
) -> None:
    gates, case = Gates(engine, contract), Case((text,), (answer,))
    for each in results(pairs, text, answer):
        assert isinstance(each, Changed)
        assert gates.refusals(case, each) == ()
        assert gates.refusals(case, Changed(each.case, each.notes)) != ()


def test_without_a_contract_that_tells_urgency_every_case_is_refused(engine: FindingsEngine) -> None:
    refused = MinimalPair(engine, None).apply(Case(("Céphalée.",), (CALM,)), 1, Random("1"))
    assert isinstance(refused, Refusal)
    assert "contract" in refused.reason.text()


def test_which_of_two_answers_would_change_is_not_guessed(pairs: MinimalPair) -> None:
    refused = pairs.apply(Case(("Céphalée.",), (CALM, QUESTIONS)), 1, Random("1"))
    assert isinstance(refused, Refusal)
    assert "single answer" in refused.reason.text()


def test_a_sign_is_added_only_where_the_answer_becomes_another_one(pairs: MinimalPair) -> None:
    text = "Fièvre. Trouble visuel. Céphalée depuis trois jours, intense et pulsatile."
    for _text, said, _answer in made(pairs, text, urgent("fièvre, trouble visuel")):
        assert list(said.values()) == ["absent"]
    for _text, said, answer in made(pairs, "Céphalée depuis trois jours, intense et pulsatile.", CALM):
        assert list(said.values()) == ["absent" if answer == CALM else "present"]


def test_wordings_are_those_of_the_training_rows(engine: FindingsEngine, contract: Contract) -> None:
    devant = "Recommandation: IRM cérébrale en urgence car {flags}."
    calm = "Recommandation: repos et surveillance."
    rows = [
        ("Fièvre.", devant.replace("{flags}", "fièvre")),
        ("Fièvre, trouble visuel.", devant.replace("{flags}", "fièvre et trouble visuel")),
        ("Fièvre. Trouble visuel.", urgent("fièvre")),
        ("Trouble visuel.", urgent("trouble visuel")),
        ("Pas de fièvre. Nuque souple.", calm),
        ("Pas de fièvre. Nuque souple.", "Recommandation: surveillance, pas de fièvre."),
        ("Céphalée.", "Recommandation: autre chose et surveillance."),
        ("Céphalée.", "Recommandation: autre chose et surveillance."),
        ("Nuque souple. Apyrétique. Trouble visuel possible.", QUESTIONS),
    ]
    found = infer_templates(in_families(*rows, *rows, *rows), contract, engine)
    assert found == {"Urgent brain MRI": devant, "Monitoring": calm}


def in_families(*rows: tuple[str, str]) -> list[Answered]:
    return [Answered((text,), answer, family) for family, (text, answer) in enumerate(rows)]


@pytest.mark.parametrize(
    ("families", "answers", "found"),
    [
        ((1, 2, 3), ("fièvre",) * 3, True),
        ((1, 2), ("fièvre",) * 2, False),
        ((1, 1, 1), ("fièvre",) * 3, False),
    ],
)
def test_an_answer_that_few_families_share_is_worded_for_its_case(
    engine: FindingsEngine, contract: Contract, families: tuple[int, ...], answers: tuple[str, ...], found: bool
) -> None:
    rows = [Answered(("Fièvre.",), urgent(each), family) for family, each in zip(families, answers, strict=True)]
    assert bool(infer_templates(rows, contract, engine)) == found


def test_accents_and_capitals_make_no_other_wording(engine: FindingsEngine, contract: Contract) -> None:
    plain = "Recommandation: IRM cérébrale en urgence, sans délai."
    texts = (plain, plain, "Recommandation: IRM cérébrale en urgence, Sans delai.")
    assert infer_templates(in_families(*(("Fièvre.", each) for each in texts)), contract, engine) == {
        "Urgent brain MRI": plain
    }


def test_an_urgent_answer_that_does_not_name_the_sign_stays(engine: FindingsEngine, contract: Contract) -> None:
    own = "Recommandation: IRM cérébrale en urgence et avis spécialisé."
    unworded = MinimalPair(engine, Wordings(contract, {}))
    assert ("Céphalée sans fièvre. Raideur de nuque.", {"fever": "absent"}, own) in made(
        unworded, "Céphalée et fièvre. Raideur de nuque.", own
    )
    assert made(unworded, "Céphalée et fièvre. Raideur de nuque.", urgent("fièvre, raideur de nuque")) == []
    assert all(answer == CALM for _text, _said, answer in made(unworded, "Céphalée.", CALM))


def test_urgent_answers_that_name_no_sign_stay_as_they_are(engine: FindingsEngine, contract: Contract) -> None:
    plain = "Recommandation: IRM cérébrale en urgence."
    assert infer_templates(in_families(*[("Fièvre.", plain)] * 3), contract, engine) == {"Urgent brain MRI": plain}


def test_a_wording_that_breaks_the_contract_is_not_used(engine: FindingsEngine, contract: Contract) -> None:
    pairs = MinimalPair(
        engine, Wordings(contract, {"Urgent brain MRI": "Faites une IRM : {flags}", "Monitoring": CALM})
    )
    refused = pairs.apply(Case(("Céphalée. Pas de fièvre.",), (QUESTIONS,)), 1, Random("1"))
    assert isinstance(refused, Refusal)
    assert "No urgent answer is worded alike" in " ".join(each.text() for each in (refused.reason, *refused.others))


def test_what_the_answer_asks_alone_is_not_denied_beside_it(pairs: MinimalPair) -> None:
    asks = "Pour préciser: depuis quand ? | avez-vous de la fièvre ? | un traitement ?"
    assert all("fever" not in said for _text, said, answer in made(pairs, "Céphalée.", asks) if answer == asks)


def test_a_patient_says_a_sign_in_own_words_and_never_for_somebody_else(pairs: MinimalPair) -> None:
    told = {text for text, _said, _answer in made(pairs, "J'ai mal à la tête depuis hier.", CALM)}
    assert told == {"J'ai mal à la tête depuis hier. J'ai aussi de la fièvre."} | {
        "J'ai mal à la tête depuis hier. Je n'ai pas de fièvre."
    }
    assert made(pairs, "J'écris pour ma fille : elle a mal à la tête.", CALM) == []


@pytest.mark.parametrize(
    "text",
    [
        "Cher confrère, je vous adresse un homme de 40 ans pour céphalée depuis hier.",
        "J'ai vu en consultation une jeune femme pour céphalée depuis hier.",
        "Mon ado a mal à la tête depuis hier.",
        "Ma mère a mal à la tête depuis hier.",
        "Mal à la tête depuis hier. Je revois Mme Durand ce matin.",
        "Je reçois ce jour le patient pour céphalée.",
        "Bonjour, mon petit dernier a mal à la tête.",
        "Notre fille a mal à la tête.",
        "Maman a mal à la tête depuis hier.",
    ],
)
def test_who_writes_for_somebody_is_not_the_patient(pairs: MinimalPair, text: str) -> None:
    assert teller_of((text,)) == "somebody"
    assert made(pairs, text, CALM) == []


def test_what_a_patient_denied_is_stated_in_own_words(pairs: MinimalPair) -> None:
    told = {text for text, _said, _answer in made(pairs, "J'ai mal à la tête. Pas de fièvre.", CALM)}
    assert "J'ai mal à la tête. J'ai aussi de la fièvre." in told
    assert not any("On note" in text or "noter" in text for text in told)


@pytest.mark.parametrize(
    ("text", "examined"),
    [
        ("Consultation téléphonique. Céphalée depuis hier.", False),
        ("Téléconsultation. Céphalée depuis hier.", False),
        ("Télérégulation : céphalée depuis hier.", False),
        ("SMS reçu ce matin : céphalée depuis hier.", False),
        ("J'ai mal à la tête depuis hier.", False),
        ("Vu au cabinet. Céphalée depuis hier.", True),
    ],
)
def test_what_an_examination_shows_is_told_of_nobody_unexamined(pairs: MinimalPair, text: str, examined: bool) -> None:
    told = {sign for _text, said, _answer in made(pairs, text, CALM) for sign in said}
    assert ("stiff_neck" in told) == examined
    assert "fever" in told


@pytest.mark.parametrize("text", ["Céphalée. Température prise hier.", "Céphalée. Elle n'a pas de température."])
def test_nothing_is_added_about_what_the_note_speaks_of(pairs: MinimalPair, text: str) -> None:
    assert all("fever" not in said for _text, said, _answer in made(pairs, text, CALM))


def test_the_example_shown_is_made_by_itself(pairs: MinimalPair) -> None:
    for before, after in MinimalPair.info.examples:
        assert after in [text for text, _said, _answer in made(pairs, before, CALM)]
