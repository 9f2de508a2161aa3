"""Whether probabilities mean what they say: of rows told at 80 %, are 80 % so?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from studio.assess.intervals import wilson
from studio.assess.measure import Floats, Positions
from studio.assess.predictions import Flags, Predictions
from studio.assess.score import Score

Cut = Literal["mass", "width"]
BINS = 10
_TWO = 2


@dataclass(frozen=True)
class Bin:
    """Answers told with about the same probability: what was told on average, and what came true."""

    low: float
    high: float
    told: float
    true: Score
    ids: tuple[int, ...]


def stated(predictions: Predictions, label: str = "") -> tuple[Floats, Flags]:
    """What was told with which probability, and whether it is so.

    Of one label over all rows, or else of the likeliest label of each row (Guo 2017, ICML). Where texts have several
    labels, of every label of every row, row by row. Raises ValueError without probabilities.
    """
    table = predictions.probabilities
    if table is None:
        raise ValueError("generated answers state no probabilities")
    if label:
        at = predictions.labels.index(label)
        return table[:, at], predictions.truth[:, at]
    if predictions.several:
        return table.ravel(), predictions.truth.ravel()
    rows = np.arange(len(table))
    likeliest = table.argmax(axis=1)
    return table[rows, likeliest], predictions.truth[rows, likeliest]


def reliability(predictions: Predictions, label: str = "", bins: int = BINS, cut: Cut = "mass") -> tuple[Bin, ...]:
    """The points of a reliability plot, with Wilson's interval; bins that hold nothing are left out.

    Bins of equal mass hold about as many answers each, so that each point can be believed; those of equal width mostly
    hold next to none at the low end. Bounds as scikit-learn's calibration_curve has them.
    """
    told, true = stated(predictions, label)
    edges, number = _bins(told, bins, cut)
    ids = np.repeat(predictions.ids, len(told) // max(1, len(predictions.ids)))
    found = []
    for at in range(bins):
        inside = number == at
        count, hits = int(inside.sum()), int(true[inside].sum())
        if count:
            score = Score(hits / count, *wilson(hits, count), count)
            rows = tuple(dict.fromkeys(int(each) for each in ids[inside]))
            found.append(Bin(float(edges[at]), float(edges[at + 1]), float(told[inside].mean()), score, rows))
    return tuple(found)


def expected_error(
    predictions: Predictions, label: str = "", bins: int = BINS, cut: Cut = "mass"
) -> Callable[[Positions], float]:
    """The expected calibration error (ECE; Naeini 2015, AAAI): what was told less what came true, over the bins.

    Of equal mass unless told otherwise, which is the less biased (Nixon 2019, CVPR workshops). The bins are cut once
    over all rows, so that groups and resamples are measured by the same.
    """
    told, true = stated(predictions, label)
    _edges, number = _bins(told, bins, cut)
    rows, each = len(predictions.ids), len(told) // max(1, len(predictions.ids))
    gaps = np.zeros((rows, bins))
    np.add.at(gaps, (np.repeat(np.arange(rows), each), number), true - told)

    def compute(positions: Positions) -> float:
        weights = np.bincount(positions, minlength=rows).astype(np.float64)
        return float(np.abs(weights @ gaps).sum() / (len(positions) * each)) if len(positions) else np.nan

    return compute


def brier(predictions: Predictions) -> Floats:
    """The squared error of probabilities, a row (Brier 1950), from 0 to 1 for two labels and to 2 for more.

    As scikit-learn has it; where texts have several labels, the mean of each one's. Raises ValueError without
    probabilities.
    """
    table = predictions.probabilities
    if table is None:
        raise ValueError("generated answers state no probabilities")
    errors = (table - predictions.truth) ** 2
    if predictions.several:
        return np.asarray(errors.mean(axis=1))
    return np.asarray(errors.sum(axis=1) / (_TWO if table.shape[1] == _TWO else 1))


def _bins(told: Floats, bins: int, cut: Cut) -> tuple[Floats, Positions]:
    shares: Sequence[float] = np.linspace(0, 1, bins + 1).tolist()
    edges = np.quantile(told, shares) if cut == "mass" and len(told) else np.array(shares)
    return edges, np.searchsorted(edges[1:-1], told).astype(np.intp)
