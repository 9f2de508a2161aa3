"""Published scores: each has its source, its date and its setting in both languages."""

import pytest

from studio.core.benchmark import BENCHMARKS
from studio.data.published import HUMAN, published_scores

SCORES = [(name, each) for name, scores in published_scores().items() for each in scores]


@pytest.mark.parametrize(("name", "score"), SCORES, ids=lambda each: getattr(each, "model", each))
def test_every_figure_says_where_it_is_from(name: str, score) -> None:
    assert score.url.startswith("https://")
    assert score.title
    assert score.setting["fr"]
    assert score.setting["en"]
    assert 0.15 < score.score < 0.95
    assert (score.metric == "accuracy") == (not BENCHMARKS[name].several)


def test_a_person_gets_78_of_100_questions_of_pubmedqa() -> None:
    assert [each.score for each in published_scores()["pubmedqa"] if each.model == HUMAN] == [0.78]
