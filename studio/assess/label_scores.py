"""How well labels are predicted while training, beside the trivial answer that is always the same."""

from collections.abc import Sequence

from studio.assess.intervals import score_of
from studio.assess.label_counts import computed, macro_f1
from studio.assess.measure import Measure, mean_of
from studio.assess.predictions import marks_of
from studio.assess.score import Score

ACCURACY, MACRO_F1, MAJORITY = "accuracy", "macro_f1", "majority_accuracy"

LabelSet = frozenset[int]


def label_scores(
    truth: Sequence[LabelSet], predicted: Sequence[LabelSet], labels: int, common: LabelSet
) -> dict[str, Score]:
    """Share of rows with exactly the right labels, macro-averaged F1, and the share right by always answering `common`.

    Empty without rows.
    """
    if not truth:
        return {}
    pairs = enumerate(zip(truth, predicted, strict=True))
    f1 = computed(macro_f1, marks_of(truth, labels), marks_of(predicted, labels))
    measures = (
        mean_of(ACCURACY, {at: one == other for at, (one, other) in pairs}),
        Measure(MACRO_F1, tuple(range(len(truth))), f1),
        mean_of(MAJORITY, {at: one == common for at, one in enumerate(truth)}),
    )
    return {each.metric: _score(each) for each in measures}


def _score(measure: Measure) -> Score:
    """Of a single row nothing is known, but its own value."""
    return score_of(measure) or Score(measure.value, 0.0, 1.0, len(measure.ids))
