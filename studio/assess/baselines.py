"""What no model at all would score: the same answer to everything, and answers dealt out by chance."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal

import numpy as np

from studio.assess.answered import AnsweredRow
from studio.assess.intervals import score_of
from studio.assess.measure import Measure, Positions
from studio.assess.metric import MetricInfo
from studio.assess.reference import reference_of
from studio.assess.score import Score
from studio.core.evaluation import Answer

_CANDIDATES, _DEALS, _SEED = 12, 20, 6

Source = Literal["training", "test"]
Metrics = Callable[[Sequence[AnsweredRow]], Sequence[Measure]]
"""The metrics of a model, from the rows it answered."""
SortOf = Callable[[str], str]


@dataclass(frozen=True)
class Baseline:
    """A trivial score; from the test rows' own answers it is the best such score, which nobody could have known."""

    metric: str
    way: Literal["constant", "chance"]
    source: Source
    answer: str
    """Always given, where the way is "constant"."""
    score: Score


def constant_baselines(
    rows: Sequence[AnsweredRow],
    training: Sequence[str],
    metrics: Metrics,
    infos: Mapping[str, MetricInfo],
    *,
    sort_of: SortOf = str,
) -> list[Baseline]:
    """By metric, the best score of always giving one answer of the training rows (of these rows, without any).

    Candidates are the commonest answer of each sort, such as each kind of the contract, the commonest sorts first.
    """
    source: Source = "training" if training else "test"
    best: dict[str, tuple[float, str, Measure]] = {}
    for answer in _candidates(training or _references(rows), sort_of):
        for measure in metrics(_answered(rows, [answer] * len(rows))):
            info, value = infos.get(measure.metric), measure.value
            if info is None or info.better == "neither" or not isfinite(value):
                continue
            merit = value if info.better == "higher" else -value
            if measure.metric not in best or merit > best[measure.metric][0]:
                best[measure.metric] = merit, answer, measure
    scored = ((answer, measure, score_of(measure)) for _merit, answer, measure in best.values())
    return [Baseline(each.metric, "constant", source, answer, score) for answer, each, score in scored if score]


def chance_baselines(rows: Sequence[AnsweredRow], training: Sequence[str], metrics: Metrics) -> list[Baseline]:
    """By metric, the mean score of answers of training rows (of these rows, without any) dealt out twenty times."""
    source: Source = "training" if training else "test"
    answers = training or _references(rows)
    chance = np.random.default_rng(_SEED)
    dealt: dict[str, list[Measure]] = {}
    for _deal in range(_DEALS if answers else 0):
        texts = [answers[at] for at in chance.integers(0, len(answers), len(rows))]
        for measure in metrics(_answered(rows, texts)):
            dealt.setdefault(measure.metric, []).append(measure)
    whole = [_mean(each) for each in dealt.values() if len({measure.ids for measure in each}) == 1]
    scored = ((each, score_of(each)) for each in whole)
    return [Baseline(each.metric, "chance", source, "", score) for each, score in scored if score]


def _candidates(answers: Sequence[str], sort_of: SortOf) -> list[str]:
    by_sort: dict[str, Counter[str]] = {}
    for answer in answers:
        by_sort.setdefault(sort_of(answer), Counter())[answer] += 1
    # Ties are broken by the answer: the order of the rows says nothing.
    ranked = sorted(by_sort.values(), key=lambda counts: (-counts.total(), min(counts)))
    return [min(counts, key=lambda answer: (-counts[answer], answer)) for counts in ranked[:_CANDIDATES]]


def _references(rows: Sequence[AnsweredRow]) -> list[str]:
    return [reference_of(row.content) for row in rows]


def _answered(rows: Sequence[AnsweredRow], texts: Sequence[str]) -> list[AnsweredRow]:
    return [
        replace(row, answer=Answer(id=row.id, asked=row.answer.asked, text=text))
        for row, text in zip(rows, texts, strict=True)
    ]


def _mean(measures: Sequence[Measure]) -> Measure:
    first = measures[0]

    def compute(positions: Positions) -> float:
        return float(np.mean([measure.compute(positions) for measure in measures]))

    outcomes = [measure.outcomes for measure in measures if measure.is_mean and measure.outcomes is not None]
    mean = np.mean(outcomes, axis=0) if len(outcomes) == len(measures) else None
    return Measure(first.metric, first.ids, compute, mean)
