"""How well probabilities put rows that have a label before those that do not.

Both metrics equal scikit-learn's on the rows selected, ties included; nan where all have the label, or none.
"""

from collections.abc import Callable, Sequence

import numpy as np

from studio.assess.measure import Floats, Positions
from studio.assess.predictions import Flags

Compute = Callable[[Positions], float]


def auroc(truth: Flags, scores: Floats) -> Compute:
    """The area under the ROC curve: how often one with the label comes before one without; a tie counts half."""
    rank, ranks = _ranks(scores)

    def compute(positions: Positions) -> float:
        have, lack = _by_rank(truth, rank, ranks, positions)
        pairs = have.sum() * lack.sum()
        beaten = np.cumsum(lack) - lack / 2
        return float(have @ beaten / pairs) if pairs else np.nan

    return compute


def average_precision(truth: Flags, scores: Floats) -> Compute:
    """The area under the precision-recall curve, as a sum of steps, not of trapezia (Davis and Goadrich 2006)."""
    rank, ranks = _ranks(scores)

    def compute(positions: Positions) -> float:
        have, lack = (each[::-1] for each in _by_rank(truth, rank, ranks, positions))
        total = have.sum()
        if not total or not lack.sum():
            return np.nan
        found, taken = np.cumsum(have), np.cumsum(have + lack)
        return float(have @ (found / np.maximum(taken, 1)) / total)

    return compute


def macro(computes: Sequence[Compute]) -> Compute:
    """The mean over labels that the rows selected can decide."""

    def compute(positions: Positions) -> float:
        values = np.array([each(positions) for each in computes])
        decided = values[~np.isnan(values)]
        return float(decided.mean()) if len(decided) else np.nan

    return compute


def _ranks(scores: Floats) -> tuple[Positions, int]:
    """The place of each score among those that differ, from the lowest: sorted once, not at each resample."""
    different, rank = np.unique(scores, return_inverse=True)
    return rank.astype(np.intp), len(different)


def _by_rank(truth: Flags, rank: Positions, ranks: int, positions: Positions) -> tuple[Floats, Floats]:
    """How many with and without the label are at each rank."""
    # One count of both: the ranks of those that have the label come after those of the others.
    counts = np.bincount((rank + ranks * truth)[positions], minlength=2 * ranks).astype(np.float64)
    return counts[ranks:], counts[:ranks]
