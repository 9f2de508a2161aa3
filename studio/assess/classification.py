"""Every metric of chosen labels, from answered rows."""

from collections.abc import Iterator, Sequence

import numpy as np

from studio.assess import label_counts
from studio.assess.answered import AnsweredRow
from studio.assess.calibration import brier, expected_error
from studio.assess.label_scores import ACCURACY, MACRO_F1, MAJORITY
from studio.assess.measure import Floats, Measure, mean_of
from studio.assess.metric import OF_LABEL, MetricInfo
from studio.assess.predictions import Flags, Predictions, read_predictions
from studio.assess.ranking import Compute, auroc, average_precision, macro
from studio.core.evaluation import AnswersHead
from studio.words import N_

BALANCED_ACCURACY, HAMMING_LOSS, UNREADABLE = "balanced_accuracy", "hamming_loss", "unreadable_labels"
MACRO_PRECISION, MACRO_RECALL = "macro_precision", "macro_recall"
MICRO_PRECISION, MICRO_RECALL, MICRO_F1 = "micro_precision", "micro_recall", "micro_f1"
PRECISION, RECALL, SPECIFICITY, F1 = "precision", "recall", "specificity", "f1"
AUROC, AUPRC, MACRO_AUROC, MACRO_AUPRC = "auroc", "auprc", "macro_auroc", "macro_auprc"
BRIER, ECE = "brier", "expected_calibration_error"

METRICS = (
    MetricInfo(
        ACCURACY,
        N_("Accuracy"),
        N_("Share of the rows with exactly the right label. Where there are several, all of them must be right."),
    ),
    MetricInfo(
        MAJORITY,
        N_("Accuracy of the commonest label"),
        N_("Share of the rows that are right if the commonest label is given every time. A model must do better."),
    ),
    MetricInfo(
        BALANCED_ACCURACY,
        N_("Balanced accuracy"),
        N_("Mean recall of the labels, so that a rare one counts as much as a common one."),
    ),
    MetricInfo(MACRO_PRECISION, N_("Precision (macro)"), N_("Mean precision of the labels, rare and common alike.")),
    MetricInfo(MACRO_RECALL, N_("Recall (macro)"), N_("Mean recall of the labels, rare and common alike.")),
    MetricInfo(MACRO_F1, N_("F1 (macro)"), N_("Mean F1 of the labels, rare and common alike.")),
    MetricInfo(MICRO_PRECISION, N_("Precision (micro)"), N_("Of all labels given, how many are right.")),
    MetricInfo(MICRO_RECALL, N_("Recall (micro)"), N_("Of all true labels, how many are given.")),
    MetricInfo(MICRO_F1, N_("F1 (micro)"), N_("Harmonic mean of precision and recall over all labels together.")),
    MetricInfo(PRECISION, N_("Precision"), N_("Of the rows given this label, how many have it.")),
    MetricInfo(RECALL, N_("Recall (sensitivity)"), N_("Of the rows that have this label, how many are found.")),
    MetricInfo(
        SPECIFICITY, N_("Specificity"), N_("Of the rows without this label, how many are rightly not given it.")
    ),
    MetricInfo(F1, N_("F1"), N_("Harmonic mean of the precision and the recall of this label.")),
    MetricInfo(
        AUROC,
        N_("Area under the ROC curve"),
        N_("How often a row with this label is held to be likelier than one without. 50 % is chance."),
    ),
    MetricInfo(
        AUPRC,
        N_("Average precision"),
        N_("Area under the precision-recall curve. Chance is the share of the rows that have this label."),
    ),
    MetricInfo(
        MACRO_AUROC, N_("Area under the ROC curve (macro)"), N_("Mean over the labels, each against all the others.")
    ),
    MetricInfo(MACRO_AUPRC, N_("Average precision (macro)"), N_("Mean over the labels, each against all the others.")),
    MetricInfo(
        BRIER,
        N_("Brier score"),
        N_("Mean squared error of the probabilities: 0 is sure and right, 1 or more sure and wrong."),
        unit="number",
        better="lower",
    ),
    MetricInfo(
        ECE,
        N_("Calibration error"),
        N_("How far the probabilities given lie, on average, from how often they come true."),
        better="lower",
    ),
    MetricInfo(
        HAMMING_LOSS,
        N_("Hamming loss"),
        N_("Share of wrong decisions, label by label, where a text may have several."),
        better="lower",
    ),
    MetricInfo(
        UNREADABLE,
        N_("Unreadable answers"),
        N_("Share of the answers that name none of the labels. They count as wrong."),
        better="lower",
    ),
)

_OVERALL: tuple[tuple[str, label_counts.Formula], ...] = (
    (MACRO_PRECISION, label_counts.macro_precision),
    (MACRO_RECALL, label_counts.macro_recall),
    (MACRO_F1, label_counts.macro_f1),
    (MICRO_PRECISION, label_counts.micro_precision),
    (MICRO_RECALL, label_counts.micro_recall),
    (MICRO_F1, label_counts.micro_f1),
)
_EACH: tuple[tuple[str, label_counts.Formula], ...] = (
    (PRECISION, label_counts.precision),
    (F1, label_counts.f1),
)


def classification_measures(
    rows: Sequence[AnsweredRow], head: AnswersHead, common: frozenset[str] | None = None
) -> list[Measure]:
    """All that these rows can tell; nothing where none of them is a classified text.

    `common` are the labels of most training rows, which the baseline always says; else those of most of these rows.
    Measures of one label are named as in `recall:urgent`.
    """
    found = read_predictions(rows, head)
    if not found.ids:
        return []
    return [*_counted(found, common), *_of_each_label(found), *_of_probabilities(found)]


def _counted(found: Predictions, common: frozenset[str] | None) -> Iterator[Measure]:
    yield _mean(ACCURACY, found, found.right)
    trivial = found.commonest() if common is None else common
    marked = np.array([name in trivial for name in found.labels])
    beyond = bool(trivial - {*found.labels})
    yield _mean(MAJORITY, found, (found.truth == marked).all(axis=1) & (not beyond))
    for name, formula in _OVERALL:
        yield Measure(name, found.ids, label_counts.computed(formula, found.truth, found.told))
    if found.several:
        yield _mean(HAMMING_LOSS, found, (found.truth != found.told).mean(axis=1))
    else:
        formula = label_counts.balanced_accuracy
        yield Measure(BALANCED_ACCURACY, found.ids, label_counts.computed(formula, found.truth, found.told))
    if found.probabilities is None:
        yield _mean(UNREADABLE, found, ~found.readable)


def _of_each_label(found: Predictions) -> Iterator[Measure]:
    for at, label in enumerate(found.labels):
        truth, told = found.truth[:, at : at + 1], found.told[:, at : at + 1]
        for name, formula in _EACH:
            yield Measure(_named(name, label), found.ids, label_counts.computed(formula, truth, told))
        # Proportions of rows that the truth alone decides: two models' can be paired row by row.
        for name, rows in ((RECALL, truth[:, 0]), (SPECIFICITY, ~truth[:, 0])):
            if rows.any():
                yield _mean(_named(name, label), found, (told == truth)[:, 0], rows)


def _of_probabilities(found: Predictions) -> Iterator[Measure]:
    table = found.probabilities
    if table is None:
        return
    for name, overall, area in ((AUROC, MACRO_AUROC, auroc), (AUPRC, MACRO_AUPRC, average_precision)):
        areas: list[Compute] = [area(found.truth[:, at], table[:, at]) for at in range(len(found.labels))]
        yield Measure(overall, found.ids, macro(areas))
        for label, compute in zip(found.labels, areas, strict=True):
            yield Measure(_named(name, label), found.ids, compute)
    yield _mean(BRIER, found, brier(found))
    yield Measure(ECE, found.ids, expected_error(found))


def _named(metric: str, label: str) -> str:
    return f"{metric}{OF_LABEL}{label}"


def _mean(metric: str, found: Predictions, outcomes: Floats | Flags, among: Flags | None = None) -> Measure:
    counted = [among is None or among[at] for at in range(len(found.ids))]
    rows = zip(found.ids, outcomes, counted, strict=True)
    return mean_of(metric, {each: float(outcome) for each, outcome, counts in rows if counts})
