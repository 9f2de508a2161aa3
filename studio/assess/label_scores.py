"""How well labels are predicted, beside the trivial answer that is always the same."""

from collections.abc import Sequence

import numpy as np

from studio.assess.intervals import wilson
from studio.assess.label_counts import computed, macro_f1
from studio.assess.predictions import marks_of
from studio.assess.score import Score

ACCURACY, MACRO_F1, MAJORITY = "accuracy", "macro_f1", "majority_accuracy"
_RESAMPLES = 1000
_INTERVAL = (2.5, 97.5)

LabelSet = frozenset[int]


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
    return Score(sum(outcomes) / len(outcomes), low, high, len(outcomes))


def _macro_f1(truth: Sequence[LabelSet], predicted: Sequence[LabelSet], labels: int) -> Score:
    rows = len(truth)
    compute = computed(macro_f1, marks_of(truth, labels), marks_of(predicted, labels))
    draws = np.random.default_rng(0).integers(0, rows, (_RESAMPLES, rows))
    low, high = np.percentile([compute(draw) for draw in draws], _INTERVAL)
    value = compute(np.arange(rows))
    return Score(value, min(float(low), value), max(float(high), value), rows)
