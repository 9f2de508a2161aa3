"""Metrics of chosen labels that follow from counts: how often each was true, said, and rightly said.

Each equals scikit-learn's on the rows selected; of one label alone it is nan where that has nothing to divide by.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from studio.assess.measure import Floats, Positions
from studio.assess.predictions import Marks


@dataclass(frozen=True, eq=False)
class Tally:
    """Of a selection of rows, one number a label."""

    true: Floats
    told: Floats
    hits: Floats
    """Rows that have the label and of which it was said."""


Formula = Callable[[Tally], float]


def tallied(truth: Marks, told: Marks) -> Callable[[Positions], Tally]:
    """Counts any selection of rows; a row taken twice weighs two, which is faster than copying it."""
    marks = np.hstack([truth, told, truth & told]).astype(np.float64)

    def count(positions: Positions) -> Tally:
        weights = np.bincount(positions, minlength=len(marks)).astype(np.float64)
        true, said, hits = np.split(weights @ marks, 3)
        return Tally(true, said, hits)

    return count


def computed(formula: Formula, truth: Marks, told: Marks) -> Callable[[Positions], float]:
    """A formula over any selection of rows; nan of none."""
    count = tallied(truth, told)
    return lambda positions: formula(count(positions)) if len(positions) else np.nan


def macro_precision(tally: Tally) -> float:
    """Mean over the labels that are true or said; one never said counts 0."""
    return _mean(tally, _shares(tally.hits, tally.told))


def macro_recall(tally: Tally) -> float:
    """Mean over the labels that are true or said; one never true counts 0."""
    return _mean(tally, _shares(tally.hits, tally.true))


def macro_f1(tally: Tally) -> float:
    """Mean over the labels that are true or said; one never right counts 0."""
    return _mean(tally, _shares(2 * tally.hits, tally.true + tally.told))


def micro_precision(tally: Tally) -> float:
    """Of all labels said, how many were right."""
    return _share(tally.hits.sum(), tally.told.sum())


def micro_recall(tally: Tally) -> float:
    """Of all true labels, how many were said."""
    return _share(tally.hits.sum(), tally.true.sum())


def micro_f1(tally: Tally) -> float:
    """The harmonic mean of both, all labels taken together."""
    return _share(2 * tally.hits.sum(), tally.true.sum() + tally.told.sum())


def balanced_accuracy(tally: Tally) -> float:
    """Mean recall of the labels that are true."""
    true = tally.true > 0
    return float((tally.hits[true] / tally.true[true]).mean()) if true.any() else np.nan


def precision(tally: Tally) -> float:
    """Of the only label."""
    return _share(tally.hits[0], tally.told[0])


def f1(tally: Tally) -> float:
    """Of the only label."""
    return _share(2 * tally.hits[0], tally.true[0] + tally.told[0])


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else np.nan


def _shares(parts: Floats, wholes: Floats) -> Floats:
    return parts / np.where(wholes > 0, wholes, 1.0)


def _mean(tally: Tally, shares: Floats) -> float:
    occurring = tally.true + tally.told > 0
    return float(shares[occurring].mean()) if occurring.any() else 0.0
