"""A contract accepts an answer only whole, and takes no denial for an urgent answer."""

import pytest

from studio.core.contract import Contract, parse_contract
from studio.errors import ProjectFailed
from studio.paths import DEMO
from studio.text.headache_cases import make_cases

QUESTIONS = (
    "Pour préciser: Comment la douleur a-t-elle commencé ? | Fièvre, vomissements ou convulsions ? | "
    "Antécédents ou traumatisme récent ?"
)
URGENT = "Recommandation: IRM cérébrale en urgence et avis spécialisé devant : fièvre."


@pytest.fixture(scope="module")
def contract() -> Contract:
    return parse_contract((DEMO / "contract.yaml").read_text("utf-8"))


def test_every_answer_of_the_generator_is_in_the_form(contract: Contract) -> None:
    for case in [*make_cases(300, 1, "training"), *make_cases(300, 1, "heldout")]:
        assert contract.complies(case.response), case.response
        assert contract.is_urgent(case.response) == bool(case.red_flags)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Pour préciser:",
        "Recommandation:",
        QUESTIONS.rpartition(" | ")[0],
        f"{QUESTIONS} | Et depuis quand ?",
        f"{QUESTIONS} Voilà.",
        f"Bonjour. {QUESTIONS}",
        "Pour préciser: Fièvre ou non ? | Fièvre ou non ? | Fièvre ou non ?",
        "Recommandation: il faut voir.",
        URGENT.rstrip("."),
        f"{URGENT}\n{URGENT}",
        "Recommandation: IRM cérébrale en urgence, IRM cérébrale en urgence, IRM cérébrale en urgence.",
        "Recommandation: surveillance" + ", repos et eau" * 20 + ".",
        QUESTIONS.replace("Pour préciser: ", ""),
    ],
)
def test_a_part_of_the_form_is_not_the_form(contract: Contract, answer: str) -> None:
    assert not contract.complies(answer)


def test_white_space_around_an_answer_does_not_count(contract: Contract) -> None:
    assert contract.complies(f" {QUESTIONS}\n")


@pytest.mark.parametrize(
    "answer",
    [
        "Recommandation: pas d'IRM cérébrale en urgence, surveillance.",
        "Recommandation: pas d’IRM en urgence.",
        "Recommandation: surveillance, sans IRM cérébrale en urgence.",
        "Recommandation: aucune indication à une IRM en urgence.",
        "Recommandation: l'IRM cérébrale en urgence n'est pas utile.",
        "Recommandation: surveillance, sans imagerie en urgence.",
        QUESTIONS,
    ],
)
def test_a_denied_examination_is_not_urgent(contract: Contract, answer: str) -> None:
    assert not contract.is_urgent(answer)


def test_other_denials_leave_it_urgent(contract: Contract) -> None:
    assert contract.is_urgent("Recommandation: IRM cérébrale en urgence, pas de ponction lombaire avant.")


def test_a_broken_pattern_is_named() -> None:
    text = "name: {en: a, fr: b}\nformats: [{name: {en: a, fr: b}, pattern: '('}]"
    with pytest.raises(ProjectFailed, match=r"formats\.0\.pattern"):
        parse_contract(text)


@pytest.mark.parametrize("text", ["", "a: [", "name: {en: a, fr: b}\nformats: []"])
def test_what_is_no_contract_is_refused(text: str) -> None:
    with pytest.raises(ProjectFailed):
        parse_contract(text)
