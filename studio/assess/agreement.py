"""How far raters agree beyond chance, with intervals from resampling what they rated."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from studio.assess.score import Score

Floats = NDArray[np.float64]
"""Ratings: one row a unit, one column a rater, categories from 0, nan where a rater said nothing."""
Weights = Literal["none", "linear", "quadratic"]
Level = Literal["nominal", "ordinal", "interval"]

RESAMPLES = 2_000
_PERCENTILES = (2.5, 97.5)
_MOST_UNDECIDED = 0.05


@dataclass(frozen=True)
class Agreement:
    """A coefficient of what its units add up to: `parts` has one row a unit, `of_sum` what their sum amounts to."""

    parts: Floats
    of_sum: Callable[[Floats], float]
    has_say: NDArray[np.bool_]
    """Units that at least two raters judged."""

    @property
    def value(self) -> float:
        """The coefficient; nan where chance alone would agree always, as when every rating is the same."""
        return self.of_sum(self.parts.sum(axis=0))

    def grouped(self, groups: NDArray[np.int64]) -> "Agreement":
        """The same with units that belong together (two answers to one row) resampled together."""
        _names, numbers = np.unique(groups, return_inverse=True)
        count = int(numbers.max()) + 1 if len(numbers) else 0
        parts, has_say = np.zeros((count, self.parts.shape[1])), np.zeros(count, np.bool_)
        np.add.at(parts, numbers, self.parts)
        np.logical_or.at(has_say, numbers, self.has_say)
        return Agreement(parts, self.of_sum, has_say)

    def score(self, seed: int = 42, resamples: int = RESAMPLES) -> Score:
        """With its percentile bootstrap interval over units; n counts those with a say.

        The bounds are nan where more than one in twenty of the resamples leaves nothing to be judged.
        """
        parts = self.parts[self.has_say]
        count = len(parts)
        if count == 0:
            return Score(np.nan, np.nan, np.nan, 0)
        drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=resamples)
        values = np.array([self.of_sum(sums) for sums in drawn @ parts])
        known = values[np.isfinite(values)]
        low, high = (np.nan, np.nan)
        if len(known) >= (1 - _MOST_UNDECIDED) * resamples:
            low, high = np.percentile(known, _PERCENTILES)
        return Score(self.value, float(low), float(high), count)


def cohen_kappa(ratings: Floats, categories: int, weights: Weights = "none") -> Agreement:
    """Of exactly two raters (Cohen 1960, Educ. Psychol. Meas. 20:37-46; weighted: 1968, Psychol. Bull. 70:213-220)."""
    both = np.asarray(np.isfinite(ratings).all(axis=1))
    tables = np.zeros((len(ratings), categories * categories))
    cells = ratings[both].astype(np.intp) @ np.array([categories, 1])
    tables[np.flatnonzero(both), cells] = 1.0
    apart = _distances(categories, weights)

    def of_sum(sums: Floats) -> float:
        seen = sums.reshape(categories, categories)
        expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / max(seen.sum(), 1.0)
        return _one_minus(float((apart * seen).sum()), float((apart * expected).sum()))

    return Agreement(tables, of_sum, both)


def fleiss_kappa(ratings: Floats, categories: int) -> Agreement:
    """Of any number of raters (Fleiss 1971, Psychol. Bull. 76:378-382); units with fewer than two ratings have no say.

    Where units were rated by unequal numbers, each counts once with its own share of agreeing pairs.
    """
    counts = _counts(ratings, categories)
    rated = counts.sum(axis=1)
    several = rated > 1
    counts = np.where(several[:, None], counts, 0.0)
    pairs = np.where(several, rated * (rated - 1), 1.0)
    agreeing = (counts * (counts - 1)).sum(axis=1) / pairs
    parts = np.column_stack([several.astype(np.float64), agreeing, counts])

    def of_sum(sums: Floats) -> float:
        shares = sums[2:] / max(sums[2:].sum(), 1.0)
        return _one_minus(1 - sums[1] / max(sums[0], 1.0), 1 - float((shares**2).sum()))

    return Agreement(parts, of_sum, several)


def krippendorff_alpha(ratings: Floats, categories: int, level: Level = "nominal") -> Agreement:
    """Of any number of raters, ratings missing or not.

    As in Krippendorff 2011, “Computing Krippendorff's alpha-reliability”; a unit with one rating has no say.
    """
    counts = _counts(ratings, categories)
    rated = counts.sum(axis=1)
    several = rated > 1
    pairs = counts[:, :, None] * (counts[:, None, :] - np.eye(categories))
    weighed = np.where(several, 1 / np.maximum(rated - 1, 1), 0.0)
    parts = (pairs * weighed[:, None, None]).reshape(len(ratings), -1)

    def of_sum(sums: Floats) -> float:
        seen = sums.reshape(categories, categories)
        totals = seen.sum(axis=0)
        apart = _apart(totals, level)
        expected = np.outer(totals, totals) / max(totals.sum() - 1, 1.0)
        return _one_minus(float((apart * seen).sum()), float((apart * expected).sum()))

    return Agreement(parts, of_sum, several)


def _counts(ratings: Floats, categories: int) -> Floats:
    counts: Floats = (ratings[:, :, None] == np.arange(categories)).sum(axis=1).astype(np.float64)
    return counts


def _distances(categories: int, weights: Weights) -> Floats:
    steps = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories))).astype(np.float64)
    match weights:
        case "none":
            return (steps > 0).astype(np.float64)
        case "linear":
            return steps
        case "quadratic":
            return steps**2


def _apart(totals: Floats, level: Level) -> Floats:
    """How unlike two categories are; on an ordinal scale by how many ratings lie between them."""
    match level:
        case "nominal":
            return _distances(len(totals), "none")
        case "interval":
            return _distances(len(totals), "quadratic")
        case "ordinal":
            middles = np.cumsum(totals) - totals / 2
            squares: Floats = np.subtract.outer(middles, middles) ** 2
            return squares


def _one_minus(seen: float, expected: float) -> float:
    return 1 - seen / expected if expected > 0 else np.nan
