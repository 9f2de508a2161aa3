"""How well labels are predicted, beside the trivial answer that is always the same."""

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from studio.assess.intervals import wilson
from studio.assess.score import Score

ACCURACY, MACRO_F1, MAJORITY = "accuracy", "macro_f1", "majority_accuracy"
_RESAMPLES = 1000
_INTERVAL = (2.5, 97.5)

LabelSet = frozenset[int]
Marks = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def label_scores(
    truth: Sequence[LabelSet], predicted: Sequence[LabelSet], labels: int, common: LabelSet
) -> dict[str, Score]:
    """Share of rows with exactly the right labels, macro-averaged F1, and the share right by always answering `common`.

    Accuracy with Wilson's interval, F1 with a percentile bootstrap over rows (seeded). Empty without rows.
    """
    if not truth:
        return {}
    right = [one == other for one, other in zip(truth, predicted, strict=True)]
    trivial = [one == common for one in truth]
    return {
        ACCURACY: _share(right),
        MACRO_F1: _macro_f1(truth, predicted, labels),
        MAJORITY: _share(trivial),
    }


def _share(outcomes: Sequence[bool]) -> Score:
    low, high = wilson(sum(outcomes), len(outcomes))
    return Score(fmean(outcomes), low, high, len(outcomes))


def _macro_f1(truth: Sequence[LabelSet], predicted: Sequence[LabelSet], labels: int) -> Score:
    true, told = _matrix(truth, labels), _matrix(predicted, labels)
    draws = np.random.default_rng(0).integers(0, len(truth), (_RESAMPLES, len(truth)))
    low, high = np.percentile([_f1(true[draw], told[draw]) for draw in draws], _INTERVAL)
    value = _f1(true, told)
    return Score(value, min(float(low), value), max(float(high), value), len(truth))


def _matrix(rows: Sequence[LabelSet], labels: int) -> Marks:
    marks = np.zeros((len(rows), labels), bool)
    for at, row in enumerate(rows):
        marks[at, list(row)] = True
    return marks


def _f1(true: Marks, told: Marks) -> float:
    """Mean over the labels that occur in either; a label never right counts 0."""
    hits, named = (true & told).sum(axis=0), true.sum(axis=0) + told.sum(axis=0)
    occurring = named > 0
    return float((2 * hits[occurring] / named[occurring]).mean()) if occurring.any() else 0.0
