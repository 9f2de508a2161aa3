"""Whether an answer asks for an urgent MRI now, read as tables written by hand say it, however it is set down."""

import unicodedata
from pathlib import Path

import pytest

from studio.core.contract import Contract, parse_contract
from studio.paths import DEMO
from studio.text.headache_cases import make_cases
from studio.text.urgency.reading import asks_urgently, urgency_of

TABLES = (
    "answers.tsv",
    "answers_2.tsv",
    "answers_3.tsv",
    "answers_guidelines.tsv",
    "answers_notes.tsv",
    "answers_last.tsv",
    "answers_judged.tsv",
)


def table(name: str) -> list[tuple[str, bool]]:
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(answer.replace("\\n", "\n"), verdict == "yes") for verdict, answer in rows]


def contract_saying(*phrases: str, denied_by: str = "{}") -> Contract:
    said = ", ".join(f'"{phrase}"' for phrase in phrases)
    return parse_contract(
        f"name: {{en: a, fr: a}}\nformats: [{{name: {{en: a, fr: a}}, begins: A}}]\n"
        f"urgent: {{name: {{en: a, fr: a}}, says: [{said}], denied_by: {denied_by}}}"
    )


@pytest.fixture(scope="module")
def contract() -> Contract:
    return parse_contract((DEMO / "contract.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_are_read_as_they_say(contract: Contract, name: str) -> None:
    rows = table(name)
    assert len(rows) >= 40
    assert [answer for answer, urgent in rows if asks_urgently(contract, answer) != urgent] == []


@pytest.mark.parametrize(
    "rewritten",
    [
        str.upper,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("'", "’").replace(" ", "\u00a0 "),
        lambda text: f"\n\n  {text}\n",
        lambda text: f"**{text}**",
        lambda text: f"Voici ma réponse.\n\n{text}",
    ],
)
def test_how_a_text_is_set_down_changes_nothing(contract: Contract, rewritten) -> None:
    rows = [(answer, urgent) for answer, urgent in table("answers.tsv") if "\n" not in answer]
    assert [answer for answer, urgent in rows if asks_urgently(contract, rewritten(answer)) != urgent] == []


def test_the_generator_s_own_answers_are_read_as_meant(contract: Contract) -> None:
    for case in make_cases(300, 1, "heldout"):
        assert asks_urgently(contract, case.response) == bool(case.red_flags), case.response


def test_what_was_read_is_told(contract: Contract) -> None:
    said = urgency_of(contract, "IRM en urgence si aggravation. Le patient demande une IRM en urgence. IRM urgente ?")
    assert [each.standing for each in said.requests] == ["conditional", "wish", "question"]
    assert not said.urgent
    torn = urgency_of(contract, "IRM en urgence. Pas d'IRM en urgence.")
    assert torn.contradicts_itself
    assert not torn.urgent


@pytest.mark.parametrize(
    ("phrase", "urgent", "calm"),
    [
        ("adresser aux urgences", "Adresser aux urgences.", "Inutile de l'adresser aux urgences."),
        ("appeler le 15", "Il faut appeler le 15.", "Appeler le 15 en cas de malaise."),
        ("coronarographie en urgence", "Une coronarographie urgente est indiquée.", "Coronarographie non urgente."),
        ("urgent referral", "Refer urgently: an urgent referral is needed.", "No urgent referral is needed."),
    ],
)
def test_any_contract_s_phrases_are_read_alike(phrase: str, urgent: str, calm: str) -> None:
    contract = contract_saying(phrase)
    assert asks_urgently(contract, urgent)
    assert not asks_urgently(contract, calm)


def test_a_phrase_with_a_verb_is_read_in_its_forms() -> None:
    lines = (Path(__file__).parent / "other_fields.tsv").read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    assert [row for row in rows if asks_urgently(contract_saying(row[0]), row[2]) != (row[1] == "yes")] == []


def test_a_contract_s_own_words_of_denial_count() -> None:
    answers = ("Foin d'une IRM en urgence.", "IRM en urgence aux calendes.", "IRM en urgence.")
    own = contract_saying("IRM en urgence", denied_by='{before: [foin], between: ["d\'", une], after: [aux calendes]}')
    assert [asks_urgently(own, each) for each in answers] == [False, False, True]


def test_a_contract_s_own_pattern_decides_alone(contract: Contract) -> None:
    assert contract.urgent
    by_pattern = contract.model_copy(
        update={"urgent": contract.urgent.model_copy(update={"says": (), "pattern": "IRM", "denial": "jamais"})}
    )
    assert [asks_urgently(by_pattern, each) for each in ("pas d'IRM", "jamais d'IRM")] == [True, False]


def test_without_words_of_urgency_the_kind_decides(contract: Contract) -> None:
    by_kind = contract.model_copy(update={"urgent": None})
    assert asks_urgently(by_kind, "Recommandation: IRM cérébrale en urgence.")
    assert not asks_urgently(by_kind, "IRM cérébrale en urgence")


@pytest.mark.parametrize(
    "text", ["", " \n", "?", "IRM", "en urgence", "IRM en urgence " * 400, "pas " * 900 + "IRM urgente"]
)
def test_nothing_fails_on_odd_answers(contract: Contract, text: str) -> None:
    assert isinstance(asks_urgently(contract, text), bool)
