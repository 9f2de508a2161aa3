"""Scores count whole answers and urgent cases, each with its interval."""

import pytest

from studio.assess.contract_scoring import ScoredRow, score_answers
from studio.assess.intervals import wilson
from studio.core.contract import Contract, parse_contract
from studio.paths import DEMO
from studio.text.headache_cases import make_cases

URGENT = "Recommandation: IRM cérébrale en urgence et avis spécialisé devant : fièvre."
CALM = "Recommandation: traitement antalgique simple et surveillance, sans imagerie en urgence."


@pytest.fixture(scope="module")
def contract() -> Contract:
    return parse_contract((DEMO / "contract.yaml").read_text("utf-8"))


def test_the_right_answers_score_full_marks(contract: Contract) -> None:
    rows = [ScoredRow(case.response, case.response) for case in make_cases(120, 2025, "heldout")]
    scores = score_answers(contract, rows)
    assert {name: (score.value, score.n) for name, score in scores.items()} == {
        "format_compliance": (1.0, 120),
        "red_flag_recall": (1.0, 36),
        "red_flag_specificity": (1.0, 84),
    }


def test_calling_everything_urgent_has_full_recall_and_no_specificity(contract: Contract) -> None:
    rows = [ScoredRow(case.response, URGENT) for case in make_cases(120, 2025, "heldout")]
    scores = score_answers(contract, rows)
    assert (scores["red_flag_recall"].value, scores["red_flag_specificity"].value) == (1.0, 0.0)


def test_a_denied_examination_is_a_missed_red_flag(contract: Contract) -> None:
    rows = [
        ScoredRow(URGENT, "Recommandation: pas d'IRM cérébrale en urgence, surveillance."),
        ScoredRow(URGENT, URGENT),
    ]
    score = score_answers(contract, rows)["red_flag_recall"]
    assert (score.value, score.n) == (0.5, 2)
    assert (score.low, score.high) == wilson(1, 2)


def test_what_no_row_can_decide_is_left_out(contract: Contract) -> None:
    assert score_answers(contract, []) == {}
    assert "red_flag_recall" not in score_answers(contract, [ScoredRow(CALM, CALM)])
    without_urgency = contract.model_copy(update={"urgent": None, "formats": contract.formats[:1]})
    assert set(score_answers(without_urgency, [ScoredRow(CALM, CALM)])) == {"format_compliance"}
