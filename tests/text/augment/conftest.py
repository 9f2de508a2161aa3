"""A small lexicon of findings with the sample's answer contract, and answers worded as its rows are."""

from pathlib import Path

import pytest

from studio.core.contract import Contract, parse_contract
from studio.paths import DEMO
from studio.text.augment.answers import Wordings
from studio.text.findings.engine import FindingsEngine
from studio.text.findings.lexicon import FindingsLexicon
from studio.text.lexicons import parse_lexicon
from tests.text.augment.scenes import CALM, TEMPLATE


@pytest.fixture(scope="session")
def engine() -> FindingsEngine:
    file = Path(__file__).with_name("signs.yaml")
    return FindingsEngine(parse_lexicon(file.read_text("utf-8"), FindingsLexicon, str(file)))


@pytest.fixture(scope="session")
def contract() -> Contract:
    return parse_contract((DEMO / "contract.yaml").read_text("utf-8"))


@pytest.fixture(scope="session")
def wordings(contract: Contract) -> Wordings:
    return Wordings(contract, {"Urgent brain MRI": TEMPLATE, "Monitoring": CALM})
