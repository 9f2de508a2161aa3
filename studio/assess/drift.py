"""Whether what a model meets in use is still like what it was tested on: one test for each kind of thing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import chi2, fisher_exact, ks_2samp, wasserstein_distance

from studio.assess.figures import percents, told
from studio.assess.holm import holm
from studio.assess.metric import Unit
from studio.core.sentence import Sentence, Word
from studio.words import N_

_LEVEL, _SHUFFLES, _SEED = 0.05, 9_999, 6
_EXPECTED = 5
_FOURFOLD = 2
_NUMBERS = N_(
    "“{what}” has shifted: half lie above {before} in the test set, above {after} in use (n = {n}, against "
    "{reference})."
)
_CATEGORIES = N_(
    "“{what}” has shifted, most for “{category}”: {before} in the test set, {after} in use (n = {n}, against "
    "{reference})."
)
_STEADY = N_("No shift shown in “{what}” (n = {n}, against {reference} in the test set).")


@dataclass(frozen=True)
class Drift:
    """One thing compared; `distance` is Wasserstein's in the thing's own unit, or the sum of shares that moved."""

    what: Sentence
    test: str
    statistic: float
    p: float
    distance: float
    reference: int
    recent: int
    shift: Sentence

    @property
    def shifted(self) -> bool:
        """Whether chance alone would seldom differ as much."""
        return self.p <= _LEVEL

    def words(self) -> Sentence:
        """What was found."""
        if self.shifted:
            return self.shift
        return Sentence(_STEADY, {"what": self.what, "n": self.recent, "reference": self.reference})


def number_drift(what: Sentence, reference: Sequence[float], recent: Sequence[float], unit: Unit) -> Drift | None:
    """By Kolmogorov and Smirnov's two-sample test; None without numbers on either side."""
    if not reference or not recent:
        return None
    found = ks_2samp(reference, recent)
    middles = np.median(reference), np.median(recent)
    before, after = percents(*map(float, middles)) if unit == "share" else (told(float(each), unit) for each in middles)
    words: dict[str, Word] = {"before": before, "after": after}
    return Drift(
        what,
        "Kolmogorov-Smirnov",
        float(found.statistic),
        float(found.pvalue),
        float(wasserstein_distance(reference, recent)),
        len(reference),
        len(recent),
        Sentence(_NUMBERS, {"what": what, "n": len(recent), "reference": len(reference), **words}),
    )


def category_drift(what: Sentence, reference: Sequence[str], recent: Sequence[str]) -> Drift | None:
    """Two categories by Fisher's exact test, more by chi-squared, where counts are small among random tables.

    None without any on either side.
    """
    if not reference or not recent:
        return None
    names = sorted({*reference, *recent})
    table = np.array([[Counter(side)[name] for name in names] for side in (reference, recent)])
    test, statistic, p = _tested(table)
    shares = table / table.sum(axis=1, keepdims=True)
    moved = np.abs(shares[1] - shares[0])
    most = int(moved.argmax())
    before, after = percents(float(shares[0, most]), float(shares[1, most]))
    words: dict[str, Word] = {"category": names[most], "before": before, "after": after}
    return Drift(
        what,
        test,
        statistic,
        p,
        float(moved.sum() / 2),
        len(reference),
        len(recent),
        Sentence(_CATEGORIES, {"what": what, "n": len(recent), "reference": len(reference), **words}),
    )


def adjusted_drifts(drifts: Sequence[Drift]) -> tuple[Drift, ...]:
    """The same with p values that allow for their number."""
    p_values = holm([each.p for each in drifts])
    return tuple(replace(each, p=p) for each, p in zip(drifts, p_values, strict=True))


Table = np.ndarray[tuple[int, int], np.dtype[np.int64]]


def _tested(table: Table) -> tuple[str, float, float]:
    kinds = table.shape[1]
    statistic = float(_chi_squared(table[None, 1], table)[0])
    if kinds == 1:
        return "chi-squared", 0.0, 1.0
    if kinds == _FOURFOLD:
        return "Fisher", statistic, float(fisher_exact(table).pvalue)
    if _expected(table).min() >= _EXPECTED:
        return "chi-squared", statistic, float(chi2.sf(statistic, kinds - 1))
    chance = np.random.default_rng(_SEED)
    drawn = chance.multivariate_hypergeometric(table.sum(axis=0), int(table[1].sum()), _SHUFFLES)
    # Tables as unlikely as the one seen have the same statistic up to rounding.
    beyond = int(np.sum(_chi_squared(drawn, table) >= statistic * (1 - 1e-9)))
    return "chi-squared of random tables", statistic, (beyond + 1) / (_SHUFFLES + 1)


def _expected(table: Table) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.asarray(table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum(), float)


def _chi_squared(recent: Table, table: Table) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Of every second row that fits the margins of the table."""
    expected = _expected(table)
    # What the second row has too many of, the first has too few.
    squares = (recent - expected[1]) ** 2
    return np.asarray((squares / expected[1] + squares / expected[0]).sum(axis=1))
