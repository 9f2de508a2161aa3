"""What no model would score, by the metrics of models."""

from collections.abc import Sequence

import pytest

from studio.assess.answered import AnsweredRow
from studio.assess.baselines import chance_baselines, constant_baselines
from studio.assess.measure import Measure, mean_of
from studio.assess.metric import MetricInfo
from studio.assess.reference import reference_of
from studio.core.evaluation import Answer
from studio.core.example import Instruction

RIGHT, LENGTH, WRONG = "right", "length", "wrong"
INFOS = {
    RIGHT: MetricInfo(RIGHT, "", ""),
    LENGTH: MetricInfo(LENGTH, "", "", unit="number", better="neither"),
    WRONG: MetricInfo(WRONG, "", "", better="lower"),
}
TRUTH = ["oui"] * 6 + ["non"] * 3 + ["peut-être"]
ROWS = [
    AnsweredRow(at, Instruction(instruction="?", response=text), Answer(id=at, asked="", text="?", loss=1.0))
    for at, text in enumerate(TRUTH)
]


def metrics(rows: Sequence[AnsweredRow]) -> list[Measure]:
    assert all(row.answer.loss is None for row in rows), "nothing of the model’s own may reach a baseline"
    right = {row.id: row.answer.text == reference_of(row.content) for row in rows}
    return [
        mean_of(RIGHT, right),
        mean_of(LENGTH, {row.id: len(row.answer.text) for row in rows}),
        mean_of(WRONG, {at: not each for at, each in right.items()}),
    ]


@pytest.mark.parametrize(
    ("training", "source", "answer", "share"),
    [((), "test", "oui", 0.6), (("non",) * 5 + ("jamais",) * 9, "training", "non", 0.3)],
)
def test_the_best_constant_answer_is_of_the_training_rows_where_there_are_any(
    training: tuple[str, ...], source: str, answer: str, share: float
) -> None:
    found = {each.metric: each for each in constant_baselines(ROWS, training, metrics, INFOS)}
    assert set(found) == {RIGHT, WRONG}
    assert (found[RIGHT].source, found[RIGHT].answer) == (source, answer)
    assert (found[RIGHT].score.value, found[WRONG].score.value) == (pytest.approx(share), pytest.approx(1 - share))


def test_each_sort_of_answer_has_a_candidate() -> None:
    training = [f"jamais {number}" for number in range(20)] + ["oui"]
    (best, *_others) = constant_baselines(ROWS, training, metrics, INFOS, sort_of=lambda text: text.split()[0])
    assert (best.answer, best.score.value) == ("oui", 0.6)


def test_answers_dealt_out_are_right_as_often_as_chance_has_it() -> None:
    found = {each.metric: each for each in chance_baselines(ROWS, TRUTH, metrics)}
    assert found[RIGHT].score.value == pytest.approx(0.6**2 + 0.3**2 + 0.1**2, abs=0.08)
    assert found[RIGHT].score.low < 0.46 < found[RIGHT].score.high
    assert chance_baselines(ROWS, TRUTH, metrics) == chance_baselines(ROWS, TRUTH, metrics)
