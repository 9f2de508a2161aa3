"""A variant says the same of the case, its answer stays right, and nothing in it tells who the patient is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.augmentation import Chosen
from studio.core.contract import Contract
from studio.text.augment.answers import Wordings
from studio.text.augment.case import Case
from studio.text.augment.catalogue import catalogue
from studio.text.augment.chain import vary
from studio.text.augment.gates import Gates, is_urgent
from studio.text.augment.signs import Signs
from studio.text.augment.transformation import Changed, Refusal
from studio.text.findings.engine import FindingsEngine, engine_for
from tests.text.augment.scenes import CALM, QUESTIONS, TEMPLATE, urgent

PARENT = Case(("Céphalée depuis trois jours. Fièvre à 39 °C. Pas de raideur de nuque.",), (urgent("fièvre"),))


@pytest.fixture(scope="module")
def gates(engine: FindingsEngine, contract: Contract) -> Gates:
    return Gates(engine, contract)


def told(gates: Gates, parent: Case, varied: Case, **statuses: str) -> list[str]:
    return [each.text() for each in gates.refusals(parent, Changed(varied, (), statuses))]


def reworded(text: str, answer: str = PARENT.answers[0]) -> Case:
    return Case((text,), (answer,))


def test_the_same_in_other_words_passes(gates: Gates) -> None:
    text = "Mal de tête depuis 3 jours. Absence de raideur de la nuque. De la fièvre à 39 °C."
    assert told(gates, PARENT, reworded(text)) == []


CHANGED = [
    ("Céphalée depuis trois jours. Pas de fièvre. Pas de raideur de nuque.", "“Fever” is now absent; it was present."),
    ("Céphalée depuis trois jours. Fièvre à 39 °C. Raideur de nuque.", "“Stiff neck” is now present; it was absent."),
    ("Céphalée depuis trois jours. Fièvre à 39 °C.", "“Stiff neck” is no longer mentioned; it was absent."),
    (PARENT.texts[0] + " Troubles visuels ?", "“Visual disturbance” is now uncertain; it was not mentioned."),
    (PARENT.texts[0] + " Sa mère : fièvre.", "“Fever” is now present / in the family; it was present."),
    ("Fièvre.", "The variant is far too short: 7 characters instead of 69."),
    (PARENT.texts[0] * 3, "The variant is far too long: 207 characters instead of 69."),
    (" \n", "A text of the variant is empty."),
    (PARENT.texts[0] + " Dr Lebrun.", "A name was introduced: “Dr Lebrun”."),
    (PARENT.texts[0] + " Tél. 06 12 34 56 78.", "A telephone number was introduced: “06 12 34 56 78”."),
]


@pytest.mark.parametrize(("text", "reason"), CHANGED)
def test_what_is_wrong_with_a_text_is_named(gates: Gates, text: str, reason: str) -> None:
    assert reason in told(gates, PARENT, reworded(text))


ANSWERS = [
    (urgent("fièvre").replace("fièvre", "une fièvre"), []),
    (CALM, ["The answer is now “Monitoring”, it was “Urgent brain MRI”.",
            "The answer is not urgent, yet “Fever” is present."]),
    (QUESTIONS, ["The answer is now “Three questions”, it was “Urgent brain MRI”.",
                 "The answer is not urgent, yet “Fever” is present."]),
    (urgent("fièvre")[:-1], ["“Urgent brain MRI” must end with “.”."]),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "reasons"), ANSWERS)
def test_an_answer_keeps_its_kind_and_stays_right(gates: Gates, answer: str, reasons: list[str]) -> None:
    assert told(gates, PARENT, reworded(PARENT.texts[0], answer)) == reasons


def test_an_answer_that_never_kept_the_contract_need_not_begin_now(gates: Gates) -> None:
    free = Case(PARENT.texts, ("Il faut une IRM en urgence",))
    assert told(gates, free, Case(PARENT.texts, ("Une IRM en urgence s’impose",))) == []


def test_an_intended_change_is_the_only_one_allowed(gates: Gates) -> None:
    text = "Céphalée depuis trois jours. Fièvre à 39 °C. Raideur de nuque."
    right = urgent("fièvre, raideur de nuque")
    assert told(gates, PARENT, reworded(text, right), stiff_neck="present") == []
    assert "“Stiff neck” is now present; it was absent." in told(gates, PARENT, reworded(text, right))
    less = "Céphalée depuis trois jours. Raideur de nuque."
    (reason,) = told(gates, PARENT, reworded(less, right), stiff_neck="present")
    assert reason == "“Fever” is no longer mentioned; it was present."


def test_an_intended_change_needs_the_answer_that_goes_with_it(gates: Gates) -> None:
    calm = Case(("Céphalée depuis trois jours. Pas de fièvre. Nuque souple.",), (CALM,))
    feverish = "Céphalée depuis trois jours. Fièvre. Nuque souple."
    reasons = told(gates, calm, reworded(feverish, CALM), fever="present")
    assert reasons == ["The answer is not urgent, yet “Fever” is present."]
    reasons = told(gates, reworded(feverish), reworded(calm.texts[0]), fever="absent")
    assert reasons == ["The answer is urgent, yet no warning sign is present."]
    wrong = Case(calm.texts, (urgent("fièvre"),))
    reasons = told(gates, wrong, reworded(feverish), fever="present")
    assert reasons == ["The answer of the example does not follow from its warning signs."]


def test_labels_were_given_for_the_case_as_it_was(gates: Gates) -> None:
    parent, varied = Case(("Céphalée. Pas de fièvre.",)), Case(("Céphalée. Fièvre.",))
    (reason,) = gates.refusals(parent, Changed(varied, (), {"fever": "present"}), ("bénin",))
    assert "labels" in reason.text()
    assert gates.refusals(parent, Changed(parent, ()), ("bénin",)) == ()


def test_without_a_contract_only_the_case_is_judged(engine: FindingsEngine) -> None:
    gates = Gates(engine, None)
    assert told(gates, PARENT, reworded(PARENT.texts[0], "Autre chose, mais d’une longueur semblable.")) == []
    assert told(gates, PARENT, Case(PARENT.texts)) == ["The variant has another number of texts or answers."]


def test_the_language_of_what_a_model_wrote_is_looked_at(engine: FindingsEngine, contract: Contract) -> None:
    gates = Gates(engine, contract, lambda text: "en" if " the " in text else "fr")
    varied = Changed(Case((f"{PARENT.texts[0]} Says the aunt.",), PARENT.answers), ())
    assert gates.refusals(PARENT, varied) == ()
    (reason,) = gates.refusals(PARENT, varied, strict=True)
    assert reason.text() == "A text seems to be in another language: en instead of fr."


NOTES = [
    ("Patiente de 34 ans, céphalée pulsatile depuis 3 jours, avec nausées. Pas de fièvre. Nuque souple.", CALM),
    ("Homme de 71 ans, céphalée brutale hier soir, fièvre à 39 °C. Pas de raideur de nuque.", None),
    ("Je suis un homme de 45 ans et j'ai mal à la tête depuis deux semaines. Je n'ai pas de fièvre.", QUESTIONS),
    ("Mme A., 28 ans, migraines connues. Céphalée habituelle depuis ce matin, sans déficit moteur ni fièvre.", CALM),
    ("Patient fébrile à 38,7 °C, céphalées intenses et vomissements. Antécédent : HTA traitée.", None),
]


@settings(max_examples=60, deadline=None)
@given(
    note=st.sampled_from(NOTES),
    keys=st.sets(st.sampled_from(sorted(catalogue(None))), min_size=1),
    seed=st.integers(0, 10_000),
    strength=st.sampled_from([0.3, 1.0]),
)
def test_whatever_passes_keeps_findings_answer_and_contract(
    contract: Contract, note: tuple[str, str | None], keys: set[str], seed: int, strength: float
) -> None:
    signs = Signs(engine_for())
    labels = ", ".join(each.called for each in signs.warning_signs((note[0],)))
    case = Case((note[0],), (note[1] or urgent(labels),))
    ways = catalogue(None, Wordings(contract, {"Urgent brain MRI": TEMPLATE, "Monitoring": CALM}))
    chosen = [Chosen(key=key, strength=strength) for key in sorted(keys)]
    done = vary(case, chosen, ways, 3, str(seed))
    assert vary(case, chosen, ways, 3, str(seed)) == done
    if isinstance(done, Refusal) or Gates(engine_for(), contract).refusals(case, done):
        return
    meant = {concept: frozenset({status}) for concept, status in done.statuses.items()}
    assert signs.statuses(done.case.texts) == {**signs.statuses(case.texts), **meant}
    assert is_urgent(contract, done.case) == bool(signs.warning_signs(done.case.texts))
    assert contract.violations(done.case.answers[0]) == ()
    assert done.statuses or contract.kind_of(done.case.answers[0]) == contract.kind_of(case.answers[0])


@pytest.mark.parametrize(
    ("text", "kept"), [("Un patient de 32 ans est venu pour des céphalées.", False), ("Céphalées, à 32 ans.", True)]
)
def test_another_sex_of_the_patient_is_refused_in_what_a_model_wrote(gates: Gates, text: str, kept: bool) -> None:
    parent = Case(("Une patiente de 32 ans est venue pour des céphalées.",), ("Surveillance.",))
    varied = Changed(Case((text,), parent.answers), ())
    told = " ".join(each.text() for each in gates.refusals(parent, varied, strict=True))
    assert ("sex" not in told) is kept
