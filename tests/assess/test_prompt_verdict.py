"""What a kept prompt expects, held against answers."""

import pytest

from studio import paths
from studio.assess.prompt_verdict import shortfalls
from studio.core.contract import Contract, parse_contract
from studio.core.prompt import ANY_KIND, RegressionPrompt

URGENT = "Recommandation: IRM cérébrale en urgence et avis spécialisé devant : début brutal."
CALM = "Recommandation: surveillance, pas d'IRM en urgence."


@pytest.fixture(scope="module")
def contract() -> Contract:
    return parse_contract((paths.DEMO / "contract.yaml").read_text("utf-8"))


def prompt(**expected: object) -> RegressionPrompt:
    return RegressionPrompt.model_validate({"prompt": "?", **expected})


@pytest.mark.parametrize(
    ("expected", "answer", "said"),
    [
        ({}, "n'importe quoi", ""),
        ({"kind": ANY_KIND}, URGENT, ""),
        ({"kind": ANY_KIND}, "Bonjour.", "begins with none of"),
        ({"kind": "gone"}, URGENT, "has no kind “gone” any more"),
        ({"urgent": "yes"}, URGENT, ""),
        ({"urgent": "yes"}, CALM, "is not urgent, and should be"),
        ({"urgent": "no"}, CALM, ""),
        ({"urgent": "no"}, URGENT, "is urgent, and should not be"),
        ({"contains": ["CEREBRALE", "scanner"]}, URGENT, "“scanner” does not occur"),
    ],
)
def test_only_what_is_expected_can_be_missed(
    contract: Contract, expected: dict[str, object], answer: str, said: str
) -> None:
    found = [each.text() for each in shortfalls(prompt(**expected), answer, contract)]
    assert len(found) == bool(said)
    assert said in "".join(found)


def test_every_kind_of_the_contract_can_be_expected(contract: Contract) -> None:
    urgent = contract.kind_of(URGENT)
    assert urgent is not None
    assert not shortfalls(prompt(kind=urgent.name.en), URGENT, contract)
    assert shortfalls(prompt(kind=urgent.name.en), "Pour préciser: quoi ?", contract)


def test_without_a_contract_nothing_is_called_right() -> None:
    (said,) = shortfalls(prompt(urgent="yes"), URGENT, None)
    assert "no answer contract" in said.text()
