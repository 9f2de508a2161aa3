"""The statuses of mentions in sentences that a clinician would write: our rules with edsnlp, beside simpler ways."""

from collections import Counter
from collections.abc import Mapping

import pytest

from studio.text.findings.finding import STATUSES
from tests.text.findings.judging import VISIBLE, Case, Score, judges, read_cases, score

LEAST = {"present": 70, "absent": 70, "uncertain": 35, "history": 30, "family": 30}
CASES = read_cases(VISIBLE)


def test_the_sentences_are_of_every_status_and_mark_whole_words() -> None:
    counted = Counter(case.status for case in CASES)
    assert set(counted) == set(STATUSES) - {"to_check"}
    assert all(counted[status] >= least for status, least in LEAST.items())
    assert len({(case.text, case.start) for case in CASES}) == len(CASES)
    assert [case for case in CASES if _cuts_a_word(case)] == []


def _cuts_a_word(case: Case) -> bool:
    mention = case.text[case.start : case.end]
    around = case.text[case.start - 1 : case.start], case.text[case.end : case.end + 1]
    return not mention or mention != mention.strip() or any(map(str.isalnum, around))


@pytest.fixture(scope="module")
def scores() -> Mapping[str, Score]:
    pytest.importorskip("edsnlp")
    from studio.text.nlp import SecondOpinion

    ways = judges(SecondOpinion())
    return {way: score(CASES, [judge(case) for case in CASES]) for way, judge in ways.items()}


@pytest.mark.slow
def test_most_statuses_are_right_and_few_signs_are_silenced(scores: Mapping[str, Score]) -> None:
    assert scores["both"].accuracy >= 0.92
    assert scores["both"].silenced_share <= 0.02


@pytest.mark.slow
@pytest.mark.parametrize("way", ["naive regular expression", "edsnlp alone"])
def test_rules_and_edsnlp_together_do_better(scores: Mapping[str, Score], way: str) -> None:
    assert scores["both"].accuracy > scores[way].accuracy
    assert scores["both"].silenced < scores[way].silenced
